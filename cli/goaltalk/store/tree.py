"""A tree of files to read from: the working tree, alone or with changes laid over it."""

import errno
import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from goaltalk.errors import BadData
from goaltalk.store.guard import MAX_BYTES

BUFFER = 16 * 1024
ENOUGH = MAX_BYTES + 1  # the guard refuses what is larger, so there is no need to have all of it
GIT = ".git"

# What is not there, and what is something else than a file in folders.
_ABSENT = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
_LINK = (errno.ELOOP, errno.EMLINK)
# Not following links costs nothing on the way; not waiting keeps a pipe from holding us for ever.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


class Tree(Protocol):
    """What records are read from; paths are relative to the root, with forward slashes."""

    @property
    def is_shareable(self) -> bool:
        """Whether several processes may read it at one time."""
        ...

    def paths(self, under: str = "") -> list[str]:
        """Return the paths of all files in a folder and below it, sorted; none if there is no such folder."""
        ...

    def folders(self, under: str) -> list[str]:
        """Return the names of the folders in a folder, sorted."""
        ...

    def read(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield each path that exists with its content, in the order given."""
        ...

    def links(self) -> list[str]:
        """Return the paths of the links that were met so far, and not followed; sorted."""
        ...


class WorkingTree:
    """The files as they lie on the disk; links are never followed."""

    is_shareable = True

    def __init__(self, root: Path) -> None:
        self.root = root
        self._top = str(root)
        self._plain = {"": True}
        self._links: dict[str, None] = {}

    def paths(self, under: str = "") -> list[str]:
        """Return the paths of all files in a folder and below it, sorted."""
        found: list[str] = []
        waiting = [under] if self._is_plain(under) else []
        while waiting:
            folder = waiting.pop()
            inside = f"{folder}/" if folder else ""
            for entry in self._entries(folder):
                if entry.is_file(follow_symlinks=False):
                    found.append(inside + entry.name)
                elif _is_folder(entry):
                    self._plain[inside + entry.name] = True
                    waiting.append(inside + entry.name)
                elif entry.is_symlink():
                    self._links[inside + entry.name] = None
        return sorted(found)

    def folders(self, under: str) -> list[str]:
        """Return the names of the folders in a folder, sorted."""
        found: list[str] = []
        inside = f"{under}/" if under else ""
        for entry in self._entries(under) if self._is_plain(under) else ():
            if _is_folder(entry):
                found.append(entry.name)
            elif entry.is_symlink():
                self._links[inside + entry.name] = None
        self._plain |= {inside + name: True for name in found}
        return sorted(found)

    def read(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield each path that exists with its content; of a file over 1 MiB, just enough to refuse it.

        BadData for a file that may not be read.
        """
        for path in paths:
            content = self._content(path) if self._is_plain(path.rpartition("/")[0]) else None
            if content is not None:
                yield path, content

    def links(self) -> list[str]:
        """Return the paths of the links that were met so far, and not followed; sorted."""
        return sorted(self._links)

    def _content(self, path: str) -> bytes | None:
        try:
            return _read_start(f"{self._top}/{path}")
        except _ABSENT:
            return None
        except OSError as error:
            if error.errno in _LINK:
                self._links[path] = None
                return None
            raise BadData(f"{path}: cannot be read ({error.strerror}); make it readable for you") from None

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(f"{self._top}/{folder}") as entries:
                return list(entries)
        except _ABSENT:
            return []

    def _is_plain(self, folder: str) -> bool:
        """Say whether a folder, and every folder on the way to it, is no link; asked once for each."""
        if folder not in self._plain:
            above = folder.rpartition("/")[0]
            place = Path(self._top, folder)
            self._plain[folder] = self._is_plain(above) and not place.is_symlink()
        return self._plain[folder]


class Overlay:
    """A tree as it will be once some files are saved; lets a change be checked before it is made."""

    def __init__(self, base: Tree, changes: Mapping[str, bytes]) -> None:
        self.base = base
        self.changes = changes
        self._ordered = sorted(changes)

    @property
    def is_shareable(self) -> bool:
        """Whether several processes may read it at one time."""
        return self.base.is_shareable

    def paths(self, under: str = "") -> list[str]:
        """Return the paths of all files in a folder and below it, sorted."""
        return sorted({*self.base.paths(under), *self._below(f"{under}/" if under else "")})

    def folders(self, under: str) -> list[str]:
        """Return the names of the folders in a folder, sorted."""
        inside = f"{under}/"
        below = (path.removeprefix(inside) for path in self._below(inside))
        new = {path.split("/")[0] for path in below if "/" in path}
        return sorted({*self.base.folders(under), *new})

    def links(self) -> list[str]:
        """Return the paths of the links that were met so far, and not followed; sorted."""
        return self.base.links()

    def read(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield each path that exists with its content."""
        for path in paths:
            if path in self.changes:
                yield path, self.changes[path]
            else:
                yield from self.base.read((path,))

    def _below(self, start: str) -> Iterator[str]:
        """Yield the changed paths that begin so; with many changes each folder must not ask them all."""
        for place in range(bisect_left(self._ordered, start), len(self._ordered)):
            path = self._ordered[place]
            if not path.startswith(start):
                return
            yield path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.name != GIT and entry.is_dir(follow_symlinks=False)


def _read_start(path: str) -> bytes:
    """Read a file, or of a very large one just enough to refuse it; twice as fast as a file object."""
    number = os.open(path, _FLAGS)
    try:
        start = os.read(number, BUFFER)
        if len(start) < BUFFER:
            return start  # a file gives less than was asked for at its end only
        parts = [start]
        while parts[-1] and len(parts) * BUFFER < ENOUGH:
            parts.append(os.read(number, BUFFER))
        return b"".join(parts)[:ENOUGH]
    finally:
        os.close(number)
