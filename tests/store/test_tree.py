"""Trees show plain files in plain folders, and nothing else."""

import os
from pathlib import Path

import pytest

from goaltalk.store.guard import MAX_BYTES
from goaltalk.store.tree import Overlay, WorkingTree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a few files, git's own folder, and one more folder outside of it."""
    folder = tmp_path / "goals"
    for path in (
        "goaltalk.yaml",
        "people/kari/person.yaml",
        "people/per/2026/talk.leader.yaml",
        ".git/config",
    ):
        write(folder, path, path)
    write(tmp_path, "outside/person.yaml", "secret")
    write(tmp_path, "outside/2026/agreement.yaml", "secret")
    return folder


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def test_the_paths_of_all_files_are_sorted_and_git_is_left_out(root: Path) -> None:
    assert WorkingTree(root).paths() == [
        "goaltalk.yaml",
        "people/kari/person.yaml",
        "people/per/2026/talk.leader.yaml",
    ]


def test_paths_below_a_folder_begin_with_it(root: Path) -> None:
    assert WorkingTree(root).paths("people/per") == ["people/per/2026/talk.leader.yaml"]


def test_git_is_no_folder(root: Path) -> None:
    assert WorkingTree(root).folders("") == ["people"]
    assert WorkingTree(root).folders("people") == ["kari", "per"]


@pytest.mark.parametrize("missing", ["nowhere", "nowhere/below", "goaltalk.yaml", "goaltalk.yaml/below"])
def test_what_is_no_folder_is_empty(root: Path, missing: str) -> None:
    tree = WorkingTree(root)
    assert tree.paths(missing) == []
    assert tree.folders(missing) == []
    assert list(tree.read((missing + "/x.yaml",))) == []


def test_files_are_read_in_the_order_asked_for_and_missing_ones_are_left_out(root: Path) -> None:
    asked = ("people/per/2026/talk.leader.yaml", "people/nobody.yaml", "people", "goaltalk.yaml")
    assert [path for path, _ in WorkingTree(root).read(asked)] == [asked[0], asked[3]]
    assert dict(WorkingTree(root).read(asked))["goaltalk.yaml"] == b"goaltalk.yaml"


def test_a_linked_folder_is_not_there(root: Path) -> None:
    (root / "people/link").symlink_to(root.parent / "outside")
    tree = WorkingTree(root)
    assert tree.folders("people") == ["kari", "per"]
    assert tree.paths("people/link") == tree.folders("people/link") == tree.paths("people/link/2026") == []
    assert list(tree.read(("people/link/person.yaml", "people/link/2026/agreement.yaml"))) == []


def test_a_linked_file_is_not_there(root: Path) -> None:
    (root / "people/kari/2026.yaml").symlink_to(root.parent / "outside/person.yaml")
    (root / "people/kari/loop.yaml").symlink_to("loop.yaml")
    tree = WorkingTree(root)
    assert tree.paths("people/kari") == ["people/kari/person.yaml"]
    assert list(tree.read(("people/kari/2026.yaml", "people/kari/loop.yaml"))) == []


def test_a_root_that_is_reached_by_a_link_is_read(root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)
    assert [path for path, _ in WorkingTree(link).read(WorkingTree(link).paths())] == WorkingTree(
        root
    ).paths()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_file_and_does_not_hold_anybody_up(root: Path) -> None:
    os.mkfifo(root / "people/kari/pipe.yaml")
    assert WorkingTree(root).paths("people/kari") == ["people/kari/person.yaml"]
    assert list(WorkingTree(root).read(("people/kari/pipe.yaml",))) in ([], [("people/kari/pipe.yaml", b"")])


def test_of_a_huge_file_only_enough_to_refuse_it_is_read(root: Path) -> None:
    with (root / "huge.yaml").open("wb") as file:
        file.truncate(1 << 30)
    ((_, content),) = WorkingTree(root).read(("huge.yaml",))
    assert len(content) == MAX_BYTES + 1


def test_an_overlay_shows_new_files_and_new_content(root: Path) -> None:
    tree = Overlay(WorkingTree(root), {"goaltalk.yaml": b"new", "people/amina/person.yaml": b"amina"})
    assert tree.paths("people") == [
        "people/amina/person.yaml",
        "people/kari/person.yaml",
        "people/per/2026/talk.leader.yaml",
    ]
    assert tree.paths() == ["goaltalk.yaml", *tree.paths("people")]
    assert tree.folders("people") == ["amina", "kari", "per"]
    asked = ("people/amina/person.yaml", "people/kari/person.yaml", "nothing", "goaltalk.yaml")
    assert list(tree.read(asked)) == [
        ("people/amina/person.yaml", b"amina"),
        ("people/kari/person.yaml", b"people/kari/person.yaml"),
        ("goaltalk.yaml", b"new"),
    ]


def test_a_file_in_an_overlay_is_no_folder(root: Path) -> None:
    assert Overlay(WorkingTree(root), {"people/note.yaml": b""}).folders("people") == ["kari", "per"]


def test_an_overlay_leaves_the_disk_alone(root: Path) -> None:
    list(Overlay(WorkingTree(root), {"people/amina/person.yaml": b""}).read(("people/amina/person.yaml",)))
    assert not (root / "people/amina").exists()
