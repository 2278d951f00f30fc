"""Each side's half of a talk or a check-in (A1, A2, D6, D8)."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from goaltalk.domain.records.fields import Action, Experience, GoalStatus, LocalTime, Number, Record, Slug

MeetingKind = Literal["talk", "checkin"]


class Meeting(Record, frozen=True):
    """When a meeting is, whether it was held, and how it was."""

    at: Annotated[LocalTime | None, Meta(description="When, local time: YYYY-MM-DDTHH:MM")] = None
    minutes: Annotated[
        Annotated[int, Meta(ge=1, le=1440)] | None, Meta(description="How long, in minutes")
    ] = None
    place: Annotated[str | None, Meta(description="Where")] = None
    invited: Annotated[date | None, Meta(description="When the invitation was sent")] = None
    held: Annotated[date | None, Meta(description="The date it was held")] = None
    skipped: Annotated[bool | str | None, Meta(description="true, or why it was skipped")] = None
    experience: Annotated[Experience | None, Meta(description="How it was, for this side")] = None

    @property
    def says_something(self) -> bool:
        """Whether anybody wrote anything here; an untouched form never counts."""
        return self.experience not in (None, Experience())


class Talk(Meeting, frozen=True, tag_field="schema", tag="talk/1"):
    """One side's half of the talk (people/ID/PERIOD/talk.SIDE.yaml)."""

    summary: Annotated[str | None, Meta(description="What it came to, in short")] = None
    notes: Annotated[str | None, Meta(description="Notes")] = None

    @property
    def says_something(self) -> bool:
        """Whether anybody wrote anything here; an untouched form never counts."""
        return bool(super().says_something or self.summary or self.notes)


class GoalReport(Record, frozen=True):
    """Where one goal stands on the day of a check-in."""

    status: Annotated[GoalStatus | None, Meta(description="Where the goal stands")] = None
    progress: Annotated[
        Annotated[int, Meta(ge=0, le=100)] | None, Meta(description="How far, 0 to 100 per cent")
    ] = None
    value: Annotated[Number | None, Meta(description="The measure's value, in its unit")] = None
    note: Annotated[str | None, Meta(description="A few words")] = None


class Dropped(Record, frozen=True):
    """An action that is not to be done after all."""

    id: Annotated[Slug, Meta(description="The action's id")]
    why: Annotated[str | None, Meta(description="Why")] = None


class Moved(Record, frozen=True):
    """An action that got a new date."""

    id: Annotated[Slug, Meta(description="The action's id")]
    due: Annotated[date, Meta(description="The new date")]


class CheckIn(Meeting, frozen=True, tag_field="schema", tag="checkin/1"):
    """One side's half of a check-in (people/ID/PERIOD/checkins/DATE.SIDE.yaml)."""

    goals: Annotated[dict[Slug, GoalReport], Meta(description="Where each goal stands, by its id")] = {}
    topics: Annotated[dict[Slug, str], Meta(description="Notes, by topic")] = {}
    actions: Annotated[tuple[Action, ...], Meta(description="New actions")] = ()
    done: Annotated[tuple[Slug, ...], Meta(description="Ids of actions done since last time")] = ()
    dropped: Annotated[tuple[Dropped, ...], Meta(description="Actions that are not to be done")] = ()
    moved: Annotated[tuple[Moved, ...], Meta(description="Actions with a new date")] = ()

    @property
    def says_something(self) -> bool:
        """Whether anybody wrote anything here; an untouched form never counts."""
        reported = any(report != GoalReport() for report in self.goals.values())
        noted = any(self.topics.values())
        said = (self.actions, self.done, self.dropped, self.moved)
        return reported or noted or any(said) or super().says_something
