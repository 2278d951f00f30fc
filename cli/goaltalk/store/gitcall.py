"""Runs one git command in one folder; the only importer of GitPython."""

import errno
import importlib
import os
import re
import sys
import tempfile
import weakref
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goaltalk.errors import GitProblem

# safe.bareRepository: a folder in somebody's branch that merely looks like a repository is never used as one.
SETTINGS = (
    "core.fsmonitor=false",
    "core.quotepath=off",
    "safe.bareRepository=explicit",
    "user.useConfigOnly=true",
)
QUIET = {"GIT_TERMINAL_PROMPT": "0"}
# No locks, no network: not even to fetch what a partial clone left out.
READING = {**QUIET, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
READING_SETTINGS = (f"core.hooksPath={os.devnull}", "log.showSignature=false")
UNTRIED = {"GIT_PYTHON_GIT_EXECUTABLE": os.devnull, "GIT_PYTHON_REFRESH": "quiet"}

QUOTED_LINES = 6
PASSED = 1 << 16
COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Answer:
    """What a git command left behind: its exit code, its output, and what it said on stderr."""

    code: int
    out: bytes
    err: str

    @property
    def quote(self) -> tuple[str, ...]:
        """The last lines of stderr, harmless on a terminal."""
        lines = (_harmless(line) for line in self.err.splitlines())
        return tuple(line for line in lines if line)[-QUOTED_LINES:]


def read_git(root: Path, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Answer:
    """Run a git command that only reads; takes no locks and starts no programs of the repository's choice.

    The caller adds `--no-ext-diff --no-textconv` where the subcommand knows them, and to `env` what
    `without_filters` says where it compares files.
    """
    return _run(root, (*SETTINGS, *READING_SETTINGS), {**READING, **(env or {})}, arguments, stdin)


def write_git(root: Path, *arguments: str, stdin: bytes = b"") -> Answer:
    """Run a git command that changes the repository; hooks, filters and signing are the user's."""
    # GitPython forces LC_ALL=C; nothing is parsed here, and hooks are to have the user's own encoding.
    language = {name: os.environ.get(name, "") for name in ("LC_ALL", "LANGUAGE")}
    return _run(root, (*SETTINGS, "i18n.commitEncoding=utf-8"), {**QUIET, **language}, arguments, stdin)


def unreadable(answer: Answer) -> GitProblem:
    """Say that git could not go through its history."""
    return GitProblem(
        "git cannot read all of the history; mend what it says here "
        "(where a clone is partial: git fetch --refetch --no-filter)",
        *(f"  git: {line}" for line in answer.quote),
    )


class Running:
    """A git command that answers as long as it is asked; it ends with whoever holds it."""

    def __init__(self, process: Any) -> None:
        self._process = process
        weakref.finalize(self, _end, process)

    def ask(self, question: bytes) -> None:
        """Send a question, at most as long as a pipe holds: git may be waiting for us to listen."""
        with suppress(OSError):  # git has ended; that it has nothing to say tells so
            self._process.stdin.write(question)
            self._process.stdin.flush()

    def line(self) -> bytes:
        """Return the next line of the answer; empty when git has ended."""
        return bytes(self._process.stdout.readline())

    def content(self, size: int, enough: int) -> bytes:
        """Return the next bytes of the answer, of many just enough; fewer when git has ended."""
        found = bytes(self._process.stdout.read(min(size, enough)))
        left = size - len(found)
        while left and (passed := self._process.stdout.read(min(left, PASSED))):
            left -= len(passed)
        return found

    def last_words(self) -> tuple[str, ...]:
        """Return what git said on stderr before it ended, harmless on a terminal."""
        for stream in (self._process.stdin, self._process.stdout):
            _close(stream)
        return Answer(0, b"", self._process.stderr.read().decode(errors="replace")).quote


def start_git(root: Path, *arguments: str) -> Running:
    """Start a git command that only reads and answers questions, as safely as `read_git`."""
    from subprocess import PIPE

    _import_git()
    from git import Git, GitCommandNotFound

    command = _command(root, (*SETTINGS, *READING_SETTINGS), arguments)
    try:
        return Running(Git().execute(command, istream=PIPE, as_process=True, env=READING))
    except (GitCommandNotFound, OSError) as failure:
        raise _not_started(failure) from failure


def _end(process: Any) -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        _close(stream)
    process.proc.wait()


def _close(stream: Any) -> None:
    with suppress(OSError):
        stream.close()


def _run(
    root: Path, settings: tuple[str, ...], env: Mapping[str, str], arguments: tuple[str, ...], stdin: bytes
) -> Answer:
    _import_git()
    from git import Git, GitCommandNotFound

    command = _command(root, settings, arguments)
    with ExitStack() as stack:
        source = stack.enter_context(tempfile.TemporaryFile()) if stdin else None
        if source is not None:
            source.write(stdin)
            source.seek(0)
        try:
            code, out, err = Git().execute(
                command,
                istream=source,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                env=env,
            )
        except (GitCommandNotFound, OSError) as failure:
            raise _not_started(failure) from failure
    return Answer(code, out, err)


def _command(root: Path, settings: tuple[str, ...], arguments: tuple[str, ...]) -> list[str]:
    options = [part for setting in settings for part in ("-c", setting)]
    # Not Git(root): it expands $NAMES in the path, and works elsewhere when it may not enter the folder.
    return [_program(), "-C", str(root), "--literal-pathspecs", *options, *arguments]


def _program() -> str:
    return os.environ.get("GIT_PYTHON_GIT_EXECUTABLE") or "git"


def _import_git() -> None:
    # Late, because it takes 75 ms which commands without history need not pay. While it is imported GitPython
    # tries git out in two processes; told quietly of a program that cannot run it does not.
    if "git" in sys.modules:
        return
    kept = os.environ.copy()
    os.environ.update(UNTRIED)
    try:
        importlib.import_module("git")
    finally:
        for name in UNTRIED:
            os.environ.pop(name)
            if name in kept:
                os.environ[name] = kept[name]


def _not_started(failure: Exception) -> GitProblem:
    if isinstance(failure, OSError) and failure.errno == errno.E2BIG:
        return GitProblem("too many files for one commit; add --no-commit, then commit them with git")
    return GitProblem(
        "git cannot be started; install it (https://git-scm.com/downloads) and see that it is on PATH"
    )


def _harmless(line: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in COLOURS.sub("", line)).strip()
