"""The leader's own notes lie apart from every goals repository, for nobody else to read."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import git
from goaltalk.errors import BadData, SaveProblem
from goaltalk.store.diagnosis.machine import find_open_places
from goaltalk.store.private import Notes, find_private_folder, lies_in_repository
from goaltalk.store.save import lock

CANARY = "canary-7731"
FILE = "team-id-1/kari-nordmann/2026-H2/prep.leader.yaml"
posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a goals repository in a folder of a git work tree."""
    top = tmp_path / "work"
    (top / "goals").mkdir(parents=True)
    (top / "goals" / "goaltalk.yaml").write_text("schema: settings/1\n", encoding="utf-8")
    git(top, "init", "-q", "-b", "main")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "first")
    return top / "goals"


@pytest.fixture
def notes(root: Path) -> Notes:
    return Notes(root, "team-id-1", "kari-nordmann", "2026-H2")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_is_the_one_named_or_among_the_data_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert find_private_folder() == tmp_path / "private"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOALTALK_PRIVATE", "here")
    assert find_private_folder() == tmp_path / "here"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GOALTALK_PRIVATE", "~/mine")
    assert find_private_folder().name == "mine"
    for name in ("", None):
        monkeypatch.setenv("GOALTALK_PRIVATE", name) if name is not None else monkeypatch.delenv(
            "GOALTALK_PRIVATE"
        )
        assert find_private_folder().name == "goaltalk"
        assert find_private_folder().is_absolute()


def test_what_is_saved_is_read_again(notes: Notes, tmp_path: Path) -> None:
    assert notes.read() is None
    notes.save(b"schema: preparation/1\nstanding: growing\n", None)
    data = notes.read()
    assert data is not None
    assert notes.record(data).standing == "growing"
    assert Path(notes.path) == tmp_path / "private" / FILE
    assert list((tmp_path / "private").rglob("*.yaml*")) == [Path(notes.path)]


@posix_only
def test_only_the_user_may_read_folders_and_file_whatever_the_umask(notes: Notes, tmp_path: Path) -> None:
    before = os.umask(0o000)
    try:
        notes.save(b"a: 1\n", None)
        places = [tmp_path / "private" / part for part in ("", *map(str, Path(FILE).parents))]
        assert {mode(place) for place in places} == {0o700}
        assert mode(Path(notes.path)) == 0o600
        Path(notes.path).chmod(0o644)
        Path(notes.path).parent.chmod(0o755)
        notes.save(b"a: 2\n", b"a: 1\n")
        assert (mode(Path(notes.path)), mode(Path(notes.path).parent)) == (0o600, 0o700)
    finally:
        os.umask(before)


@posix_only
def test_a_folder_that_the_user_made_keeps_its_mode(notes: Notes, tmp_path: Path) -> None:
    (tmp_path / "private").mkdir(mode=0o755)
    (tmp_path / "private").chmod(0o755)
    notes.save(b"a: 1\n", None)
    assert mode(tmp_path / "private") == 0o755
    assert mode(tmp_path / "private" / "team-id-1") == 0o700


def test_a_change_of_somebody_else_is_not_overwritten(notes: Notes) -> None:
    notes.save(b"a: 1\n", None)
    with pytest.raises(SaveProblem, match="was changed by somebody else") as caught:
        notes.save(b"a: 3\n", b"a: 2\n")
    assert str(caught.value).startswith(notes.path)
    assert notes.read() == b"a: 1\n"


def test_the_lock_holds_between_two_programs(
    notes: Notes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goaltalk.store.save.LOCK_SECONDS", 0.2)
    (tmp_path / "private").mkdir()
    holder = (
        "import sys, pathlib\nfrom goaltalk.store.save import lock\n"
        "with lock(pathlib.Path(sys.argv[1]), is_private=True):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(tmp_path / "private")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        with pytest.raises(SaveProblem, match="another goaltalk has held the lock"):
            notes.save(b"a: 1\n", None)
        other.stdin.close()
    with lock(tmp_path / "private", is_private=True):
        notes.save(b"a: 1\n", None)


def test_the_lock_lies_in_the_private_folder_and_is_for_nobody_else(
    notes: Notes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    before = os.umask(0o002)
    notes.save(b"a: 1\n", None)
    os.umask(before)
    own = {one.name: one.stat().st_mode & 0o777 for one in notes.folder.iterdir() if one.is_file()}
    assert own == {".goaltalk.lock": 0o600, ".goaltalk.turn": 0o600}
    assert find_open_places(notes.folder) == ()
    assert not list((tmp_path / "temporary").iterdir())


@pytest.mark.parametrize(
    "place", ["work", "work/goals", "work/goals/people/x", "work/other", "work/.git", "work/goals/../mine"]
)
def test_a_folder_in_the_work_tree_is_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("GOALTALK_PRIVATE", str(tmp_path / place))
    with pytest.raises(SaveProblem, match="GOALTALK_PRIVATE name a folder outside it"):
        Notes(root, "team-id-1", "kari-nordmann", "2026-H2")


def test_links_linked_work_trees_and_other_goals_repositories_are_seen_through(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(root / "people")
    git(root, "worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    git(root.parent, "clone", "-q", str(root.parent), str(tmp_path / "clone"))
    for place in ("link", "link/x.md", "linked", "linked/a/b", "clone/goals/a.md"):
        assert lies_in_repository(tmp_path / place, root), place
    for place in ("", "elsewhere", "elsewhere/a.md", "works"):
        assert not lies_in_repository(tmp_path / place, root), place


def test_without_git_the_folder_of_the_goals_is_refused_just_the_same(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    assert lies_in_repository(tmp_path / "bare" / "x", tmp_path / "bare")
    assert not lies_in_repository(tmp_path / "x", tmp_path / "bare")


def test_a_link_below_the_folder_is_neither_read_nor_written(
    notes: Notes, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "team-id-1").symlink_to(root)
    assert notes.read() is None
    with pytest.raises(SaveProblem, match="is a link"):
        notes.save(b"a: 1\n", None)
    assert not list(root.glob("kari*"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"schema: preparation/1\npurpose: [{CANARY}\n", ":3:1:"),
        (f"schema: preparation/1\nstanding: [{CANARY}]\n", ":2:1:"),
        (f"schema: preparation/1\nanswers:\n  {CANARY} Æ: x\n", ":3:3:"),
        (f"schema: preparation/1\npurpose: x\n{CANARY}: it\n", ":3:1:"),
        (f"schema: preparation/1\n{CANARY}: 1\n{CANARY}: 2\n", ":3:1:"),
        (f"schema: {CANARY}\n", ":1:1:"),
        (f"schema: preparation/1\npurpose: &{CANARY} x\n", ":2:"),
    ],
)
def test_what_is_broken_is_named_by_its_place_and_never_quoted(notes: Notes, text: str, place: str) -> None:
    with pytest.raises(BadData) as caught:
        notes.record(text.encode())
    assert str(caught.value).startswith(notes.path + place)
    assert CANARY not in str(caught.value)


@posix_only
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named_whole(notes: Notes) -> None:
    notes.save(b"a: 1\n", None)
    Path(notes.path).chmod(0)
    with pytest.raises(BadData) as caught:
        notes.read()
    assert str(caught.value).startswith(notes.path + ": cannot be read")


def test_copies_are_numbered_and_never_written_over(notes: Notes) -> None:
    places = [Path(notes.keep_copy(data)) for data in (b"a: 1\n", b"a: 2\n", b"a: 2\n")]
    assert [place.name for place in places] == [f"prep.leader.yaml.{number}.bak" for number in (1, 2, 3)]
    assert [place.read_bytes() for place in places] == [b"a: 1\n", b"a: 2\n", b"a: 2\n"]
    assert {place.parent for place in places} == {Path(notes.path).parent}


@posix_only
def test_an_editor_works_beside_the_notes_and_never_behind_a_link(notes: Notes, tmp_path: Path) -> None:
    place = notes.make_workplace()
    assert (place.parent, mode(place)) == (Path(notes.path).parent, 0o700)
    assert notes.make_workplace() != place
    (tmp_path / "elsewhere" / "2026-H2").mkdir(parents=True)
    linked = Path(notes.path).parent.parent
    linked.rename(tmp_path / "before")
    linked.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SaveProblem, match="is a link"):
        notes.make_workplace()
    assert list((tmp_path / "elsewhere" / "2026-H2").iterdir()) == []
