"""The evaluation at the period's end, feedback, and answers (A6, A7)."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from goaltalk.domain.records.fields import Experience, GoalResult, PersonId, Record, Side, Slug


class GoalAssessment(Record, frozen=True):
    """How one goal ended, as this side sees it."""

    result: Annotated[GoalResult | None, Meta(description="achieved, partly, missed or dropped")] = None
    note: Annotated[str | None, Meta(description="A few words")] = None


class Review(Record, frozen=True, tag_field="schema", tag="review/1"):
    """One side's half of the evaluation (people/ID/PERIOD/review.SIDE.yaml)."""

    held: Annotated[date | None, Meta(description="The date it was held")] = None
    goals: Annotated[dict[Slug, GoalAssessment], Meta(description="How each goal ended, by its id")] = {}
    tasks: Annotated[str | None, Meta(description="The agreed tasks")] = None
    responsibilities: Annotated[str | None, Meta(description="The agreed responsibilities")] = None
    role: Annotated[str | None, Meta(description="The role")] = None
    effort: Annotated[str | None, Meta(description="Effort")] = None
    practice: Annotated[str | None, Meta(description="How the work was done")] = None
    performance: Annotated[str | None, Meta(description="Performance")] = None
    results: Annotated[str | None, Meta(description="Results")] = None
    values: Annotated[str | None, Meta(description="How the values were lived")] = None
    learning: Annotated[str | None, Meta(description="What was learned")] = None
    support: Annotated[
        str | None, Meta(description="How the follow-up worked, and what the leader should change")
    ] = None
    feedback_used: Annotated[str | None, Meta(description="Which feedback was used, and how")] = None
    carry_over: Annotated[
        tuple[Slug, ...], Meta(description="Ids of goals to carry into the next period")
    ] = ()
    experience: Annotated[Experience | None, Meta(description="How it was, for this side")] = None

    @property
    def says_something(self) -> bool:
        """Whether anybody wrote anything here; an untouched form, or a date alone, never counts."""
        assessed = {name: one for name, one in self.goals.items() if one != GoalAssessment()}
        felt = self.experience if self.experience != Experience() else None
        return replace(self, held=None, goals=assessed, experience=felt) != Review()


class Feedback(Record, frozen=True, tag_field="schema", tag="feedback/1", rename={"from_": "from"}):
    """What somebody around the employee says; named, and open to the employee."""

    from_: Annotated[str, Meta(min_length=1, description="A person's id, or a name from outside")]
    asked_by: Annotated[Side, Meta(description="Who asked for it")]
    asked: Annotated[date | None, Meta(description="When it was asked for")] = None
    due: Annotated[date | None, Meta(description="By when it is wanted")] = None
    given: Annotated[date | None, Meta(description="When it was given")] = None
    questions: Annotated[tuple[str, ...], Meta(description="What was asked")] = ()
    answers: Annotated[tuple[str, ...], Meta(description="What was answered")] = ()
    entered_by: Annotated[PersonId | None, Meta(description="Who typed it in, if somebody else")] = None


class Answer(Record, frozen=True, tag_field="schema", tag="answer/1"):
    """Somebody's answer to exactly one text; never changed afterwards."""

    to: Annotated[Literal["agreement", "review"], Meta(description="What it answers")]
    digest: Annotated[
        str, Meta(pattern=r"^sha256:[0-9a-f]{64}(?!\n)$", description="Digest of the text that it answers")
    ]
    by: Annotated[PersonId, Meta(description="Who answers")]
    role: Annotated[Side, Meta(description="For which side")]
    on: Annotated[date, Meta(description="When")]
    answer: Annotated[
        Literal["accepted", "declined", "received", "refused"],
        Meta(description="accepted or declined an agreement; received or refused a review"),
    ]
    text: Annotated[str | None, Meta(description="A written response")] = None
