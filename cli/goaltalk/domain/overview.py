"""Where people stand, one line each: what `status` shows."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from goaltalk.domain.answers import AgreementState, find_standing
from goaltalk.domain.clock import find_next_checkin, last_held
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import Progress, fold_progress


class PersonStatus(Struct, frozen=True):
    """Where one person stands in one period."""

    person: str
    unit: str
    leader: str | None
    period: str
    agreement: AgreementState
    last_checkin: date | None
    next_due: date | None
    progress: Progress


def find_status(
    company: Company, person: str, conversations: Sequence[Conversation], period: Period, today: date
) -> PersonStatus:
    """Return where this person stands in that period on that day; without an agreement it is empty."""
    here = next((one for one in conversations if one.period == period), Conversation(person, period))
    leader = company.leader_of(person, today)
    is_due = leader is not None and company.employs(person, today)
    return PersonStatus(
        person=person,
        unit=company.people[person].unit,
        leader=leader,
        period=period.label,
        agreement=find_standing(company, here).state,
        last_checkin=last_held(conversations, today),
        next_due=find_next_checkin(company, person, conversations, today).due if is_due else None,
        progress=fold_progress(company, conversations, period.label, today),
    )
