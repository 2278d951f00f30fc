"""`checkin` refuses what cannot be meant, and says what can."""

import pytest

from conftest import Goals

SPEED = "halve-the-lead-time"


@pytest.mark.parametrize("day", ["2028-09-16", "2099-01-01", "2025-09-13"])
def test_a_day_more_than_a_year_away(agreed: Goals, day: str) -> None:
    before = agreed.git("rev-parse", "HEAD")
    result = agreed.run("checkin", "kari", "--date", day, "--note", "status=Fine")
    assert (result.code, "is that the year you mean?" in result.err) == (2, True), result.err
    assert agreed.git("rev-parse", "HEAD") == before


def test_its_period_says_that_it_is_meant(agreed: Goals) -> None:
    told = agreed.ok(
        "checkin", "kari", "--date", "2024-03-01", "--period", "2024-H1", "--note", "status=Then"
    )
    assert "people/kari-nordmann/2024-H1/checkins/2024-03-01.leader.yaml" in told


@pytest.mark.parametrize(
    "options",
    [
        ("--done", "write", "--drop", "write=Too late"),
        ("--done", "write", "--move", "write=2026-11-01"),
        ("--drop", "write", "--move", "write=2026-11-01"),
    ],
)
def test_an_action_is_done_or_dropped_or_moved(agreed: Goals, options: tuple[str, ...]) -> None:
    agreed.ok("checkin", "kari", "--action", "Write;kari;2026-10-01")
    result = agreed.run("checkin", "kari", *options, today="2026-10-02")
    assert (result.code, "write is done, dropped or moved" in result.err) == (2, True)
    agreed.ok("checkin", "kari", "--done", "write", "--done", "write", today="2026-10-02")


def test_of_many_actions_the_nearest_names_are_shown(agreed: Goals) -> None:
    for number in range(12):
        agreed.ok("checkin", "kari", "--action", f"Task number {number};kari")
    agreed.ok("checkin", "kari", "--action", "Write the runbook;kari")
    said = agreed.run("checkin", "kari", "--done", "write-runbook").err
    assert "there is write-the-runbook, " in said
    assert said.rstrip().endswith(", …")
    assert said.count("task-number") < 8
