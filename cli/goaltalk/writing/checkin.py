"""What the options of `checkin` say, turned into edits of one half."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import get_args

from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.meetings import find_state
from goaltalk.domain.naming import make_id
from goaltalk.domain.records import CheckIn
from goaltalk.domain.records.fields import GoalStatus, Side, other_side
from goaltalk.errors import UsageProblem
from goaltalk.store.guard import Model
from goaltalk.store.splice import Edit, apply_to_model
from goaltalk.writing.keys import append_item
from goaltalk.writing.meeting import say_how_it_went

NEAR = timedelta(days=7)
SHOWN = 7
A_YEAR = timedelta(days=366)

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,15})?")
_PERCENT = re.compile(r"([0-9]{1,3}) ?%?")


@dataclass(frozen=True)
class NewAction:
    """An action as the command line gives it; `who` is a person's id."""

    what: str
    who: str
    due: date | None


@dataclass(frozen=True)
class Report:
    """Everything one call of `checkin` says. Mappings are by goal, topic or action id."""

    goals: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    actions: Sequence[NewAction] = ()
    done: Sequence[str] = ()
    dropped: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, date] = field(default_factory=dict)
    experience: str | None = None
    held: date | None = None
    skipped: str | None = None


def refuse_far(day: date, today: date) -> None:
    """Refuse a check-in more than a year from today, where `--period` does not say that it is meant."""
    if abs(day - today) > A_YEAR:
        raise UsageProblem(
            f"--date {day}: more than a year from {today}; is that the year you mean? "
            "--period with the label of its period says that it is"
        )


def choose_day(
    conversations: Sequence[Conversation], today: date, side: Side, *, to_confirm: bool = False
) -> date:
    """Return the nearest check-in that waits for this side; else today.

    It is one planned within a week that nobody has held yet, or one of the last days that the other side has
    written about: both halves belong to one meeting. `to_confirm`: also one held already, so that confirming
    it once more changes nothing.
    """
    wanted = {"planned", "unconfirmed", "empty", *(("held",) if to_confirm else ())}
    near = [
        checkin.day
        for one in conversations
        for checkin in one.checkins
        if abs(checkin.day - today) <= NEAR
        if find_state(checkin.halves, checkin.day, today) in wanted
        or (checkin.day > today - NEAR and _waits_for(side, checkin.halves))
    ]
    return min(near, key=lambda day: (abs(day - today), day), default=today)


def _waits_for(side: Side, halves: Halves[CheckIn, CheckIn]) -> bool:
    """Say whether the other side has held the meeting, and this one has not said anything of it."""
    mine, other = halves.of(side), halves.of(other_side(side))
    has_said = mine is not None and (mine.says_something or mine.held is not None)
    return other is not None and other.held is not None and not other.skipped and not has_said


def read_report(
    report: Report, model: Model, company: Company, known: Sequence[str], actions: Sequence[str]
) -> tuple[Edit, ...]:
    """Turn a report into edits of one half; UsageProblem for ids that nobody knows.

    `known` are the ids of goals, `actions` those of actions raised so far.
    """
    return tuple(_edits(report, model, company, known, actions))


def _edits(
    report: Report, model: Model, company: Company, known: Sequence[str], actions: Sequence[str]
) -> Iterator[Edit]:
    for name, text in report.goals.items():
        _ensure_known("--goal", name, known, "goal")
        yield from _goal(name, text)
    for name, text in report.values.items():
        _ensure_known("--value", name, known, "goal")
        yield Edit("set", ("goals", name, "value"), _number(name, text))
    for name, text in report.notes.items():
        _ensure_known("--note", name, company.settings.topics, "topic")
        yield Edit("set", ("topics", name), text)
    _refuse_contradictions(report)
    yield from _actions(report, model, actions)
    yield from say_how_it_went(model, report.experience, report.skipped, report.held)


def _refuse_contradictions(report: Report) -> None:
    said = [*dict.fromkeys(report.done), *report.dropped, *report.moved]
    for name in said:
        if said.count(name) > 1:
            raise UsageProblem(f"{name} is done, dropped or moved: --done, --drop and --move, one of them")


def _actions(report: Report, model: Model, actions: Sequence[str]) -> Iterator[Edit]:
    for new in report.actions:
        name = make_id(new.what)
        if not name:
            raise UsageProblem(
                f"--action '{new.what}': no id can be made of this; use --set 'actions+={{id: …}}'"
            )
        due = {"due": new.due.isoformat()} if new.due else {}
        item: Model = {"id": name, "what": new.what, "who": new.who, **due}
        if name in actions and not _has(model, name):
            raise UsageProblem(f"there is an action {name} already; --move {name}=DATE gives it a new date")
        for edit in append_item(model, ("actions",), item):
            model = apply_to_model(model, edit)
            yield edit
    for name in report.done:
        _ensure_known("--done", name, actions, "action")
        if name not in _list(model, "done"):
            model = apply_to_model(model, Edit("append", ("done",), name))
            yield Edit("append", ("done",), name)
    for name, why in report.dropped.items():
        _ensure_known("--drop", name, actions, "action")
        yield from append_item(model, ("dropped",), {"id": name, "why": why} if why else {"id": name})
    for name, due_day in report.moved.items():
        _ensure_known("--move", name, actions, "action")
        yield from append_item(model, ("moved",), {"id": name, "due": due_day.isoformat()})


def _goal(name: str, text: str) -> Iterator[Edit]:
    status, colon, progress = text.partition(":")
    word = status.strip().replace("-", "_")
    if word not in get_args(GoalStatus):
        raise UsageProblem(f"--goal {name}={text}: a status is one of {', '.join(get_args(GoalStatus))}")
    yield Edit("set", ("goals", name, "status"), word)
    if colon:
        percent = _PERCENT.fullmatch(progress.strip())
        if percent is None or int(percent[1]) > 100:
            raise UsageProblem(f"--goal {name}={text}: progress is a whole number from 0 to 100")
        yield Edit("set", ("goals", name, "progress"), int(percent[1]))


def _number(name: str, text: str) -> int | float:
    if not _NUMBER.fullmatch(text.strip()):
        raise UsageProblem(f"--value {name}={text}: must be a number, such as 12 or 3.5")
    number = float(text.strip().replace(",", "."))
    return int(number) if number.is_integer() else number


def _ensure_known(option: str, name: str, known: Sequence[str], what: str) -> None:
    if name not in known:
        from difflib import get_close_matches

        near = [*(get_close_matches(name, known, cutoff=0.4) if len(known) > SHOWN else ()), *known]
        choice = ", ".join(dict.fromkeys(near[:SHOWN])) or "none yet"
        more = ", …" if len(known) > SHOWN else ""
        raise UsageProblem(f"{option} {name}: there is no such {what}; there is {choice}{more}")


def _has(model: Model, name: str) -> bool:
    return any(isinstance(one, dict) and one.get("id") == name for one in _list(model, "actions"))


def _list(model: Model, key: str) -> list[Model]:
    found = model.get(key) if isinstance(model, dict) else None
    return found if isinstance(found, list) else []
