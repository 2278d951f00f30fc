"""The tree of a commit is read as the working tree is, and `--at` finds the commit that is meant."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import git
from goaltalk.errors import GitProblem, UsageProblem
from goaltalk.store.guard import MAX_BYTES
from goaltalk.store.objects import Objects
from goaltalk.store.revision import RevisionTree, find_revision
from goaltalk.store.tree import WorkingTree

OSLO = ZoneInfo("Europe/Oslo")
UTC = ZoneInfo("UTC")

Commit = Callable[..., str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty git repository with settings, not committed."""
    folder = tmp_path / "goals"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder, "goaltalk.yaml", "settings")
    return folder


@pytest.fixture
def commit(root: Path, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """Return what commits all there is, at a time, and returns the hash."""

    def make(at: str = "2026-03-01T12:00:00+0000", where: Path | None = None) -> str:
        for role in ("AUTHOR", "COMMITTER"):
            monkeypatch.setenv(f"GIT_{role}_DATE", at)
        git(where or root, "add", "--all")
        git(where or root, "commit", "-q", "--allow-empty", "-m", at)
        return git(where or root, "rev-parse", "HEAD").strip()

    return make


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def head(root: Path, at: str = "HEAD") -> RevisionTree:
    return find_revision(root, at, UTC).tree


def contents(tree: RevisionTree | WorkingTree, under: str = "") -> list[tuple[str, bytes]]:
    return list(tree.read(tree.paths(under)))


NAMES = st.sampled_from(["a", "b", "a b", "æ", "[x]", "-n", "a.b", "A"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files=st.dictionaries(PATHS, st.binary(max_size=40), max_size=12))
def test_the_tree_of_head_is_the_working_tree(tmp_path: Path, files: dict[str, bytes]) -> None:
    folder = tmp_path / f"law-{len(list(tmp_path.iterdir()))}"
    write(folder, "goaltalk.yaml", "settings")
    git(folder, "init", "-q", "-b", "main")
    for path, data in files.items():
        target = folder / path
        if not any(above.is_file() for above in target.parents) and not target.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    git(folder, "add", "--all")
    git(folder, "commit", "-qm", "all")
    now, then = WorkingTree(folder), head(folder)
    assert contents(then) == contents(now)
    for place in ("", "a", "b/a", "nowhere", "goaltalk.yaml", "a/b/a"):
        assert then.folders(place) == now.folders(place)
        assert contents(then, place) == contents(now, place)


def test_files_are_read_in_the_order_asked_for_and_missing_ones_are_left_out(
    root: Path, commit: Commit
) -> None:
    write(root, "people/kari/person.yaml", "kari")
    commit()
    asked = ("people/kari/person.yaml", "people/nobody.yaml", "people", "goaltalk.yaml/x", "goaltalk.yaml")
    assert [path for path, _ in head(root).read(asked)] == [asked[0], asked[4]]


def test_nobody_has_to_take_all_answers(root: Path, commit: Commit) -> None:
    for number in range(3000):
        write(root, f"people/{number}.yaml", f"{number}")
    commit()
    tree = head(root)
    paths = tree.paths("people")
    assert next(tree.read(paths))[1] == b"0"
    assert next(tree.read(["goaltalk.yaml"]))[1] == b"settings"
    assert len(list(tree.read(paths))) == 3000


def test_links_are_noted_and_never_followed_and_submodules_are_no_files(root: Path, commit: Commit) -> None:
    (root / "people").mkdir()
    (root / "people/link").symlink_to("/")
    (root / "people/note.yaml").symlink_to("../goaltalk.yaml")
    inner = root / "people/inner"
    inner.mkdir()
    git(inner, "init", "-q", "-b", "main")
    commit(where=inner)
    commit()
    tree = head(root)
    assert (tree.paths("people"), tree.folders("people")) == ([], [])
    assert tree.links() == ["people/link", "people/note.yaml"] == _links_of(WorkingTree(root))
    assert list(head(root).read(["people/note.yaml", "people/link/etc/passwd"])) == []


def _links_of(tree: WorkingTree) -> list[str]:
    tree.folders("people")
    return tree.links()


def test_of_a_huge_file_just_enough_to_refuse_it_is_read(root: Path, commit: Commit) -> None:
    write(root, "huge.yaml", "x" * (5 * MAX_BYTES))
    write(root, "next.yaml", "next")
    commit()
    (_, huge), (_, after) = head(root).read(["huge.yaml", "next.yaml"])
    assert (len(huge), after) == (MAX_BYTES + 1, b"next")


def test_a_repository_of_sha256_is_read(tmp_path: Path, commit: Commit) -> None:
    folder = tmp_path / "sha256"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main", "--object-format=sha256")
    write(folder, "goaltalk.yaml", "settings")
    write(folder, "people/kari/person.yaml", "kari")
    commit(where=folder)
    assert contents(head(folder), "people") == [("people/kari/person.yaml", b"kari")]


def test_a_goals_repository_below_the_top_is_read_from_its_own_root(root: Path, commit: Commit) -> None:
    write(root, "people/other.yaml", "not ours")
    write(root, "a b/goals/goaltalk.yaml", "settings")
    write(root, "a b/goals/people/kari/person.yaml", "kari")
    commit()
    assert head(root / "a b/goals").paths() == ["goaltalk.yaml", "people/kari/person.yaml"]
    write(root, "elsewhere/goaltalk.yaml", "moved")
    with pytest.raises(GitProblem, match=r"has no goaltalk\.yaml here, so there was no goals repository yet"):
        head(root / "elsewhere")


def test_a_date_ends_at_midnight_in_the_zone(root: Path, commit: Commit) -> None:
    early = commit("2026-03-10T09:00:00+0000")
    late = commit("2026-03-10T23:30:00+0000")  # half past midnight in Oslo
    found = {zone: find_revision(root, "2026-03-10", zone) for zone in (OSLO, UTC)}
    assert (found[OSLO].commit, found[UTC].commit) == (early, late)
    next_day = find_revision(root, "2026-03-11", OSLO)
    assert (next_day.commit, next_day.day, next_day.committed) == (
        late,
        date(2026, 3, 11),
        date(2026, 3, 11),
    )
    assert find_revision(root, late, OSLO).day == date(2026, 3, 11)
    assert find_revision(root, late[:9], UTC).day == date(2026, 3, 10)


def test_the_last_second_of_a_day_of_summer_time_belongs_to_it(root: Path, commit: Commit) -> None:
    last = commit("2026-10-25T22:59:59+0000")  # the longest day of the year in Oslo
    commit("2026-10-25T23:00:00+0000")
    assert find_revision(root, "2026-10-25", OSLO).commit == last


def test_merged_work_counts_from_its_merge(root: Path, commit: Commit) -> None:
    before = commit("2026-03-01T12:00:00+0000")
    git(root, "checkout", "-q", "-b", "draft")
    write(root, "draft.yaml", "draft")
    commit("2026-03-05T12:00:00+0000")
    git(root, "checkout", "-q", "main")
    commit("2026-03-06T12:00:00+0000")
    git(root, "merge", "-q", "--no-ff", "--no-commit", "draft")
    commit("2026-03-20T12:00:00+0000")
    assert find_revision(root, "2026-03-05", UTC).commit == before
    assert "draft.yaml" not in head(root, "2026-03-10").paths()
    assert "draft.yaml" in head(root, "2026-03-20").paths()
    assert "draft.yaml" in head(root, "draft").paths()


def test_a_wrong_clock_hides_nothing_before_it(root: Path, commit: Commit) -> None:
    commit("2026-03-01T12:00:00+0000")
    commit("2031-01-01T12:00:00+0000")  # this clock is five years ahead
    third = commit("2026-03-03T12:00:00+0000")
    assert find_revision(root, "2026-03-04", UTC).commit == third
    first = commit("1970-01-01T00:00:05+0000")
    assert find_revision(root, "1970-01-01", UTC).commit == first


def test_before_the_first_commit_nothing_was_recorded(root: Path, commit: Commit) -> None:
    with pytest.raises(GitProblem, match="nothing is committed here yet"):
        find_revision(root, "2026-01-01", UTC)
    with pytest.raises(UsageProblem, match="git knows no such commit"):
        find_revision(root, "HEAD", UTC)
    commit("2026-03-01T12:00:00+0000")
    commit("2026-04-01T12:00:00+0000")
    for day in ("2026-02-28", "1950-01-01"):
        with pytest.raises(GitProblem) as caught:
            find_revision(root, day, UTC)
        assert str(caught.value) == f"nothing was recorded by {day}; the first commit is of 2026-03-01"


def test_a_shallow_clone_says_where_its_history_is_cut_off(
    root: Path, commit: Commit, tmp_path: Path
) -> None:
    first = commit("2026-03-01T12:00:00+0000")
    last = commit("2026-04-01T12:00:00+0000")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", "shallow")
    cut = tmp_path / "shallow"
    assert find_revision(cut, "2026-05-01", UTC).commit == last
    with pytest.raises(GitProblem, match="knows nothing from before 2026-04-01; run git fetch --unshallow"):
        find_revision(cut, "2026-03-15", UTC)
    with pytest.raises(GitProblem, match="history is cut off in this clone"):
        find_revision(cut, first, UTC)


@pytest.mark.parametrize(
    "name", ["--all", "-1", "^HEAD", "main..HEAD", "main...HEAD", "", " ", "HEAD\nHEAD", "2026-02-30"]
)
def test_what_is_no_single_commit_and_no_date_is_refused(root: Path, commit: Commit, name: str) -> None:
    commit()
    with pytest.raises(UsageProblem, match="--at"):
        find_revision(root, name, UTC)


@pytest.mark.parametrize(
    "name", ["HEAD~9", "nothing", "HEAD:goaltalk.yaml", "HEAD^{tree}", "HEAD^@", "0" * 40]
)
def test_what_is_no_commit_is_said(root: Path, commit: Commit, name: str) -> None:
    commit()
    with pytest.raises(UsageProblem, match="git knows no such commit here"):
        find_revision(root, name, UTC)


def test_any_name_of_a_commit_will_do(root: Path, commit: Commit) -> None:
    first = commit()
    git(root, "tag", "-a", "spring", "-m", "tag")
    git(root, "branch", "2026-01-01")
    second = commit()
    names = {"HEAD": second, "HEAD~1": first, "spring": first, "refs/heads/2026-01-01": first, "@{0}": second}
    for name, expected in names.items():
        assert find_revision(root, name, UTC).commit == expected


def test_an_object_put_in_anothers_place_is_not_believed(root: Path, commit: Commit) -> None:
    first = commit()
    write(root, "goaltalk.yaml", "forged")
    git(root, "replace", first, commit())
    assert contents(head(root, first)) == [("goaltalk.yaml", b"settings")]


def test_outside_of_git_nothing_of_the_past_is_known(tmp_path: Path) -> None:
    with pytest.raises(GitProblem, match="not a git repository"):
        find_revision(tmp_path, "HEAD", UTC)


def test_a_lost_object_is_told(root: Path, commit: Commit) -> None:
    commit()
    name = git(root, "rev-parse", "HEAD:goaltalk.yaml").strip()
    (root / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(GitProblem, match="this clone does not hold all that was committed"):
        contents(head(root))


def test_a_broken_object_ends_in_what_git_says(root: Path, commit: Commit) -> None:
    commit()
    name = git(root, "rev-parse", "HEAD:goaltalk.yaml").strip()
    place = root / ".git/objects" / name[:2] / name[2:]
    place.chmod(0o644)
    place.write_bytes(place.read_bytes()[:4])
    with pytest.raises(GitProblem) as caught:
        contents(head(root))
    assert caught.value.lines[0].startswith(("git cannot read this repository", "this clone does not hold"))


def test_an_unpacked_tree_that_git_would_refuse_is_no_crash(root: Path, commit: Commit) -> None:
    commit()
    made = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
        cwd=root,
        input=b"100644 cut\0abc",
        capture_output=True,
        check=True,
    )
    tree = RevisionTree(Objects(root), made.stdout.decode().strip())
    with pytest.raises(GitProblem):
        tree.paths()
