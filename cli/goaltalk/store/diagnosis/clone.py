"""What may be wrong with this clone: who owns it, its settings, its locks, how much history it has."""

import os
import re
import shlex
import shutil
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from goaltalk.domain.trouble import Trouble, name_some
from goaltalk.store.gitcall import read_git
from goaltalk.store.gitdir import GitFolder
from goaltalk.store.save import find_leftovers, find_lock, is_held, is_writable
from goaltalk.store.worktree import UNDO, find_other_work_tree

DRIVER = "diff.goaltalk.textconv"
DRIVER_COMMAND = "goaltalk textconv"
STALE_SECONDS = 600
QUIET_DAYS = timedelta(days=60)

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_FOR_THE_SHELL = re.compile(r"[$`;&|<>()*?~]")
_LOCKS = ("index.lock", "HEAD.lock", "config.lock", "packed-refs.lock", "shallow.lock")


def read_config(folder: Path) -> Mapping[str, str]:
    """Return git's settings as they hold in a folder, by name; of several values the last, as git does."""
    out = os.fsdecode(read_git(folder, "config", "--list", "-z").out)
    return {name: value for name, _, value in (one.partition("\n") for one in out.split("\0") if one)}


def examine_access(root: Path, folder: GitFolder) -> Iterator[Trouble]:
    """Yield why git will not work here at all, if so; somebody else's repository is the usual reason."""
    answer = read_git(root, "rev-parse", "--git-dir")
    if not answer.code:
        yield from _examine_work_tree(root, folder)
        return
    foreign = os.name != "nt" and folder.own.stat().st_uid != os.geteuid()
    who = ", which belongs to another user" if foreign else ""
    told = tuple(f"git: {line}" for line in answer.quote)
    advice = ("if you trust it, do what git says here; goaltalk never does that for you:", *told)
    yield Trouble("git-refuses", "error", f"git will not work in {folder.top}{who}", advice)


def _examine_work_tree(root: Path, folder: GitFolder) -> Iterator[Trouble]:
    other = find_other_work_tree(root, folder)
    if other is not None:
        yield Trouble(
            "work-tree",
            "error",
            f"git takes {other} for the files of this repository, not {folder.top}: core.worktree says so",
            (f"{UNDO}, so that goaltalk can commit here",),
        )


def examine_driver(root: Path, config: Mapping[str, str]) -> Iterator[Trouble]:
    """Yield what is missing for readable differences, or keeps git from making any; starts no driver."""
    command = config.get(DRIVER)
    if command is None:
        yield Trouble(
            "diff-driver",
            "warning",
            "git diff shows the bare YAML here: its driver for records is not set up in this clone",
            (f"goaltalk doctor --fix, or git config {DRIVER} '{DRIVER_COMMAND}'",),
        )
    elif missing := find_missing_program(root, command):
        yield Trouble(
            "diff-command",
            "error",
            f"git diff and git log -p fail for records: {DRIVER} starts {missing}, which is not there",
            (f"put it on the PATH; or give its whole path, or do without: git config --unset {DRIVER}",),
        )


def find_missing_program(root: Path, command: str) -> str | None:
    """Return the program that a command of git's settings starts, where it is sure that there is none."""
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    program = next((word for word in words if not _ASSIGNMENT.match(word)), "")
    if not program or _FOR_THE_SHELL.search(program):
        return None  # only a shell could tell
    # Git starts it in the top folder of the work tree; a name without a slash is looked for in the PATH.
    place = str(root / program) if "/" in program else program
    return program if shutil.which(place) is None else None


def examine_locks(root: Path, folder: GitFolder) -> Iterator[Trouble]:
    """Yield what was left by a program that was killed, or is still at work."""
    ours = find_lock(root)
    if ours.exists() and is_held(root):
        yield Trouble(
            "lock",
            "warning",
            "another goaltalk is writing here at this moment, or hangs",
            ("run doctor again in a while; if it is still so, look for that program and end it",),
        )
    elif ours.exists() and not is_writable(ours):
        yield Trouble(
            "stale-lock",
            "warning",
            f"{ours}: nobody holds this lock, and you may not take it; another user made it",
            ("goaltalk doctor --fix, or delete it",),
            (str(ours),),
        )
    left = find_leftovers(root)
    if left:
        yield Trouble(
            "leftovers",
            "warning",
            f"a goaltalk that was killed left drafts behind: {name_some(left)}",
            ("goaltalk doctor --fix, or delete them",),
            left,
        )
    old = tuple(map(str, _find_git_locks(folder)))
    if old:
        yield Trouble(
            "git-lock",
            "error",
            f"git cannot write, for these have lain there for a while: {name_some(old)}",
            ("if no git is running, one was killed, and they can be deleted; goaltalk never does that",),
            old,
        )


def examine_history(folder: GitFolder, config: Mapping[str, str]) -> Iterator[Trouble]:
    """Yield what keeps goaltalk from looking back."""
    if folder.shallow:
        yield Trouble(
            "shallow",
            "warning",
            "this clone has only the end of the history, so goaltalk refuses to say what was before",
            ("git fetch --unshallow; in CI: fetch-depth: 0, or GIT_DEPTH: 0",),
        )
    promised = [name for name in config if name.startswith("remote.") and name.endswith(".promisor")]
    if "extensions.partialclone" in config or promised:
        yield Trouble(
            "partial",
            "warning",
            "this is a partial clone, and goaltalk never fetches: looking back, it may miss old texts",
            ("make a clone without --filter",),
        )
    if folder.operation is not None:
        yield Trouble(
            "operation",
            "warning",
            f"a {folder.operation} is in progress, so goaltalk commits nothing",
            ("finish or abort it; git status says how",),
        )


def examine_schedule(root: Path, folder: GitFolder, today: date) -> Iterator[Trouble]:
    """Yield a hint where GitHub may have turned the weekly reminder off (docs/ci.md)."""
    if not any(_is_reminder(one) for one in (folder.top / ".github" / "workflows").glob("*.y*ml")):
        return
    answer = read_git(root, "log", "-1", "--format=%ct")
    if answer.code or not answer.out.strip().isdigit():
        return
    last = datetime.fromtimestamp(int(answer.out), UTC).date()
    if today - last > QUIET_DAYS:
        yield Trouble(
            "schedule",
            "hint",
            f"the last commit is of {last}; GitHub stops schedules where nothing happens for 60 days",
            ("look under Actions whether the last run of the reminder is of this week; see docs/ci.md",),
        )


def _find_git_locks(folder: GitFolder) -> Iterator[Path]:
    # Each may stand in the work tree's own git folder; references lie in the shared one.
    places = dict.fromkeys(place / name for place in (folder.own, folder.shared) for name in _LOCKS)
    for place in (*places, *sorted((folder.shared / "refs").rglob("*.lock"))):
        try:
            age = time.time() - place.lstat().st_mtime
        except OSError:
            continue
        if age > STALE_SECONDS:
            yield place


def _is_reminder(workflow: Path) -> bool:
    try:
        text = workflow.read_bytes()
    except OSError:
        return False
    return b"goaltalk" in text and b"schedule:" in text
