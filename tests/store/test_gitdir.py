"""Where git is: found on the disk as git itself finds it."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git
from goaltalk.store.gitdir import GitFolder, find_git_folder
from goaltalk.store.worktree import find_other_work_tree

ASKED = ("rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-common-dir")


def ask_git(folder: Path) -> tuple[Path, Path, Path] | None:
    """Say what git finds; None where it finds nothing, or will not work."""
    command = ["git", "-c", "safe.bareRepository=explicit", *ASKED]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    top, own, shared = (folder / line for line in done.stdout.splitlines())
    return top.resolve(), own.resolve(), shared.resolve()


def ask_us(folder: Path) -> tuple[Path, Path, Path] | None:
    found = find_git_folder(folder)
    return (found.top.resolve(), found.own.resolve(), found.shared.resolve()) if found else None


def plain(top: Path) -> Path:
    return top


def below(top: Path) -> Path:
    (top / "a/b").mkdir(parents=True)
    return top / "a/b"


def linked(top: Path) -> Path:
    git(top, "worktree", "add", "-q", "--detach", "../linked")
    return top.parent / "linked"


def linked_inside(top: Path) -> Path:
    git(top, "worktree", "add", "-q", "--detach", "inside")
    return top / "inside"


def submodule(top: Path) -> Path:
    git(top.parent, "init", "-q", "above")
    git(
        top.parent / "above", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(top), "x"
    )
    return top.parent / "above/x"


def separate(top: Path) -> Path:
    git(top.parent, "init", "-q", "--separate-git-dir=kept", "tree")
    return top.parent / "tree"


def nested(top: Path) -> Path:
    git(top, "init", "-q", "inner")
    return below(top / "inner")


def common(top: Path) -> Path:
    inner = nested(top).parent.parent
    (inner / "store").mkdir()
    for name in ("objects", "refs", "config"):
        (inner / ".git" / name).rename(inner / "store" / name)
    (inner / ".git/commondir").write_text("../store\n")
    return inner


def common_in_two_lines(top: Path) -> Path:
    inner = common(top)
    (inner / ".git/commondir").write_bytes(b"../store\r\n\n")
    return inner


def common_before_a_nul(top: Path) -> Path:
    inner = common(top)
    (inner / ".git/commondir").write_bytes(b"../store\0/nowhere")
    return inner


def common_nowhere(top: Path) -> Path:
    inner = common(top)
    (inner / ".git/commondir").write_text("../elsewhere")
    return inner


def empty(top: Path) -> Path:
    (top / "inner/.git").mkdir(parents=True)
    return top / "inner"


def no_head(top: Path) -> Path:
    inner = nested(top).parent.parent
    (inner / ".git/HEAD").write_text("ref: elsewhere\n")
    return inner


def odd_head(top: Path) -> Path:
    inner = nested(top).parent.parent
    (inner / ".git/HEAD").write_text("ref:\n refs/heads/main")
    return inner


def linked_head(top: Path) -> Path:
    inner = nested(top).parent.parent
    (inner / ".git/HEAD").unlink()
    (inner / ".git/HEAD").symlink_to("refs/heads/main")
    return inner


def head_linked_elsewhere(top: Path) -> Path:
    inner = nested(top).parent.parent
    (inner / ".git/HEAD").rename(inner / "HEAD-of-old")
    (inner / ".git/HEAD").symlink_to("../HEAD-of-old")
    return inner


def detached(top: Path) -> Path:
    git(top, "checkout", "-q", "--detach")
    return top


def objects_are_a_file(top: Path) -> Path:
    inner = nested(top).parent.parent
    shutil.rmtree(inner / ".git/objects")
    (inner / ".git/objects").touch(0o644)
    return inner


def linked_folder(top: Path) -> Path:
    inner = nested(top).parent.parent
    (inner / ".git").rename(top / "kept")
    (inner / ".git").symlink_to("../kept")
    return inner


def file_to_nowhere(top: Path) -> Path:
    (top / "inner").mkdir()
    (top / "inner/.git").write_text("gitdir: ../nowhere\n")
    return top / "inner"


def file_with_nothing(top: Path) -> Path:
    (top / "inner").mkdir()
    (top / "inner/.git").touch()
    return top / "inner"


def bare_inside(top: Path) -> Path:
    git(top, "init", "-q", "--bare", "inner")
    return top / "inner"


def pipe(top: Path) -> Path:
    (top / "inner").mkdir()
    os.mkfifo(top / "inner/.git")
    return top / "inner"


ORDINARY = (plain, below, linked, linked_inside, submodule, separate, nested, detached)
OTHERS = (
    *(
        common,
        common_in_two_lines,
        common_before_a_nul,
        common_nowhere,
        empty,
        no_head,
        odd_head,
        linked_head,
    ),
    *(head_linked_elsewhere, objects_are_a_file, linked_folder, file_to_nowhere, file_with_nothing),
    *(bare_inside, pipe),
)


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A repository with one commit."""
    git(tmp_path, "init", "-q", "-b", "main", "top")
    git(tmp_path / "top", "commit", "-q", "--allow-empty", "-m", "first")
    return tmp_path / "top"


@pytest.mark.parametrize("make", [*ORDINARY, *OTHERS], ids=lambda make: make.__name__)
def test_git_is_found_where_git_finds_it(top: Path, make: Callable[[Path], Path]) -> None:
    folder = make(top)
    assert ask_us(folder) == ask_git(folder)


@pytest.mark.parametrize("make", [*ORDINARY, *OTHERS], ids=lambda make: make.__name__)
def test_where_all_is_as_git_makes_it_we_are_certain(top: Path, make: Callable[[Path], Path]) -> None:
    found = find_git_folder(make(top))
    if make in ORDINARY:
        assert found is not None
        assert found.certain
    elif make not in (common, common_in_two_lines, linked_folder, objects_are_a_file):
        assert found is None or not found.certain


def test_outside_of_git_there_is_none(tmp_path: Path) -> None:
    assert find_git_folder(tmp_path) is None
    assert ask_git(tmp_path) is None


def test_a_folder_is_its_own_and_shared_one(top: Path) -> None:
    assert find_git_folder(top) == GitFolder(top.resolve(), top / ".git", top / ".git")


def in_settings(top: Path, value: str) -> None:
    git(top, "config", "core.worktree", value)


def of_this_work_tree(top: Path, value: str) -> None:
    git(top, "config", "extensions.worktreeConfig", "true")
    git(top, "config", "--worktree", "core.worktree", value)


def in_one_line(top: Path, value: str) -> None:
    place = top / ".git/config"
    place.write_text(place.read_text() + f'[CORE] WorkTree = "{value}" # so\n')


def in_an_included_file(top: Path, value: str) -> None:
    git(top, "config", "include.path", "more")
    git(top, "config", "--file", ".git/more", "core.worktree", value)


@pytest.mark.parametrize("way", [in_settings, of_this_work_tree, in_one_line, in_an_included_file])
@pytest.mark.parametrize("value", ["../../elsewhere", "..", "../../top", "../sub", "../..", "."])
def test_git_is_believed_about_where_the_files_are(
    top: Path, way: Callable[[Path, str], None], value: str
) -> None:
    (top.parent / "elsewhere").mkdir()
    (top / "sub").mkdir()
    way(top, value)
    told = Path(git(top, "rev-parse", "--show-toplevel").removesuffix("\n")).resolve()
    folder = find_git_folder(top)
    assert folder is not None
    assert find_other_work_tree(top, folder) == (told if told != top.resolve() else None)


@pytest.mark.parametrize("make", ORDINARY, ids=lambda make: make.__name__)
def test_in_an_ordinary_repository_git_is_not_asked_about_it(
    top: Path, make: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(top)
    git(top, "config", "extensions.worktreeConfig", "true")
    monkeypatch.setenv("GIT_TRACE", str(top.parent / "trace"))
    found = find_git_folder(folder)
    assert found is not None
    assert find_other_work_tree(folder, found) is None
    assert not (top.parent / "trace").exists()
