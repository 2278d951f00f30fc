"""Reads a table as spreadsheets save it: CSV with a header, a comma or a semicolon between the cells."""

import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from goaltalk.errors import BadData, UsageProblem

DELIMITERS = ",;\t"


class Row(NamedTuple):
    """One line of the table: its number in the file, and what stands in each column, spaces tidied."""

    line: int
    cells: Mapping[str, str]


def read_rows(source: str, columns: Sequence[str], needed: Sequence[str]) -> tuple[list[Row], list[str]]:
    """Read a file, or standard input for `-`, into rows, and what is wrong with lines that are none.

    UsageProblem where the file cannot be opened; BadData where it is no such table: not UTF-8, no header, a
    column that is unknown, missing or there twice.
    """
    name = "standard input" if source == "-" else source
    text = _decode(name, _read(source))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    numbered = _numbered(name, lines)
    first = next(numbered, None)
    if first is None:
        raise BadData(f"{name}:1: there is no header; begin with a line such as {','.join(columns)}")
    heads = [" ".join(cell.split()).lower() for cell in first[1]]
    _check_heads(f"{name}:{first[0]}", heads, columns, needed)
    rows, problems = [], []
    for number, cells in numbered:
        tidy = [" ".join(cell.split()) for cell in cells]
        if any(tidy[len(heads) :]):
            problems.append(
                f"{name}:{number}: has more cells than the header; put cells with a separator in quotes"
            )
        else:
            rows.append(Row(number, dict(zip(heads, tidy, strict=False))))
    return rows, problems


def _read(source: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UsageProblem(f"--csv {source}: {error.strerror or error}") from None


def _decode(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadData(f"{name}:{line}: is not UTF-8; save it as CSV UTF-8 in the spreadsheet") from None
    if "\0" in text:
        raise BadData(f"{name}:1: is not text; save it as CSV UTF-8 in the spreadsheet")
    return text


def _delimiter(text: str) -> str:
    """Return what stands between the cells: of the three in use, the one the header has most of."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=header.count)


def _numbered(name: str, lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not blank with the number on which it begins; cells may hold line breaks."""
    number = 1
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadData(f"{name}:{number}: {error}; mend the quotes") from None
        if any(cell.strip() for cell in cells):
            yield number, cells
        number = lines.line_num + 1  # type: ignore[attr-defined]  # csv's reader has no public type


def _check_heads(place: str, heads: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> None:
    unknown = [head or "(blank)" for head in heads if head not in columns]
    twice = sorted({head for head in heads if heads.count(head) > 1 and head in columns})
    problems = [
        *(f"{place}: there is no column '{head}'; there is {', '.join(columns)}" for head in unknown),
        *(f"{place}: the column {head} is there twice; keep one" for head in twice),
        *(f"{place}: the column {head} is missing; add it" for head in needed if head not in heads),
    ]
    if problems:
        raise BadData(*problems)
