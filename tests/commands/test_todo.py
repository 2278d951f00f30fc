"""What I am to do next, as text, Markdown and JSON; and only with a name."""

import json
from collections.abc import Callable

import pytest

from conftest import Goals

Copy = Callable[[str], Goals]
KARI = "kari-nordmann"


def items(
    goals: Goals, *args: str, who: str = "per-lie", today: str | None = None
) -> list[dict[str, object]]:
    shown = goals.ok("todo", "--format", "json", *args, who=who, today=today)
    found: list[dict[str, object]] = json.loads(shown)["items"]
    return found


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("who", ["per-lie", "kari-nordmann", "amina-hussein"])
def test_the_example_reads_as_it_did(
    example: Copy, golden: Callable[[str, str], None], language: str, who: str
) -> None:
    goals = example(language)
    for ending, form in (("txt", "text"), ("md", "md"), ("json", "json")):
        shown = goals.ok("todo", "--as", who, "--format", form)
        if form == "text":
            assert max(map(len, shown.splitlines())) <= 80
        if who == "per-lie" or form == "text":
            golden(f"{language}/todo-{who}.{ending}", shown)


def test_it_is_the_list_of_who_asks(agreed: Goals) -> None:
    (mine,) = (one for one in items(agreed, today="2026-10-10") if one["rule"] == "checkin-overdue")
    assert mine == {
        "rule": "checkin-overdue",
        "person": KARI,
        "due": "2026-09-20",
        "late": True,
        "what": "call a check-in",
        "command": "goaltalk invite kari-nordmann --at WHEN --kind checkin",
        "path": "people/kari-nordmann/person.yaml",
    }
    assert items(agreed, who=KARI, today="2026-10-10") == []
    assert items(agreed, "--as", KARI, today="2026-10-10") == []


def test_a_stranger_has_no_list(agreed: Goals) -> None:
    result = agreed.run("todo", who="nobody")
    assert (result.code, result.out) == (3, "")
    assert "belongs to nobody here, so nobody knows whose list it is; say it with --as PERSON" in result.err


@pytest.mark.parametrize(("days", "count"), [("0", 0), ("4", 0), ("5", 1), ("14", 1)])
def test_days_say_how_far_ahead(agreed: Goals, days: str, count: int) -> None:
    wanted = items(agreed, "--days", days, today="2026-09-15")
    assert len([one for one in wanted if one["rule"] == "checkin-overdue"]) == count


def test_nothing_to_do_is_said(agreed: Goals) -> None:
    shown = agreed.ok("todo", who=KARI)
    assert shown == "to do for kari-nordmann on 2026-09-15\n\nnothing until 2026-09-29\n"
    assert agreed.ok("todo", "--format", "md", who=KARI).endswith("\n\nNothing until 2026-09-29.\n")


def test_a_brief_is_its_leaders(goals: Goals) -> None:
    (brief,) = (one for one in items(goals) if one["rule"] == "brief-missing")
    assert (brief["person"], brief["path"]) == (None, "units/platform/2026-H2.yaml")
    assert brief["command"] == "goaltalk brief platform --period 2026-H2"
    assert "  2026-07-31  platform: write the brief for 2026-H2\n" in goals.ok("todo")
    goals.ok("brief", "platform", "--set", "focus+=Calm nights")
    assert "brief-missing" not in [one["rule"] for one in items(goals)]


def test_a_leader_who_prepared_in_private_is_not_asked_again(agreed: Goals) -> None:
    agreed.ok("invite", "kari", "--at", "2026-09-24T10:00", "-o", "-")
    agreed.git("rm", "-q", f"people/{KARI}/2026-H2/prep.employee.yaml")

    def rules(*args: str, who: str = "per-lie") -> list[object]:
        return [one["rule"] for one in items(agreed, *args, who=who, today="2026-09-22")]

    assert "prep-missing" in rules()
    assert "prep-missing" in rules(who=KARI)
    agreed.ok("prep", "kari", "--set", "purpose=To listen")
    assert "prep-missing" not in rules()
    assert "prep-missing" in rules(who=KARI)


def test_nothing_of_what_somebody_wrote_is_told(agreed: Goals) -> None:
    for form in ("text", "md", "json"):
        for who in ("per-lie", KARI):
            shown = agreed.ok("todo", "--days", "365", "--format", form, who=who)
            assert "One day a month" not in shown
            assert "Halve the lead time" not in shown


def test_a_broken_file_hides_nothing_else(agreed: Goals) -> None:
    agreed.write(f"people/{KARI}/2026-H2/review.leader.yaml", "schema: review/1\nsummmary: x\n")
    result = agreed.run("todo", today="2026-10-10")
    assert result.code == 3
    assert "call a check-in" in result.out
    assert "review.leader.yaml:2:1" in result.err


def test_a_deputy_sees_to_it_and_writes_for_nobody(agreed: Goals) -> None:
    agreed.ok("person", "add", "Anne Dahl", "--email", "anne@fjord.example")
    agreed.ok("unit", "set", "platform", "--deputy", "anne")
    agreed.ok("person", "away", "per-lie", "--from", "2026-11-01", "--to", "2026-11-30")
    told = agreed.ok("todo", "--as", "anne-dahl", today="2026-11-20")
    assert "per-lie is away: see to it with kari-nordmann, or lead meanwhile" in " ".join(told.split())
    assert "goaltalk person move kari-nordmann --leader anne-dahl" in told
    assert "goaltalk invite" not in told


def test_the_brief_stands_in_the_calendar_of_who_writes_it(agreed: Goals) -> None:
    agreed.ok("person", "add", "Anne Dahl", "--email", "anne@fjord.example")
    agreed.ok("unit", "set", "platform", "--deputy", "anne")
    agreed.ok("person", "away", "per-lie", "--from", "2026-12-01", "--to", "2027-02-28")
    for who, is_there in (("anne-dahl", True), ("per-lie", False)):
        feed = agreed.ok("calendar", "--as", who, "-o", "-", today="2027-01-05")
        assert ("brief-missing" in feed) is is_there


def test_an_empty_form_of_the_leader_asks_nobody_to_report(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--date", "2026-09-22", "--no-edit")
    assert "report before" not in agreed.ok("todo", who="kari-nordmann")
