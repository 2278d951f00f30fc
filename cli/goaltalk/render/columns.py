"""A table as plain text: columns that stand beside each other, their cells wrapped."""

from collections.abc import Sequence
from itertools import zip_longest
from unicodedata import combining, east_asian_width

GAP = 2
NARROWEST = 8


def as_columns(rows: Sequence[Sequence[str]], width: int) -> str:
    """Return a table within `width` columns, its first row the head; cells wrap, and words are kept whole.

    A column that needs little leaves the rest to those that need more. Only words longer than their column
    are cut. Rows of several lines stand apart from each other.
    """
    widths = _widths(rows, width)
    wrapped = [[_wrap(cell, room) for cell, room in zip(row, widths, strict=False)] for row in rows]
    apart = any(len(cell) > 1 for row in wrapped[1:] for cell in row)
    lines = [*_lines(wrapped[0], widths), (" " * GAP).join("-" * room for room in widths)]
    for number, row in enumerate(wrapped[1:]):
        if apart and number:
            lines.append("")
        lines += _lines(row, widths)
    return "\n".join(lines)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Share the width fairly: who needs less than an equal share gets that, the others share what is left.

    As long as all words find room, every column is as wide as its longest; for its head's sake it is not
    wider. The first column holds the names of the rows; it leaves more to the others where all need much.
    """
    columns = list(zip_longest(*rows, fillvalue=""))
    least = [max([1, *(shown_width(word) for cell in column for word in cell.split())]) for column in columns]
    needs = [max([some, *map(shown_width, column[1:])]) for some, column in zip(least, columns, strict=True)]
    left = width - GAP * (len(needs) - 1)
    if sum(least) > left:
        least = [min(need, NARROWEST) for need in needs]
    wanted = [min(needs[0], max(width // 4, least[0])), *needs[1:]]
    rooms = list(least)
    for _ in range(sum(rooms), left):
        # Who has least of those that need more gets the next sign.
        short = [place for place in range(len(rooms)) if rooms[place] < wanted[place]]
        if short:
            rooms[min(short, key=rooms.__getitem__)] += 1
        elif rooms[0] < needs[0]:
            rooms[0] += 1
    return rooms


def _wrap(cell: str, room: int) -> list[str]:
    import textwrap

    return textwrap.wrap(cell, room, break_on_hyphens=False) or [""]


def _lines(row: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    return [
        (" " * GAP)
        .join(part + " " * (room - shown_width(part)) for part, room in zip(parts, widths, strict=False))
        .rstrip()
        for parts in zip_longest(*row, fillvalue="")
    ]


def shown_width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)
