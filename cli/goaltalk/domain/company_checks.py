"""What settings, units, people, briefs and questions must fulfil: references, unique ids, no cycles."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Brief, Questions, Settings
from goaltalk.domain.references import check_known, check_person, check_unique, check_unit, used_twice


def check_settings(settings: Settings, rules: Collection[str]) -> Iterator[Finding]:
    """Check that the settings speak of rules that there are; `rules` are the names of all."""
    for name in settings.rules:
        yield from check_known(Address("settings"), ("rules", name), "rule", name, rules)


def check_company(company: Company) -> Iterator[Finding]:
    """Check units and people against each other."""
    yield from _check_units(company)
    yield from _check_people(company)
    yield from _shared_emails(company)


def _check_units(company: Company) -> Iterator[Finding]:
    above = {name: unit.part_of for name, unit in company.units.items()}
    for name, unit in company.units.items():
        about = Address("unit", name)
        yield from check_person(company, about, ("leader",), unit.leader)
        yield from check_person(company, about, ("deputy",), unit.deputy)
        yield from check_unit(company, about, ("part_of",), unit.part_of)
        if _climbs_to_itself(name, above):
            yield Finding("cycle", "error", f"unit {name} is part of itself, through others", about)


def _check_people(company: Company) -> Iterator[Finding]:
    """Leaders are those who lead now, by the person's own record or by the unit's."""
    above = {
        name: person.leader or company.leader_of(name, date.max) for name, person in company.people.items()
    }
    for name, person in company.people.items():
        about = Address("person", name)
        yield from check_unit(company, about, ("unit",), person.unit)
        yield from check_person(company, about, ("leader",), person.leader)
        if _climbs_to_itself(name, above):
            key = "leader" if person.leader else "unit"
            yield Finding("cycle", "error", f"{name} leads themselves, through others", about, (key,))


def check_brief(unit: str, period: str, brief: Brief) -> Iterator[Finding]:
    """Check that the ids of a brief are unique in it."""
    seen: set[str] = set()
    for key in ("focus", "goals", "priorities", "challenges", "opportunities"):
        for number, need in enumerate(getattr(brief, key)):
            if need.id in seen:
                yield used_twice(Address("brief", unit, period), (key, number, "id"), need.id)
            seen.add(need.id)


def check_questions(name: str, source: Questions, topics: Collection[str]) -> Iterator[Finding]:
    """Check one file of questions; `topics` are the ids of all that the menu knows."""
    about = Address("questions", name=name)
    for key in ("topics", "questions"):
        yield from check_unique(about, key, [one.id for one in getattr(source, key)])
    for number, one in enumerate(source.questions):
        yield from check_known(about, ("questions", number, "topic"), "topic", one.topic, topics)


def _shared_emails(company: Company) -> Iterator[Finding]:
    """Tell both of two people with one address: either may be the one to mend."""
    owners: dict[str, list[str]] = {}
    for name, person in sorted(company.people.items()):
        for address in dict.fromkeys(person.emails):
            owners.setdefault(address, []).append(name)
    for names in owners.values():
        for name in names if len(names) > 1 else ():
            message = f"{' and '.join(names)} have the same e-mail address"
            yield Finding("duplicate-id", "error", message, Address("person", name), ("email",), name)


def _climbs_to_itself(name: str, above: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    step = above.get(name)
    while step and step not in seen:
        if step == name:
            return True
        seen.add(step)
        step = above.get(step)
    return False
