"""What one person's conversations must fulfil together: references and unique ids."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import get_args

from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Agreement, Brief, CheckIn
from goaltalk.domain.records.fields import Action, Side
from goaltalk.domain.records.meeting import Meeting
from goaltalk.domain.references import (
    check_all_known,
    check_known,
    check_person,
    check_unique,
    used_twice,
)


def check_picks(conversation: Conversation, known: Collection[str]) -> Iterator[Finding]:
    """Check that the menu has every question that somebody picked or answered; `known` are its ids."""
    for side in get_args(Side):
        half = conversation.preparation.of(side)
        if half is None:
            continue
        about = Address(f"preparation.{side}", conversation.person, conversation.period.label, side)
        yield from check_all_known(about, ("questions",), "question", half.questions, known)
        for name in half.answers:
            yield from check_known(about, ("answers", name), "question", name, known)


def check_conversations(
    company: Company,
    conversations: Sequence[Conversation],
    briefs: Mapping[str, Brief],
) -> Iterator[Finding]:
    """Check one person's conversations; `briefs` are those of the person's unit, by period.

    Where one of them cannot be read, nobody knows what it would name, so goals and actions that the others
    speak of are not looked for.
    """
    is_whole = not any(one.unread for one in conversations)
    ordered = sorted(conversations, key=lambda one: one.period)
    actions = {action.id for one in ordered for action in _actions_of(one)} if is_whole else None
    seen_actions: Raised = {}
    for number, one in enumerate(ordered):
        needs = {need.id for need in briefs[one.period.label].needs} if one.period.label in briefs else None
        earlier = ordered[:number] if is_whole else None
        yield from _check_agreement(company, one, earlier, needs)
        yield from _check_preparation(one, needs)
        yield from _check_checkins(company, one, earlier, actions)
        yield from _check_review(one, is_whole=is_whole)
        yield from _duplicate_actions(one, seen_actions)


def _check_agreement(
    company: Company, one: Conversation, earlier: Sequence[Conversation] | None, needs: set[str] | None
) -> Iterator[Finding]:
    agreement = one.agreement
    if agreement is None:
        return
    about = Address("agreement", one.person, one.period.label)
    for key in ("goals", "tasks", "development", "wishes"):
        yield from check_unique(about, key, [item.id for item in getattr(agreement, key)])
    goals = {goal.id for goal in agreement.goals}
    for number, goal in enumerate(agreement.goals):
        if needs is not None:
            yield from check_all_known(about, ("goals", number, "supports"), "need", goal.supports, needs)
        for place, name in enumerate(goal.with_):
            yield from check_person(company, about, ("goals", number, "with", place), name)
        if earlier is not None and goal.continues and goal.continues not in _goals_before(earlier):
            message = f"no goal {goal.continues} in an earlier period"
            yield Finding("reference", "error", message, about, ("goals", number, "continues"), one.person)
    for number, item in enumerate(agreement.development if needs is not None else ()):
        yield from check_all_known(
            about, ("development", number, "for"), "goal or need", item.for_, goals | (needs or set())
        )
    for number, action in enumerate(agreement.actions):
        yield from check_person(company, about, ("actions", number, "who"), action.who)
    yield from _check_wishes(about, agreement, one)


def _check_wishes(about: Address, agreement: Agreement, one: Conversation) -> Iterator[Finding]:
    if one.preparation.employee is None:
        return
    wishes = {wish.id for wish in one.preparation.employee.wishes}
    for number, wish in enumerate(agreement.wishes):
        yield from check_known(about, ("wishes", number, "id"), "wish", wish.id, wishes)


def _check_preparation(one: Conversation, needs: set[str] | None) -> Iterator[Finding]:
    mine = one.preparation.employee
    if mine is None:
        return
    about = Address("preparation.employee", one.person, one.period.label, "employee")
    yield from check_unique(about, "wishes", [wish.id for wish in mine.wishes])
    if needs is None:
        return
    for key, strengths in (("can", mine.can), ("likes", mine.likes)):
        for number, strength in enumerate(strengths):
            yield from check_all_known(about, (key, number, "supports"), "need", strength.supports, needs)


def _check_checkins(
    company: Company, one: Conversation, earlier: Sequence[Conversation] | None, actions: set[str] | None
) -> Iterator[Finding]:
    goals = None if earlier is None else {name for past in (*earlier, one) for name in _goals_of(past)}
    for about, half in halves_of_checkins(one):
        for name in half.goals:
            yield from check_known(about, ("goals", name), "goal", name, goals)
        for number, action in enumerate(half.actions):
            yield from check_person(company, about, ("actions", number, "who"), action.who)
        yield from check_all_known(about, ("done",), "action", half.done, actions)
        spoken_of = {"dropped": [one.id for one in half.dropped], "moved": [one.id for one in half.moved]}
        for key, names in spoken_of.items():
            for number, name in enumerate(names):
                yield from check_known(about, (key, number, "id"), "action", name, actions)


def _check_review(one: Conversation, *, is_whole: bool) -> Iterator[Finding]:
    goals = _goals_of(one) if is_whole else None
    for side in get_args(Side):
        half = one.review.of(side)
        if half is None:
            continue
        about = Address("review", one.person, one.period.label, side)
        for name in half.goals:
            yield from check_known(about, ("goals", name), "goal", name, goals)
        yield from check_all_known(about, ("carry_over",), "goal", half.carry_over, goals)


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
                yield used_twice(about, ("actions", number, "id"), action.id)


def _are_halves(first: Address, second: Address) -> bool:
    return first.side != second.side and replace(first, side=None) == replace(second, side=None)


def _goals_of(one: Conversation) -> set[str]:
    return {goal.id for goal in one.agreement.goals} if one.agreement else set()


def _goals_before(earlier: Sequence[Conversation]) -> set[str]:
    return {
        f"{one.period.label}/{goal.id}" for one in earlier if one.agreement for goal in one.agreement.goals
    }
