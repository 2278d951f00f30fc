"""What the command line says before any command; light, because every run begins with it."""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


def read_day(text: str) -> date:
    """Read a date of the command line, strictly YYYY-MM-DD; a ValueError says what is wrong."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or str(day) != text:
        raise ValueError(f"'{text}' is not a date; write it like 2026-09-15")
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"'{text}' is not a date that conversations are held on; is the year right?")
    return day


class Call(NamedTuple):
    """The shared options, and the one reading of the clock."""

    now: datetime
    repo: Path | None = None
    as_person: str | None = None
    period: str | None = None
    today: date | None = None
    commit: bool = True
    color: bool | None = None
    debug: bool = False
