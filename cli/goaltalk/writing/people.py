"""Changes of people and units: who leads from when on, days away, the last day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.company_checks import check_company
from goaltalk.domain.records import Unit
from goaltalk.domain.records.fields import FormerLeader, Span
from goaltalk.domain.spans import add_days, span_holding, take_days
from goaltalk.domain.succession import (
    keep_past,
    lead_unit,
    leaders_between,
    move_person,
    with_people,
    with_unit,
)
from goaltalk.errors import BadData, UsageProblem
from goaltalk.store.guard import Model
from goaltalk.store.layout import path_of
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.splice import Edit
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, open_draft

DAY = timedelta(days=1)


class Planned(NamedTuple):
    """A change ready to be saved, and what to tell about it."""

    draft: Draft
    told: str = ""


def open_record(workspace: Workspace, kind: str, name: str) -> Draft:
    """Open the file of a person or a unit that is there."""
    return open_draft(workspace, Address(kind, name), lambda: "")


def plan_move(
    workspace: Workspace, person: str, unit: str | None, leader: str | None, first: date
) -> Planned:
    """Give a person another unit or leader from a day on; UsageProblem where that cannot be meant."""
    old = workspace.company
    record = old.people[person]
    if leader is not None:
        _refuse_leader(old, person, leader, first)
    wanted = move_person(old, person, unit, leader, first)
    draft = open_record(workspace, "person", person)
    if wanted == record:
        return Planned(draft)
    if wanted.unit != record.unit and first > workspace.today:
        raise UsageProblem(
            f"--from {first}: a unit changes on the day itself, so run it again then; "
            "a leader can change ahead, with --leader alone"
        )
    new = with_people(old, {person: wanted})
    _refuse_forgotten(old, person, leaders_between(new, person, first, first), first, workspace.today)
    _refuse_answered(workspace, new, (person,), first)
    draft = draft.edited(
        (
            *_set("unit", wanted.unit, record.unit),
            *_set("leader", wanted.leader, record.leader),
            *_replace_list(
                "former_leaders", _leaders(record.former_leaders), _leaders(wanted.former_leaders)
            ),
        )
    )
    return Planned(draft, _tell_move(old, new, person, first))


def plan_unit_leader(workspace: Workspace, unit: str, leader: str, first: date) -> Planned:
    """Give a unit another leader from a day on, so that all its people's earlier leaders stay known."""
    old = workspace.company
    record = old.units[unit]
    if leader in old.people and not old.employs(leader, first):
        raise UsageProblem(_not_here(leader, first))
    wanted = lead_unit(old, unit, leader, first)
    draft = open_record(workspace, "unit", unit)
    if wanted == record:
        return Planned(draft)
    new = with_unit(old, unit, wanted)
    _refuse_circles(old, new)
    _refuse_forgotten_of_unit(record.former_leaders, record.leader, leader, unit, first, workspace.today)
    days = (first, max(first, workspace.today))
    changed = [
        one for one in old.people if any(old.leader_of(one, on) != new.leader_of(one, on) for on in days)
    ]
    _refuse_answered(workspace, new, changed, first)
    draft = draft.edited(
        (
            Edit("set", ("leader",), leader),
            *_replace_list(
                "former_leaders", _leaders(record.former_leaders), _leaders(wanted.former_leaders)
            ),
        )
    )
    until = next((one for one in wanted.former_leaders if one not in record.former_leaders), None)
    before = f"; {until.leader} until {until.until}" if until else ""
    return Planned(draft, f"{unit} is led by {leader} from {first} on{before}")


def keep_members_past(workspace: Workspace, draft: Draft) -> tuple[Draft, ...]:
    """Return a unit's draft with those of the people to whom a change of `part_of` gives another leader.

    Who led them until yesterday is written down in their own records, or answers of then would lose their
    leader.
    """
    old, name = workspace.company, draft.address.owner
    try:
        unit = read_record("unit", draft.after)
    except Flawed:
        return (draft,)  # what is wrong is said when it is checked
    if not isinstance(unit, Unit) or unit.part_of == old.units[name].part_of:
        return (draft,)
    new = with_unit(old, name, unit)
    yesterday = workspace.today - DAY
    led = {one: old.leader_of(one, yesterday) for one in old.people}
    moved = [one for one, leader in led.items() if leader and leader != new.leader_of(one, yesterday)]
    return (draft, *(_with_past(workspace, new, one) for one in sorted(moved)))


def _with_past(workspace: Workspace, new: Company, person: str) -> Draft:
    former = keep_past(workspace.company, new, person, workspace.today)
    present = workspace.company.people[person].former_leaders
    edits = _replace_list("former_leaders", _leaders(present), _leaders(former))
    return open_record(workspace, "person", person).edited(edits)


def plan_absence(workspace: Workspace, person: str, first: date, last: date) -> Planned:
    """Write down days away; nothing changes where they are written down already."""
    if last < first:
        raise UsageProblem(f"--to {last} is before --from {first}; both days are included")
    spans = workspace.company.people[person].away
    wanted = add_days(spans, first, last)
    draft = open_record(workspace, "person", person)
    whole = span_holding(wanted, first) or Span(first=first, last=last)
    told = (
        f"{person} is away from {whole.first} to {whole.last}; "
        "these days count in no deadline, and nothing falls due in the 14 days after"
    )
    return Planned(draft.edited(_replace_list("away", _spans(spans), _spans(wanted))), told)


def plan_return(workspace: Workspace, person: str, first: date, last: date | None) -> Planned:
    """Take back days away: those named, else all from `first` to the end of the absence that holds it."""
    spans = workspace.company.people[person].away
    if last is not None and last < first:
        raise UsageProblem(f"--to {last} is before --from {first}; both days are included")
    held = span_holding(spans, first)
    last = last or (held.last if held else first)
    draft = open_record(workspace, "person", person)
    edits = _replace_list("away", _spans(spans), _spans(take_days(spans, first, last)))
    return Planned(draft.edited(edits), f"{person} is not away from {first} to {last}")


def plan_end(workspace: Workspace, person: str, last: date | None) -> Planned:
    """Write down the last day in the job, or take it back (None)."""
    record = workspace.company.people[person]
    if last is not None and record.starts is not None and last < record.starts:
        raise UsageProblem(f"--on {last} is before {person} starts, {record.starts}")
    draft = open_record(workspace, "person", person)
    edits = _set("ends", last, record.ends)
    told = f"{person}'s last day is {last}" if last else f"{person} stays"
    return Planned(draft.edited(edits), told)


def _refuse_leader(company: Company, person: str, leader: str, first: date) -> None:
    if leader == person:
        raise UsageProblem(f"{person} cannot lead themselves; name somebody else with --leader")
    if not company.employs(leader, first):
        raise UsageProblem(_not_here(leader, first))


def _not_here(leader: str, first: date) -> str:
    return f"{leader} is not in the job on {first}; goaltalk person show {leader} says from when until when"


def _refuse_forgotten(company: Company, person: str, new: Sequence[str], first: date, today: date) -> None:
    """Refuse a change so far back that it would wipe out somebody who has led in between."""
    passed = [one for one in leaders_between(company, person, first, today) if one not in new]
    if first <= today and len(passed) > 1:
        path = path_of(Address("person", person))
        raise UsageProblem(
            f"--from {first}: {' and then '.join(passed)} have led {person} since; "
            f"name a later day, or mend {path} by hand"
        )


def _refuse_forgotten_of_unit(
    former: Sequence[FormerLeader], present: str, leader: str, unit: str, first: date, today: date
) -> None:
    led = [one.leader for one in sorted(former, key=lambda one: one.until) if first <= one.until < today]
    passed = [one for one in (*led, present) if one != leader]
    if led and len(passed) > 1:
        path = path_of(Address("unit", unit))
        raise UsageProblem(
            f"--from {first}: {' and then '.join(passed)} have led {unit} since; "
            f"name a later day, or mend {path} by hand"
        )


def _refuse_answered(workspace: Workspace, new: Company, people: Iterable[str], first: date) -> None:
    """Refuse a change by which an answer would no longer be one of the leader of its day."""
    old = workspace.company
    for name in people if first <= workspace.today else ():
        for talk in workspace.conversations(name):
            for one in talk.answers.values():
                was_theirs = one.role == "leader" and one.by == old.leader_of(name, one.on)
                if was_theirs and one.by != new.leader_of(name, one.on):
                    what = one.to.partition("-")[0]
                    raise UsageProblem(
                        f"{one.by} answered the {what} of {name} for {talk.period.label} as leader on "
                        f"{one.on}; a change from {one.on + DAY} on leaves that answer as it is"
                    )


def _refuse_circles(old: Company, new: Company) -> None:
    """Refuse what would let somebody lead themselves through others: their own files do not change here."""
    before = {one.message for one in check_company(old)}
    made = [one.message for one in check_company(new) if one.rule == "cycle" and one.message not in before]
    if made:
        raise BadData(f"{'; '.join(made)}; choose another leader, or move them first: goaltalk person move")


def _tell_move(old: Company, new: Company, person: str, first: date) -> str:
    unit, leader = new.people[person].unit, new.leader_of(person, first)
    before = old.leader_of(person, first - DAY)
    where = f" in {unit}" if unit != old.people[person].unit else ""
    told = f"{person}{where} is led by {leader or 'nobody'} from {first} on"
    return told + (f"; {before} until {first - DAY}" if before and before != leader else "")


def _set(key: str, wanted: str | date | None, present: str | date | None) -> Iterator[Edit]:
    if wanted != present:
        yield Edit("delete", (key,)) if wanted is None else Edit("set", (key,), str(wanted))


def _replace_list(key: str, present: Sequence[Model], wanted: Sequence[Model]) -> Iterator[Edit]:
    """Yield the edits that leave alone what stays in a list, with its comments."""
    if present and not wanted:
        yield Edit("delete", (key,))
        return
    gone = [number for number, one in enumerate(present) if one not in wanted]
    new = [one for one in wanted if one not in present]
    for number, one in zip(gone, new, strict=False):
        yield from _change_item((key, number), present[number], one)
    for number in reversed(gone[len(new) :]):
        yield Edit("delete", (key, number))
    for one in new[len(gone) :]:
        yield Edit("append", (key,), one)


def _change_item(path: tuple[str | int, ...], old: Model, new: Model) -> Iterator[Edit]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name, value in new.items():
            if old.get(name) != value:
                yield Edit("set", (*path, name), value)


def _leaders(former: Sequence[FormerLeader]) -> list[Model]:
    return [{"leader": one.leader, "until": one.until.isoformat()} for one in former]


def _spans(spans: Sequence[Span]) -> list[Model]:
    return [{"from": one.first.isoformat(), "to": one.last.isoformat()} for one in spans]
