"""Who leads from a day on, with everybody who led before that day remembered as they were."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec.structs import replace

from goaltalk.domain.company import Company
from goaltalk.domain.records import Person, Unit
from goaltalk.domain.records.fields import FormerLeader

Former = tuple[FormerLeader, ...]
DAY = timedelta(days=1)


def move_person(company: Company, person: str, unit: str | None, leader: str | None, first: date) -> Person:
    """Return the person's record with another unit or leader from `first` on.

    A leader whom the unit gives anyway is not written down, and without one named the new unit gives it, so
    that a later change of the unit's leader is theirs, too. Who leads on any day before `first` stays the
    same: a person's own former leaders outrank all else, so what came from the unit is written down.
    """
    record = company.people[person]
    moved = replace(record, unit=unit or record.unit, leader=None)
    if leader is not None and not is_led_by_unit(
        with_people(company, {person: moved}), person, leader, first
    ):
        moved = replace(moved, leader=leader)
    if (leader, moved.unit) == (record.leader, record.unit):
        moved = replace(moved, leader=record.leader)
    if moved == record and all(entry.until < first for entry in record.former_leaders):
        return record
    return replace(
        moved, former_leaders=keep_past(company, with_people(company, {person: moved}), person, first)
    )


def keep_past(old: Company, new: Company, person: str, first: date) -> Former:
    """Return the former leaders with which, in `new`, everybody leads this person as in `old` before `first`.

    Where nobody led, the list names the person: nobody leads themselves. Leaders who are nobody here are
    left out.
    """
    last = first - DAY
    own = old.people[person].former_leaders
    kept = tuple(entry for entry in own if entry.until <= last)
    since = max((entry.until for entry in kept), default=date.min)
    added: list[FormerLeader] = []
    for day in sorted({last, *(day for day in _turns(old, person) if since < day < last)}):
        if day <= since:
            continue
        leader = old.leader_of(person, day) or person
        if added and added[-1].leader == leader:
            added.pop()
        if leader in old.people:
            added.append(FormerLeader(leader=leader, until=day))
    wanted = (*kept, *added)
    # What only repeats what the unit or the record says is left out, a change planned for `first` taken back.
    while (len(wanted) > len(kept) or (wanted and wanted[-1].until == last)) and _is_same_past(
        old, _with(new, person, wanted[:-1]), person, last
    ):
        wanted = wanted[:-1]
    return wanted


def lead_unit(company: Company, unit: str, leader: str, first: date) -> Unit:
    """Return the unit's record with another leader from `first` on, and who led on any day before kept."""
    record = company.units[unit]
    last = first - DAY
    before = _unit_leader(record, last)
    kept = [entry for entry in record.former_leaders if entry.until <= last]
    if before != leader and before in company.people and all(entry.until != last for entry in kept):
        kept.append(FormerLeader(leader=before, until=last))
    if kept and kept[-1] == FormerLeader(leader=leader, until=last):
        kept.pop()
    return replace(record, leader=leader, former_leaders=tuple(kept))


def is_led_by_unit(company: Company, person: str, leader: str, first: date) -> bool:
    """Say whether the unit alone makes this one the person's leader on every day from `first` on."""
    record = replace(company.people[person], former_leaders=())
    alone = with_people(company, {person: record})
    days = {first, date.max, *(day for day in _turns(alone, person) if day >= first)}
    return all(alone.leader_of(person, day) == leader for day in days)


def leaders_between(company: Company, person: str, first: date, last: date) -> tuple[str, ...]:
    """Return who leads this person from `first` to `last`, each once, in order."""
    days = sorted({last, *(day for day in _turns(company, person) if first <= day <= last)})
    found = (company.leader_of(person, day) for day in days if first <= day)
    return tuple(dict.fromkeys(leader for leader in found if leader is not None))


def with_people(company: Company, people: Mapping[str, Person]) -> Company:
    """Return the company with some people's records in the place of theirs."""
    return replace(company, people={**company.people, **people})


def with_unit(company: Company, name: str, unit: Unit) -> Company:
    """Return the company with one unit's record in the place of its own."""
    return replace(company, units={**company.units, name: unit})


def _is_same_past(old: Company, new: Company, person: str, last: date) -> bool:
    """Compare who led on every day up to `last`: between two turns nothing changes."""
    days = {last, *(day for day in (*_turns(old, person), *_turns(new, person)) if day <= last)}
    return all(old.leader_of(person, day) == new.leader_of(person, day) for day in days)


def _with(company: Company, person: str, former: Former) -> Company:
    return with_people(company, {person: replace(company.people[person], former_leaders=former)})


def _turns(company: Company, person: str) -> Iterable[date]:
    """Return the last days of all who led this person, or a unit on the way up from them."""
    record = company.people[person]
    days = [entry.until for entry in record.former_leaders]
    seen: set[str] = set()
    name: str | None = record.unit
    while name and name not in seen and name in company.units:
        seen.add(name)
        days += [entry.until for entry in company.units[name].former_leaders]
        name = company.units[name].part_of
    return days


def _unit_leader(unit: Unit, on: date) -> str:
    still = [(entry.until, entry.leader) for entry in unit.former_leaders if entry.until >= on]
    return min(still)[1] if still else unit.leader
