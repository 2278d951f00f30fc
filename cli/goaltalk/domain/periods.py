"""Periods: the stretches of time that agreements are made for."""

import re
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from goaltalk.domain.records.fields import PERIOD, PeriodKind

MONTHS: dict[PeriodKind, int] = {"year": 12, "half-year": 6, "tertial": 4, "quarter": 3}
LETTERS: dict[PeriodKind, str] = {"half-year": "H", "tertial": "T", "quarter": "Q"}
KINDS = {letter: kind for kind, letter in LETTERS.items()}


class Period(Struct, frozen=True, order=True):
    """From and including `start` to and including `end`; ordered by time."""

    start: date
    end: date
    label: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@lru_cache(maxsize=256)  # the same few labels stand in thousands of folders
def read_period(label: str, year_starts: int = 1) -> Period:
    """Read `2026`, `2026-H1`, `2026-T3`, `2026-Q4`; a ValueError says what is wrong.

    `year_starts` is the month, 1 to 12, in which the first period of a year begins.
    """
    if not re.search(PERIOD, label):
        raise ValueError(f"'{label[:40]}' is not a period; write it like 2026, 2026-H1, 2026-T2 or 2026-Q3")
    year, _, part = label.partition("-")
    kind = KINDS[part[0]] if part else "year"
    number = int(part[1:]) if part else 1
    if not 1 <= int(year) < 9998:
        raise ValueError(f"'{label}' is not a year that periods can be made of")
    first = (number - 1) * MONTHS[kind] + year_starts - 1
    start = _month(int(year), first)
    end = _month(int(year), first + MONTHS[kind]) - timedelta(days=1)
    return Period(start, end, label)


@lru_cache(maxsize=64)  # for everybody the same few days are asked again and again
def period_of(day: date, kind: PeriodKind, year_starts: int = 1) -> Period:
    """Return the period that holds this day."""
    months_in = (day.month - year_starts) % 12
    year = day.year if day.month >= year_starts else day.year - 1
    label = f"{year:04}" if kind == "year" else f"{year:04}-{LETTERS[kind]}{months_in // MONTHS[kind] + 1}"
    return read_period(label, year_starts)


def following(period: Period, kind: PeriodKind, year_starts: int = 1) -> Period:
    """Return the period that begins when this one has ended."""
    return period_of(period.end + timedelta(days=1), kind, year_starts)


def preceding(period: Period, kind: PeriodKind, year_starts: int = 1) -> Period:
    """Return the period that ended when this one began."""
    return period_of(period.start - timedelta(days=1), kind, year_starts)


def _month(year: int, months: int) -> date:
    return date(year + months // 12, months % 12 + 1, 1)
