"""What a repository knows about itself, its units and its people."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from goaltalk.domain.records.fields import (
    Cadence,
    FormerLeader,
    Language,
    PeriodKind,
    PersonId,
    Record,
    Severity,
    Signatures,
    Slug,
    Span,
)

TOPICS = ("status", "happened", "learned", "next", "support", "other")


class Settings(Record, frozen=True, tag_field="schema", tag="settings/1"):
    """The settings of one goals repository (goaltalk.yaml)."""

    organisation: Annotated[str, Meta(description="Name of the organisation or team")]
    id: Annotated[
        str,
        Meta(
            min_length=8, max_length=64, pattern=r"^[a-z0-9-]+(?!\n)$", description="Random; never change it"
        ),
    ]
    language: Annotated[Language, Meta(description="Language of everything rendered: nb, nn or en")] = "en"
    period: Annotated[PeriodKind, Meta(description="How long a period is")] = "half-year"
    year_starts: Annotated[
        Annotated[int, Meta(ge=1, le=12)], Meta(description="The month in which the year begins, 1 to 12")
    ] = 1
    cadence: Annotated[Cadence, Meta(description="How often check-ins are held")] = "monthly"
    grace_days: Annotated[
        Annotated[int, Meta(ge=0, le=365)], Meta(description="Days a check-in may be late, in days")
    ] = 7
    notice_days: Annotated[
        Annotated[int, Meta(ge=0, le=365)],
        Meta(description="Days between the invitation and a talk, in days"),
    ] = 7
    timezone: Annotated[str, Meta(description="IANA name of the zone, such as Europe/Oslo")] = "UTC"
    tracked_from: Annotated[date | None, Meta(description="Nothing is due before this date")] = None
    closed: Annotated[tuple[Span, ...], Meta(description="Days on which nobody works")] = ()
    topics: Annotated[tuple[Slug, ...], Meta(description="Topics of a check-in, in order")] = TOPICS
    standing_scale: Annotated[
        tuple[str, ...], Meta(description="Five words for where somebody stands, from new to ready for more")
    ] = ()
    rules: Annotated[dict[str, Severity], Meta(description="Severity of each rule: error, warning, off")] = {}
    signatures: Annotated[Signatures, Meta(description="Whether commits must be signed")] = "optional"
    allowed_signers: Annotated[str | None, Meta(description="Path of the allowed signers file")] = None


class Unit(Record, frozen=True, tag_field="schema", tag="unit/1"):
    """A unit: a team, a department (units/ID/unit.yaml)."""

    name: Annotated[str, Meta(min_length=1, description="Name of the unit")]
    leader: Annotated[PersonId, Meta(description="Who leads it: a person's id")]
    former_leaders: Annotated[tuple[FormerLeader, ...], Meta(description="Who led it before")] = ()
    deputy: Annotated[PersonId | None, Meta(description="Who acts while the leader is away")] = None
    part_of: Annotated[Slug | None, Meta(description="The unit that this one is part of")] = None
    cadence: Annotated[Cadence | None, Meta(description="How often check-ins are held in this unit")] = None
    closed: Annotated[tuple[Span, ...], Meta(description="Days on which nobody in the unit works")] = ()


class Person(Record, frozen=True, tag_field="schema", tag="person/1"):
    """An employee; leaders are employees too (people/ID/person.yaml)."""

    name: Annotated[str, Meta(min_length=1, description="Name as the person writes it")]
    email: Annotated[str, Meta(min_length=3, description="The address used in git")]
    unit: Annotated[Slug, Meta(description="The unit the person belongs to")]
    other_emails: Annotated[tuple[str, ...], Meta(description="Further addresses used in git")] = ()
    title: Annotated[str | None, Meta(description="Title of the job")] = None
    leader: Annotated[PersonId | None, Meta(description="The leader, where not the unit's")] = None
    former_leaders: Annotated[tuple[FormerLeader, ...], Meta(description="Leaders before")] = ()
    starts: Annotated[date | None, Meta(description="First day in the job")] = None
    ends: Annotated[date | None, Meta(description="Last day in the job")] = None
    cadence: Annotated[Cadence | None, Meta(description="How often check-ins are held with this person")] = (
        None
    )
    language: Annotated[Language | None, Meta(description="The person's language: nb, nn or en")] = None
    away: Annotated[tuple[Span, ...], Meta(description="Days away; dates only, never a reason")] = ()

    @property
    def emails(self) -> tuple[str, ...]:
        """All addresses, the main one first, ready to be compared."""
        return tuple(address.casefold() for address in (self.email, *self.other_emails))
