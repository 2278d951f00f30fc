"""The one text both sides work on and accept (D5, D6, D7, A4)."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from goaltalk.domain.records.fields import PERIOD, Action, Cadence, Number, PersonId, Record, Slug, WishAnswer

CONTINUES = PERIOD.removesuffix(r"(?!\n)$") + r"/[a-z0-9]+(-[a-z0-9]+)*(?!\n)$"


class Measure(Record, frozen=True):
    """How a goal is measured, from where, to where."""

    unit: Annotated[str | None, Meta(description="Unit of measure, such as days or %")] = None
    baseline: Annotated[Number | None, Meta(description="Where it starts, in the unit")] = None
    target: Annotated[Number | None, Meta(description="Where it shall be, in the unit")] = None


class Goal(Record, frozen=True, rename={"with_": "with"}):
    """One goal of the agreement: a frame with room to influence, never a bare order (F4)."""

    id: Annotated[Slug, Meta(description="Unique in this agreement")]
    title: Annotated[str, Meta(min_length=1, description="The goal, in one line")]
    type: Annotated[
        Literal["work", "personal", "development"] | None, Meta(description="Kind of goal; work if left out")
    ] = None
    frame: Annotated[str | None, Meta(description="The frame, and the room to influence it")] = None
    success: Annotated[tuple[str, ...], Meta(description="Success criteria: how both see it is reached")] = ()
    measure: Annotated[Measure | None, Meta(description="Baseline and target, if it has figures")] = None
    supports: Annotated[tuple[Slug, ...], Meta(description="Ids from the unit's brief")] = ()
    with_: Annotated[tuple[PersonId, ...], Meta(description="Who takes part")] = ()
    due: Annotated[date | None, Meta(description="By when, YYYY-MM-DD")] = None
    continues: Annotated[
        Annotated[str, Meta(pattern=CONTINUES)] | None,
        Meta(description="The goal of an earlier period that this one continues: PERIOD/ID"),
    ] = None


class Task(Record, frozen=True):
    """One of the most important tasks of the job."""

    id: Annotated[Slug, Meta(description="Unique in this agreement")]
    title: Annotated[str, Meta(min_length=1, description="The task")]
    priority: Annotated[
        Annotated[int, Meta(ge=1, le=9)] | None, Meta(description="1 is the most important")
    ] = None


class DevelopmentNeed(Record, frozen=True, rename={"for_": "for"}):
    """Something to learn, and what it is for."""

    id: Annotated[Slug, Meta(description="Unique in this agreement")]
    need: Annotated[str, Meta(min_length=1, description="What is to be learned or developed")]
    for_: Annotated[tuple[Slug, ...], Meta(description="Ids of goals or needs it serves")] = ()


class AnsweredWish(Record, frozen=True):
    """The answer to a wish from the preparation (D1)."""

    id: Annotated[Slug, Meta(description="The wish's id, from the employee's preparation")]
    answer: Annotated[WishAnswer | None, Meta(description="yes, no or later")] = None
    why: Annotated[str | None, Meta(description="Why")] = None


class FollowUp(Record, frozen=True):
    """What follow-up was agreed; its cadence outranks every default (D7)."""

    cadence: Annotated[Cadence | None, Meta(description="How often you meet")] = None
    form: Annotated[str | None, Meta(description="How you meet")] = None
    feedback: Annotated[str | None, Meta(description="Which feedback is wanted, and when")] = None


class Amendment(Record, frozen=True):
    """An agreement in force was opened for change (A4)."""

    on: Annotated[date, Meta(description="When")]
    by: Annotated[PersonId, Meta(description="By whom")]
    why: Annotated[str, Meta(description="Why")]
    digest: Annotated[str, Meta(description="Digest of the text that it opens")]


class Agreement(Record, frozen=True, tag_field="schema", tag="agreement/1"):
    """What both have agreed for the period (people/ID/PERIOD/agreement.yaml)."""

    proposed: Annotated[date | None, Meta(description="Set by goaltalk when the content changes")] = None
    success: Annotated[str | None, Meta(description="What it means to succeed in this job")] = None
    role: Annotated[str | None, Meta(description="The role")] = None
    responsibilities: Annotated[tuple[str, ...], Meta(description="Responsibilities")] = ()
    core: Annotated[tuple[str, ...], Meta(description="The core area: can, like and need together")] = ()
    tasks: Annotated[tuple[Task, ...], Meta(description="The most important tasks")] = ()
    goals: Annotated[tuple[Goal, ...], Meta(description="Goals")] = ()
    development: Annotated[tuple[DevelopmentNeed, ...], Meta(description="Development needs")] = ()
    actions: Annotated[tuple[Action, ...], Meta(description="Who does what, and when")] = ()
    wishes: Annotated[tuple[AnsweredWish, ...], Meta(description="Answers to the wishes")] = ()
    follow_up: Annotated[FollowUp | None, Meta(description="How it is followed up")] = None
    amendments: Annotated[tuple[Amendment, ...], Meta(description="When it was opened for change")] = ()
