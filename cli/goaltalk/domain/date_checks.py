"""What dates must fulfil among each other; those that have not come yet are warned of."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, get_args

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.conversation_checks import halves_of_meetings
from goaltalk.domain.finding import Finding
from goaltalk.domain.meetings import list_meetings
from goaltalk.domain.records.fields import FormerLeader, Side, Span, other_side

FAR = timedelta(days=30)
"""A meeting held further from its day than this was hardly that meeting."""


def check_company_dates(company: Company, today: date) -> Iterator[Finding]:
    """Check the dates of the settings, of units and of people, and that who leads has not left."""
    yield from _spans(Address("settings"), "closed", company.settings.closed)
    for name, unit in company.units.items():
        yield from _spans(Address("unit", name), "closed", unit.closed)
        yield from _successions(Address("unit", name), unit.former_leaders)
        yield from _left(company, Address("unit", name), "leader", unit.leader, today)
        yield from _left(company, Address("unit", name), "deputy", unit.deputy, today)
    for name, person in company.people.items():
        about = Address("person", name)
        yield from _spans(about, "away", person.away)
        yield from _successions(about, person.former_leaders)
        if company.employs(name, today):
            yield from _left(company, about, "leader", person.leader, today)
        if person.starts and person.ends and person.ends < person.starts:
            yield _order(about, ("ends",), f"ends {person.ends}, before it starts ({person.starts})")


def check_dates(one: Conversation, today: date) -> Iterator[Finding]:
    """Check the dates of one person's one period, as of a day."""
    yield from _meetings(one, today)
    yield from _halves_that_differ(one)
    yield from _agreement(one, today)
    for name, feedback in one.feedback.items():
        about = Address("feedback", one.person, one.period.label, None, name)
        for key in ("due", "given"):
            day = getattr(feedback, key)
            if feedback.asked and day and day < feedback.asked:
                yield _order(about, (key,), f"is of {day}, but it was asked for on {feedback.asked}")
    for side in get_args(Side):
        review = one.review.of(side)
        if review is not None and review.held is not None:
            about = Address("review", one.person, one.period.label, side)
            yield from _ahead(about, ("held",), review.held, today)
            if review.held < one.period.start:
                message = f"held on {review.held}, before {one.period.label} began ({one.period.start})"
                yield _order(about, ("held",), message, "warning")


def _meetings(one: Conversation, today: date) -> Iterator[Finding]:
    for about, half in halves_of_meetings(one):
        if half.held is not None and half.skipped:
            message = f"held on {half.held} and skipped as well, so it counts as skipped; keep one of the two"
            yield _order(about, ("skipped",), message, "warning")
        planned = half.at.day if half.at is not None else None
        day = date.fromisoformat(about.name) if about.kind == "checkin" else planned
        if half.held is not None:
            yield from _ahead(about, ("held",), half.held, today)
            if day is not None and abs(half.held - day) > FAR:
                message = f"held on {half.held}, more than {FAR.days} days from its own day, {day}"
                yield _order(about, ("held",), message, "warning")
        if about.kind == "checkin" and planned is not None and planned != day:
            yield _order(about, ("at",), f"is on {planned}, but its file is named after {day}")
        if half.invited is not None and planned is not None and half.invited > planned:
            message = f"invited on {half.invited}, after the meeting ({planned})"
            yield _order(about, ("invited",), message, "warning")


def _halves_that_differ(one: Conversation) -> Iterator[Finding]:
    """Warn of meetings that one side held and the other skipped: they count as skipped."""
    for meeting in list_meetings([one]):
        for side in get_args(Side):
            mine, other = meeting.halves.of(side), meeting.halves.of(other_side(side))
            if mine and other and mine.held is not None and not mine.skipped and other.skipped:
                message = f"held on {mine.held}, but the other side says it was skipped; settle it"
                yield _order(meeting.address(side), ("held",), message, "warning")


def _agreement(one: Conversation, today: date) -> Iterator[Finding]:
    agreement = one.agreement
    if agreement is None:
        return
    about = Address("agreement", one.person, one.period.label)
    if agreement.proposed is not None:
        yield from _ahead(about, ("proposed",), agreement.proposed, today)
    for number, amendment in enumerate(agreement.amendments):
        before = agreement.amendments[number - 1] if number else amendment
        yield from _ahead(about, ("amendments", number, "on"), amendment.on, today)
        if amendment.on < before.on:
            message = f"is of {amendment.on}, but the one before it is of {before.on}"
            yield _order(about, ("amendments", number, "on"), message)
    for number, goal in enumerate(agreement.goals):
        if goal.due is not None and goal.due < one.period.start:
            message = f"the goal {goal.id} is due {goal.due}, before {one.period.label} begins"
            yield _order(about, ("goals", number, "due"), message, "warning")


def _spans(about: Address, key: str, spans: Sequence[Span]) -> Iterator[Finding]:
    for number, span in enumerate(spans):
        if span.last < span.first:
            yield _order(about, (key, number, "to"), f"ends {span.last}, before it begins ({span.first})")


def _successions(about: Address, former: Sequence[FormerLeader]) -> Iterator[Finding]:
    for number, entry in enumerate(former):
        if entry.until in [one.until for one in former[:number]]:
            message = f"two leaders until {entry.until}; only one can have been the last"
            yield _order(about, ("former_leaders", number, "until"), message)


def _left(company: Company, about: Address, key: str, name: str | None, today: date) -> Iterator[Finding]:
    """Warn of somebody who has left and is still named: nothing that waits for them will be done."""
    record = company.people.get(name or "")
    if record is not None and record.ends is not None and record.ends < today:
        change = (
            f"goaltalk {'unit set' if about.kind == 'unit' else 'person move'} {about.owner} --{key} NAME"
        )
        message = f"the {key} {name} left on {record.ends}; name another: {change}"
        yield _order(about, (key,), message, "warning")


def _ahead(about: Address, path: tuple[str | int, ...], day: date, today: date) -> Iterator[Finding]:
    if day > today:
        yield _order(about, path, f"{day} has not come yet", "warning")


def _order(
    about: Address,
    path: tuple[str | int, ...],
    message: str,
    severity: Literal["error", "warning"] = "error",
) -> Finding:
    return Finding("date-order", severity, message, about, path, about.subject)
