"""When the next check-in with somebody falls due, and what that is counted from."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from goaltalk.domain.answers import in_force_since
from goaltalk.domain.cadence import read_rhythm
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.meetings import find_state, held_on
from goaltalk.domain.periods import Period


class NextCheckIn(Struct, frozen=True):
    """The day it falls due, the day and the reason it is counted from, and the cadence."""

    due: date
    anchor: date
    why: str
    cadence: str


def find_next_checkin(
    company: Company, person: str, conversations: Sequence[Conversation], today: date
) -> NextCheckIn:
    """Return when the next check-in falls due; a skipped one moves the clock by one step, once."""
    anchor, why = _anchor(company, person, conversations, today)
    cadence = agreed_cadence(company, person, conversations, today)
    steps = 2 if _skipped_after(anchor, conversations, today) else 1
    return NextCheckIn(read_rhythm(cadence).after(anchor, steps), anchor, why, cadence)


def start_of(company: Company, person: str, period: Period) -> date:
    """Return the first day on which anything can count: of the period, of the records, of the job."""
    known = (period.start, company.settings.tracked_from, company.people[person].starts)
    return max(day for day in known if day is not None)


def last_held(conversations: Sequence[Conversation], today: date) -> date | None:
    """Return the date of the last check-in held, across periods."""
    days = (held_on(checkin.halves, today) for one in conversations for checkin in one.checkins)
    return max((day for day in days if day is not None), default=None)


def agreed_cadence(company: Company, person: str, conversations: Sequence[Conversation], today: date) -> str:
    """Return how often the two meet: as agreed for the period, else as is usual for the person."""
    period = company.period_at(today)
    for one in conversations:
        follow_up = one.agreement.follow_up if one.agreement else None
        if one.period == period and follow_up and follow_up.cadence:
            return follow_up.cadence
    return company.cadence_of(person)


def _anchor(
    company: Company, person: str, conversations: Sequence[Conversation], today: date
) -> tuple[date, str]:
    """Return what the clock counts from, and how to say it."""
    candidates = [(start_of(company, person, company.period_at(today)), "no check-in since the start,")]
    if held := last_held(conversations, today):
        candidates.append((held, "the last check-in was held"))
    for one in conversations:
        if talked := held_on(one.talk, today):
            candidates.append((talked, "no check-in since the talk,"))
        since = in_force_since(company, one)
        if since is not None and since <= today:
            candidates.append((since, "no check-in since the agreement,"))
    return max(candidates, key=lambda pair: pair[0])


def _skipped_after(anchor: date, conversations: Sequence[Conversation], today: date) -> bool:
    return any(
        checkin.day > anchor and find_state(checkin.halves, checkin.day, today) == "skipped"
        for one in conversations
        for checkin in one.checkins
    )
