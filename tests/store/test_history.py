"""Commits hold exactly the files that changed, and leave everything else in the repository as it was."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from goaltalk.errors import GitProblem
from goaltalk.store.environment import clean_environment
from goaltalk.store.gitcall import read_git
from goaltalk.store.history import Committed, History, Identity
from goaltalk.store.replay import PlannedCommit

CLI = Path(__file__).parents[2] / "cli"
ODD_NAMES = [
    "with space.yaml",
    "[a-z]*.yaml",
    "-rf.yaml",
    "new\nline.yaml",
    "tab\t\"quote'.yaml",
    "åse-ødegård.yaml",
    ":(top)colon.yaml",
    "#.yaml",
    "deep/er/back\\slash.yaml",
]


@pytest.fixture(autouse=True)
def _own_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    clean_environment(os.environ)  # the tests may themselves run in a hook
    for name, value in {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Kari Nordmann",
        "GIT_AUTHOR_EMAIL": "kari@example.org",
        "GIT_COMMITTER_NAME": "Kari Nordmann",
        "GIT_COMMITTER_EMAIL": "kari@example.org",
    }.items():
        monkeypatch.setenv(name, value)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A work tree with one commit of two files."""
    folder = tmp_path / "goals"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "goaltalk.yaml").write_text("settings\n")
    (folder / "theirs.yaml").write_text("theirs\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=start")
    return folder


def index_of(folder: Path) -> tuple[str, str]:
    return git(folder, "ls-files", "--stage", "-z"), git(folder, "diff", "--cached")


def files_of(folder: Path, commit: str = "HEAD") -> list[str]:
    out = git(folder, "show", "--format=", "--name-status", "--no-renames", "-z", commit).split("\0")
    return [f"{kind} {path}" for kind, path in zip(out[::2], out[1::2], strict=False)]


def hook(folder: Path, name: str, script: str) -> None:
    place = folder / ".git/hooks" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)


def write_and_commit(root: Path, path: str, content: str, message: str = "message") -> Committed:
    history = History(root)
    history.ensure_committable([path])
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(content)
    committed = history.commit([path], message)
    assert committed is not None
    return committed


@pytest.mark.parametrize("checked_before", [True, False])
def test_a_commit_holds_new_changed_and_deleted_files_and_nothing_else(
    root: Path, checked_before: bool
) -> None:
    (root / "gone.yaml").write_text("gone\n")
    git(root, "add", "gone.yaml")
    git(root, "commit", "--quiet", "--message=gone")
    history, paths = History(root), ["new.yaml", "goaltalk.yaml", "gone.yaml"]
    if checked_before:
        history.ensure_committable(paths)
    (root / "new.yaml").write_text("new\n")
    (root / "goaltalk.yaml").write_text("changed\n")
    (root / "gone.yaml").unlink()
    (root / "theirs.yaml").write_text("not yet\n")
    (root / "untracked.yaml").write_text("not yet\n")
    committed = history.commit(paths, "message")
    assert committed == Committed(git(root, "rev-parse", "HEAD")[:10], "main", "no remote", 0, ())
    assert files_of(root) == ["M goaltalk.yaml", "D gone.yaml", "A new.yaml"]
    assert git(root, "status", "--porcelain") == " M theirs.yaml\n?? untracked.yaml\n"


def test_the_first_commit_of_a_repository_works_and_leaves_staged_files_staged(tmp_path: Path) -> None:
    History(tmp_path).initialise()
    (tmp_path / "staged.yaml").write_text("staged\n")
    git(tmp_path, "add", "staged.yaml")
    assert History(tmp_path).state().unborn
    committed = write_and_commit(tmp_path, "new.yaml", "new\n")
    assert committed.branch == "main"
    assert files_of(tmp_path) == ["A new.yaml"]
    assert git(tmp_path, "status", "--porcelain") == "A  staged.yaml\n"


def test_what_the_user_has_staged_stays_staged_and_uncommitted(root: Path) -> None:
    (root / "theirs.yaml").write_text("staged\n")
    (root / "added.yaml").write_text("added\n")
    git(root, "add", ".")
    (root / "theirs.yaml").write_text("and changed again\n")
    cached = git(root, "diff", "--cached")
    write_and_commit(root, "goaltalk.yaml", "changed\n")
    assert git(root, "diff", "--cached") == cached
    assert files_of(root) == ["M goaltalk.yaml"]
    assert git(root, "status", "--porcelain") == "A  added.yaml\nMM theirs.yaml\n"


@pytest.mark.parametrize("again", [False, True])
def test_our_file_staged_by_the_user_is_refused(root: Path, again: bool) -> None:
    (root / "goaltalk.yaml").write_text("staged\n")
    git(root, "add", ".")
    if again:
        (root / "goaltalk.yaml").write_text("and changed again\n")
    before = index_of(root)
    with pytest.raises(GitProblem, match=r"^goaltalk\.yaml: .* git restore --staged -- goaltalk\.yaml"):
        History(root).ensure_committable(["goaltalk.yaml"])
    assert index_of(root) == before


def test_our_new_file_staged_before_the_first_commit_is_refused_with_advice_that_works(
    tmp_path: Path,
) -> None:
    History(tmp_path).initialise()
    (tmp_path / "a.yaml").write_text("staged\n")
    git(tmp_path, "add", ".")
    with pytest.raises(GitProblem, match=r"git rm --cached -- a\.yaml"):
        History(tmp_path).ensure_committable(["a.yaml"])
    git(tmp_path, "rm", "--quiet", "--cached", "--", "a.yaml")
    assert History(tmp_path).commit(["a.yaml"], "message") is not None


def test_a_file_that_the_user_has_announced_to_git_is_committed(root: Path) -> None:
    (root / "new.yaml").write_text("new\n")
    git(root, "add", "--intent-to-add", "new.yaml")
    write_and_commit(root, "new.yaml", "new\n")
    assert files_of(root) == ["A new.yaml"]


def test_nothing_to_commit_makes_no_commit(root: Path) -> None:
    before = index_of(root), git(root, "log")
    assert History(root).commit(["goaltalk.yaml", "never-was.yaml"], "message") is None
    assert History(root).commit(["never-was.yaml"], "message") is None
    assert (index_of(root), git(root, "log")) == before


def test_what_a_failed_commit_left_is_committed_by_the_next(root: Path) -> None:
    hook(root, "pre-commit", "exit 1")
    with pytest.raises(GitProblem):
        write_and_commit(root, "new.yaml", "new\n")
    hook(root, "pre-commit", "exit 0")
    write_and_commit(root, "new.yaml", "new\n")
    assert files_of(root) == ["A new.yaml"]


@pytest.mark.parametrize("unborn", [False, True])
def test_a_failing_hook_leaves_index_and_head_as_they_were_and_is_quoted(
    root: Path, tmp_path: Path, unborn: bool
) -> None:
    if unborn:
        git(root, "checkout", "--quiet", "--orphan", "other")
    (root / "theirs.yaml").write_text("staged\n")
    git(root, "add", "theirs.yaml")
    before = index_of(root), git(root, "for-each-ref")
    hook(
        root,
        "pre-commit",
        r"printf 'a\nb\nc\nd\ne\nf\n\033[31mline \033]0;x\007 too long\033[0m\n' >&2; exit 1",
    )
    with pytest.raises(GitProblem) as caught:
        write_and_commit(root, "new.yaml", "new\n")
    assert caught.value.lines[0].startswith("new.yaml: saved but not committed; ")
    assert caught.value.lines[1:] == (
        *(f"  git: {letter}" for letter in "bcdef"),
        "  git: line  ]0;x  too long",
    )
    assert (index_of(root), git(root, "for-each-ref")) == before
    assert (root / "new.yaml").read_text() == "new\n"


@pytest.mark.parametrize("path", ["new.yaml", "goaltalk.yaml"])
@pytest.mark.parametrize("add", [True, False])
def test_a_hook_that_rewrites_a_file_is_told_of_and_leaves_nothing_staged(
    root: Path, path: str, add: bool
) -> None:
    hook(root, "pre-commit", f"echo tidied > {path}; {f'git add {path}' if add else ''}")
    committed = write_and_commit(root, path, "untidy\n")
    assert committed.rewritten == (path,)
    assert git(root, "show", f"HEAD:{path}") == ("tidied\n" if add else "untidy\n")
    assert git(root, "diff", "--cached") == ""
    assert git(root, "status", "--porcelain") == ("" if add else f" M {path}\n")


def test_a_ref_lock_held_by_another_is_refused_with_nothing_staged(root: Path) -> None:
    before = index_of(root)
    (root / ".git/refs/heads/main.lock").touch()
    with pytest.raises(GitProblem, match="saved but not committed"):
        write_and_commit(root, "new.yaml", "new\n")
    assert index_of(root) == before


def test_a_signature_that_cannot_be_made_fails_the_commit(root: Path) -> None:
    git(root, "config", "commit.gpgSign", "true")
    git(root, "config", "gpg.program", "false")
    before = index_of(root)
    with pytest.raises(GitProblem, match="saved but not committed"):
        write_and_commit(root, "new.yaml", "new\n")
    assert index_of(root) == before


def test_clean_filters_are_honoured(root: Path) -> None:
    (root / ".gitattributes").write_text("*.yaml filter=upper\n")
    git(root, "config", "filter.upper.clean", "tr a-z A-Z")
    write_and_commit(root, "new.yaml", "new\n")
    assert git(root, "show", "HEAD:new.yaml") == "NEW\n"


def start_merge(root: Path) -> None:
    diverge(root)
    git(root, "merge", "--no-commit", "--no-ff", "other")


def start_cherry_pick(root: Path) -> None:
    diverge(root, "theirs.yaml")
    subprocess.run(["git", "-C", str(root), "cherry-pick", "other"], capture_output=True, check=False)


def start_revert(root: Path) -> None:
    git(root, "revert", "--no-commit", "HEAD")


def start_rebase(root: Path) -> None:
    diverge(root, "theirs.yaml")
    subprocess.run(["git", "-C", str(root), "rebase", "other"], capture_output=True, check=False)


def diverge(root: Path, path: str = "other.yaml") -> None:
    git(root, "checkout", "--quiet", "-b", "other")
    for branch in ("other", "main"):
        git(root, "checkout", "--quiet", branch)
        (root / (path if branch == "other" else "theirs.yaml")).write_text(branch)
        git(root, "add", ".")
        git(root, "commit", "--quiet", "--message=diverge")


@pytest.mark.parametrize("start", [start_merge, start_cherry_pick, start_revert, start_rebase])
def test_an_operation_in_progress_is_refused(root: Path, start: Callable[[Path], None]) -> None:
    start(root)
    name = start.__name__.removeprefix("start_").replace("_", "-")
    before = index_of(root)
    with pytest.raises(GitProblem, match=f"^a {name} is in progress; "):
        History(root).commit(["goaltalk.yaml"], "message")
    assert History(root).state().operation == name
    assert index_of(root) == before


def test_an_unmerged_file_is_refused(root: Path) -> None:
    (root / "goaltalk.yaml").write_text("stashed\n")
    git(root, "stash", "--quiet")
    write_and_commit(root, "goaltalk.yaml", "other\n")
    subprocess.run(["git", "-C", str(root), "stash", "pop"], capture_output=True, check=False)
    with pytest.raises(GitProblem, match=r"^goaltalk\.yaml: has a merge conflict"):
        History(root).ensure_committable(["goaltalk.yaml"])


def test_bisecting_is_no_obstacle(root: Path) -> None:
    git(root, "bisect", "start")
    write_and_commit(root, "new.yaml", "new\n")


def test_a_lock_on_the_index_is_waited_for_explained_and_never_deleted(root: Path) -> None:
    (root / ".git/index.lock").touch()
    with pytest.raises(GitProblem, match=r"index\.lock exists"):
        History(root).ensure_committable(["goaltalk.yaml"])
    assert (root / ".git/index.lock").exists()


def test_a_lock_on_the_index_that_goes_away_is_no_obstacle(root: Path) -> None:
    lock = root / ".git/index.lock"
    lock.touch()
    # A thread, for a process of its own may take longer to begin than anybody waits for the lock.
    remover = threading.Timer(0.2, lock.unlink)
    remover.start()
    write_and_commit(root, "new.yaml", "new\n")
    remover.join()


def test_an_ignored_file_is_refused(root: Path) -> None:
    (root / ".gitignore").write_text("ignored*\n:(top)*\n")
    (root / "ignored").mkdir()
    for path in ("ignored.yaml", "ignored/deep.yaml", ":(top)colon.yaml"):
        for _ in ("not there yet", "there"):
            with pytest.raises(GitProblem, match=r"^[i:].*: git ignores it"):
                History(root).ensure_committable([path])
            (root / path).touch()
    write_and_commit(root, "ignore.yaml", "a neighbour\n")


def test_an_ignored_file_that_is_tracked_all_the_same_can_be_committed(root: Path) -> None:
    (root / ".gitignore").write_text("*.yaml\n")
    write_and_commit(root, "goaltalk.yaml", "changed\n")
    assert files_of(root) == ["M goaltalk.yaml"]


def test_ctrl_c_while_git_commits_takes_our_staging_back(root: Path) -> None:
    hook(root, "pre-commit", "kill -INT 0; sleep 5")
    before = index_of(root), git(root, "for-each-ref")
    code = (
        "import os; from pathlib import Path; from goaltalk.store.history import History\n"
        "root = Path(os.environ['GOALS']); (root / 'new.yaml').touch()\n"
        "History(root).commit(['new.yaml'], 'message')"
    )
    env = {**os.environ, "PYTHONPATH": str(CLI), "GOALS": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, stderr=subprocess.PIPE, start_new_session=True
    )
    assert b"KeyboardInterrupt" in done.stderr
    assert (index_of(root), git(root, "for-each-ref")) == before


def test_a_detached_head_is_committed_on_and_told_of(root: Path) -> None:
    git(root, "checkout", "--quiet", "--detach")
    assert History(root).state().branch is None
    assert write_and_commit(root, "new.yaml", "new\n").branch is None
    assert files_of(root) == ["A new.yaml"]


def test_a_bare_repository_is_refused(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare")
    (tmp_path / "goals").mkdir()
    for root in (tmp_path, tmp_path / "goals"):
        with pytest.raises(GitProblem, match="bare repository"):
            History(root).ensure_committable(["a.yaml"])
        with pytest.raises(GitProblem, match="bare repository"):
            History(root).initialise()


def test_a_folder_that_looks_like_a_repository_is_not_used_as_one(root: Path) -> None:
    git(root, "init", "--quiet", "--bare", "people")
    git(root, "--git-dir=people", "config", "core.fsmonitor", "touch /tmp/never")
    with pytest.raises(GitProblem, match="bare repository"):
        History(root / "people").state()
    assert read_git(root / "people", "rev-parse", "HEAD").code == 128


def test_a_folder_outside_of_git_is_refused_with_advice(tmp_path: Path) -> None:
    for ask in (History(tmp_path).state, lambda: History(tmp_path).commit(["a.yaml"], "message")):
        with pytest.raises(GitProblem, match="not a git repository; run git init, or add --no-commit"):
            ask()


def test_dubious_ownership_passes_the_advice_of_git_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(GitProblem, match=r"git config --global --add safe\.directory"):
        History(root).state()


def test_a_linked_work_tree_is_its_own_place(root: Path, tmp_path: Path) -> None:
    git(root, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    place = History(tmp_path / "side").state()
    assert (place.top, place.branch) == (tmp_path / "side", "side")
    assert place.git_dir == root / ".git/worktrees/side"
    (place.git_dir / "MERGE_HEAD").touch()
    with pytest.raises(GitProblem, match="a merge"):
        History(tmp_path / "side").ensure_committable(["new.yaml"])
    (place.git_dir / "MERGE_HEAD").unlink()
    assert write_and_commit(tmp_path / "side", "new.yaml", "new\n").branch == "side"
    assert git(root, "log", "--format=%s", "main") == "start\n"


def test_a_linked_work_tree_of_a_bare_repository_works(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(root), "bare")
    git(tmp_path / "bare", "worktree", "add", "--quiet", str(tmp_path / "bare/side"))
    assert write_and_commit(tmp_path / "bare/side", "new.yaml", "new\n").branch == "side"


def test_a_submodule_is_its_own_repository(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "outer")
    outer = tmp_path / "outer"
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(root), "goals")
    write_and_commit(outer / "goals", "new.yaml", "new\n")
    assert files_of(outer / "goals") == ["A new.yaml"]
    assert History(outer / "goals").state().top == outer / "goals"


@pytest.mark.parametrize("folder", ["sub", "$HOME/~/æ [x]"])
def test_the_goals_may_lie_in_a_subfolder_of_the_work_tree(root: Path, folder: str) -> None:
    goals = root / folder
    goals.mkdir(parents=True)
    (root / "new.yaml").write_text("same name, other place\n")
    write_and_commit(goals, "new.yaml", "new\n")
    assert files_of(root) == [f"A {folder}/new.yaml"]
    hook(root, "pre-commit", "exit 1")
    before = index_of(root)
    with pytest.raises(GitProblem, match=r"^other\.yaml: saved"):
        write_and_commit(goals, "other.yaml", "new\n")
    assert index_of(root) == before


def test_a_root_reached_through_a_link_works(root: Path, tmp_path: Path) -> None:
    (tmp_path / "door").symlink_to(root)
    write_and_commit(tmp_path / "door", "people/new.yaml", "new\n")
    assert files_of(root) == ["A people/new.yaml"]


@pytest.mark.parametrize("path", ODD_NAMES)
def test_any_name_can_be_committed_and_is_only_that_file(root: Path, path: str) -> None:
    (root / "a.yaml").write_text("a pattern would match this\n")
    write_and_commit(root, path, "one\n")
    assert files_of(root) == [f"A {path}"]
    write_and_commit(root, path, "two\n")
    assert files_of(root) == [f"M {path}"]
    (root / path).unlink()
    assert History(root).commit([path], "message") is not None
    assert files_of(root) == [f"D {path}"]


@pytest.mark.parametrize("path", ODD_NAMES)
def test_any_new_name_is_taken_back_when_a_hook_fails(root: Path, path: str) -> None:
    hook(root, "pre-commit", "exit 1")
    before = index_of(root)
    with pytest.raises(GitProblem):
        write_and_commit(root, path, "one\n")
    assert index_of(root) == before


@pytest.mark.parametrize("message", ["# heading\n\n#1 stays\n", "-m\n", "é ø\n\n; ' \" $(x)\n"])
def test_a_message_is_kept_as_it_is(root: Path, message: str) -> None:
    git(root, "config", "i18n.commitEncoding", "ISO-8859-1")
    git(root, "config", "commit.cleanup", "strip")
    write_and_commit(root, "new.yaml", "new\n", message)
    assert git(root, "cat-file", "commit", "HEAD").split("\n\n", 1)[1] == message


@pytest.mark.parametrize(
    ("remote", "upstream", "expected"),
    [(False, False, ("no remote", 0)), (True, False, ("not pushed", 0)), (True, True, ("not pushed", 1))],
)
def test_the_result_says_whether_it_is_pushed(
    root: Path, tmp_path: Path, remote: bool, upstream: bool, expected: tuple[str, int]
) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "hub.git")
    if remote:
        git(root, "remote", "add", "origin", str(tmp_path / "hub.git"))
    if upstream:
        git(root, "push", "--quiet", "--set-upstream", "origin", "main")
    committed = write_and_commit(root, "new.yaml", "new\n")
    assert (committed.pushed, committed.ahead) == expected
    if upstream:
        hook(root, "post-commit", "git push --quiet")
        assert write_and_commit(root, "other.yaml", "new\n").pushed == "pushed"


def test_the_identity_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Åse Ødegård")
    assert History(tmp_path).identity() == Identity("Åse Ødegård", "kari@example.org")


def forget_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"):
        monkeypatch.delenv(f"GIT_{name}")
    monkeypatch.delenv("EMAIL", raising=False)


def test_the_identity_comes_from_the_settings(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_identity(monkeypatch)
    git(root, "config", "user.name", "Per Lie")
    git(root, "config", "user.email", "per@example.org")
    assert History(root).identity() == Identity("Per Lie", "per@example.org")


@pytest.mark.parametrize("known", ["nothing", "name", "email"])
def test_without_an_identity_none_is_invented(
    root: Path, monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    forget_identity(monkeypatch)
    if known != "nothing":
        git(root, "config", f"user.{known}", "Kari")
    with pytest.raises(GitProblem, match="git does not know who you are") as caught:
        History(root).identity()
    assert [line for line in caught.value.lines if line.startswith("  git config --global user.")] == [
        '  git config --global user.name "Your Name"',
        "  git config --global user.email you@example.org",
    ]
    before = index_of(root)
    with pytest.raises(GitProblem, match="saved but not committed"):
        write_and_commit(root, "new.yaml", "new\n")
    assert index_of(root) == before


def count_processes(tmp_path: Path, root: Path, code: str) -> list[str]:
    """Run `code` in a fresh Python, with a `git` first on PATH that notes its calls; only ours use PATH."""
    bin_folder, notes = tmp_path / "bin", tmp_path / "notes"
    bin_folder.mkdir()
    (bin_folder / "git").write_text(f'#!/bin/sh\necho "$*" >> {notes}\nexec {shutil.which("git")} "$@"\n')
    (bin_folder / "git").chmod(0o755)
    path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(CLI), "GOALS": str(root)}
    subprocess.run([sys.executable, "-c", code], env=env, check=True)
    return notes.read_text().splitlines() if notes.exists() else []


WRITE = (
    "import os; from pathlib import Path; from goaltalk.store.history import History\n"
    "from goaltalk.store.save import save\n"
    "root = Path(os.environ['GOALS']); history = History(root); paths = ['people/a.yaml', 'b.yaml']\n"
    "history.identity(); history.ensure_committable(paths)\n"
    "for path in paths: save(root, path, b'content', None)\n"
    "assert history.commit(paths, 'message')"
)


@pytest.mark.parametrize(("restaging", "processes"), [(False, 6), (True, 7)])
def test_a_write_takes_at_most_seven_git_processes(
    root: Path, tmp_path: Path, restaging: bool, processes: int
) -> None:
    if restaging:
        hook(root, "pre-commit", "echo tidied > b.yaml; $(git --exec-path)/git add b.yaml")
    calls = count_processes(tmp_path, root, WRITE)
    assert len(calls) == processes, calls
    assert git(root, "status", "--porcelain") == ""


def test_looking_for_history_starts_no_git(root: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from goaltalk.store.history import History\n"
        "History(Path('x')); assert 'git' not in sys.modules and 'filelock' not in sys.modules"
    )
    assert count_processes(tmp_path, root, code) == []


def test_without_git_one_is_told_to_install_it(root: Path, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from goaltalk.errors import GitProblem\n"
        "from goaltalk.store.history import History\n"
        "for _ in range(2):\n"
        "    try: History(Path('.')).identity()\n"
        "    except GitProblem as problem: print(problem)\n"
    )
    for quiet in ({}, {"GIT_PYTHON_REFRESH": "quiet"}):
        env = {**os.environ, "PATH": str(tmp_path), "PYTHONPATH": str(CLI), **quiet}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
        assert done.stdout.count(b"git cannot be started; install it") == 2


def test_reading_runs_nothing_that_the_repository_names(root: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {tmp_path}/ran\n')
    trap.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "pre-commit", "reference-transaction", "post-checkout"):
        shutil.copy(trap, hooks / name)
    for key in (
        "core.fsmonitor",
        "diff.external",
        "core.sshCommand",
        "core.pager",
        "diff.x.textconv",
        "diff.x.command",
    ):
        git(root, "config", key, str(trap))
    for key, value in {
        "core.hooksPath": str(hooks),
        "gpg.program": str(trap),
        "log.showSignature": "true",
    }.items():
        git(root, "config", key, value)
    (root / ".gitattributes").write_text("* diff=x\n")
    (root / "theirs.yaml").touch()
    (tmp_path / "ran").unlink(missing_ok=True)
    history = History(root)
    history.identity()
    history.state()
    history.ensure_committable(["goaltalk.yaml", "new.yaml"])
    read_git(root, "log", "--patch", "--no-ext-diff", "--no-textconv", "HEAD")
    read_git(root, "fetch", "ssh://example.invalid/x")
    assert not (tmp_path / "ran").exists()


def test_reading_writes_nothing(root: Path) -> None:
    os.utime(root / "theirs.yaml", (1, 1))
    before = {path: path.stat().st_mtime_ns for path in (root / ".git").rglob("*")}
    history = History(root)
    history.state()
    history.ensure_committable(["goaltalk.yaml", "theirs.yaml"])
    assert {path: path.stat().st_mtime_ns for path in (root / ".git").rglob("*")} == before


def test_variables_that_mislead_git_are_removed_and_the_identity_stays() -> None:
    env = {
        "GIT_DIR": "x",
        "GIT_INDEX_FILE": "x",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_PARAMETERS": "x",
        "HOME": "/",
    }
    kept = {"GIT_AUTHOR_NAME": "Kari", "GIT_COMMITTER_EMAIL": "x", "GIT_CONFIG_NOSYSTEM": "1", "HOME": "/"}
    env |= kept
    clean_environment(env)
    assert env == kept


def test_a_shallow_clone_is_recognised(root: Path, tmp_path: Path) -> None:
    write_and_commit(root, "new.yaml", "new\n")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{root}", "clone")
    assert History(tmp_path / "clone").state().shallow
    assert not History(root).state().shallow


@pytest.mark.parametrize("setting", ["index.version=4", "core.splitIndex=true", "core.untrackedCache=true"])
def test_other_kinds_of_index_work(root: Path, setting: str) -> None:
    git(root, "config", *setting.split("="))
    git(root, "update-index", "--force-write-index")
    (root / "theirs.yaml").write_text("staged\n")
    git(root, "add", "theirs.yaml")
    cached = git(root, "diff", "--cached")
    write_and_commit(root, "new.yaml", "new\n")
    assert files_of(root) == ["A new.yaml"]
    assert git(root, "diff", "--cached") == cached


@pytest.mark.parametrize("cone", ["--sparse-index", "--no-sparse-index"])
def test_a_sparse_checkout_works(root: Path, cone: str) -> None:
    write_and_commit(root, "people/kari/a.yaml", "a\n")
    write_and_commit(root, "people/per/a.yaml", "a\n")
    git(root, "sparse-checkout", "set", "--cone", cone, "people/kari")
    write_and_commit(root, "people/kari/b.yaml", "b\n")
    assert files_of(root) == ["A people/kari/b.yaml"]
    assert git(root, "ls-tree", "-r", "--name-only", "HEAD", "people/per") == "people/per/a.yaml\n"


def test_a_repository_is_made_once_and_not_inside_another(tmp_path: Path) -> None:
    History(tmp_path).initialise()
    (tmp_path / "sub").mkdir()
    History(tmp_path / "sub").initialise()
    assert not (tmp_path / "sub/.git").exists()
    assert git(tmp_path, "symbolic-ref", "HEAD") == "refs/heads/main\n"


def planned(number: int, files: dict[str, bytes]) -> PlannedCommit:
    when = datetime(2026, 3, number, 12, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    return PlannedCommit(f"Åse <{number}>", "åse@example.org", when, f"# number {number}\n\nmore", files)


def test_a_planned_history_becomes_commits_with_their_authors_and_dates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_identity(monkeypatch)
    history = History(tmp_path)
    history.initialise()
    content = {name: name.encode() for name in ODD_NAMES}
    history.import_commits(
        [planned(1, content), planned(2, {"a.yaml": b"\0\r\n\xff"}), planned(3, {"a.yaml": b""})]
    )
    assert git(tmp_path, "log", "--format=%an|%ae|%aI|%cI|%B") == "".join(
        f"Åse {day}|åse@example.org|{date}|{date}|# number {day}\n\nmore\n\n"
        for day in (3, 2, 1)
        for date in [f"2026-03-0{day}T12:00:00-03:30"]
    )
    assert sorted(files_of(tmp_path, "HEAD~2")) == sorted(f"A {name}" for name in ODD_NAMES)
    assert git(tmp_path, "status", "--porcelain") == ""
    assert (tmp_path / "-rf.yaml").read_bytes() == b"-rf.yaml"
    assert not history.state().unborn


def test_a_planned_history_overwrites_nothing(root: Path, tmp_path: Path) -> None:
    commits = [planned(1, {"a.yaml": b"planned"})]
    with pytest.raises(GitProblem, match="without commits"):
        History(root).import_commits(commits)
    History(tmp_path).initialise()
    (tmp_path / "a.yaml").write_text("mine")
    with pytest.raises(GitProblem, match=r"a\.yaml is there already"):
        History(tmp_path).import_commits(commits)
    assert (tmp_path / "a.yaml").read_text() == "mine"
