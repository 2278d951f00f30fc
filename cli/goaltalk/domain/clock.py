"""When the next check-in with somebody falls due, and what that is counted from."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from goaltalk.domain.absence import absence_of
from goaltalk.domain.answers import find_standing, in_force_since
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
    """Return when the next check-in falls due; days away do not count (DESIGN section 4).

    It is one step of the cadence after the latest of: the last check-in held, the talk held, the agreement,
    the start. If any check-in after that was skipped, it is two steps, however many were skipped: the next
    one that is held begins anew.
    """
    held = _held(company, conversations, today)
    start = _uninterrupted_start(company, person, company.period_at(today))
    # What was skipped during a leave at the start still counts as skipped: the return is no new beginning.
    steps = 2 if _skipped_after(max([start, *(day for day, _ in held)]), conversations, today) else 1
    absence = absence_of(company, person)
    start = absence.back_from(start)
    anchor, why = max([(start, "no check-in since the start,"), *held], key=lambda pair: pair[0])
    cadence = agreed_cadence(company, person, conversations, today)
    nominal = read_rhythm(cadence).after(anchor, steps)
    return NextCheckIn(absence.due(anchor, (nominal - anchor).days), anchor, why, cadence)


def start_of(company: Company, person: str, period: Period) -> date:
    """Return the first day on which anything can count: of the period, of the records, of the job.

    Where that day lies in an absence, it is the day of the return; a later absence is no new start.
    """
    return absence_of(company, person).back_from(_uninterrupted_start(company, person, period))


def _uninterrupted_start(company: Company, person: str, period: Period) -> date:
    known = (period.start, company.settings.tracked_from, company.people[person].starts)
    return max(day for day in known if day is not None)


def last_held(conversations: Sequence[Conversation], today: date) -> date | None:
    """Return the date of the last check-in held, across periods."""
    days = (held_on(checkin.halves, today) for one in conversations for checkin in one.checkins)
    return max((day for day in days if day is not None), default=None)


def agreed_cadence(company: Company, person: str, conversations: Sequence[Conversation], today: date) -> str:
    """Return how often the two meet: as agreed for the period, else as is usual for the person (D7).

    An agreement counts while it is in force. What a draft, a proposal or an amendment asks for is a wish of
    one side until both have accepted this very text; until then it can silence nothing, and what is usual
    holds: the accepted text is in the history only.
    """
    usual = company.cadence_of(person)
    period = company.period_at(today)
    for one in conversations:
        follow_up = one.agreement.follow_up if one.agreement else None
        if one.period != period or follow_up is None or follow_up.cadence in (None, usual):
            continue  # the digest is worked out only where it makes a difference
        if find_standing(company, one).state == "in_force":
            return follow_up.cadence or usual
    return usual


def _held(company: Company, conversations: Sequence[Conversation], today: date) -> list[tuple[date, str]]:
    """Return what was held or agreed up to that day, and how to say it."""
    found: list[tuple[date, str]] = []
    if held := last_held(conversations, today):
        found.append((held, "the last check-in was held"))
    for one in conversations:
        if talked := held_on(one.talk, today):
            found.append((talked, "no check-in since the talk,"))
        since = in_force_since(company, one)
        if since is not None and since <= today:
            found.append((since, "no check-in since the agreement,"))
    return found


def _skipped_after(anchor: date, conversations: Sequence[Conversation], today: date) -> bool:
    return any(
        checkin.day > anchor and find_state(checkin.halves, checkin.day, today) == "skipped"
        for one in conversations
        for checkin in one.checkins
    )
