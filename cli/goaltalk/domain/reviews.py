"""A period's review: which one is meant, where it stands, and where the two sides differ (A6)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, get_args

from msgspec import Struct

from goaltalk.domain.answers import digest_content, is_by_its_side, read_name
from goaltalk.domain.canonical import parts_of
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.meetings import held_on, talk_day
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import GoalProgress, Progress
from goaltalk.domain.records import Answer, Review
from goaltalk.domain.records.fields import GoalResult, Side
from goaltalk.domain.records.review import GoalAssessment

ReviewState = Literal["none", "draft", "ready", "received", "refused", "changed"]
TEXTS = (
    "tasks",
    "responsibilities",
    "role",
    "effort",
    "practice",
    "performance",
    "results",
    "values",
    "learning",
    "feedback_used",
    "support",
)
"""What both say a few words about, in the order in which it is read."""


class ReviewStanding(Struct, frozen=True):
    """Where a review stands. `answers` are those to the present text, the last of each side.

    `stale` are the sides that answered a text which has changed since, and not the present one.
    """

    state: ReviewState
    answers: tuple[Answer, ...] = ()
    stale: tuple[Answer, ...] = ()


class GoalReview(Struct, frozen=True):
    """A goal of the period that ended: where it stood, and what each side says of it."""

    progress: GoalProgress
    employee: GoalResult | None
    leader: GoalResult | None
    employee_note: str | None = None
    leader_note: str | None = None
    carried_by: tuple[Side, ...] = ()

    @property
    def differ(self) -> bool:
        """Whether the two sides see the result differently: the thing to talk about."""
        return self.employee is not None and self.leader is not None and self.employee != self.leader


class BothSaid(Struct, frozen=True):
    """What each side wrote under one key of the review."""

    key: str
    employee: str | None
    leader: str | None


def digest_review(halves: Halves[Review, Review], person: str, period: str, repository: str) -> str:
    """Return the digest of both halves of a review as they are now (DESIGN section 5)."""
    bound = {"person": person, "period": period, "repository": repository}
    written = {side: parts_of(half) for side in get_args(Side) if (half := halves.of(side)) is not None}
    return digest_content("review", written | bound)


def digest_of_review(company: Company, conversation: Conversation) -> str:
    """Return the digest of a conversation's review; empty if there is none."""
    if not conversation.review:
        return ""
    return digest_review(
        conversation.review, conversation.person, conversation.period.label, company.settings.id
    )


def find_review_standing(company: Company, conversation: Conversation) -> ReviewStanding:
    """Return where the review of this conversation stands.

    `draft`: one side has written; `ready`: both have. `received` once the employee says so of the present
    text, which never means agreed; `refused` once either side does; `changed` if somebody answered a text
    that has changed since. Only answers by the employee, and by the leader of the day of the answer, count.
    """
    present = digest_of_review(company, conversation)
    given = list(_answers(company, conversation))
    answers, stale = dict[str, Answer](), dict[str, Answer]()
    for one in given:
        (answers if one.digest == present else stale)[one.role] = one
    left = tuple(one for side, one in sorted(stale.items()) if side not in answers)
    return ReviewStanding(
        _state(conversation, answers, left), tuple(one for _, one in sorted(answers.items())), left
    )


def find_review_period(company: Company, conversations: Sequence[Conversation], today: date) -> Period:
    """Return the period whose review is meant on that day, when nobody names one.

    In its last 30 days the one that holds the day; before that the last one that has ended, as far as there
    is something in it to review, for the talk of the next period includes its review.
    """
    here = company.period_at(today)
    if company.period_opened(today) != here:
        return here
    ended = [one.period for one in conversations if one.period.end < today and _has_something(one)]
    return max(ended, default=here)


def find_review_day(company: Company, conversations: Sequence[Conversation], period: Period) -> date | None:
    """Return the day of the talk that includes the review of a period, as held or planned; None without."""
    after = company.period_after(period)
    here = next((one for one in conversations if one.period == after), None)
    if here is None or any(half.skipped for half in (here.talk.employee, here.talk.leader) if half):
        return None
    return held_on(here.talk, date.max) or talk_day(here)


def review_held(
    company: Company, conversations: Sequence[Conversation], one: Conversation, today: date
) -> date | None:
    """Return the day on which a period's review was held, as one side says or with the next period's talk."""
    said = [half.held for half in (one.review.employee, one.review.leader) if half and half.held]
    with_talk = find_review_day(company, conversations, one.period)
    days = [*said, *([with_talk] if with_talk is not None and one.review else [])]
    return max((day for day in days if day <= today), default=None)


def compare_assessments(progress: Progress, halves: Halves[Review, Review]) -> tuple[GoalReview, ...]:
    """Return each goal of the period with what both sides say of it."""
    return tuple(_assessed(one, halves) for one in progress.goals)


def compare_words(halves: Halves[Review, Review]) -> tuple[BothSaid, ...]:
    """Return what both sides wrote beside the goals, by key; keys that nobody wrote under are left out."""
    said = (BothSaid(key, _text(halves.employee, key), _text(halves.leader, key)) for key in TEXTS)
    return tuple(one for one in said if one.employee or one.leader)


def _state(conversation: Conversation, answers: dict[str, Answer], stale: tuple[Answer, ...]) -> ReviewState:
    if any(one.answer == "refused" for one in answers.values()):
        return "refused"
    if "employee" in answers:
        return "received"
    if stale:
        return "changed"
    halves = (conversation.review.employee, conversation.review.leader)
    written = sum(half is not None and half.says_something for half in halves)
    return ("none", "draft", "ready")[written]


def _answers(company: Company, conversation: Conversation) -> Iterator[Answer]:
    """Yield the answers to the review that count, those of one side to one text in their order."""
    named = [(read_name(key), one) for key, one in conversation.answers.items()]
    fitting = [
        (name.number, one.on, one)
        for name, one in named
        if name
        and name.fits(one)
        and one.to == "review"
        and is_by_its_side(company, conversation.person, one)
    ]
    for _, _, one in sorted(fitting, key=lambda entry: entry[:2]):
        yield one


def _assessed(one: GoalProgress, halves: Halves[Review, Review]) -> GoalReview:
    name = one.goal.id
    mine, theirs = (_assessment(half, name) for half in (halves.employee, halves.leader))
    carried: list[Side] = [
        side for side in get_args(Side) if (half := halves.of(side)) is not None and name in half.carry_over
    ]
    return GoalReview(one, mine.result, theirs.result, mine.note, theirs.note, tuple(carried))


def _assessment(half: Review | None, name: str) -> GoalAssessment:
    return (half.goals.get(name) if half else None) or GoalAssessment()


def _text(half: Review | None, key: str) -> str | None:
    text: str | None = getattr(half, key) if half else None
    return text


def _has_something(one: Conversation) -> bool:
    return bool(one.agreement is not None or one.review or one.talk or one.checkins)
