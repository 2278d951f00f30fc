"""When the next check-in with somebody falls due, and what that is counted from."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from goaltalk.domain.absence import Absence, absence_of
from goaltalk.domain.answers import find_standing, in_force_since
from goaltalk.domain.cadence import Rhythm, read_rhythm
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.meetings import find_state, held_on
from goaltalk.domain.periods import Period

NO_CHECKIN = "no check-in since the start,"


class NextCheckIn(Struct, frozen=True):
    """The day it falls due, the day and the reason it is counted from, and the cadence.

    `besides` says what else moved the day: a meeting skipped, days away.
    """

    due: date
    anchor: date
    why: str
    cadence: str
    besides: tuple[str, ...] = ()


class _Clock(Struct, frozen=True):
    """What a step is counted in, and which days do not count."""

    rhythm: Rhythm
    absence: Absence

    def after(self, anchor: date, steps: int = 1) -> date:
        nominal = self.rhythm.after(anchor, steps)
        return self.absence.due(anchor, (nominal - anchor).days)


def find_next_checkin(
    company: Company, person: str, conversations: Sequence[Conversation], today: date
) -> NextCheckIn:
    """Return when the next check-in falls due; days away do not count (DESIGN section 4).

    It is one step of the cadence after the latest of: the last check-in held, the talk held, the agreement,
    the start. A new period is a new start only for who was not due before it began: what is late stays late
    over New Year. If a check-in since then was skipped, it is two steps, however many were skipped: the next
    one that is held begins anew. Only a meeting up to today, or up to when it is late, can have been skipped.
    """
    cadence = agreed_cadence(company, person, conversations, today)
    clock = _Clock(read_rhythm(cadence), absence_of(company, person))
    since, why = _find_anchor(company, person, conversations, today, clock)
    # What was skipped during a leave at the start still counts as skipped: the return is no new beginning.
    anchor = clock.absence.back_from(since) if why == NO_CHECKIN else since
    due = clock.after(anchor)
    besides = []
    last = max(today, clock.absence.due(due, company.settings.grace_days))
    if _skipped_between(since, last, conversations, today):
        due = clock.after(anchor, 2)
        besides.append("one skipped")
    if due != clock.rhythm.after(anchor, 1 + len(besides)):
        besides.append("days away not counted")
    return NextCheckIn(due, anchor, why, cadence, tuple(besides))


def start_of(company: Company, person: str, period: Period) -> date:
    """Return the first day on which anything can count: of the period, of the records, of the job.

    Where that day lies in an absence, it is the day of the return; a later absence is no new start.
    """
    known = (period.start, *_beginnings(company, person))
    return absence_of(company, person).back_from(max(known))


def _beginnings(company: Company, person: str) -> Iterator[date]:
    """Yield the first days of the records and of the job, as far as they are known."""
    for day in (company.settings.tracked_from, company.people[person].starts):
        if day is not None:
            yield day


def _find_anchor(
    company: Company, person: str, conversations: Sequence[Conversation], today: date, clock: _Clock
) -> tuple[date, str]:
    """Return the day that the next check-in is counted from, and the reason.

    Where nothing says since when the records are kept, and nothing was held, it is since the period began.
    """
    opened = company.period_at(today).start
    known = [*_held(company, conversations, today)]
    if company.settings.tracked_from is None and not known:
        known.append((opened, NO_CHECKIN))
    known += [(day, NO_CHECKIN) for day in _beginnings(company, person)]
    day, why = max(known, key=lambda pair: pair[0])
    if day < opened < clock.after(day):
        return opened, NO_CHECKIN
    return day, why


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
    """Return what was held or agreed up to that day, and how to say it; at least the latest of it."""
    found: list[tuple[date, str]] = []
    if held := last_held(conversations, today):
        found.append((held, "the last check-in was held"))
    for one in conversations:
        if talked := held_on(one.talk, today):
            found.append((talked, "no check-in since the talk,"))
        answered = max((answer.on for answer in one.answers.values()), default=date.min)
        if any(day >= answered for day, _ in found):
            continue  # nothing was agreed later, and to know since when takes longer than all else here
        since = in_force_since(company, one)
        if since is not None and since <= today:
            found.append((since, "no check-in since the agreement,"))
    return found


def _skipped_between(anchor: date, last: date, conversations: Sequence[Conversation], today: date) -> bool:
    return any(
        anchor < checkin.day <= last and find_state(checkin.halves, checkin.day, today) == "skipped"
        for one in conversations
        for checkin in one.checkins
    )
