"""Asks git how some paths differ from what is committed, and reads the answer's machine format."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from goaltalk.errors import GitProblem
from goaltalk.store.gitcall import read_git

STATUS = (
    *("status", "--porcelain=v2", "--branch", "-z", "--no-renames", "--ahead-behind"),
    *("--untracked-files=all", "--ignored=matching", "--ignore-submodules=all", "--"),
)
# How many fields stand before the path, by the kind of the line.
FIELDS = {"1": 8, "u": 10, "?": 1, "!": 1}


@dataclass(frozen=True)
class Change:
    """A path not as HEAD has it: git's letters for `kind` and `staged`; `path` counts from the top."""

    kind: str
    staged: str
    path: str


@dataclass(frozen=True)
class Status:
    """Where HEAD is and which paths differ from it; before the first commit `head` is empty.

    No `branch` means a detached HEAD, no `ahead` a branch without a known upstream.
    """

    head: str
    branch: str | None
    ahead: int | None
    changes: tuple[Change, ...]

    @property
    def staged(self) -> bool:
        """Whether the index has anything for these paths that HEAD has not."""
        return any(change.staged != "." for change in self.changes if change.kind == "1")


def ask_status(root: Path, paths: Sequence[str], *, env: Mapping[str, str] | None = None) -> Status:
    """Ask git about `paths`, which count from `root`; one git process.

    It starts the filters that the repository's settings name, as git does; `env` can keep it from that.
    """
    answer = read_git(root, *STATUS, *paths, env=env)
    if answer.code:
        raise GitProblem(
            "git cannot read this repository; mend what it says here, or add --no-commit", *answer.quote
        )
    return read_status(answer.out)


def read_status(out: bytes) -> Status:
    """Read the output of `git status --porcelain=v2 --branch -z --no-renames`."""
    lines = [os.fsdecode(line) for line in out.split(b"\0") if line]
    told = dict(line[2:].split(" ", 1) for line in lines if line.startswith("# branch."))
    head, branch, distance = told["branch.oid"], told["branch.head"], told.get("branch.ab")
    return Status(
        head="" if head == "(initial)" else head,
        branch=None if branch == "(detached)" else branch,
        ahead=None if distance is None else int(distance.split()[0]),
        changes=tuple(_read_change(line) for line in lines if line[0] in FIELDS),
    )


def _read_change(line: str) -> Change:
    *fields, path = line.split(" ", FIELDS[line[0]])
    return Change(fields[0], fields[1][0] if len(fields) > 1 else ".", path)
