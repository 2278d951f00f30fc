"""The unit's plan for a period (B2, B3)."""

from typing import Annotated

from msgspec import Meta

from goaltalk.domain.records.fields import Record, Slug

MEMORABLE = 5


class Need(Record, frozen=True):
    """One thing the organisation needs in this period; goals, cans and likes point at it."""

    id: Annotated[Slug, Meta(description="Unique in this brief")]
    title: Annotated[str, Meta(min_length=1, description="What it is, in one line")]
    why: Annotated[str | None, Meta(description="Why it matters")] = None


class Brief(Record, frozen=True, tag_field="schema", tag="brief/1"):
    """The unit's plan for the period (units/ID/PERIOD.yaml)."""

    focus: Annotated[tuple[Need, ...], Meta(description="Focus areas, about three")] = ()
    goals: Annotated[tuple[Need, ...], Meta(description="Chosen goals of the unit, about three")] = ()
    priorities: Annotated[tuple[Need, ...], Meta(description="Prioritised tasks, about three")] = ()
    challenges: Annotated[tuple[Need, ...], Meta(description="Biggest challenges, about three")] = ()
    opportunities: Annotated[tuple[Need, ...], Meta(description="Biggest opportunities, about three")] = ()
    leader_goals: Annotated[
        tuple[str, ...], Meta(description="The leader's own goals, as far as they are shared")
    ] = ()
    message: Annotated[str | None, Meta(description="A few words from the leader to the team")] = None

    @property
    def needs(self) -> tuple[Need, ...]:
        """Everything the organisation needs, in the order of the file's keys."""
        return (*self.focus, *self.goals, *self.priorities, *self.challenges, *self.opportunities)


def long_lists(brief: Brief) -> tuple[tuple[str, int], ...]:
    """Return the keys whose lists are longer than people remember, and how long they are (B2)."""
    keys = ("focus", "goals", "priorities", "challenges", "opportunities", "leader_goals")
    counted = ((key, len(getattr(brief, key))) for key in keys)
    return tuple((key, count) for key, count in counted if count > MEMORABLE)
