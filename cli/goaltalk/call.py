"""What the command line says before any command; light, because every run begins with it."""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple


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
