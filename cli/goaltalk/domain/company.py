"""The repository's settings, its units and its people, and who leads whom on which day."""

from abc import abstractmethod
from collections.abc import Collection, Container, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from goaltalk.domain.periods import Period, following, period_of, preceding, read_period
from goaltalk.domain.records import Brief, Person, Settings, Unit
from goaltalk.domain.records.fields import FormerLeader, Language, Side

PLAN_AHEAD = timedelta(days=30)
"""So long before its end the next period is what people plan and talk about."""


class Roster(Mapping[str, Person]):
    """People by id who need not all be looked at to find some of them."""

    @abstractmethod
    def naming(self, words: frozenset[str]) -> Collection[str]:
        """Return the ids of at least those who name one of these as their unit, a leader or an address.

        Addresses are given as `casefold` makes them.
        """


class Company(Struct, frozen=True):
    """Everything that is not about one person's one period. Mappings are by id.

    `elsewhere` holds the ids of people, and `units_elsewhere` those of units, that there are although nothing
    more is known of them here, as in a sparse checkout. `unread` holds the kinds and ids of the units and
    people whose files are here and cannot be read.
    """

    settings: Settings
    units: Mapping[str, Unit] = {}
    people: Mapping[str, Person] = {}
    elsewhere: Container[str] = frozenset()
    units_elsewhere: Container[str] = frozenset()
    unread: Container[tuple[str, str]] = frozenset()

    def knows(self, kind: Literal["unit", "person"], name: str) -> bool:
        """Say whether there is such a unit or person, also if its file cannot be read, or is not here."""
        if kind == "unit":
            is_known = name in self.units or name in self.units_elsewhere
        else:
            is_known = name in self.people or name in self.elsewhere
        return is_known or (kind, name) in self.unread

    def leader_of(self, person: str, on: date) -> str | None:
        """Return who leads this person on that day, or None at the top of the tree."""
        record = self.people.get(person)
        if record is None:
            return None
        leader = _former_leader(record.former_leaders, on) or record.leader
        if leader:
            return leader if leader != person else None
        return self._unit_leader(record.unit, person, on)

    def knows_leader_of(self, person: str) -> bool:
        """Say whether every file is here, and could be read, that tells who leads this person."""
        record = self.people.get(person)
        above = [record.unit, *self.units_above(record.unit)] if record else []
        parts = (self.units[name].part_of for name in above if name in self.units)
        needed = [("person", person), *(("unit", name) for name in (*above, *parts) if name)]
        if any(kind == "unit" and name in self.units_elsewhere for kind, name in needed):
            return False
        return not any(one in self.unread for one in needed)

    def unit_leader(self, unit: str, on: date) -> str:
        """Return who leads a unit on that day."""
        record = self.units[unit]
        return _former_leader(record.former_leaders, on) or record.leader

    def units_above(self, unit: str) -> Iterator[str]:
        """Yield a unit and those it is part of, from below; a cycle of units ends the climb."""
        seen: set[str] = set()
        name: str | None = unit
        while name and name not in seen and name in self.units:
            seen.add(name)
            yield name
            name = self.units[name].part_of

    def _unit_leader(self, unit: str, person: str, on: date) -> str | None:
        """Climb from the unit until somebody else leads."""
        for name in self.units_above(unit):
            leader = self.unit_leader(name, on)
            if leader != person:
                return leader
        return None

    def employs(self, person: str, on: date) -> bool:
        """Say whether this person has begun and not left on that day, both days included."""
        record = self.people[person]
        has_begun = record.starts is None or record.starts <= on
        return has_begun and (record.ends is None or on <= record.ends)

    def team_of(self, leader: str, on: date) -> tuple[str, ...]:
        """Return the ids of those whom this person leads on that day, sorted."""
        units = {name for name, unit in self.units.items() if leader in _ever_leading(unit)}
        below = (
            {name for name in self.units if not units.isdisjoint(self.units_above(name))} if units else set()
        )
        possible = self._naming(frozenset({leader, *below}))
        return tuple(sorted(name for name in possible if self.leader_of(name, on) == leader))

    def members_of(self, unit: str) -> tuple[str, ...]:
        """Return the ids of those who belong to a unit itself, sorted."""
        possible = self._naming(frozenset({unit}))
        return tuple(sorted(name for name in possible if self.people[name].unit == unit))

    def _naming(self, words: frozenset[str]) -> Collection[str]:
        people = self.people
        return people.naming(words) if isinstance(people, Roster) else people.keys()

    def side_of(self, actor: str | None, person: str, on: date) -> Side | None:
        """Return which side of this person's conversation somebody is on that day."""
        if actor is None:
            return None
        if actor == person:
            return "employee"
        return "leader" if self.leader_of(person, on) == actor else None

    def with_email(self, email: str) -> tuple[str, ...]:
        """Return the ids of all people who use this address, sorted."""
        wanted = email.casefold()
        possible = self._naming(frozenset({wanted}))
        return tuple(sorted(name for name in possible if wanted in self.people[name].emails))

    def language_of(self, person: str | None) -> Language:
        """Return the person's language, or the repository's."""
        record = self.people.get(person or "")
        return (record.language if record else None) or self.settings.language

    def cadence_of(self, person: str) -> str:
        """Return how often check-ins are held with this person when the agreement says nothing."""
        record = self.people[person]
        unit = self.units.get(record.unit)
        return record.cadence or (unit.cadence if unit else None) or self.settings.cadence

    def period_at(self, day: date) -> Period:
        """Return the period that holds this day."""
        return period_of(day, self.settings.period, self.settings.year_starts)

    def period_opened(self, day: date) -> Period:
        """Return the period that a talk of this day opens: in the last 30 days of one, the next."""
        period = self.period_at(day)
        return self.period_after(period) if period.end - day < PLAN_AHEAD else period

    def period_named(self, label: str) -> Period:
        """Return the period of this label; a ValueError says what is wrong with it."""
        return read_period(label, self.settings.year_starts)

    def period_after(self, period: Period) -> Period:
        """Return the period that follows."""
        return following(period, self.settings.period, self.settings.year_starts)

    def period_before(self, period: Period) -> Period:
        """Return the period that came before."""
        return preceding(period, self.settings.period, self.settings.year_starts)


class Plan(Struct, frozen=True):
    """A unit's brief for one period."""

    unit: str
    period: Period
    brief: Brief


def _ever_leading(unit: Unit) -> Iterator[str]:
    yield unit.leader
    yield from (former.leader for former in unit.former_leaders)


def _former_leader(former: tuple[FormerLeader, ...], on: date) -> str | None:
    """Return who led on that day according to the list, or None when all of it ended before."""
    if not former:
        return None
    still = [(entry.until, entry.leader) for entry in former if entry.until >= on]
    return min(still)[1] if still else None
