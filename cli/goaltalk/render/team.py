"""What changed with several people, a line for each: in words, and for other programs."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from goaltalk.domain.company import Company
from goaltalk.domain.records.fields import Language
from goaltalk.domain.tally import Tally

Json = dict[str, Any]
CHANGES = "new", "continued", "undecided", "closed", "dropped", "unchanged"


class Stretch(NamedTuple):
    """Between what the people are compared: two periods, or `since` a day; and the day that is today."""

    before: str
    after: str
    today: date
    since: date | None = None


def team_document(
    company: Company, rows: Sequence[Tally], stretch: Stretch, language: Language, own: Path | None = None
) -> str:
    """Put into words what changed with each of these people, as a table."""
    from goaltalk.render.templates import render_document

    facts = stretch._asdict()
    facts |= {"rows": rows, "names": {name: person.name for name, person in company.people.items()}}
    return render_document("diff-team", language, facts, own)


def team_output(company: Company, rows: Sequence[Tally], stretch: Stretch) -> Json:
    """Return what changed with each of these people, in figures, as `goaltalk/diff-team/1`."""
    return {
        "schema": "goaltalk/diff-team/1",
        "today": stretch.today.isoformat(),
        "from": stretch.before,
        "to": stretch.after,
        "since": stretch.since.isoformat() if stretch.since else None,
        "people": [_person(company, one, stretch.today) for one in rows],
    }


def _person(company: Company, one: Tally, today: date) -> Json:
    return {
        "person": one.person,
        "unit": company.people[one.person].unit,
        "leader": company.leader_of(one.person, today),
        "goals": {key: getattr(one, key) for key in CHANGES},
        "moved": {key: getattr(one, key) for key in ("deadlines", "targets", "wordings")},
        "is_whole": one.is_whole,
        "actions": {"all": one.actions, "done": one.done, "late": one.late},
        "checkins": {"expected": one.checkins.expected, "held": one.checkins.held},
    }
