"""Who is there: people who are read when something is asked that needs them."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from goaltalk.domain.company import Roster
from goaltalk.domain.records import Person

MANY_WORDS = 50
"""To look for more than these costs as much as to read everybody."""


class Gathered(Roster):
    """People by id, in the order of the ids; each is read once, when something is asked that needs it.

    `contents` gives the bytes of the files of some people, of those who have one; `read` makes records of
    them, and leaves out whose file is none.
    """

    def __init__(
        self,
        ids: Sequence[str],
        contents: Callable[[Sequence[str]], Iterable[tuple[str, bytes]]],
        read: Callable[[Sequence[str]], Mapping[str, Person]],
    ) -> None:
        self._contents, self._read = contents, read
        self._ids = ids
        self._waiting = dict.fromkeys(ids)
        self._known: dict[str, Person] = {}
        self._seen: dict[str, bytes] | None = None

    def __getitem__(self, name: str) -> Person:
        if name in self._waiting:
            self._take((name,))
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        self._take(list(self._waiting))
        return iter([name for name in self._ids if name in self._known])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def naming(self, words: frozenset[str]) -> Collection[str]:
        """Return the ids of at least those who name one of these as their unit, a leader or an address."""
        if len(words) > MANY_WORDS:
            return list(self)
        if self._seen is None:
            self._seen = {name: _folded(content) for name, content in self._contents(list(self._waiting))}
        wanted = [word.casefold().encode() for word in words]
        whole = re.compile(rb"(?<![a-z0-9-])(?:%s)(?![a-z0-9-])" % b"|".join(map(re.escape, wanted)))
        contents = ((name, self._seen.get(name, b"")) for name in self._waiting)
        self._take([name for name, content in contents if not _is_elsewhere(content, wanted, whole)])
        return list(self._known)

    def _take(self, names: Sequence[str]) -> None:
        if names:
            self._known |= self._read(names)
        for name in names:
            self._waiting.pop(name, None)


def _is_elsewhere(content: bytes, words: Sequence[bytes], whole: re.Pattern[bytes]) -> bool:
    """Say whether a file tells somebody's unit, and none of these words.

    What is broken in another way, say by a key that nobody knows, is elsewhere too where a plain line tells
    another unit: who asks about one team is not told. A file that tells no unit in such a line never is.
    A quoted text may hold a word without showing it: behind backslashes, or with its apostrophes doubled.
    """
    for word in words:
        if word in content and whole.search(content):
            return False
    return b"\nunit:" in content and b"\\" not in content and b"''" not in content


def _folded(content: bytes) -> bytes:
    """Return bytes in which a word is found whatever its case."""
    return content.lower() if content.isascii() else content.decode(errors="replace").casefold().encode()
