"""What the records of a repository must fulfil together: references, unique ids, no cycles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import get_args

from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Agreement, Brief, CheckIn, Questions
from goaltalk.domain.records.fields import Action, Side
from goaltalk.domain.records.meeting import Meeting

KeyPath = tuple[str | int, ...]


def check_company(company: Company) -> Iterator[Finding]:
    """Check units and people against each other."""
    yield from _check_units(company)
    yield from _check_people(company)
    yield from _shared_emails(company)


def _check_units(company: Company) -> Iterator[Finding]:
    above = {name: unit.part_of for name, unit in company.units.items()}
    for name, unit in company.units.items():
        about = Address("unit", name)
        yield from _person(company, about, ("leader",), unit.leader)
        yield from _person(company, about, ("deputy",), unit.deputy)
        if unit.part_of:
            yield from _unit(company, about, ("part_of",), unit.part_of)
        if _climbs_to_itself(name, above):
            yield Finding("cycle", "error", f"unit {name} is part of itself, through others", about)


def _check_people(company: Company) -> Iterator[Finding]:
    """Leaders are those who lead now, by the person's own record or by the unit's."""
    above = {
        name: person.leader or company.leader_of(name, date.max) for name, person in company.people.items()
    }
    for name, person in company.people.items():
        about = Address("person", name)
        yield from _unit(company, about, ("unit",), person.unit)
        yield from _person(company, about, ("leader",), person.leader)
        if _climbs_to_itself(name, above):
            key = "leader" if person.leader else "unit"
            yield Finding("cycle", "error", f"{name} leads themselves, through others", about, (key,))


def check_brief(unit: str, period: str, brief: Brief) -> Iterator[Finding]:
    """Check that the ids of a brief are unique in it."""
    seen: set[str] = set()
    for key in ("focus", "goals", "priorities", "challenges", "opportunities"):
        for number, need in enumerate(getattr(brief, key)):
            if need.id in seen:
                yield _duplicate(Address("brief", unit, period), (key, number, "id"), need.id)
            seen.add(need.id)


def check_questions(name: str, source: Questions, topics: Iterable[str]) -> Iterator[Finding]:
    """Check one file of questions; `topics` are the ids of all that the menu knows."""
    about = Address("questions", name=name)
    for key in ("topics", "questions"):
        yield from _duplicates(about, key, [one.id for one in getattr(source, key)])
    for number, one in enumerate(source.questions):
        if one.topic not in topics:
            yield _reference(about, ("questions", number, "topic"), "topic", one.topic, topics)


def check_picks(conversation: Conversation, known: Iterable[str]) -> Iterator[Finding]:
    """Check that the menu has every question that somebody picked or answered; `known` are its ids."""
    for side in get_args(Side):
        half = conversation.preparation.of(side)
        if half is None:
            continue
        about = Address(f"preparation.{side}", conversation.person, conversation.period.label, side)
        yield from _each_known(about, ("questions",), "question", half.questions, known)
        for name in half.answers:
            if name not in known:
                yield _reference(about, ("answers", name), "question", name, known)


def check_conversations(
    company: Company, conversations: Sequence[Conversation], briefs: Mapping[str, Brief]
) -> Iterator[Finding]:
    """Check one person's conversations; `briefs` are those of the person's unit, by period."""
    ordered = sorted(conversations, key=lambda one: one.period)
    known_actions = {action.id for one in ordered for action in _actions_of(one)}
    seen_actions: Raised = {}
    for number, one in enumerate(ordered):
        needs = {need.id for need in briefs[one.period.label].needs} if one.period.label in briefs else None
        yield from _check_agreement(company, one, ordered[:number], needs)
        yield from _check_preparation(one, needs)
        yield from _check_checkins(company, one, ordered[:number], known_actions)
        yield from _check_review(one)
        yield from _duplicate_actions(one, seen_actions)


def _check_agreement(
    company: Company, one: Conversation, earlier: Sequence[Conversation], needs: set[str] | None
) -> Iterator[Finding]:
    agreement = one.agreement
    if agreement is None:
        return
    about = Address("agreement", one.person, one.period.label)
    for key in ("goals", "tasks", "development", "wishes"):
        yield from _duplicates(about, key, [item.id for item in getattr(agreement, key)])
    goals = {goal.id for goal in agreement.goals}
    for number, goal in enumerate(agreement.goals):
        if needs is not None:
            yield from _each_known(about, ("goals", number, "supports"), "need", goal.supports, needs)
        for place, name in enumerate(goal.with_):
            yield from _person(company, about, ("goals", number, "with", place), name)
        if goal.continues and goal.continues not in _goals_before(earlier):
            message = f"no goal {goal.continues} in an earlier period"
            yield Finding("reference", "error", message, about, ("goals", number, "continues"), one.person)
    for number, item in enumerate(agreement.development if needs is not None else ()):
        yield from _each_known(
            about, ("development", number, "for"), "goal or need", item.for_, goals | (needs or set())
        )
    for number, action in enumerate(agreement.actions):
        yield from _person(company, about, ("actions", number, "who"), action.who)
    yield from _check_wishes(about, agreement, one)


def _check_wishes(about: Address, agreement: Agreement, one: Conversation) -> Iterator[Finding]:
    if one.preparation.employee is None:
        return
    wishes = {wish.id for wish in one.preparation.employee.wishes}
    for number, wish in enumerate(agreement.wishes):
        if wish.id not in wishes:
            yield _reference(about, ("wishes", number, "id"), "wish", wish.id, wishes)


def _check_preparation(one: Conversation, needs: set[str] | None) -> Iterator[Finding]:
    mine = one.preparation.employee
    if mine is None:
        return
    about = Address("preparation.employee", one.person, one.period.label, "employee")
    yield from _duplicates(about, "wishes", [wish.id for wish in mine.wishes])
    if needs is None:
        return
    for key, strengths in (("can", mine.can), ("likes", mine.likes)):
        for number, strength in enumerate(strengths):
            yield from _each_known(about, (key, number, "supports"), "need", strength.supports, needs)


def _check_checkins(
    company: Company, one: Conversation, earlier: Sequence[Conversation], known_actions: set[str]
) -> Iterator[Finding]:
    goals = {goal.id for past in (*earlier, one) if past.agreement for goal in past.agreement.goals}
    for about, half in halves_of_checkins(one):
        for name in half.goals:
            if name not in goals:
                yield _reference(about, ("goals", name), "goal", name, goals)
        for number, action in enumerate(half.actions):
            yield from _person(company, about, ("actions", number, "who"), action.who)
        for number, name in enumerate(half.done):
            if name not in known_actions:
                yield _reference(about, ("done", number), "action", name, known_actions)
        spoken_of = {"dropped": [one.id for one in half.dropped], "moved": [one.id for one in half.moved]}
        for key, names in spoken_of.items():
            for number, name in enumerate(names):
                if name not in known_actions:
                    yield _reference(about, (key, number, "id"), "action", name, known_actions)


def _check_review(one: Conversation) -> Iterator[Finding]:
    goals = {goal.id for goal in one.agreement.goals} if one.agreement else set()
    for side, half in (("employee", one.review.employee), ("leader", one.review.leader)):
        if half is None:
            continue
        about = Address(
            "review", one.person, one.period.label, "employee" if side == "employee" else "leader"
        )
        for name in half.goals:
            if name not in goals:
                yield _reference(about, ("goals", name), "goal", name, goals)
        yield from _each_known(about, ("carry_over",), "goal", half.carry_over, goals)


def halves_of_checkins(one: Conversation) -> Iterator[tuple[Address, CheckIn]]:
    """Yield every half of every check-in with its address."""
    for checkin in one.checkins:
        day = checkin.day.isoformat()
        if checkin.halves.employee is not None:
            yield Address("checkin", one.person, one.period.label, "employee", day), checkin.halves.employee
        if checkin.halves.leader is not None:
            yield Address("checkin", one.person, one.period.label, "leader", day), checkin.halves.leader


def halves_of_meetings(one: Conversation) -> Iterator[tuple[Address, Meeting]]:
    """Yield every half of the talk and of every check-in with its address."""
    if one.talk.employee is not None:
        yield Address("talk", one.person, one.period.label, "employee"), one.talk.employee
    if one.talk.leader is not None:
        yield Address("talk", one.person, one.period.label, "leader"), one.talk.leader
    yield from halves_of_checkins(one)


def _actions_of(one: Conversation) -> Iterator[Action]:
    if one.agreement is not None:
        yield from one.agreement.actions
    for _, half in halves_of_checkins(one):
        yield from half.actions


Raised = dict[str, tuple[Address, Action]]


def _duplicate_actions(one: Conversation, seen: Raised) -> Iterator[Finding]:
    """Actions are unique per person; the two halves of one check-in may say the same of one action."""
    sources: list[tuple[Address, Sequence[Action]]] = []
    if one.agreement is not None:
        sources.append((Address("agreement", one.person, one.period.label), one.agreement.actions))
    sources += [(about, half.actions) for about, half in halves_of_checkins(one)]
    for about, actions in sources:
        for number, action in enumerate(actions):
            first = seen.get(action.id)
            if first is None:
                seen[action.id] = (about, action)
            elif not (_are_halves(first[0], about) and first[1] == action):
                yield _duplicate(about, ("actions", number, "id"), action.id)


def _are_halves(first: Address, second: Address) -> bool:
    return first.side != second.side and replace(first, side=None) == replace(second, side=None)


def _goals_before(earlier: Sequence[Conversation]) -> set[str]:
    return {
        f"{one.period.label}/{goal.id}" for one in earlier if one.agreement for goal in one.agreement.goals
    }


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


def _person(company: Company, about: Address, path: KeyPath, name: str | None) -> Iterator[Finding]:
    if name is not None and name not in company.people and name not in company.elsewhere:
        yield _reference(about, path, "person", name, company.people)


def _unit(company: Company, about: Address, path: KeyPath, name: str) -> Iterator[Finding]:
    if name not in company.units and name not in company.units_elsewhere:
        yield _reference(about, path, "unit", name, company.units)


def _each_known(
    about: Address, path: KeyPath, what: str, names: Sequence[str], known: Iterable[str]
) -> Iterator[Finding]:
    for number, name in enumerate(names):
        if name not in known:
            yield _reference(about, (*path, number), what, name, known)


def _reference(about: Address, path: KeyPath, what: str, name: str, known: Iterable[str]) -> Finding:
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return Finding("reference", "error", f"no {what} {name}{hint}", about, path, _subject(about))


def _duplicates(about: Address, key: str, names: Sequence[str]) -> Iterator[Finding]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield _duplicate(about, (key, number, "id"), name)


def _duplicate(about: Address, path: KeyPath, name: str) -> Finding:
    message = f"the id {name} is used twice; give one of them another id"
    return Finding("duplicate-id", "error", message, about, path, _subject(about))


def _subject(about: Address) -> str | None:
    return None if about.kind in ("settings", "unit", "brief") else about.owner or None
