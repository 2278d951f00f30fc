"""How often a meeting is held, counted in calendar steps from an anchor."""

import calendar
from datetime import date, timedelta

from msgspec import Struct

NAMED = {"weekly": (7, 0), "biweekly": (14, 0), "monthly": (0, 1), "quarterly": (0, 3)}


class Rhythm(Struct, frozen=True):
    """A step of so many days and so many months; one of the two is zero."""

    days: int
    months: int

    def after(self, anchor: date, steps: int = 1) -> date:
        """Return the date `steps` steps after the anchor, at most the last day that a calendar has.

        Always counted from the anchor, so that 31 January gives 28 February and then 31 March.
        """
        if self.days:
            return add_days(anchor, self.days * steps)
        return add_months(anchor, self.months * steps)


def read_rhythm(cadence: str) -> Rhythm:
    """Read weekly, biweekly, monthly, quarterly, or `every N days|weeks|months`."""
    if cadence in NAMED:
        return Rhythm(*NAMED[cadence])
    _, count, unit = cadence.split(" ")
    if unit == "months":
        return Rhythm(0, int(count))
    return Rhythm(int(count) * (7 if unit == "weeks" else 1), 0)


def add_days(anchor: date, days: int) -> date:
    """Return the day so many days later, at most the last day that a calendar has."""
    try:
        return anchor + timedelta(days=days)
    except OverflowError:
        return date.max


def add_months(anchor: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that is too short."""
    whole = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(whole, 12)
    if year > date.max.year:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor.day, last))
