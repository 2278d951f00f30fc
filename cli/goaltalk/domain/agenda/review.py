"""The agenda of a review: what the period came to, as both sides see it (A6, A7, A8)."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from goaltalk.domain.agenda.frame import Frame, Slot, make_frame
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, Halves, conversation_in
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import ActionProgress, Progress, fold_progress
from goaltalk.domain.records import Agreement, Feedback, Review
from goaltalk.domain.reviews import (
    BothSaid,
    GoalReview,
    ReviewStanding,
    compare_assessments,
    compare_words,
    find_review_day,
    find_review_period,
    find_review_standing,
)


class Told(Struct, frozen=True):
    """Feedback that was asked for. `who` is a person's id, or a name from outside; `said` pairs up the words.

    `said` holds a question (None where there are more answers) with its answer; empty until it is given.
    """

    who: str
    feedback: Feedback
    said: tuple[tuple[str | None, str], ...] = ()


class ReviewFacts(Struct, frozen=True):
    """Both halves of a review, side by side. `differing` are the goals whose results the two see differently.

    `leader` is who led when the review was held, as far as that has been said: whose words the half holds.
    """

    person: str
    leader: str | None
    period: Period
    standing: ReviewStanding
    agreement: Agreement | None
    goals: tuple[GoalReview, ...]
    differing: tuple[GoalReview, ...]
    said: tuple[BothSaid, ...]
    carried: tuple[GoalReview, ...]
    reviews: Halves[Review, Review]
    feedback: tuple[Told, ...]


class ReviewAgenda(Struct, frozen=True):
    """The facts of the meeting in which two people look back on a period."""

    frame: Frame
    review: ReviewFacts
    actions: tuple[ActionProgress, ...]


def plan_review(
    company: Company,
    conversations: Sequence[Conversation],
    period: Period | None,
    day: date | None,
    today: date,
) -> Slot:
    """Return when a review is: on this day if one is given, else with the talk that includes it, or today."""
    period = period or find_review_period(company, conversations, today)
    planned = find_review_day(company, conversations, period)
    ahead = planned if planned is not None and planned >= today else None
    return Slot("review", day or ahead or today, period)


def gather_review(
    company: Company, person: str, conversations: Sequence[Conversation], period: Period, day: date
) -> ReviewFacts:
    """Put the two halves of a period's review side by side, as things stand on a day."""
    here = conversation_in(conversations, person, period)
    progress = fold_progress(company, conversations, period.label, day) if conversations else Progress()
    goals = compare_assessments(progress, here.review)
    halves = (here.review.employee, here.review.leader)
    held = max((half.held for half in halves if half is not None and half.held), default=day)
    return ReviewFacts(
        person=person,
        leader=company.leader_of(person, min(held, day)),
        period=period,
        standing=find_review_standing(company, here),
        agreement=here.agreement,
        goals=goals,
        differing=tuple(one for one in goals if one.differ),
        said=compare_words(here.review),
        carried=tuple(one for one in goals if one.carried_by),
        reviews=here.review,
        feedback=tuple(_told(here)),
    )


def build_review_agenda(
    company: Company, person: str, conversations: Sequence[Conversation], slot: Slot
) -> ReviewAgenda:
    """Gather the facts for the review of a period; when and where is that of the talk which includes it."""
    _, day, period = slot
    after = company.period_after(period)
    following = conversation_in(conversations, person, after)
    progress = fold_progress(company, conversations, period.label, day) if conversations else Progress()
    return ReviewAgenda(
        frame=make_frame(company, "review", person, period, day, following.talk),
        review=gather_review(company, person, conversations, period, day),
        actions=progress.open_actions,
    )


def _told(here: Conversation) -> Iterator[Told]:
    """Yield the feedback of a period: what was given first, then what somebody still waits for."""
    ordered = sorted(here.feedback.items(), key=lambda pair: (not _is_given(pair[1]), pair[0]))
    for _, one in ordered:
        questions = [*one.questions, *[None] * (len(one.answers) - len(one.questions))]
        said = tuple(zip(questions, one.answers, strict=False)) if _is_given(one) else ()
        yield Told(one.from_, one, said)


def _is_given(one: Feedback) -> bool:
    return one.given is not None or bool(one.answers)
