"""Lists of people, for the screen and for other programs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from goaltalk.domain.company import Company

PEOPLE_HEADS = ("person", "name", "unit", "leader", "title")
AWAY_HEADS = ("from", "to", "days", "")


def people_rows(company: Company, names: Iterable[str], today: date) -> list[tuple[str, ...]]:
    """Return a row for each person under PEOPLE_HEADS, with the leader of that day."""
    return [
        (name, one.name, one.unit, company.leader_of(name, today) or "", one.title or "")
        for name, one in ((name, company.people[name]) for name in names)
    ]


def people_output(company: Company, names: Iterable[str], today: date) -> dict[str, Any]:
    """Return people as `goaltalk/people/1`."""
    return {"schema": "goaltalk/people/1", "people": [_person(company, name, today) for name in names]}


def away_rows(company: Company, name: str, today: date) -> list[tuple[str, ...]]:
    """Return a row for each absence under AWAY_HEADS, in order of the days."""
    spans = sorted(company.people[name].away, key=lambda one: one.first)
    return [
        (
            str(one.first),
            str(one.last),
            str((one.last - one.first).days + 1),
            "past" if one.last < today else "now" if one.first <= today else "",
        )
        for one in spans
    ]


def _person(company: Company, name: str, today: date) -> dict[str, Any]:
    one = company.people[name]
    return {
        "person": name,
        "name": one.name,
        "email": one.email,
        "unit": one.unit,
        "leader": company.leader_of(name, today),
        "title": one.title,
        "starts": one.starts and one.starts.isoformat(),
        "ends": one.ends and one.ends.isoformat(),
    }
