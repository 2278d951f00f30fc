"""Git's objects by their names, from one process that is asked as often as need be."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from goaltalk.errors import GitProblem
from goaltalk.store.gitcall import Running, start_git
from goaltalk.store.tree import ENOUGH

# What only this clone puts in another's place would be believed otherwise.
CAT = ("--no-replace-objects", "cat-file", "--batch")
# Git may be waiting for us to take its answers while we ask: a question is no longer than any pipe holds.
LONGEST_QUESTION = 4000


class Object(NamedTuple):
    """An object: its hash, `blob`, `tree` or `commit`, and its content."""

    id: str
    kind: str
    content: bytes


class Objects:
    """Reads the objects of one repository; the process starts with the first question."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._running: Running | None = None

    def find(self, name: str) -> Object | None:
        """Return the object of a name, which is any that git knows for one; None if there is none."""
        return next(self.read((name,)))

    def read(self, names: Sequence[str], enough: int | None = None) -> Iterator[Object | None]:
        """Yield the object of each name, or None; of a content longer than `enough`, only its beginning."""
        for some in _questions(names):
            # All answers to a question are taken before the next, even if nobody wants the rest of them.
            yield from self._ask(some, enough)

    def _ask(self, names: Sequence[str], enough: int | None) -> list[Object | None]:
        if self._running is None:
            self._running = start_git(self.root, *CAT)
        self._running.ask("".join(f"{name}\n" for name in names).encode(errors="surrogateescape"))
        return [self._answer(self._running, enough) for _ in names]

    def _answer(self, running: Running, enough: int | None) -> Object | None:
        line = running.line()
        if not line:
            raise _unreadable(running)
        told = line.decode(errors="replace").split()
        if len(told) != 3 or not told[2].isdigit():
            return None  # `missing` or `ambiguous`, after the name as it was asked
        size = int(told[2])
        content = running.content(size, size if enough is None else enough)
        if running.content(1, 1) != b"\n":
            raise _unreadable(running)
        return Object(told[0], told[1], content)


def read_blobs(objects: Objects, names: Sequence[str]) -> Iterator[bytes]:
    """Yield the content of each of these files; GitProblem if the repository has lost one."""
    for one in objects.read(names, ENOUGH):
        if one is None:
            raise lost()
        yield one.content


def lost() -> GitProblem:
    """Say that an object is not there which should be."""
    return GitProblem(
        "this clone does not hold all that was committed; fetch it with git fetch --refetch --no-filter, "
        "and see git fsck"
    )


def _unreadable(running: Running) -> GitProblem:
    said = (f"  git: {line}" for line in running.last_words())
    return GitProblem("git cannot read this repository; mend what it says here", *said)


def _questions(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the names in runs that are short enough."""
    start = length = 0
    for place, name in enumerate(names):
        length += len(name.encode(errors="surrogateescape")) + 1
        if length > LONGEST_QUESTION and place > start:
            yield names[start:place]
            start, length = place, len(name) + 1
    if names[start:]:
        yield names[start:]
