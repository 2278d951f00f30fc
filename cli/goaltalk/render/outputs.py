"""The JSON that other programs read; keys are only ever added."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from goaltalk.domain.finding import Finding

if TYPE_CHECKING:
    # Only their names are needed: `overdue` is not to wait for what other commands show.
    from goaltalk.domain.compare import Comparison
    from goaltalk.domain.goal_changes import GoalChange
    from goaltalk.domain.goalposts import Movement
    from goaltalk.domain.menu import Menu
    from goaltalk.domain.overview import PersonStatus
    from goaltalk.domain.progress import ActionProgress, GoalProgress
    from goaltalk.domain.records.agreement import Amendment
    from goaltalk.domain.shifts import Shift, TextChange, Value
    from goaltalk.domain.todo import Task
    from goaltalk.domain.wishes import HeardWish
    from goaltalk.render.document import Section

Json = dict[str, Any]


def findings_output(findings: Sequence[Finding], today: date) -> Json:
    """Return findings as `goaltalk/findings/1`."""
    return {
        "schema": "goaltalk/findings/1",
        "today": today.isoformat(),
        "findings": [_finding(one) for one in findings],
    }


def status_output(
    people: Sequence["PersonStatus"],
    today: date,
    wishes: Mapping[str, Sequence["HeardWish"]] | None = None,
    commit: str | None = None,
) -> Json:
    """Return where people stand as `goaltalk/status/1`; with their wishes, by person, if those are given.

    `commit` is the hash of the one that was read; None for the files as they are.
    """
    found = [_status(one) for one in people]
    if wishes is not None:
        found = [one | {"wishes": [asdict(wish) for wish in wishes[one["person"]]]} for one in found]
    return {
        "schema": "goaltalk/status/1",
        "today": today.isoformat(),
        "commit": commit,
        "people": found,
    }


def todo_output(tasks: Sequence["Task"], paths: Sequence[str], person: str, today: date) -> Json:
    """Return what somebody is to do as `goaltalk/todo/1`; `paths` are those of the tasks, in their order."""
    return {
        "schema": "goaltalk/todo/1",
        "today": today.isoformat(),
        "person": person,
        "items": [_task(one, path) for one, path in zip(tasks, paths, strict=True)],
    }


def diff_output(comparison: "Comparison", commit: str | None = None, commit_then: str | None = None) -> Json:
    """Return a comparison as `goaltalk/diff/1`.

    The commits are the hashes of those that were read; None for the files as they are.
    """
    return {
        "schema": "goaltalk/diff/1",
        "person": comparison.person,
        "from": comparison.before.label,
        "to": comparison.after.label,
        "goals": [_goal_change(one) for one in comparison.goals],
        "actions": [_dated_action(one) for one in comparison.actions],
        "checkins": asdict(comparison.checkins),
        "experience": [asdict(one) for one in comparison.experience],
        "since": _iso(comparison.since),
        "commit": commit,
        "commit_then": commit_then,
        "development": [_text_change(one) for one in comparison.development],
        "lost": [
            {
                "period": one.period,
                "on": _iso(one.on),
                "amendments": [_amendment(each) for each in one.amendments],
            }
            for one in comparison.lost
        ],
        "unagreed": list(comparison.unagreed),
        "uncounted": [asdict(one) for one in comparison.uncounted],
    }


def agenda_output(person: str, kind: str, day: date, sections: Sequence["Section"]) -> Json:
    """Return an agenda as `goaltalk/agenda/1`."""
    return {
        "schema": "goaltalk/agenda/1",
        "person": person,
        "kind": kind,
        "date": day.isoformat(),
        "sections": [{"id": one.id, "title": one.title, "items": list(one.items)} for one in sections],
    }


def questions_output(menu: "Menu") -> Json:
    """Return the menu of questions as `goaltalk/questions/1`."""
    return {
        "schema": "goaltalk/questions/1",
        "topics": [{"id": one.id, "title": one.title} for one in menu.topics],
        "questions": [
            {"id": one.id, "topic": one.topic, "text": one.text, "for": one.for_, "core": one.core}
            for one in menu.questions
        ],
    }


def _finding(one: Finding) -> Json:
    return {
        "rule": one.rule,
        "severity": one.severity,
        "person": one.person,
        "responsible": one.responsible,
        "due": _iso(one.due),
        "days_late": one.days_late,
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "message": one.message,
    }


def _task(one: "Task", path: str) -> Json:
    return {
        "rule": one.rule,
        "person": one.person,
        "due": _iso(one.due),
        "late": one.is_late,
        "what": one.what,
        "command": one.command,
        "path": path,
    }


def _status(one: "PersonStatus") -> Json:
    return {
        "person": one.person,
        "unit": one.unit,
        "leader": one.leader,
        "period": one.period,
        "agreement": one.agreement,
        "last_checkin": _iso(one.last_checkin),
        "next_due": _iso(one.next_due),
        "goals": [_goal(goal) for goal in one.progress.goals],
        "actions": [_action(action) for action in one.progress.actions],
        "since": _iso(one.since),
        "cadence": one.cadence,
        "planned": _iso(one.planned),
    }


def _goal(one: "GoalProgress") -> Json:
    measure = one.goal.measure
    return {
        "id": one.goal.id,
        "title": one.goal.title,
        "status": one.status,
        "progress": one.progress,
        "value": one.value,
        "due": _iso(one.goal.due),
        "baseline": measure.baseline if measure else None,
        "target": measure.target if measure else None,
        "unit": measure.unit if measure else None,
        "history": [_dated(asdict(said)) for said in one.history],
    }


def _action(one: "ActionProgress") -> Json:
    return {
        "id": one.action.id,
        "what": one.action.what,
        "owner": one.action.who,
        "due": _iso(one.due),
        "state": one.state,
        "carried": one.carried,
    }


def _dated_action(one: "ActionProgress") -> Json:
    return _action(one) | {"raised": _iso(one.raised), "closed": _iso(one.closed)}


def _goal_change(one: "GoalChange") -> Json:
    return {
        "id": one.id,
        "title": one.title,
        "change": one.change,
        "before": _dated(asdict(one.before)) if one.before else None,
        "after": _dated(asdict(one.after)) if one.after else None,
        "moved": [_shift(shift) for shift in one.moved],
        "history": list(one.history),
        "reached": list(one.reached),
        "movements": [_movement(move) for move in one.movements],
        "continues": asdict(one.continues) if one.continues else None,
    }


def _movement(one: "Movement") -> Json:
    return {
        "on": _iso(one.on),
        "period": one.period,
        "carried_from": one.carried_from,
        "is_agreed": one.is_agreed,
        "is_removal": one.is_removal,
        "amendments": [_amendment(each) for each in one.amendments],
        "shifts": [_shift(shift) for shift in one.shifts],
    }


def _amendment(one: "Amendment") -> Json:
    return {"on": _iso(one.on), "by": one.by, "why": one.why}


def _text_change(one: "TextChange") -> Json:
    shifts = [_shift(shift) for shift in one.shifts]
    return {"id": one.id, "title": one.title, "change": one.change, "shifts": shifts}


def _shift(one: "Shift") -> Json:
    before, after = _written(one.before), _written(one.after)
    return {"what": one.what, "before": before, "after": after, "is_easier": one.is_easier}


def _written(value: "Value") -> str | float | list[str] | None:
    """Return one side of a shift as JSON has it: numbers and lists stay, and None is what is not there."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _dated(value: Json) -> Json:
    return {key: _iso(item) if isinstance(item, date) else item for key, item in value.items()}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
