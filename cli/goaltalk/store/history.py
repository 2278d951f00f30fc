"""What goaltalk asks of git and has it do: who somebody is, and commits of exactly the files that changed."""

import os
import shlex
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from goaltalk.errors import GitProblem
from goaltalk.store.gitcall import Answer, read_git, write_git
from goaltalk.store.gitdir import GitFolder, find_git_folder, is_bare
from goaltalk.store.indexlock import met_lock, wait_for_index
from goaltalk.store.porcelain import Change, Status, ask_status
from goaltalk.store.replay import PlannedCommit, write_stream
from goaltalk.store.worktree import refuse_other_work_tree

Pushed = Literal["no remote", "not pushed", "pushed"]

NO_COMMIT = "or add --no-commit"
COMMIT = ("commit", "--only", "--quiet", "--no-status", "--cleanup=whitespace", "--file=-")
COMMIT_TRIES = 20
SHORT = 10


@dataclass(frozen=True)
class Identity:
    """Git's author identity."""

    name: str
    email: str


@dataclass(frozen=True)
class Place:
    """Where the goals repository lies in git, and what HEAD is on; no `branch` means that it is detached."""

    top: Path
    git_dir: Path
    branch: str | None
    unborn: bool
    operation: str | None
    shallow: bool


@dataclass(frozen=True)
class Committed:
    """A commit just made; `ahead` counts the commits not pushed (0 when the branch follows no other).

    `rewritten` are those of the paths that a hook changed on disk.
    """

    commit: str
    branch: str | None
    pushed: Pushed
    ahead: int
    rewritten: tuple[str, ...]


class History:
    """The git side of one goals repository; paths are given with slashes and count from its root."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self._place: Place | None = None
        self._identity: Identity | None = None
        self._tracked: dict[str, bool] = {}

    def identity(self) -> Identity:
        """Say who git takes the user to be; works outside a repository, and never invents anybody."""
        if self._identity is not None:
            return self._identity
        near = next(folder for folder in (self.root, *self.root.parents) if folder.is_dir())
        answer = read_git(near, "var", "GIT_AUTHOR_IDENT")
        if answer.code:
            raise GitProblem(
                "git does not know who you are; tell it with these two commands, then try again:",
                '  git config --global user.name "Your Name"',
                "  git config --global user.email you@example.org",
                *_quoted(line for line in answer.quote if line.startswith("fatal: ")),
            )
        name, email = os.fsdecode(answer.out).rsplit(">", 1)[0].rsplit("<", 1)
        self._identity = Identity(name.strip(), email.strip())
        return self._identity

    def state(self) -> Place:
        """Say where in git the repository stands; one git process, once. Raises GitProblem outside of git."""
        if self._place is None:
            folder = self._folder()
            refuse_other_work_tree(self.root, folder)
            self._place = _locate(folder, ask_status(self.root, ["goaltalk.yaml"]))
        return self._place

    def ensure_committable(self, paths: Sequence[str]) -> None:
        """Refuse, before anything is written, what could not be committed afterwards.

        One git process, a second when some of the files are not there yet.
        """
        folder = self._folder()
        if folder.operation is not None:
            raise GitProblem(
                f"a {folder.operation} is in progress; finish or abort it (git status says how), {NO_COMMIT}"
            )
        refuse_other_work_tree(self.root, folder)
        wait_for_index(folder)
        there = {path for path in paths if os.path.lexists(self.root / path)}
        status = self._ask(folder, paths)
        self._place = _locate(folder, status)
        known = {self._from_top(folder, path): path for path in paths}
        kinds = {}
        for change in status.changes:
            path = known.get(_composed(change.path), change.path)
            _refuse(change, path, unborn=not status.head)
            kinds[path] = change.kind
        self._refuse_ignored([path for path in paths if path not in there and path not in kinds])
        self._tracked |= {path: kinds.get(path, "1" if path in there else "?") == "1" for path in paths}

    def commit(self, paths: Sequence[str], message: str) -> Committed | None:
        """Commit `paths` as they are on disk and nothing else; None when HEAD has them so already.

        Two git processes beside the one of `ensure_committable`; a third for new files, a fourth where a hook
        has staged something else. When git fails the index is as it was, and the files stay as they are.
        """
        if not self._tracked.keys() >= set(paths):
            self.ensure_committable(paths)
        folder = self._folder()
        wait_for_index(folder)
        tracked, self._tracked, self._place = self._tracked, {}, None
        taken = [path for path in paths if tracked[path] or os.path.lexists(self.root / path)]
        if not taken:
            return None
        before = [self._content(path) for path in taken]
        failure = self._commit_only(taken, [path for path in taken if not tracked[path]], message)
        after = self._ask(folder, taken)
        if failure is not None and after.changes:
            raise _uncommitted(taken, failure)
        # Git also fails when there is nothing to commit, which is no problem; the state tells, not its words.
        if failure is not None:
            return None
        if after.staged:
            self._match_head(taken)
        return Committed(
            commit=after.head[:SHORT],
            branch=after.branch,
            pushed=_pushed(folder, after),
            ahead=after.ahead or 0,
            rewritten=tuple(
                path for path, old in zip(taken, before, strict=True) if self._content(path) != old
            ),
        )

    def initialise(self, branch: str = "main", *, of_its_own: bool = False) -> None:
        """Make the root a git repository, unless it lies in a work tree already; `of_its_own`: even then."""
        around = find_git_folder(self.root)
        if around is not None and (not of_its_own or around.top == self.root.resolve()):
            return
        if is_bare(self.root):
            raise _bare()
        answer = write_git(self.root, "init", "--quiet", f"--initial-branch={branch}")
        if answer.code:
            raise GitProblem("git init failed; mend what git says here", *_quoted(answer.quote))

    def import_commits(self, commits: Sequence[PlannedCommit]) -> None:
        """Give a repository without commits a history, oldest first, and check its last state out.

        Nothing that is there is overwritten. Three git processes, however many commits.
        """
        place = self.state()
        if not place.unborn or place.top != self.root.resolve():
            raise GitProblem(
                "a history can only be put into a repository of its own without commits; take a new folder"
            )
        for path in {path for commit in commits for path in commit.files}:
            if os.path.lexists(self.root / path):
                raise GitProblem(f"{path} is there already; take an empty folder")
        self._place = None
        stream = write_stream(commits, place.branch or "main")
        answer = write_git(self.root, "fast-import", "--quiet", "--done", stdin=stream)
        if not answer.code:
            answer = write_git(self.root, "reset", "--quiet", "--hard")
        if answer.code:
            raise GitProblem("git cannot make the history; mend what git says here", *_quoted(answer.quote))

    def _refuse_ignored(self, absent: Sequence[str]) -> None:
        # Git's status is silent about what is not there yet. check-ignore takes names as they are, yet does
        # not know the option that says so; a leading ./ keeps it from reading a colon as magic.
        if not absent:
            return
        asked = b"".join(b"./" + os.fsencode(path) + b"\0" for path in absent)
        answer = read_git(self.root, "--no-literal-pathspecs", "check-ignore", "-z", "--stdin", stdin=asked)
        if answer.code not in (0, 1):
            raise GitProblem(
                f"{absent[0]}: cannot be committed; mend what git says here", *_quoted(answer.quote)
            )
        if answer.out:
            raise _ignored(os.fsdecode(answer.out.split(b"\0")[0].removeprefix(b"./")))

    def _commit_only(self, paths: Sequence[str], new: Sequence[str], message: str) -> Answer | None:
        # Git commits only what its index knows: `new` is announced there, and taken back when git fails.
        folder = self._folder()
        try:
            answer = self._try_commit(paths, new, message)
            for _ in range(COMMIT_TRIES):
                if not met_lock(answer):
                    break
                wait_for_index(folder)
                answer = self._try_commit(paths, new, message)
        except BaseException:
            self._match_head(new)
            raise
        if not answer.code:
            return None
        self._match_head(new)
        return answer

    def _try_commit(self, paths: Sequence[str], new: Sequence[str], message: str) -> Answer:
        answer = write_git(self.root, "add", "--intent-to-add", "--", *new) if new else None
        if answer is None or not answer.code:
            answer = write_git(self.root, *COMMIT, "--", *paths, stdin=message.encode())
        return answer

    def _match_head(self, paths: Sequence[str]) -> None:
        # Where this fails there is nothing better to do: the files and the commits are as they should be.
        if paths:
            write_git(self.root, "reset", "--quiet", "--", *paths)

    def _content(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return None

    def _folder(self) -> GitFolder:
        folder = find_git_folder(self.root)
        if folder is not None:
            return folder
        if is_bare(self.root):
            raise _bare()
        raise GitProblem(f"not a git repository; run git init, {NO_COMMIT}")

    def _ask(self, folder: GitFolder, paths: Sequence[str]) -> Status:
        # Of what is ignored git also names neighbours: `people/` when asked for `people-x`.
        status = ask_status(self.root, paths)
        ours = [self._from_top(folder, path) for path in paths]
        changes = (change for change in status.changes if change.kind != "!" or _covers(change.path, ours))
        return replace(status, changes=tuple(changes))

    def _from_top(self, folder: GitFolder, path: str) -> str:
        return _composed((self.root.resolve().relative_to(folder.top) / path).as_posix())


def _composed(path: str) -> str:
    # On a Mac, git composes the letters that the disk has taken apart.
    return unicodedata.normalize("NFC", path)


def _covers(place: str, paths: Iterable[str]) -> bool:
    return any(path == place or (place.endswith("/") and path.startswith(place)) for path in paths)


def _locate(folder: GitFolder, status: Status) -> Place:
    return Place(folder.top, folder.own, status.branch, not status.head, folder.operation, folder.shallow)


def _refuse(change: Change, path: str, unborn: bool) -> None:
    if change.kind == "!":
        raise _ignored(path)
    if change.kind == "u":
        raise GitProblem(f"{path}: has a merge conflict; settle it and commit, {NO_COMMIT}")
    if change.staged != ".":
        undo = "git rm --cached --" if unborn else "git restore --staged --"
        undo = f"{undo} {shlex.quote(path)}"
        raise GitProblem(f"{path}: has changes that you have staged; commit them, run {undo}, {NO_COMMIT}")


def _ignored(path: str) -> GitProblem:
    return GitProblem(f"{path}: git ignores it, so it cannot be committed; change .gitignore, {NO_COMMIT}")


def _uncommitted(paths: Sequence[str], failure: Answer) -> GitProblem:
    what = ", ".join(paths)
    advice = "mend what git or its hook says here, then try again:"
    return GitProblem(f"{what}: saved but not committed; {advice}", *_quoted(failure.quote))


def _pushed(folder: GitFolder, status: Status) -> Pushed:
    if status.ahead == 0:
        return "pushed"
    return "not pushed" if status.ahead is not None or folder.has_remote else "no remote"


def _bare() -> GitProblem:
    return GitProblem(f"this is a bare repository, which has no files; clone it and work there, {NO_COMMIT}")


def _quoted(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"  git: {line}" for line in lines)
