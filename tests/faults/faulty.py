"""Runs goaltalk in a process in which the N-th call of something fails: faulty.py POINT:HOW N ARGUMENTS…

POINT is write, fsync, replace, git-add or git-commit, or git-add-done or git-commit-done: when git has done
its work. HOW is EIO, ENOSPC, KILL (the process is killed there and then) or INT (Ctrl-C). What fails is the
system's, never goaltalk's own code. For `migrate` there is a version to lift people from, which is made up.
"""

import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import git

from goaltalk.app import main
from goaltalk.store.migrate import STEPS
from goaltalk.store.splice import Edit


class Fault:
    """Counts calls, and fails at one of them."""

    def __init__(self, how: str, number: int) -> None:
        self.how, self.left = how, number

    def strike(self) -> None:
        self.left -= 1
        if self.left:
            return
        if self.how == "KILL":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "INT":
            raise KeyboardInterrupt
        code = getattr(errno, self.how)
        raise OSError(code, os.strerror(code))


def before(fault: Fault, call: Callable[..., Any]) -> Callable[..., Any]:
    """The call, with the fault before it."""

    def faulty(*args: Any, **kwargs: Any) -> Any:
        fault.strike()
        return call(*args, **kwargs)

    return faulty


class Writer(io.BufferedWriter):
    """A file that is written to half, and then fails."""

    fault: Fault

    def write(self, data: Any) -> int:
        super().write(bytes(data)[: len(data) // 2])
        self.fault.strike()
        return super().write(bytes(data)[len(data) // 2 :])


def spoil(point: str, fault: Fault) -> None:
    """Make a call of the system fail."""
    if point == "fsync":
        os.fsync = before(fault, os.fsync)
    elif point == "replace":
        os.replace = before(fault, os.replace)
    elif point == "write":
        Writer.fault = fault
        os.fdopen = lambda number, *_: Writer(io.FileIO(number, "wb"))  # type: ignore[assignment]
    else:
        spoil_git(point.removeprefix("git-"), fault)


def spoil_git(verb: str, fault: Fault) -> None:
    """Make a git command fail: before it has done anything, or else (`…-done`) when it has done all of it."""
    execute = git.Git.execute
    verb, _, done = verb.partition("-")

    def faulty(self: git.Git, command: list[str], **options: Any) -> Any:
        if verb not in command[:20]:
            return execute(self, command, **options)
        answer = execute(self, command, **options) if done else None
        try:
            fault.strike()
        except OSError as failure:
            return 1, b"", f"fatal: {failure.strerror}"
        return execute(self, command, **options) if answer is None else answer

    git.Git.execute = faulty  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    kind, number = sys.argv[1], int(sys.argv[2])
    spoil(kind.partition(":")[0], Fault(kind.partition(":")[2], number))
    if sys.argv[-1] == "migrate":
        STEPS["person", 0] = lambda _: [Edit("rename", ("job",), "title")]
    sys.argv = ["goaltalk", *sys.argv[3:]]
    main()
