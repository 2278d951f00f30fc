"""Who acts for a leader who is away, and since when somebody has led."""

from collections.abc import Iterator
from datetime import date

from goaltalk.domain.absence import is_away
from goaltalk.domain.cadence import add_days
from goaltalk.domain.company import Company
from goaltalk.domain.records.fields import FormerLeader


def acting_leader(company: Company, person: str, on: date) -> str | None:
    """Return who acts as the leader of a person on that day; None at the top of the tree.

    While the leader is away, or has left, it is the deputy of the unit that they lead, else their own leader,
    and so on upwards. Nobody acts as leader of themselves. Where all are away it is the leader after all.
    """
    leader = company.leader_of(person, on)
    if leader is None:
        return None
    return _stand_in(company, leader, company.people[person].unit, on, {person})


def acting_unit_leader(company: Company, unit: str, on: date) -> str:
    """Return who acts as the leader of a unit on that day, by the same order."""
    return _stand_in(company, company.unit_leader(unit, on), unit, on, set())


def led_since(company: Company, person: str, on: date) -> date | None:
    """Return the first day of the present leader, or None where nobody led this person before."""
    leader = company.leader_of(person, on)
    record = company.people[person]
    former: list[FormerLeader] = list(record.former_leaders)
    for name in company.units_above(record.unit):
        former += company.units[name].former_leaders
    for last in sorted({one.until for one in former if one.until < on}, reverse=True):
        if company.leader_of(person, last) not in (leader, None):
            return add_days(last, 1)
    return None


def _stand_in(company: Company, leader: str, unit: str, on: date, refused: set[str]) -> str:
    for one in _in_turn(company, leader, unit, on):
        if one not in refused and not is_away(company, one, on):
            return one
    return leader


def _in_turn(company: Company, leader: str, unit: str, on: date) -> Iterator[str]:
    """Yield a leader, the deputy of the unit where they lead, then the leader's leader, and so on."""
    seen: set[str] = set()
    step: str | None = leader
    while step is not None and step not in seen:
        seen.add(step)
        yield step
        for name in company.units_above(unit):
            deputy = company.units[name].deputy
            if deputy and company.unit_leader(name, on) == step:
                yield deputy
                break
        record = company.people.get(step)
        unit = record.unit if record else unit
        step = company.leader_of(step, on)
