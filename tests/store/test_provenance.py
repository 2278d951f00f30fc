"""What git's history says about records, read in few processes and whatever is in it."""

import os
import subprocess
from datetime import UTC, date
from pathlib import Path

import pytest

from conftest import git
from goaltalk.store.provenance import find_ground, read_changes, read_objects, read_uncommitted

HALF = "people/kari/2026-H2/talk.employee.yaml"
ANSWER = "people/kari/2026-H2/answers/agreement-0123456789ab.employee.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "goals"
    folder.mkdir()
    git(folder, "init", "--quiet", "-b", "main")
    return folder


def put(root: Path, text: str, path: str = HALF, *more: str) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty-message", "--message=", *more)


def seen(root: Path) -> list[tuple[str, int, bool, bool]]:
    """Return side, number of parents, whether it adds, and whether clean; newest first."""
    return [
        (one.about.side or "", len(one.before), one.adds, one.clean)
        for one in read_changes(find_ground(root), UTC)
    ]


def test_every_change_is_read_from_the_first_commit_on(root: Path) -> None:
    put(root, "a\n")
    put(root, "b\n")
    put(root, "c\n", "README.md")
    put(root, "{}\n", "people/kari/person.yaml")
    put(root, "{}\n", "people/kari/2026-H2/agreement.yaml")
    found = read_changes(find_ground(root), UTC)
    assert [(one.about.kind, one.adds) for one in found] == [
        ("person", True),
        ("talk", False),
        ("talk", True),
    ]
    assert found[1].before == (found[2].after,)


def test_without_a_commit_nothing_is_there_yet(root: Path) -> None:
    (root / "people/kari/2026-H2").mkdir(parents=True)
    (root / HALF).write_text("a\n")
    begun, loose = read_uncommitted(find_ground(root))
    assert not begun
    assert [one.kind for one in loose] == ["talk"]


@pytest.mark.parametrize(
    ("seconds", "day"),
    [("0", date(1970, 1, 1)), ("99999999999", date(5138, 11, 16)), ("9999999999999", date.max)],
)
def test_authors_choose_any_date(root: Path, seconds: str, day: date) -> None:
    put(root, "a\n")
    name = git(root, "rev-parse", "HEAD:").strip()
    raw = f"tree {name}\nauthor K <k@x> {seconds} +0000\ncommitter K <k@x> 0 +0000\n\nm\n"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=root,
        input=raw.encode(),
        capture_output=True,
        check=True,
    )
    git(root, "update-ref", "refs/heads/main", made.stdout.decode().strip())
    assert [one.commit.day for one in read_changes(find_ground(root), UTC)] == [day]


def test_names_and_messages_say_nothing_that_they_are_not(root: Path) -> None:
    put(root, "a\n", HALF, "--author=\x1b[31mK\x01:100644\u202e <k@x.example>")
    put(root, "b\n", HALF, "--message=x\n\nCo-authored-by: Kari <KARI@x.example>\nCo-authored-by: broken")
    later, first = read_changes(find_ground(root), UTC)
    assert first.commit.name.isprintable()
    assert "\u202e" not in first.commit.name
    assert later.commit.co_authors == ("kari@x.example",)


def branches(root: Path, *names: str) -> None:
    """Let several branches change a line each, far from each other."""
    lines = [f"{number}\n" for number in range(40)]
    put(root, "".join(lines))
    start = git(root, "rev-parse", "HEAD").strip()
    for number, name in enumerate(names):
        git(root, "switch", "--quiet", "-c", name, start)
        changed = list(lines)
        changed[number * 12] = f"{name}\n"
        put(root, "".join(changed))
    git(root, "switch", "--quiet", names[0])


def test_a_merge_of_two_or_three_that_adds_nothing_is_clean(root: Path) -> None:
    branches(root, "one", "two", "three")
    git(root, "merge", "--quiet", "--no-edit", "two", "three")
    assert seen(root)[0] == ("employee", 3, False, True)


def test_a_merge_that_changes_a_line_or_a_whole_file_is_not(root: Path) -> None:
    branches(root, "one", "two")
    git(root, "merge", "--quiet", "--no-commit", "two")
    put(root, (root / HALF).read_text() + "more\n")
    assert seen(root)[0] == ("employee", 2, False, False)


def test_what_a_merge_brings_from_nowhere_or_takes_away_is_read(root: Path) -> None:
    branches(root, "one", "two")
    put(root, "a\n", ANSWER)
    git(root, "switch", "--quiet", "two")
    git(root, "merge", "--quiet", "--no-commit", "one")
    (root / HALF).unlink()
    put(root, "b\n", ANSWER)
    merged = [one for one in read_changes(find_ground(root), UTC) if len(one.before) > 1]
    assert [(one.about.kind, one.after is None, one.clean) for one in merged] == [
        ("answer", False, False),
        ("talk", True, False),
    ]


def test_no_attribute_hides_what_a_merge_did(root: Path) -> None:
    put(root, "*.yaml -diff\n", ".gitattributes")
    branches(root, "one", "two")
    git(root, "merge", "--quiet", "--no-commit", "two")
    put(root, (root / HALF).read_text() + "diff --cc x\n")
    assert seen(root)[0] == ("employee", 2, False, False)


def test_a_commit_that_only_this_clone_puts_in_anothers_place_is_not_believed(root: Path) -> None:
    put(root, "a\n", HALF, "--author=Per <per@x.example>")
    first = git(root, "rev-parse", "HEAD").strip()
    git(root, "commit", "--quiet", "--amend", "--author=Kari <kari@x.example>", "--message=b")
    second = git(root, "rev-parse", "HEAD").strip()
    git(root, "update-ref", "HEAD", first)
    git(root, "replace", first, second)
    assert git(root, "log", "--format=%ae").strip() == "kari@x.example"
    assert [one.commit.email for one in read_changes(find_ground(root), UTC)] == ["per@x.example"]


def test_objects_are_read_by_name_and_what_is_missing_is_left_out(root: Path) -> None:
    put(root, "a\nb\n")
    ground = find_ground(root)
    found = read_objects(
        ground, [f"HEAD:./{HALF}", "HEAD:./nothing here", "refs/heads/main^{commit}", "HEAD:./"]
    )
    assert found[f"HEAD:./{HALF}"][1] == b"a\nb\n"
    assert "HEAD:./nothing here" not in found
    assert found["refs/heads/main^{commit}"][1].startswith(b"tree ")
    assert read_objects(ground, []) == {}


@pytest.mark.skipif(os.name == "nt", reason="such a folder cannot be made on Windows")
def test_a_folder_with_an_odd_name_is_read_all_the_same(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "-b", "main")
    git(tmp_path, "config", "diff.relative", "true")
    root = tmp_path / 'a "b" ü\n[c]'
    root.mkdir()
    branches(root, "one", "two")
    git(root, "merge", "--quiet", "--no-edit", "two")
    # Git would quote the name, so that nothing tells whether the merge is clean: then it is the merger's.
    assert seen(root)[0] == ("employee", 2, False, False)
    assert len(seen(root)) == 4
