"""`diff` over moved goalposts, since a day, and for a whole team, in real histories."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Goals

Compare = Callable[[str, str], None]
PERSON = "people/kari-nordmann"
GOAL = "goals.halve-the-lead-time"
KARI = "kari-nordmann"
Step = tuple[str | None, list[str], list[str]]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock of git."""

    def be(day: str) -> None:
        for role in ("AUTHOR", "COMMITTER"):
            monkeypatch.setenv(f"GIT_{role}_DATE", f"{day}T12:00:00+0000")

    return be


def accept(goals: Goals, day: str) -> None:
    goals.ok("agree", "kari", "--accept", "--yes", who=KARI, today=day)
    goals.ok("agree", "kari", "--accept", "--yes", today=day)


def agree(goals: Goals, day: str, *sets: str, amend: str | None = None) -> None:
    keys = [part for one in sets for part in ("--set", one)]
    why = ("--amend", amend) if amend else ()
    goals.ok("agree", "kari", *why, *keys, today=day)


def checkin(goals: Goals, day: str, said: str) -> None:
    goals.ok("checkin", "kari", "--goal", said, who=KARI, today=day)


@pytest.fixture
def story(goals: Goals, on: Callable[[str], None], built: dict[str, Path]) -> Goals:
    """A goal reworded, its deadline moved twice, its target lowered, then carried over under a new id."""
    goals.today = "2026-08-10"
    if "story" in built:
        shutil.rmtree(goals.root)
        shutil.copytree(built["story"], goals.root)
        return goals
    on("2026-01-15")
    agree(
        goals, "2026-01-15", "goals+={id: lead-time, title: Halve the lead time, due: 2026-04-30}",
        "goals.lead-time.measure={unit: days, baseline: 6, target: 3}",
        "goals.lead-time.success=[The median of four weeks is three days]",
    )  # fmt: skip
    accept(goals, "2026-01-16")
    on("2026-02-10")
    checkin(goals, "2026-02-10", "lead-time=on_track:30")
    on("2026-03-01")
    agree(
        goals, "2026-03-01", "goals.lead-time.due=2026-05-15", "goals.lead-time.success+=Nobody waits",
        amend="The vendor is late",
    )  # fmt: skip
    # A draft in between, which nobody accepts, is no movement.
    agree(goals, "2026-03-02", "goals.lead-time.due=2026-06-20")
    agree(goals, "2026-03-02", "goals.lead-time.due=2026-05-15")
    on("2026-03-03")
    accept(goals, "2026-03-03")
    on("2026-05-05")
    agree(
        goals, "2026-05-05", "goals.lead-time.due=2026-06-10", "goals.lead-time.measure.target=4",
        "goals.lead-time.title=Lower the lead time",
        "goals.lead-time.success=[The median of four weeks is four days, Nobody waits long]",
        amend="Two people on leave",
    )  # fmt: skip
    accept(goals, "2026-05-06")
    checkin(goals, "2026-05-06", "lead-time=at_risk:60")
    on("2026-07-05")
    swift = "id: swift-releases, title: Swift releases, due: 2026-10-01, continues: 2026-H1/lead-time"
    agree(goals, "2026-07-05", f"goals=[{{{swift}}}]")
    accept(goals, "2026-07-08")
    on("2026-08-08")
    checkin(goals, "2026-08-08", "swift-releases=on_track:10")
    shutil.copytree(goals.root, built["folder"] / "story")
    built["story"] = built["folder"] / "story"
    return goals


def read(goals: Goals, *args: str) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(goals.ok("diff", *args, "--format", "json"))
    return shown


def steps(shown: dict[str, Any]) -> list[Step]:
    (goal,) = shown["goals"]
    return [
        (move["on"], [shift["what"] for shift in move["shifts"]], [one["why"] for one in move["amendments"]])
        for move in goal["movements"]
    ]


FIRST: Step = ("2026-03-03", ["due", "success"], ["The vendor is late"])
SECOND: Step = ("2026-05-06", ["due", "target", "title", "success"], ["Two people on leave"])
THIRD: Step = ("2026-07-08", ["due", "target", "unit", "title", "success"], [])


def test_all_is_told_in_order_in_one_diff(story: Goals, golden: Compare) -> None:
    shown = read(story, "kari", "2026-H1", "2026-H2")
    assert steps(shown) == [FIRST, SECOND, THIRD]
    (goal,) = shown["goals"]
    assert (goal["id"], goal["change"]) == ("swift-releases", "continued")
    assert goal["history"] == ["on_track", "at_risk", "on_track"]
    assert goal["movements"][1]["shifts"][1] == {
        "what": "target", "before": "3", "after": "4", "is_easier": True,
    }  # fmt: skip
    assert [move["carried_from"] for move in goal["movements"]] == [None, None, "2026-H1"]
    for form in ("text", "md", "html"):
        golden(f"en/diff-goalposts.{form}", story.ok("diff", "kari", "2026-H1", "2026-H2", "--format", form))


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_it_is_told_in_the_persons_language(story: Goals, golden: Compare, language: str) -> None:
    path = story.root / PERSON / "person.yaml"
    path.write_text(path.read_text() + f"language: {language}\n")
    golden(f"{language}/diff-goalposts.text", story.ok("diff", "kari", "2026-H1", "2026-H2"))


def test_since_a_day_what_was_agreed_after_it_counts(story: Goals) -> None:
    assert steps(read(story, "kari", "--since", "2026-03-20")) == [SECOND, THIRD]
    shown = read(story, "kari", "--since", "2026-03-02", "--at", "2026-03-20")
    assert steps(shown) == [FIRST]
    assert (shown["since"], shown["from"], shown["to"]) == ("2026-03-02", "2026-H1", "2026-H1")
    assert shown["commit"]
    assert shown["commit_then"]
