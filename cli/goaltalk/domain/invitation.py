"""A meeting that somebody is invited to: what a calendar needs to know, and nothing more."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

from msgspec import Struct

from goaltalk.domain.address import Address
from goaltalk.domain.cadence import read_rhythm
from goaltalk.domain.records import Person
from goaltalk.domain.records.fields import LocalTime
from goaltalk.domain.records.meeting import MeetingKind

USUAL_MINUTES: dict[MeetingKind, int] = {"talk": 60, "checkin": 30}
"""How long a meeting is when nobody says so."""


class Invitation(Struct, frozen=True):
    """One meeting: local time in the settings' zone, length in minutes; topic titles, never notes."""

    about: Address
    at: LocalTime
    minutes: int
    place: str | None
    organiser: Person
    guest: Person
    title: str
    topics: tuple[str, ...]
    is_cancelled: bool = False

    @property
    def uid(self) -> str:
        """The same for every version of this meeting: a talk by its period, a check-in by its date."""
        when = self.about.name or self.about.period
        return f"{self.about.kind}-{self.about.owner}-{when}"


def plan_row(at: LocalTime, cadence: str, count: int) -> tuple[LocalTime, ...]:
    """Return so many times, the first as given, then one step of the cadence apart, at the same hour."""
    rhythm = read_rhythm(cadence)
    return tuple(LocalTime(f"{rhythm.after(at.day, step)}{at[10:]}") for step in range(count))


def judge_time(at: LocalTime, zone: tzinfo) -> Literal["once", "never", "twice"]:
    """Say how often the clocks of a zone show this time: at a change of the clocks never, or twice."""
    wall = datetime.fromisoformat(at)
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return "once"
    back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return "twice" if back == wall else "never"


def is_short_notice(at: LocalTime, today: date, notice_days: int) -> bool:
    """Say whether a meeting ahead is called with fewer days than the team's rule (B4)."""
    return at.day >= today and at.day - today < timedelta(days=notice_days)


def earliest_good_day(today: date, notice_days: int) -> date:
    """Return the first day that keeps the team's rule of notice."""
    return today + timedelta(days=notice_days)
