"""Where people stand: what `status` shows of them, one line each or in full."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from goaltalk.domain.answers import AgreementState, find_standing
from goaltalk.domain.clock import find_next_checkin, last_held
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, conversation_in
from goaltalk.domain.meetings import find_state, talk_day
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import Progress, fold_progress


class PersonStatus(Struct, frozen=True):
    """Where one person stands in one period.

    `since` is the day the agreement came into force; `next_due` and `cadence` are None for whom nobody leads;
    `planned` is the nearest day of a meeting that somebody has called.
    """

    person: str
    unit: str
    leader: str | None
    period: str
    agreement: AgreementState
    last_checkin: date | None
    next_due: date | None
    progress: Progress
    since: date | None = None
    cadence: str | None = None
    planned: date | None = None


def find_status(
    company: Company, person: str, conversations: Sequence[Conversation], period: Period, today: date
) -> PersonStatus:
    """Return where this person stands in that period on that day; without an agreement it is empty."""
    here = conversation_in(conversations, person, period)
    leader = company.leader_of(person, today)
    is_due = leader is not None and company.employs(person, today)
    following = find_next_checkin(company, person, conversations, today) if is_due else None
    standing = find_standing(company, here)
    return PersonStatus(
        person=person,
        unit=company.people[person].unit,
        leader=leader,
        period=period.label,
        agreement=standing.state,
        last_checkin=last_held(conversations, today),
        next_due=following.due if following else None,
        progress=fold_progress(company, conversations, period.label, today),
        since=standing.since,
        cadence=following.cadence if following else None,
        planned=min(_planned(conversations, today), default=None),
    )


def _planned(conversations: Sequence[Conversation], today: date) -> Iterator[date]:
    """Yield the days of the talks and check-ins that are planned, today included."""
    for one in conversations:
        meetings = ((talk_day(one), one.talk), *((each.day, each.halves) for each in one.checkins))
        for day, halves in meetings:
            if day is not None and find_state(halves, day, today) == "planned":
                yield day
