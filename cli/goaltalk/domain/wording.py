"""What changed in a wording, word by word."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from difflib import SequenceMatcher

ALIKE = 0.4
"""How much of two texts must be the same for one to be a rewording of the other."""


class Piece(Struct, frozen=True):
    """Some words in a row that stayed, went out or came in."""

    kind: Literal["same", "out", "in"]
    text: str


Row = tuple[Piece, ...]


def compare_words(before: str, after: str) -> Row:
    """Return the words of both texts in order; where they share little, one text after the other."""
    old, new = before.split(), after.split()
    matcher = _matcher(old, new)
    if matcher.ratio() < ALIKE:
        return _pieces(old, new)
    found: list[Piece] = []
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            found.append(Piece("same", " ".join(old[start:end])))
        else:
            found += _pieces(old[start:end], new[begin:stop])
    return tuple(found)


def compare_lists(before: Sequence[str], after: Sequence[str]) -> tuple[Row, ...]:
    """Return the texts of two lists that are not in both as they stand, each with what changed in it."""
    matcher = _matcher(list(before), list(after))
    return tuple(
        row
        for kind, start, end, begin, stop in matcher.get_opcodes()
        if kind != "equal"
        for row in _rows(before[start:end], after[begin:stop])
    )


def _matcher(old: list[str], new: list[str]) -> "SequenceMatcher[str]":
    from difflib import SequenceMatcher  # only who compares wordings is to wait for it

    return SequenceMatcher(None, old, new, autojunk=False)


def _rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    for before, after in zip_longest(old, new, fillvalue=""):
        yield compare_words(before, after)


def _pieces(old: Sequence[str], new: Sequence[str]) -> Row:
    pieces = Piece("out", " ".join(old)), Piece("in", " ".join(new))
    return tuple(one for one in pieces if one.text)
