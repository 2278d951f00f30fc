"""Companies, conversations and check-ins in few words.

Kari Nordmann is in the unit `platform`, which Per Lie leads; Per has no leader. Periods are half-years.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, TypeVar

import msgspec
from hypothesis import settings as profile
from msgspec.structs import replace

from goaltalk.domain.answers import answer_name, digest_agreement
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.periods import Period, read_period
from goaltalk.domain.records import Agreement, Answer, CheckIn, Person, Record, Review, Settings, Talk, Unit
from goaltalk.domain.records.fields import Side

KARI, PER, ANNE, OLA = "kari-nordmann", "per-lie", "anne-dahl", "ola-moe"
REPOSITORY = "test-0001"
H1, H2, NEXT_H1 = read_period("2026-H1"), read_period("2026-H2"), read_period("2027-H1")

steadily = profile(derandomize=True, deadline=None, max_examples=100)

R = TypeVar("R", bound=Record)
Word = Literal["accepted", "declined", "received", "refused"]


def day(text: str) -> date:
    """Read `2026-09-15`."""
    return date.fromisoformat(text)


def make(keys: dict[str, Any], kind: type[R]) -> R:
    """Make a record of plain values, as they stand in a file."""
    return msgspec.convert(keys, kind, dec_hook=lambda wanted, text: wanted(text))


def person(name: str, /, **keys: Any) -> Person:
    usual = {"name": name, "email": f"{name}@example.com", "unit": "platform"}
    return make(usual | keys, Person)


def unit(leader: str, /, **keys: Any) -> Unit:
    return make({"name": "Unit", "leader": leader} | keys, Unit)


def company(
    people: Mapping[str, Person] | None = None, units: Mapping[str, Unit] | None = None, **settings: Any
) -> Company:
    """Make a company; what is given stands beside Kari, Per and the unit platform, or replaces them."""
    known = {"organisation": "Acme", "id": REPOSITORY} | settings
    return Company(
        make(known, Settings),
        {"platform": unit(PER)} | dict(units or {}),
        {KARI: person(KARI), PER: person(PER)} | dict(people or {}),
    )


def kari(**keys: Any) -> dict[str, Person]:
    """Make Kari with some keys changed, ready for `company`."""
    return {KARI: person(KARI, **keys)}


def half(**keys: Any) -> CheckIn:
    return make(keys, CheckIn)


def checkin(on: str, employee: CheckIn | None = None, leader: CheckIn | None = None) -> DatedCheckIn:
    return DatedCheckIn(day(on), Halves(employee, leader))


def held(on: str, **keys: Any) -> DatedCheckIn:
    """A check-in held on its day; the keys are the employee's half."""
    return checkin(on, half(held=on, **keys))


def skipped(on: str) -> DatedCheckIn:
    return checkin(on, leader=half(skipped=True))


def planned(on: str, employee: CheckIn | None = None) -> DatedCheckIn:
    """A check-in that the leader has put in the calendar."""
    return checkin(on, employee, half(at=f"{on}T10:00"))


def goal(name: str, /, **keys: Any) -> dict[str, Any]:
    return {"id": name, "title": "A goal"} | keys


def action(name: str, /, **keys: Any) -> dict[str, Any]:
    return {"id": name, "what": "Something", "who": KARI} | keys


def agreement(**keys: Any) -> Agreement:
    return make(keys, Agreement)


def agreed_goals(*goals: dict[str, Any], proposed: str = "2026-07-03") -> Agreement:
    return agreement(proposed=proposed, goals=list(goals))


def talk(
    employee: Mapping[str, Any] | None = None, leader: Mapping[str, Any] | None = None
) -> Halves[Talk, Talk]:
    return Halves(
        None if employee is None else make(dict(employee), Talk),
        None if leader is None else make(dict(leader), Talk),
    )


def review(
    employee: Mapping[str, Any] | None = None, leader: Mapping[str, Any] | None = None
) -> Halves[Review, Review]:
    return Halves(
        None if employee is None else make(dict(employee), Review),
        None if leader is None else make(dict(leader), Review),
    )


def conversation(
    period: Period = H2, *checkins: DatedCheckIn, agreement: Agreement | None = None, **parts: Any
) -> Conversation:
    ordered = tuple(sorted(checkins, key=lambda one: one.day))
    return Conversation(KARI, period, agreement=agreement, checkins=ordered, **parts)


def answered(
    one: Conversation, side: Side, on: str, answer: Word = "accepted", by: str | None = None
) -> Conversation:
    """Add one side's answer to the present text."""
    assert one.agreement is not None
    digest = digest_agreement(one.agreement, one.person, one.period.label, REPOSITORY)
    who = by or (one.person if side == "employee" else PER)
    record = Answer(to="agreement", digest=digest, by=who, role=side, on=day(on), answer=answer)
    return replace(one, answers={**one.answers, f"{answer_name('agreement', digest)}.{side}": record})


def in_force(one: Conversation, since: str, leader: str = PER) -> Conversation:
    """Let both accept the present text on one day."""
    return answered(answered(one, "employee", since), "leader", since, by=leader)


def rewritten(one: Conversation, **keys: Any) -> Conversation:
    """Change the text of the agreement, the answers staying what they were."""
    assert one.agreement is not None
    return replace(one, agreement=msgspec.structs.replace(one.agreement, **keys))


def rules(findings: Iterable[Any]) -> list[str]:
    return sorted(one.rule for one in findings)
