"""In a sparse checkout only what is there is judged, and everybody is told that there is more."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Goals, Result, git

TODAY = "2026-12-15"
KNOWN = ("/*", "!/*/", "/units/", "/people/*/person.yaml", "/people/kari-nordmann/")
KEPT = {
    "by patterns, everybody known": ("--no-cone", *KNOWN),
    "by folders, others not known": ("--cone", "units", "people/kari-nordmann", "people/per-lie"),
    "with folders in the index": ("--cone", "--sparse-index", "units", "people/kari-nordmann"),
}


@pytest.fixture
def origin(example: Callable[[str], Goals]) -> Goals:
    """The example, committed, ready to be cloned in part."""
    goals = example("en")
    git(goals.root, "add", "--all")
    git(goals.root, "commit", "-qm", "all of it")
    git(goals.root, "config", "uploadpack.allowFilter", "true")
    return goals


def clone(origin: Goals, tmp_path: Path, invoke: Callable[..., Result], *kept: str) -> Goals:
    """Clone only what is kept, with the contents of no other file."""
    root = tmp_path / "part"
    url = origin.root.as_uri()
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--sparse", url, str(root))
    git(root, "sparse-checkout", "set", *kept)
    # What is missing cannot be fetched in secret.
    shutil.move(origin.root, tmp_path / "gone")
    return Goals(root, invoke, today=TODAY)


@pytest.fixture(params=list(KEPT.values()), ids=list(KEPT))
def part(
    request: pytest.FixtureRequest, origin: Goals, tmp_path: Path, invoke: Callable[..., Result]
) -> Goals:
    """A clone with the units and one person, in several ways."""
    return clone(origin, tmp_path, invoke, *request.param)


def about(out: str) -> list[str]:
    return [line for line in out.splitlines() if "kari-nordmann" in line]


def test_overdue_says_of_who_is_here_what_it_says_in_the_whole(origin: Goals, tmp_path: Path) -> None:
    whole = origin.run("overdue", "--by", "person", "--format", "json", today=TODAY)
    part = clone(origin, tmp_path, origin.invoke, *KEPT["by patterns, everybody known"])
    here = part.run("overdue", "--person", "kari-nordmann", "--format", "json")
    everybody = part.run("overdue", "--format", "json")
    assert here.out
    assert here.err == ""
    found = [line for line in whole.out.splitlines() if '"path": "people/kari-nordmann' in line]
    assert found
    assert [line for line in here.out.splitlines() if '"path":' in line] == found
    assert [line for line in everybody.out.splitlines() if '"path": "people/' in line] == found


def test_nothing_that_is_left_out_is_late_or_wrong(part: Goals) -> None:
    for command in ("overdue", "check", "status", "todo"):
        result = part.run(command, "--as", "kari-nordmann")
        assert result.code in (0, 1), result.err
        assert result.err.count("sparse checkout: ") == 1, command
        assert "reference" not in result.out
    assert part.run("check").code == 0
    lines = part.run("status", "--format", "md").out.splitlines()
    assert sum(line.startswith("| ") for line in lines) <= 3 + 1


def test_one_note_counts_who_is_not_here(part: Goals) -> None:
    tracked = part.git("ls-files", "-t", "people/").splitlines()
    left = len({line.split("/")[1] for line in tracked if line.startswith("S ")})
    err = part.run("overdue").err
    assert err == (
        f"sparse checkout: {left} people are not wholly here, and nothing is said about what is missing; "
        "for more, run git sparse-checkout add FOLDER\n"
    )


def test_who_is_not_wholly_here_is_refused_by_name(part: Goals) -> None:
    left = next(
        name
        for name in ("amina-hussein", "liv-aasland")
        if f"people/{name}/" in part.git("ls-tree", "-r", "HEAD", "people/")
    )
    for command in ("status", "agenda", "diff"):
        result = part.run(command, left)
        assert result.code == 3, command
        assert f"git sparse-checkout add people/{left}" in result.err


def test_what_is_wrong_in_what_is_here_is_still_found(part: Goals) -> None:
    part.write("people/kari-nordmann/2026-H2/talk.leader.yaml", "schema: talk/1\nnonsense: 1\n")
    part.write(
        "people/kari-nordmann/2026-H2/feedback/x.yaml",
        "schema: feedback/1\nfrom: x\nasked_by: employee\nquestions: []\nnonsense: 2\n",
    )
    result = part.run("check")
    assert result.code == 1
    assert result.out.count("nonsense") == 2


def test_where_all_of_the_people_are_left_out_nobody_is_missed(
    origin: Goals, tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    part = clone(origin, tmp_path, invoke, "--cone", "--sparse-index", "units")
    for command in ("overdue", "check"):
        result = part.run(command)
        assert (result.code, "the folder people is not wholly here" in result.err) == (0, True), result


def test_once_everything_is_here_again_nothing_is_said(origin: Goals) -> None:
    before = origin.run("overdue", today=TODAY)
    git(origin.root, "sparse-checkout", "set", "--cone", "units")
    git(origin.root, "sparse-checkout", "disable")
    assert origin.run("overdue", today=TODAY) == before
    assert before.err == ""


def test_a_commit_is_read_whole_where_it_can_be(origin: Goals) -> None:
    before = origin.run("overdue", "--at", "HEAD", today=TODAY)
    git(origin.root, "sparse-checkout", "set", "--cone", "units")
    assert origin.run("overdue", "--at", "HEAD", today=TODAY).out == before.out


def test_where_nothing_is_sparse_git_is_not_started(origin: Goals) -> None:
    code = (
        "import sys\nfrom goaltalk.app import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('goaltalk.store.gitcall' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "-C", str(origin.root), "overdue"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "False"


class TestWhatIsMissingIsNotOverwritten:
    """Git has the file: to write it anew would delete what others wrote, with a commit."""

    PLAN, LIV = "units/platform/2026-H2.yaml", "people/liv-aasland/"

    @pytest.fixture
    def thin(self, origin: Goals, tmp_path: Path, invoke: Callable[..., Result]) -> Goals:
        return clone(origin, tmp_path, invoke, "--no-cone", "/*", f"!/{self.PLAN}", f"!/{self.LIV}")

    @pytest.mark.parametrize(
        "command",
        [
            ("brief", "platform", "--period", "2026-H2", "--set", "focus+=X", "--as", "per-lie"),
            ("person", "add", "Liv Åsland", "--email", "l@x.example", "--unit", "platform"),
        ],
    )
    def test_by_no_command(self, thin: Goals, command: tuple[str, ...]) -> None:
        head = thin.git("rev-parse", "HEAD")
        for _ in range(2):  # what is advised after a failure is to run it once more
            result = thin.run(*command)
            assert (result.code, "git sparse-checkout add" in result.err) == (3, True), result.err
        assert not (thin.root / self.PLAN).exists()
        assert not (thin.root / self.LIV).exists()
        assert thin.git("rev-parse", "HEAD") == head
        assert thin.git("status", "--porcelain") == ""

    def test_what_is_new_is_written_all_the_same(self, thin: Goals) -> None:
        thin.ok("brief", "platform", "--period", "2027-H1", "--set", "focus+=X", "--as", "per-lie")

    def test_nor_is_a_part_migrated(self, thin: Goals) -> None:
        result = thin.run("migrate")
        assert (result.code, "git sparse-checkout disable" in result.err) == (3, True)


@pytest.mark.parametrize(
    "command", [("overdue",), ("overdue", "--led-by", "per-lie"), ("status", "--led-by", "me"), ("todo",)]
)
def test_without_the_unit_nobody_is_said_to_have_nothing_late(
    origin: Goals, tmp_path: Path, invoke: Callable[..., Result], command: tuple[str, ...]
) -> None:
    part = clone(origin, tmp_path, invoke, "--no-cone", "/*", "!/units/*")
    result = part.run(*command, "--as", "per-lie")
    assert (result.code, "git sparse-checkout add units/platform" in result.err) == (3, True), result.err
    assert part.run("check").code == 0
