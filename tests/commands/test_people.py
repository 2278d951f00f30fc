"""People: changed, moved to other units and leaders, away, and leaving."""

import json

import pytest

from conftest import Goals

KARI = "people/kari-nordmann/person.yaml"
PER = "people/per-lie/person.yaml"


@pytest.fixture
def two_units(agreed: Goals) -> Goals:
    """The team that has agreed, and a second unit with Anne, who leads it, and Ola."""
    agreed.ok("unit", "add", "data", "--leader", "anne-dahl")
    for name, email in (("Anne Dahl", "anne@fjord.example"), ("Ola Moe", "ola@fjord.example")):
        agreed.ok("person", "add", name, "--email", email, "--unit", "data")
    return agreed


def commits(goals: Goals) -> int:
    return int(goals.git("rev-list", "--count", "HEAD"))


def test_a_move_keeps_the_agreement_in_force_and_the_check_fine(two_units: Goals) -> None:
    before = commits(two_units)
    shown = two_units.ok("person", "move", "kari", "--unit", "data")
    assert shown.startswith(
        "kari-nordmann in data is led by anne-dahl from 2026-09-15 on; per-lie until 2026-09-14\n"
        f"saved {KARI} (commit "
    )
    assert two_units.text(KARI).endswith(
        "unit: data\nformer_leaders:\n  - leader: per-lie\n    until: 2026-09-14\n"
    )
    assert commits(two_units) == before + 1
    assert two_units.git("show", "--name-only", "--format=%s").split("\n\n") == [
        "person move kari-nordmann",
        f"{KARI}\n",
    ]
    assert two_units.ok("check") == "no problems found\n"
    status = json.loads(two_units.ok("status", "kari", "--format", "json"))["people"][0]
    assert (status["agreement"], status["leader"], status["unit"]) == ("in_force", "anne-dahl", "data")
    assert "in force" in two_units.ok("agree", "kari", "--show")


def test_goals_still_support_the_plan_of_the_unit_before(two_units: Goals) -> None:
    two_units.ok("brief", "data", "--set", "focus+=Good data", "--as", "anne-dahl")
    two_units.ok("person", "move", "kari", "--unit", "data")
    assert two_units.ok("check") == "no problems found\n"


@pytest.mark.parametrize(
    "move", [("--unit", "data"), ("--leader", "anne"), ("--unit", "data", "--leader", "ola")]
)
def test_a_second_identical_move_changes_nothing(two_units: Goals, move: tuple[str, ...]) -> None:
    two_units.ok("person", "move", "kari", *move)
    before = two_units.text(KARI), commits(two_units)
    for today in ("2026-09-15", "2026-10-15"):
        assert two_units.ok("person", "move", "kari", *move, today=today) == f"nothing to change: {KARI}\n"
    assert (two_units.text(KARI), commits(two_units)) == before


def test_a_leader_changes_ahead_and_it_can_be_taken_back(two_units: Goals) -> None:
    before = two_units.text(KARI)
    two_units.ok("person", "move", "kari", "--leader", "anne", "--from", "2026-10-01")
    leaders = [
        json.loads(two_units.ok("status", "kari", "--format", "json", today=day))["people"][0]["leader"]
        for day in ("2026-09-30", "2026-10-01")
    ]
    assert leaders == ["per-lie", "anne-dahl"]
    two_units.ok("person", "move", "kari", "--leader", "per", "--from", "2026-10-01")
    assert two_units.text(KARI) == before


def test_moving_twice_and_back_keeps_everybody(two_units: Goals) -> None:
    for leader, today in (("anne", "2026-09-15"), ("ola", "2026-10-01"), ("per", "2026-11-01")):
        two_units.ok("person", "move", "kari", "--leader", leader, today=today)
    assert two_units.text(KARI).partition("former_leaders:\n")[2] == (
        "  - leader: per-lie\n    until: 2026-09-14\n"
        "  - leader: anne-dahl\n    until: 2026-09-30\n"
        "  - leader: ola-moe\n    until: 2026-10-31\n"
    )
    shown = two_units.ok("person", "show", "kari", today="2026-11-01")
    assert "per-lie until 2026-09-14, anne-dahl until 2026-09-30, ola-moe until 2026-10-31" in shown
    assert "in_force" in two_units.ok("status", "--format", "json", today="2026-11-01")


def test_a_move_leaves_comments_and_all_else_alone(two_units: Goals) -> None:
    text = two_units.text(KARI).replace(
        "unit: platform\n", "unit: platform  # since the merger\n# at the end\n"
    )
    two_units.write(KARI, text)
    two_units.git("commit", "-qam", "comments")
    two_units.ok("person", "move", "kari", "--unit", "data")
    assert "unit: data  # since the merger\n" in two_units.text(KARI)
    assert "# at the end\n" in two_units.text(KARI)


def test_a_dry_run_shows_the_change_and_makes_none(two_units: Goals) -> None:
    before = two_units.text(KARI), commits(two_units)
    for line in (
        ("move", "kari", "--leader", "anne"),
        ("away", "kari", "--from", "2026-10-01", "--to", "2026-10-02"),
        ("end", "kari"),
        ("set", "kari", "--set", "title=Architect"),
    ):
        assert two_units.ok("person", *line, "--dry-run").startswith(f"--- a/{KARI}\n")
    assert (two_units.text(KARI), commits(two_units)) == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("move", "kari"), 2, "where to? add --unit or --leader"),
        (("move", "kari", "--leader", "kari"), 2, "kari-nordmann cannot lead themselves"),
        (("move", "kari", "--leader", "nobody"), 2, "nobody here is called 'nobody'; goaltalk person list"),
        (("move", "kari", "--unit", "sales"), 2, "there is no unit 'sales'; there is data, platform"),
        (("move", "kari", "--leader", "anne", "--from", "soon"), 2, "--from 'soon' is not a date"),
        (("move", "kari", "--unit", "data", "--from", "2026-10-01"), 2, "a unit changes on the day itself"),
        (("move", "kari", "--leader", "anne", "--from", "2026-08-01"), 2, "a change from 2026-08-21 on"),
        (("move", "per", "--leader", "kari"), 3, "per-lie leads themselves, through others"),
        (("set", "kari", "--set", "leader=anne"), 2, "use goaltalk person move kari-nordmann --leader"),
        (("set", "kari", "--set", "unit=data"), 2, "use goaltalk person move kari-nordmann --unit"),
        (("set", "kari", "--set", "email=per@fjord.example"), 3, "have the same e-mail address"),
        (("away", "kari", "--from", "2026-10-02", "--to", "2026-10-01"), 2, "is before --from 2026-10-02"),
        (("away", "kari", "--from", "2026-10-02"), 2, "say until when with --to"),
        (("away", "kari", "--to", "2026-10-02"), 2, "say from when with --from"),
        (("away", "kari", "--cancel"), 2, "say from when with --from"),
        (("end", "kari", "--cancel", "--on", "2026-10-01"), 2, "leave --on out"),
        (("add", "Liv"), 2, "or --csv FILE"),
        (("add", "Liv", "--csv", "x.csv"), 2, "--csv takes all from the table"),
    ],
)
def test_a_refusal_says_what_to_do_and_changes_nothing(
    two_units: Goals, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = commits(two_units)
    result = two_units.run("person", *arguments)
    assert result.code == code, result.err
    assert said in result.err
    assert (commits(two_units), two_units.git("status", "--porcelain")) == (before, "")


def test_a_leader_who_has_left_leads_nobody_new(two_units: Goals) -> None:
    two_units.ok("person", "end", "ola", "--on", "2026-09-30")
    result = two_units.run("person", "move", "kari", "--leader", "ola", "--from", "2026-10-01")
    assert (result.code, "ola-moe is not in the job on 2026-10-01" in result.err) == (2, True)
    two_units.ok("person", "move", "kari", "--leader", "ola", "--from", "2026-09-30", today="2026-09-30")


def test_a_move_wipes_out_nobody_who_has_led(two_units: Goals) -> None:
    two_units.ok("person", "move", "kari", "--leader", "anne", today="2026-09-01")
    two_units.ok("person", "move", "kari", "--leader", "ola", today="2026-10-01")
    move = ("person", "move", "kari", "--leader", "per", "--from", "2026-09-15")
    result = two_units.run(*move, today="2026-11-01")
    assert result.code == 2
    assert "anne-dahl and then ola-moe have led kari-nordmann since" in result.err


def test_what_is_known_of_a_person_is_set(goals: Goals) -> None:
    line = ("person", "set", "kari", "--set", "title=Architect", "--set", "other_emails+=k@old.example")
    assert goals.ok(*line).startswith(f"saved {KARI} (commit ")
    assert goals.text(KARI).endswith('title: Architect\nother_emails:\n  - "k@old.example"\n')
    assert goals.ok(*line) == f"nothing to change: {KARI}\n"
    assert goals.ok("person", "set", "kari", "--no-edit") == f"nothing to change: {KARI}\n"
    goals.ok("person", "set", "kari", "--set", "ends=2026-12-31", "--set", "cadence=weekly")
    assert "cadence   weekly" in goals.ok("person", "show", "kari")


def test_days_away_are_written_down_listed_and_taken_back(goals: Goals) -> None:
    before = goals.text(KARI)
    away = ("person", "away", "kari")
    assert "no days away are written down" in goals.ok(*away)
    shown = goals.ok(*away, "--from", "2026-10-01", "--to", "2026-10-14")
    assert shown.startswith(
        "kari-nordmann is away from 2026-10-01 to 2026-10-14; these days count in no deadline"
    )
    for days in (("2026-10-01", "2026-10-14"), ("2026-10-05", "2026-10-06")):
        assert goals.ok(*away, "--from", days[0], "--to", days[1]) == f"nothing to change: {KARI}\n"
    goals.ok(*away, "--from", "2026-10-15", "--to", "2026-10-16")
    assert goals.text(KARI) == f"{before}away:\n  - from: 2026-10-01\n    to: 2026-10-16\n"
    goals.ok(*away, "--cancel", "--from", "2026-10-12")
    assert "2026-10-01   2026-10-11   11" in goals.ok(*away)
    assert goals.ok(*away, "--cancel", "--from", "2026-10-12") == f"nothing to change: {KARI}\n"
    goals.ok(*away, "--cancel", "--from", "2026-10-03", "--to", "2026-10-04")
    assert "2026-10-05   2026-10-11   7      now" in goals.ok(*away, today="2026-10-11")
    for first in ("2026-10-01", "2026-10-05"):
        goals.ok(*away, "--cancel", "--from", first)
    assert goals.text(KARI) == before


def test_who_leaves_sees_what_to_hand_over_and_the_commands_work(two_units: Goals) -> None:
    goals = two_units
    goals.ok("unit", "set", "data", "--set", "deputy=per-lie")
    goals.ok("person", "move", "ola", "--leader", "per")
    goals.ok("checkin", "kari", "--action", "Write the runbook;per;2026-10-05", who="kari-nordmann")
    shown = goals.ok("person", "end", "per", "--on", "2026-09-30")
    assert shown.splitlines()[0] == "per-lie's last day is 2026-09-30"
    assert shown.splitlines()[2:] == [
        "to hand over:",
        "  led because the unit is: kari-nordmann",
        "  unit platform: goaltalk unit set platform --leader WHOM --from 2026-10-01",
        "  deputy of data: goaltalk unit set data --deputy WHOM",
        "  ola-moe: goaltalk person move ola-moe --leader WHOM --from 2026-10-01",
        (
            "  action write-the-runbook of kari-nordmann, due 2026-10-05: goaltalk checkin kari-nordmann "
            "--drop write-the-runbook='handed over' --action 'WHAT;WHO;2026-10-05'"
        ),
    ]
    assert goals.ok("person", "end", "per").startswith(f"nothing to change: {PER}\nto hand over:\n")
    goals.ok("unit", "set", "platform", "--leader", "kari-nordmann", "--from", "2026-10-01")
    goals.ok("unit", "set", "data", "--set", "deputy=kari-nordmann")
    goals.ok("person", "move", "ola-moe", "--leader", "anne", "--from", "2026-10-01")
    drop = (
        "--drop",
        "write-the-runbook=handed over",
        "--action",
        "Finish the runbook;kari-nordmann;2026-10-05",
    )
    goals.ok("checkin", "kari-nordmann", *drop)
    assert "there is nothing to hand over" in goals.ok("person", "end", "per")
    assert goals.ok("check") == "no problems found\n"
    goals.ok("person", "end", "per", "--cancel")
    assert "ends" not in goals.text(PER)


def test_somebody_elses_broken_file_is_told_after_the_rest(two_units: Goals) -> None:
    two_units.write("people/ola-moe/2026-H2/agreement.yaml", "goals: [")
    result = two_units.run("person", "end", "kari")
    assert (result.code, "ends: 2026-09-15" in two_units.text(KARI)) == (3, True)
    assert "nothing to hand over" in result.out
    assert "people/ola-moe/2026-H2/agreement.yaml:2:1: " in result.err


def test_people_are_listed_by_unit_and_by_leader(two_units: Goals) -> None:
    def listed(*filters: str) -> list[str]:
        found = json.loads(two_units.ok("person", "list", "--format", "json", *filters))
        assert found["schema"] == "goaltalk/people/1"
        return [one["person"] for one in found["people"]]

    assert listed() == ["anne-dahl", "kari-nordmann", "ola-moe", "per-lie"]
    assert listed("--unit", "data") == ["anne-dahl", "ola-moe"]
    assert listed("--led-by", "me") == ["kari-nordmann"]
    assert listed("--led-by", "kari") == []
    assert two_units.ok("person", "list", "--led-by", "kari") == "nobody there\n"
    assert two_units.ok("person", "list", "--unit", "data").splitlines()[1].split() == [
        *("anne-dahl", "Anne", "Dahl", "data")
    ]


def test_the_shell_completes_units_and_leaders(two_units: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(two_units.root)
    monkeypatch.setenv("_GOALTALK_COMPLETE", "complete_bash")
    for words, found in (
        ("goaltalk person move ka", "kari-nordmann"),
        ("goaltalk person move kari --leader an", "anne-dahl"),
        ("goaltalk person move kari --unit da", "data"),
        ("goaltalk unit set pl", "platform"),
    ):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
        assert two_units.invoke().out.split() == [found]
