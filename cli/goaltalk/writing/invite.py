"""How meetings are called, moved and called off: the leader's half of each, and what a calendar needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goaltalk.domain.address import Address
from goaltalk.domain.clock import agreed_cadence
from goaltalk.domain.conversation import Halves
from goaltalk.domain.invitation import USUAL_MINUTES, Invitation, judge_time, plan_row
from goaltalk.domain.meetings import find_state, find_talk_ahead
from goaltalk.domain.periods import Period
from goaltalk.domain.records.fields import LocalTime
from goaltalk.domain.records.meeting import Meeting, MeetingKind
from goaltalk.errors import NotAllowed, UsageProblem
from goaltalk.render.views import invitation_words
from goaltalk.store.splice import Edit
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, make_form, open_draft

YEARS_AHEAD = 2
NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Wish:
    """What the leader wants of a meeting; None keeps what is written, or takes what is usual."""

    kind: MeetingKind
    minutes: int | None = None
    place: str | None = None
    is_cancelled: bool = False


@dataclass(frozen=True)
class Called:
    """A meeting that is called: its file, what a calendar is told, and the day it was called on."""

    draft: Draft
    invitation: Invitation
    invited: date


def ensure_leader(workspace: Workspace, person: str) -> str:
    """Return the id of the leader at the keyboard; NotAllowed says who calls this person's meetings."""
    leader = workspace.company.leader_of(person, workspace.today)
    if leader is None:
        raise NotAllowed(f"nobody leads {person}, so nobody can call their meetings")
    if workspace.actor != leader:
        who = workspace.describe(workspace.actor)
        raise NotAllowed(f"{who}; meetings with {person} are called by {leader}")
    return leader


def read_time(workspace: Workspace, text: str) -> LocalTime:
    """Read a local time from the command line; UsageProblem if it is none, or lies outside good sense."""
    try:
        at = LocalTime(text.strip().replace(" ", "T", 1))
    except ValueError as error:
        raise UsageProblem(f"--at: {error}") from None
    now = workspace.call.now.astimezone(workspace.zone)
    if at.day < workspace.today or (workspace.today == now.date() and at < f"{now:%Y-%m-%dT%H:%M}"):
        raise UsageProblem(f"--at {at}: that time has passed; invite to a meeting ahead")
    if at.day.year > workspace.today.year + YEARS_AHEAD:
        raise UsageProblem(f"--at {at}: more than {YEARS_AHEAD} years ahead; is that the year you mean?")
    return at


def plan_times(workspace: Workspace, person: str, at: LocalTime, count: int) -> tuple[LocalTime, ...]:
    """Return so many times from the first one on, by the agreed cadence; UsageProblem for one in a gap."""
    conversations = workspace.conversations(person)
    row = plan_row(at, agreed_cadence(workspace.company, person, conversations, at.day), count)
    for one in row:
        if judge_time(one, workspace.zone) == "never":
            raise UsageProblem(
                f"--at: {one} does not exist in {workspace.settings.timezone}: "
                "the clocks are put forward over it; take another hour"
            )
    return row


def find_called(workspace: Workspace, person: str, kind: MeetingKind, text: str | None) -> LocalTime:
    """Return the time of the meeting that a day, a time or nothing (the talk ahead) names, to call it off."""
    found = [at for at, _ in _called(workspace, person, kind)]
    known = ", ".join(found) or "none"
    if text is None:
        found = [at for at in found if at.day >= workspace.today]
    else:
        wanted = text.strip().replace(" ", "T", 1)
        found = [at for at in found if wanted in (at, str(at.day))]
    if not found or (text is None and kind == "checkin"):
        raise UsageProblem(f"--cancel: name a {kind} of {person} with --at DAY; called so far: {known}")
    return min(found)


def find_neighbours(workspace: Workspace, person: str, called: Sequence["Called"]) -> tuple[LocalTime, ...]:
    """Return the times of other meetings called near these; perhaps one of these was to replace them."""
    kind = called[0].invitation.about.kind
    these = {one.draft.address for one in called}
    return tuple(
        at
        for at, address in _called(workspace, person, "talk" if kind == "talk" else "checkin")
        if at.day >= workspace.today and address not in these and address.kind == kind
        if any(kind == "talk" or abs(at.day - one.invitation.at.day) <= NEAR for one in called)
    )


def call_meeting(workspace: Workspace, person: str, at: LocalTime, wish: Wish) -> Called:
    """Write one meeting into the leader's half; what stands there already is not written again.

    UsageProblem if it was held already, or if `--period` names one that its day cannot belong to.
    """
    leader = ensure_leader(workspace, person)
    address = _address(workspace, person, at, wish)
    half = _half_to_change(workspace, address, at.day)
    usual = half.minutes or USUAL_MINUTES[wish.kind]
    minutes = usual if wish.is_cancelled else wish.minutes or usual
    place = half.place if wish.is_cancelled else wish.place or half.place
    is_new = half.invited is None or half.at != at or bool(half.skipped)
    invited = workspace.today if half.invited is None or is_new else half.invited
    edits = _call_off(half) if wish.is_cancelled else _call(half, at, minutes, place, invited)
    company = workspace.company
    title, topics = invitation_words(company, person, leader, wish.kind)
    invitation = Invitation(
        about=address,
        at=at,
        minutes=minutes,
        place=place,
        organiser=company.people[leader],
        guest=company.people[person],
        title=title,
        topics=topics,
        is_cancelled=wish.is_cancelled,
    )
    draft = open_draft(workspace, address, lambda: _form(workspace, address)).edited(edits)
    return Called(draft, invitation, invited)


def _called(workspace: Workspace, person: str, kind: MeetingKind) -> tuple[tuple[LocalTime, Address], ...]:
    """Return the times of all meetings of a kind that the leader has called and that were not held."""
    found: list[tuple[LocalTime, Address]] = []
    for one in workspace.conversations(person):
        if workspace.call.period is not None and one.period != workspace.period():
            continue
        meetings: list[tuple[str, Halves[Meeting, Meeting]]] = [("", one.talk)]
        if kind == "checkin":
            meetings = [(checkin.day.isoformat(), checkin.halves) for checkin in one.checkins]
        for name, halves in meetings:
            at = halves.leader.at if halves.leader is not None else None
            if at is not None and find_state(halves, None, date.max) not in ("held", "skipped"):
                found.append((at, Address(kind, person, one.period.label, "leader", name)))
    return tuple(sorted(found))


def _address(workspace: Workspace, person: str, at: LocalTime, wish: Wish) -> Address:
    """Return where the leader's half lies: a talk in the period it opens, a check-in in that of its day."""
    if wish.is_cancelled:
        return dict(_called(workspace, person, wish.kind))[at]
    if wish.kind == "checkin":
        period = workspace.period_holding(at.day)
        return Address("checkin", person, period.label, "leader", at.day.isoformat())
    return Address("talk", person, _talk_period(workspace, person, at.day).label, "leader")


def _talk_period(workspace: Workspace, person: str, day: date) -> Period:
    """Return the period of a talk on that day: as named, else that of the talk it moves, else as usual."""
    company = workspace.company
    possible = (company.period_at(day), company.period_opened(day))
    if workspace.call.period is not None:
        named = workspace.period()
        if named not in possible:
            labels = " or ".join(dict.fromkeys(one.label for one in possible))
            raise UsageProblem(f"--period {named.label}: a talk on {day} is one of {labels}")
        return named
    moved = find_talk_ahead(workspace.conversations(person), workspace.today)
    if moved is not None and moved.period in possible:
        return moved.period
    return company.period_opened(day)


def _half_to_change(workspace: Workspace, address: Address, day: date) -> Meeting:
    """Return the leader's half as it is, empty if there is none; UsageProblem if the meeting was held."""
    known = workspace.conversations(address.owner)
    here = next((one for one in known if one.period.label == address.period), None)
    halves: Halves[Meeting, Meeting] = Halves()
    if here is not None:
        halves = here.talk if address.kind == "talk" else here.checkin_on(day)
    if find_state(halves, day, workspace.today) == "held":
        what = f"the {address.kind} of {address.name or address.period} with {address.owner}"
        raise UsageProblem(f"{what} was held already; there is nothing to invite to or to call off")
    return halves.leader or Meeting()


def _call(half: Meeting, at: LocalTime, minutes: int, place: str | None, invited: date) -> Iterator[Edit]:
    yield Edit("set", ("at",), str(at))
    yield Edit("set", ("minutes",), minutes)
    if place is not None:
        yield Edit("set", ("place",), place)
    yield Edit("set", ("invited",), invited.isoformat())
    if half.skipped is not None:
        yield Edit("delete", ("skipped",))


def _call_off(half: Meeting) -> Iterator[Edit]:
    if not half.skipped:
        yield Edit("set", ("skipped",), True)


def _form(workspace: Workspace, address: Address) -> str:
    """Return the form of the leader's half; goals and actions come later, they may be others by then."""
    facts = {"goals": (), "actions": (), "topics": workspace.settings.topics}
    return make_form(workspace, address, address.owner, **(facts if address.kind == "checkin" else {}))
