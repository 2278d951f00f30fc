"""What other programs read has exactly the keys that are promised, and is JSON for every text."""

import json
from datetime import date
from pathlib import Path

import pytest

from goaltalk.domain.compare import compare_periods
from goaltalk.domain.finding import Finding
from goaltalk.domain.overview import find_status
from goaltalk.render.document import Section
from goaltalk.render.outputs import Json, agenda_output, diff_output, findings_output, status_output
from goaltalk.store.load import Loader
from goaltalk.store.tree import WorkingTree

TODAY = date(2026, 11, 10)
ODD = 'a"b\\c\u2028\x1b</script>'


@pytest.fixture(scope="module")
def loader() -> Loader:
    """The English example."""
    return Loader(WorkingTree(Path(__file__).parents[2] / "examples/en"))


def through_json(value: Json) -> Json:
    """Return the value as other programs read it."""
    read: Json = json.loads(json.dumps(value, allow_nan=False))
    return read


def test_findings() -> None:
    finding = Finding(
        "r", "error", ODD, person="kari", due=date(2026, 9, 1), days_late=3, path="x.yaml", line=2
    )
    assert through_json(findings_output([finding], TODAY)) == {
        "schema": "goaltalk/findings/1",
        "today": "2026-11-10",
        "findings": [
            {
                "rule": "r",
                "severity": "error",
                "person": "kari",
                "responsible": None,
                "due": "2026-09-01",
                "days_late": 3,
                "path": "x.yaml",
                "line": 2,
                "column": 1,
                "message": ODD,
            }
        ],
    }


def test_agenda() -> None:
    output = agenda_output("kari", "checkin", TODAY, [Section("goals", "Goals", (ODD, "b"))])
    assert through_json(output) == {
        "schema": "goaltalk/agenda/1",
        "person": "kari",
        "kind": "checkin",
        "date": "2026-11-10",
        "sections": [{"id": "goals", "title": "Goals", "items": [ODD, "b"]}],
    }


def test_status(loader: Loader) -> None:
    company = loader.company()
    conversations = loader.conversations(company, "kari-nordmann")
    one = find_status(company, "kari-nordmann", conversations, company.period_at(TODAY), TODAY)
    output = through_json(status_output([one], TODAY))
    assert list(output) == ["schema", "today", "commit", "people"]
    assert (output["today"], output["commit"]) == (str(TODAY), None)
    assert output["schema"] == "goaltalk/status/1"
    (person,) = output["people"]
    goals, actions = person.pop("goals"), person.pop("actions")
    promised = {"person", "unit", "leader", "period", "agreement", "last_checkin", "next_due"}
    assert set(person) == {*promised, "since", "cadence", "planned"}
    assert (person["leader"], person["period"], person["last_checkin"]) == (
        "per-lie",
        "2026-H2",
        "2026-11-05",
    )
    assert goals
    assert actions
    # the second line came later than the promise of section 3; keys are only ever added
    promised = {"id", "title", "status", "progress"}
    later = {"value", "due", "baseline", "target", "unit", "history"}
    assert all(set(goal) == promised | later for goal in goals)
    said = goals[0]["history"][-1]
    assert set(said) == {"day", "status", "progress", "value", "leader_status"}
    assert said["day"] == "2026-11-05"
    assert all(set(action) == {"id", "what", "owner", "due", "state", "carried"} for action in actions)


def test_diff(loader: Loader) -> None:
    company = loader.company()
    conversations = loader.conversations(company, "kari-nordmann")
    before, after = company.period_named("2026-H1"), company.period_named("2026-H2")
    output = through_json(
        diff_output(compare_periods(company, "kari-nordmann", conversations, before, after, TODAY))
    )
    known = ["schema", "person", "from", "to", "goals", "actions", "checkins", "experience"]
    added = ["since", "commit", "commit_then", "development", "lost", "unagreed", "uncounted"]
    assert list(output) == known + added
    assert (output["schema"], output["person"]) == ("goaltalk/diff/1", "kari-nordmann")
    assert (output["from"], output["to"]) == ("2026-H1", "2026-H2")
    assert set(output["checkins"]) == {"expected", "held"}
    assert {goal["change"] for goal in output["goals"]} >= {"new", "continued"}
    for goal in output["goals"]:
        known = ["id", "title", "change", "before", "after", "moved"]
        assert list(goal) == [*known, "history", "reached", "movements", "continues"]
        assert all(set(shift) == {"what", "before", "after", "is_easier"} for shift in goal["moved"])
    moved, *_ = [shift for goal in output["goals"] for shift in goal["moved"]]
    assert moved == {"what": "due", "before": "2026-06-05", "after": "2026-11-27", "is_easier": True}
    assert all(set(one) == {"period", "side", "score", "compared", "note"} for one in output["experience"])


def test_nothing_is_an_empty_list() -> None:
    assert findings_output([], TODAY)["findings"] == []
    assert status_output([], TODAY)["people"] == []
