"""What a talk is to be about: the period that ended, and the one that opens."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from goaltalk.domain.address import Address
from goaltalk.domain.agenda.frame import Frame, Slot, make_frame
from goaltalk.domain.alignment import Alignment, align_person
from goaltalk.domain.answers import Standing, find_standing
from goaltalk.domain.company import Company, Plan
from goaltalk.domain.conversation import Conversation, Halves, conversation_in
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import (
    ActionProgress,
    Progress,
    fold_all_actions,
    fold_progress,
)
from goaltalk.domain.records import EmployeePreparation, LeaderPreparation, Review
from goaltalk.domain.records.agreement import Agreement
from goaltalk.domain.reviews import GoalReview, compare_assessments


class TalkAgenda(Struct, frozen=True):
    """The facts of a talk: the period that ended, and the one that opens (D1, D5, D6)."""

    frame: Frame
    standing: Standing
    plan: Plan | None
    ended: Period | None
    reviewed: tuple[GoalReview, ...]
    reviews: Halves[Review, Review]
    actions: tuple[ActionProgress, ...]
    preparation: Halves[EmployeePreparation, LeaderPreparation]
    alignment: Alignment
    agreement: Agreement | None


def build_talk_agenda(
    company: Company, person: str, conversations: Sequence[Conversation], plan: Plan | None, slot: Slot
) -> TalkAgenda:
    """Gather the facts for the talk that opens a period and ends the one before."""
    _, day, period = slot
    here = conversation_in(conversations, person, period)
    earlier = [one for one in conversations if one.period < period]
    ended = max(earlier, key=lambda one: one.period, default=None)
    progress = fold_progress(company, conversations, ended.period.label, day) if ended else Progress()
    reviews: Halves[Review, Review] = ended.review if ended else Halves()
    return TalkAgenda(
        frame=make_frame(company, "talk", person, period, day, here.talk),
        standing=find_standing(company, here),
        plan=plan,
        ended=ended.period if ended else None,
        reviewed=compare_assessments(progress, reviews),
        reviews=reviews,
        actions=_carried_to(here, conversations, day),
        preparation=here.preparation,
        alignment=align_person(here.preparation.employee, plan.brief if plan else None),
        agreement=here.agreement,
    )


def _carried_to(
    here: Conversation, conversations: Sequence[Conversation], day: date
) -> tuple[ActionProgress, ...]:
    """Return every open action except those that the agreement under talk proposes itself."""
    proposed = Address("agreement", here.person, here.period.label)
    still_open = Progress(actions=fold_all_actions(conversations, day)).open_actions
    return tuple(one for one in still_open if one.about != proposed)
