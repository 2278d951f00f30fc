"""A calendar to subscribe to: whose it is, what it holds, and that it says no more than it must."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event

from conftest import Goals

Copy = Callable[[str], Goals]
KARI = "kari-nordmann"


@pytest.fixture
def desk(agreed: Goals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Goals:
    """The agreed repository, with a folder beside it to write calendars in."""
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    return agreed


def events(goals: Goals, *args: str, who: str = "per-lie", today: str | None = None) -> list[Any]:
    shown = goals.ok("calendar", "-o", "-", *args, who=who, today=today)
    return [one for one in Calendar.from_ical(shown).walk("VEVENT") if isinstance(one, Event)]


def summaries(goals: Goals, *args: str, who: str = "per-lie", today: str | None = None) -> list[str]:
    return [str(one["summary"]) for one in events(goals, *args, who=who, today=today)]


def test_deadlines_are_whole_days_and_meetings_have_hours(desk: Goals) -> None:
    desk.ok("invite", "kari", "--at", "2026-09-25T10:00", "--kind", "checkin", "-o", "-")
    meeting, goal = events(desk)
    assert (str(meeting["summary"]), meeting["dtstart"].dt.isoformat()) == (
        "Check-in: Kari Nordmann and Per Lie",
        "2026-09-25T10:00:00+02:00",
    )
    assert str(goal["summary"]) == f"{KARI}: say how the goal halve-the-lead-time ended, or move it together"
    assert (goal["dtstart"].dt.isoformat(), goal["dtend"].dt.isoformat()) == ("2026-12-01", "2026-12-02")
    assert {str(one["class"]) for one in (meeting, goal)} == {"PRIVATE"}


def test_a_check_in_not_yet_planned_is_a_deadline(desk: Goals) -> None:
    assert summaries(desk)[0] == f"{KARI}: call a check-in"
    assert str(events(desk)[0]["uid"]).startswith(f"checkin-overdue-{KARI}@")


def test_whose_calendar_it_is(desk: Goals) -> None:
    assert desk.run("calendar", "-o", "-", who="nobody").code == 3
    assert summaries(desk) == summaries(desk, "--led-by", "per-lie", who="nobody")
    assert summaries(desk, who=KARI) == summaries(desk, "--person", KARI, who="nobody")
    assert summaries(desk, "--person", "me") == []
    assert summaries(desk, "--led-by", KARI) == []
    result = desk.run("calendar", "--led-by", "me", "--person", "kari", "-o", "-")
    assert (result.code, "name one of them" in result.err) == (2, True)


def test_the_brief_stands_with_its_leader(goals: Goals) -> None:
    brief = "platform: write the brief for 2026-H2"
    for args in ((), ("--led-by", "per-lie")):
        assert brief in summaries(goals, *args, today="2026-07-20")
    assert brief not in summaries(goals, who=KARI, today="2026-07-20")
    assert brief not in summaries(goals, "--person", "per-lie", today="2026-07-20")


def test_the_same_tree_on_the_same_day_gives_the_same_bytes(desk: Goals) -> None:
    first = desk.ok("calendar", "-o", "-")
    assert desk.ok("calendar", "-o", "-") == first
    assert "DTSTAMP:20260915T000000Z" in first


def test_it_is_written_over_nothing_but_its_like(desk: Goals) -> None:
    for _ in range(2):
        result = desk.run("calendar", "-o", "mine.ics")
        assert (result.code, result.out, result.err) == (0, "", "wrote mine.ics: 2 entries\n")
    Path("notes.ics").write_text("mine\n")
    result = desk.run("calendar", "-o", "notes.ics")
    assert (result.code, Path("notes.ics").read_text()) == (2, "mine\n")
    assert desk.run("calendar").code == 2


def test_it_says_no_more_than_it_must(desk: Goals) -> None:
    desk.ok("checkin", "kari", "--date", "2026-10-20", "--note", "support=SECRET", "--set", "place=HERE")
    desk.ok("invite", "kari", "--at", "2026-10-20T10:00", "--kind", "checkin", "--place", "HERE", "-o", "-")
    shown = desk.ok("calendar", "-o", "-")
    for word in ("SECRET", "HERE", "Halve the lead time", "fjord.example", "DESCRIPTION"):
        assert word not in shown


def test_a_language_is_the_persons(example: Copy) -> None:
    assert "1:1-samtale: Amina Hussein og Per Lie" in summaries(example("nb"), "--led-by", "per-lie")


def test_nothing_ahead_is_an_empty_calendar(desk: Goals) -> None:
    assert desk.ok("calendar", "--person", "per-lie", "-o", "-").count("BEGIN:") == 1
