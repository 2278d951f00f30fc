"""What each side prepares before the talk (B5, B6, B7, B8)."""

from typing import Annotated

from msgspec import Meta

from goaltalk.domain.records.fields import Record, Slug


class Strength(Record, frozen=True):
    """Something a person can, or likes, and the needs it serves (B7)."""

    text: Annotated[str, Meta(min_length=1, description="In the person's own words")]
    supports: Annotated[tuple[Slug, ...], Meta(description="Ids from the brief that it serves")] = ()


class Wish(Record, frozen=True):
    """A wish of the employee; its id sees to it that none is lost (B8, D1)."""

    id: Annotated[Slug, Meta(description="Unique among this person's wishes")]
    text: Annotated[str, Meta(min_length=1, description="The wish")]


class Preparation(Record, frozen=True):
    """What both sides' preparations have in common."""

    questions: Annotated[tuple[Slug, ...], Meta(description="Questions picked from the menu")] = ()
    answers: Annotated[dict[Slug, str], Meta(description="Answers, by the question's id")] = {}


class EmployeePreparation(Preparation, frozen=True, tag_field="schema", tag="preparation/1"):
    """The employee's preparation (people/ID/PERIOD/prep.employee.yaml)."""

    can: Annotated[tuple[Strength, ...], Meta(description="What you can: skills, experience, education")] = ()
    likes: Annotated[tuple[Strength, ...], Meta(description="What you like: interests, what drives you")] = ()
    goals: Annotated[tuple[str, ...], Meta(description="Your own goals, professional and personal")] = ()
    contribute: Annotated[str | None, Meta(description="What you want to contribute")] = None
    develop: Annotated[str | None, Meta(description="How you want to develop")] = None
    wishes: Annotated[tuple[Wish, ...], Meta(description="What you wish for")] = ()
    feedback_wanted: Annotated[str | None, Meta(description="What you want feedback on")] = None


class LeaderPreparation(Preparation, frozen=True, tag_field="schema", tag="preparation/1"):
    """What the leader chooses to share of the preparation (people/ID/PERIOD/prep.leader.yaml)."""

    purpose: Annotated[str | None, Meta(description="What this talk should achieve")] = None
    good_experience: Annotated[str | None, Meta(description="What would make it good for this person")] = None
    strengths: Annotated[str | None, Meta(description="Strengths, and how to use them")] = None
    expectations: Annotated[str | None, Meta(description="Expectations to voice")] = None
    follow_up_questions: Annotated[tuple[str, ...], Meta(description="Questions to ask if it comes up")] = ()


class PrivatePreparation(LeaderPreparation, frozen=True, tag_field="schema", tag="preparation/1"):
    """The leader's own notes, kept outside the repository; the three last ones are never shared."""

    standing: Annotated[str | None, Meta(description="Where the employee stands, one of five words")] = None
    working_environment: Annotated[str | None, Meta(description="Their part in the working environment")] = (
        None
    )
    preconceptions: Annotated[str | None, Meta(description="Preconceptions to set aside")] = None
