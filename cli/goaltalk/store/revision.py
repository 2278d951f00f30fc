"""The files as one commit has them: which commit is meant, and a tree of its files."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from goaltalk.call import EARLIEST, LATEST, read_day
from goaltalk.errors import GitProblem, UsageProblem
from goaltalk.store.gitcall import read_git, unreadable
from goaltalk.store.gitdir import GitFolder, find_git_folder
from goaltalk.store.layout import SETTINGS, address_at
from goaltalk.store.migrate import STEPS, lifted
from goaltalk.store.objects import Object, Objects, lost, read_blobs
from goaltalk.store.tree import GIT

Kind: TypeAlias = Literal["tree", "blob", "link"]
Entries: TypeAlias = Mapping[str, tuple[Kind, str]]

SHORT = 10
AT_ONCE = 1000
HEAD = "HEAD^{commit}"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TREE = re.compile(rb"tree ([0-9a-f]+)\n")
_PARENT = re.compile(rb"^parent ([0-9a-f]+)$", re.MULTILINE)
_COMMITTER = re.compile(rb"^committer .*> (-?\d+) [-+]\d+$", re.MULTILINE)
# Anything else, such as a submodule, is no file of ours.
_KINDS: Mapping[bytes, Kind] = {b"40000": "tree", b"120000": "link"}


@dataclass(frozen=True)
class Revision:
    """A commit to read as it was; `day` is the date that counts as today, `committed` its own date.

    `is_dated`: it was asked for by that date, so it lies on the current branch.
    """

    commit: str
    day: date
    committed: date
    tree: "RevisionTree"
    is_dated: bool = False

    @property
    def short(self) -> str:
        """The beginning of the hash, for a message."""
        return self.commit[:SHORT]

    def describe(self, today: date, how: str = "as of") -> str:
        """Say which commit is shown, and as of which day, or since when."""
        of = "" if self.committed == today else f" of {self.committed}"
        return f"{how} {today} (commit {self.short}{of})"


class RevisionTree:
    """The files of one commit, with the face of a working tree; what is not asked for is not read."""

    is_shareable = False  # one git process answers, and answers would come to whoever happens to listen

    def __init__(self, objects: Objects, top: str) -> None:
        self.objects = objects
        self._ids = {"": top}
        self._opened: dict[str, Entries] = {}
        self._links: dict[str, None] = {}

    def paths(self, under: str = "") -> list[str]:
        """Return the paths of all files in a folder and below it, sorted."""
        found: list[str] = []
        level = [under]
        while level:
            below: list[str] = []
            for folder, entries in self._list(level):
                inside = f"{folder}/" if folder else ""
                for name, (kind, _) in entries.items():
                    if kind != "link":
                        (below if kind == "tree" else found).append(inside + name)
            level = below
        return sorted(found)

    def folders(self, under: str) -> list[str]:
        """Return the names of the folders in a folder, sorted."""
        ((_, entries),) = self._list([under])
        return sorted(name for name, (kind, _) in entries.items() if kind == "tree")

    def read(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield each path that exists with its content; of a file over 1 MiB, just enough to refuse it."""
        for start in range(0, len(paths), AT_ONCE):
            some = paths[start : start + AT_ONCE]
            self._open(path.rpartition("/")[0] for path in some)
            found = {path: entry for path in some if (entry := self._entry(path)) is not None}
            self._links |= {path: None for path, (kind, _) in found.items() if kind == "link"}
            blobs = [path for path in some if path in found and found[path][0] == "blob"]
            contents = read_blobs(self.objects, [found[path][1] for path in blobs])
            yield from map(_lifted, blobs, contents)

    def links(self) -> list[str]:
        """Return the paths of the links that were met so far, and not followed; sorted."""
        return sorted(self._links)

    def _entry(self, path: str) -> tuple[Kind, str] | None:
        folder, _, name = path.rpartition("/")
        return self._opened[folder].get(name)

    def _list(self, folders: Sequence[str]) -> Iterator[tuple[str, Entries]]:
        """Yield folders with what is in them, and note the links that stand there."""
        self._open(folders)
        for folder in folders:
            inside = f"{folder}/" if folder else ""
            entries = self._opened[folder]
            self._links |= {inside + name: None for name, (kind, _) in entries.items() if kind == "link"}
            yield folder, entries

    def _open(self, folders: Iterable[str]) -> None:
        """Read what is in these folders, all of them in one go; what is no folder is empty."""
        new = [one for one in dict.fromkeys(folders) if one not in self._opened]
        above = {one.rpartition("/")[0] for one in new if one}
        if any(one not in self._opened for one in above):
            self._open(above)
        for one in new:
            if one and (entry := self._entry(one)) is not None and entry[0] == "tree":
                self._ids[one] = entry[1]
        there = [one for one in new if one in self._ids]
        self._opened |= {one: {} for one in new}
        for one, found in zip(there, self.objects.read([self._ids[one] for one in there]), strict=True):
            self._opened[one] = read_entries(found)


def _lifted(path: str, data: bytes) -> tuple[str, bytes]:
    """Give a file of the past in the present version, for nobody can run `migrate` on it."""
    address = address_at(path) if STEPS else None
    return path, data if address is None else lifted(address.kind, data)


def find_revision(
    root: Path,
    at: str,
    zone: tzinfo,
    option: str = "--at",
    beside: Revision | None = None,
    *,
    walks: bool = False,
) -> Revision:
    """Find the commit that `--at` means: a date, or any name that git knows for a commit.

    A date means the last commit of the current branch before that day ended in the zone: the first of it,
    from the latest back along first parents, whose committer date says so. Merged work therefore counts from
    its merge, and a clock that was wrong counts as it said. Two git processes, for a name one.
    `beside` is a revision that is open already: one process less, and none at all for what lies behind it.
    `walks`: look back one commit after the other in the process that reads, which takes one process less and
    longer, for who needs git for something else, too.
    GitProblem where nothing was recorded by then or history is not there; UsageProblem for no such commit.
    """
    folder = find_git_folder(root)
    if folder is None:
        raise GitProblem(f"not a git repository, so nothing of the past is known; leave out {option}")
    objects = Objects(root) if beside is None else beside.tree.objects
    day = _as_day(at, option)
    if day is None:
        found = _named(objects, folder, at, option)
    else:
        start = beside.commit if beside is not None and beside.is_dated else HEAD if walks else None
        found = _last_by(_Search(objects, folder, root, option), day, zone, start)
    committed = _committed(found, zone)
    top = _descend(objects, found, root.resolve().relative_to(folder.top).parts)
    if top is None:
        raise GitProblem(
            f"commit {found.id[:SHORT]} of {committed} has no {SETTINGS} here, so there was no goals "
            "repository yet, or it lay elsewhere; choose another date or commit"
        )
    return Revision(found.id, day or committed, committed, RevisionTree(objects, top), day is not None)


def read_entries(found: Object | None) -> Entries:
    """Read what stands in a folder: files, folders and links by their names."""
    if found is None or found.kind != "tree":
        raise lost()
    data, place, entries = found.content, 0, dict[str, tuple[Kind, str]]()
    width = len(found.id) // 2
    while place < len(data):
        end = data.find(b"\0", place)
        mode, _, name = data[place:end].partition(b" ")
        place = end + 1 + width
        if end < 0 or place > len(data):
            raise lost()
        kind = "blob" if mode.startswith(b"100") else _KINDS.get(mode)
        if kind is not None and name != GIT.encode() and b"/" not in name:
            entries[os.fsdecode(name)] = (kind, data[end + 1 : place].hex())
    return entries


def _as_day(at: str, option: str) -> date | None:
    """Return the date that is meant; None for a name. UsageProblem for what can be neither."""
    try:
        return read_day(at)
    except ValueError as error:
        if _DATE.fullmatch(at):
            raise UsageProblem(f"{option} {error}") from None
    if not at.strip() or at.startswith(("-", "^")) or ".." in at or not at.isprintable():
        raise UsageProblem(
            f"{option} '{at}': write a date like 2026-09-15, or one commit by its name, "
            "such as HEAD~3 or a tag"
        )
    return None


def _named(objects: Objects, folder: GitFolder, at: str, option: str) -> Object:
    found = objects.find(f"{at}^{{commit}}")
    if found is not None and found.kind == "commit":
        return found
    what = f"{option} '{at}': git knows no such commit here"
    if folder.shallow:
        raise GitProblem(f"{what}, but history is cut off in this clone; run git fetch --unshallow first")
    raise UsageProblem(f"{what}; write a date like 2026-09-15, or a branch, a tag or the hash of a commit")


class _Search(NamedTuple):
    """What a search of history needs."""

    objects: Objects
    folder: GitFolder
    root: Path
    option: str


def _last_by(search: _Search, day: date, zone: tzinfo, start: str | None) -> Object:
    objects, folder, root, option = search
    head = objects.find(start or HEAD)
    if head is None:
        raise GitProblem(
            f"nothing is committed here yet, so nothing of the past is known; leave out {option}"
        )
    end = max(int(datetime.combine(day + timedelta(days=1), time(), zone).timestamp()), 0)
    first: Object | None = None
    found: Object | None = None
    if start is not None:
        first, found = _walk_back(objects, head, end)
    elif listed := _walk(root, "--max-count=1", f"--min-age={max(end - 1, 0)}", head.id):
        found = objects.find(listed)
    else:
        first = objects.find(_walk(root, "--max-parents=0", head.id))
    if found is not None:
        return found
    begins = _committed(first, zone) if first is not None else day
    if folder.shallow:
        raise GitProblem(
            f"history is cut off in this clone, which knows nothing from before {begins}; "
            "run git fetch --unshallow first"
        )
    raise GitProblem(f"nothing was recorded by {day}; the first commit is of {begins}")


def _walk_back(objects: Objects, start: Object, end: int) -> tuple[Object, Object | None]:
    """Return the first commit there is, or the last one looked at, and the last one from before a second."""
    one = start
    while True:
        told = _COMMITTER.search(one.content.partition(b"\n\n")[0])
        if told is not None and int(told[1]) < end:
            return one, one
        parent = _PARENT.search(one.content.partition(b"\n\n")[0])
        before = objects.find(parent[1].decode()) if parent is not None else None
        if before is None:
            return one, None
        one = before


def _walk(root: Path, *arguments: str) -> str:
    """Return the hash that git finds on the current branch; empty if there is none."""
    answer = read_git(root, "--no-replace-objects", "rev-list", "--first-parent", *arguments, "--")
    if answer.code:
        raise unreadable(answer)
    return answer.out.decode().strip()


def _committed(commit: Object, zone: tzinfo) -> date:
    """Return the day of a commit in the zone; one that no conversation can be held on is the nearest."""
    told = _COMMITTER.search(commit.content.partition(b"\n\n")[0])
    try:
        day = datetime.fromtimestamp(int(told[1]) if told else 0, UTC).astimezone(zone).date()
    except (ValueError, OverflowError, OSError):
        day = LATEST
    return min(max(day, EARLIEST), LATEST)


def _descend(objects: Objects, commit: Object, parts: Sequence[str]) -> str | None:
    """Return the tree of the goals repository in a commit; None if it was not there."""
    told = _TREE.match(commit.content)
    if told is None:
        raise lost()
    top = told[1].decode()
    for part in parts:
        kind, name = read_entries(objects.find(top)).get(part, ("blob", ""))
        if kind != "tree":
            return None
        top = name
    return top if SETTINGS in read_entries(objects.find(top)) else None
