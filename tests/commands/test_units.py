"""Units changed: another leader, another place in the tree, and nobody's past rewritten."""

import json

import pytest

from conftest import Goals

UNIT = "units/platform/unit.yaml"
PER = "people/per-lie/person.yaml"


@pytest.fixture
def grown(agreed: Goals) -> Goals:
    """The team that has agreed, and Anne, who belongs to it."""
    agreed.ok("person", "add", "Anne Dahl", "--email", "anne@fjord.example")
    return agreed


def leaders(goals: Goals, today: str) -> dict[str, str | None]:
    found = json.loads(goals.ok("person", "list", "--format", "json", today=today))["people"]
    return {one["person"]: one["leader"] for one in found}


def test_another_leader_keeps_agreements_in_force(grown: Goals) -> None:
    shown = grown.ok("unit", "set", "platform", "--leader", "anne")
    assert shown.startswith(
        "platform is led by anne-dahl from 2026-09-15 on; per-lie until 2026-09-14\nsaved "
    )
    assert grown.text(UNIT).endswith(
        "leader: anne-dahl\nformer_leaders:\n  - leader: per-lie\n    until: 2026-09-14\n"
    )
    assert grown.git("show", "--name-only", "--format=").strip() == UNIT
    assert grown.ok("check") == "no problems found\n"
    assert '"agreement": "in_force"' in grown.ok("status", "kari", "--format", "json")
    assert leaders(grown, "2026-09-14") == {
        "anne-dahl": "per-lie",
        "kari-nordmann": "per-lie",
        "per-lie": None,
    }
    assert leaders(grown, "2026-09-15") == {
        "anne-dahl": None,
        "kari-nordmann": "anne-dahl",
        "per-lie": "anne-dahl",
    }
    assert grown.ok("unit", "set", "platform", "--leader", "anne") == f"nothing to change: {UNIT}\n"


def test_a_leader_of_a_unit_changes_ahead_and_it_can_be_taken_back(grown: Goals) -> None:
    before = grown.text(UNIT)
    grown.ok("unit", "set", "platform", "--leader", "anne", "--from", "2026-10-01")
    assert [leaders(grown, day)["kari-nordmann"] for day in ("2026-09-30", "2026-10-01")] == [
        "per-lie",
        "anne-dahl",
    ]
    grown.ok("unit", "set", "platform", "--leader", "per", "--from", "2026-10-01")
    assert grown.text(UNIT) == before


def test_who_was_never_here_is_not_remembered(goals: Goals) -> None:
    goals.ok("unit", "add", "data", "--leader", "ola-mo")
    goals.ok("unit", "set", "data", "--leader", "per")
    assert goals.text("units/data/unit.yaml").endswith("leader: per-lie\n")


def test_all_else_of_a_unit_is_set(goals: Goals) -> None:
    line = ("unit", "set", "platform", "--set", "deputy=kari-nordmann", "--set", "cadence=biweekly")
    assert goals.ok(*line, "--dry-run").startswith(f"--- a/{UNIT}\n")
    assert goals.ok(*line).startswith(f"saved {UNIT} (commit ")
    assert goals.text(UNIT).endswith("deputy: kari-nordmann\ncadence: biweekly\n")
    assert goals.ok(*line) == f"nothing to change: {UNIT}\n"
    assert goals.ok("unit", "set", "platform", "--no-edit") == f"nothing to change: {UNIT}\n"


def test_a_whole_unit_is_taken_from_a_file(goals: Goals) -> None:
    given = goals.write("wanted.yaml", "name: Platform\nleader: per-lie\ncadence: weekly\n")
    goals.ok("unit", "set", "platform", "--from", str(given))
    assert goals.text(UNIT).endswith("leader: per-lie\ncadence: weekly\n")


def test_a_unit_that_moves_in_the_tree_keeps_who_led_its_leader(grown: Goals) -> None:
    for name, email in (("Ola Moe", "ola@fjord.example"), ("Liv Aas", "liv@fjord.example")):
        grown.ok("person", "add", name, "--email", email, "--unit", "platform")
    grown.ok("unit", "add", "technology", "--leader", "ola-moe")
    grown.ok("unit", "add", "operations", "--leader", "liv-aas")
    for name, unit in (("ola", "technology"), ("liv", "operations")):
        grown.ok("person", "move", name, "--unit", unit)
    grown.ok("unit", "set", "platform", "--set", "part_of=technology")
    assert "former_leaders" not in grown.text(PER)  # nobody led Per before
    shown = grown.ok("unit", "set", "platform", "--set", "part_of=operations", today="2026-10-01")
    assert PER in shown
    assert grown.text(PER).endswith("former_leaders:\n  - leader: ola-moe\n    until: 2026-09-30\n")
    assert [leaders(grown, day)["per-lie"] for day in ("2026-09-30", "2026-10-01")] == ["ola-moe", "liv-aas"]
    again = grown.ok("unit", "set", "platform", "--set", "part_of=operations", today="2026-10-01")
    assert again == f"nothing to change: {UNIT}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("sales", "--leader", "per"), 2, "there is no unit 'sales'; there is platform"),
        (("platform", "--leader", "nobody"), 2, "nobody here is called 'nobody'"),
        (("platform", "--leader", "anne", "--from", "soon"), 2, "--from 'soon' is not a date"),
        (("platform", "--leader", "anne", "--from", "2026-08-01"), 2, "a change from 2026-08-21 on"),
        (("platform", "--set", "leader=anne-dahl"), 2, "use goaltalk unit set platform --leader"),
        (("platform", "--set", "part_of=platform"), 3, "unit platform is part of itself"),
    ],
)
def test_a_refusal_says_what_to_do_and_changes_nothing(
    grown: Goals, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = grown.git("rev-parse", "HEAD")
    result = grown.run("unit", "set", *arguments)
    assert result.code == code, result.err
    assert said in result.err
    assert (grown.git("rev-parse", "HEAD"), grown.git("status", "--porcelain")) == (before, "")


def test_nobody_is_made_to_lead_themselves_through_others(grown: Goals) -> None:
    grown.ok("person", "add", "Ola Moe", "--email", "ola@fjord.example")
    grown.ok("person", "move", "ola", "--leader", "kari")
    grown.ok("person", "move", "kari", "--leader", "anne")
    before = grown.git("rev-parse", "HEAD")
    result = grown.run("unit", "set", "platform", "--leader", "ola")
    assert (result.code, "anne-dahl leads themselves, through others" in result.err) == (3, True)
    assert grown.git("rev-parse", "HEAD") == before


def test_a_unit_is_led_by_nobody_who_has_left(grown: Goals) -> None:
    grown.ok("person", "end", "anne", "--on", "2026-09-30")
    result = grown.run("unit", "set", "platform", "--leader", "anne", "--from", "2026-10-01")
    assert (result.code, "anne-dahl is not in the job on 2026-10-01" in result.err) == (2, True)


def test_a_change_wipes_out_nobody_who_has_led_the_unit(grown: Goals) -> None:
    grown.ok("unit", "set", "platform", "--leader", "anne", today="2026-09-01")
    grown.ok("unit", "set", "platform", "--leader", "kari-nordmann", today="2026-10-01")
    line = ("unit", "set", "platform", "--leader", "per", "--from", "2026-09-15")
    result = grown.run(*line, today="2026-11-01")
    assert result.code == 2
    assert "anne-dahl and then kari-nordmann have led platform since" in result.err


def test_the_deputy_is_named_as_one_names_people(grown: Goals) -> None:
    grown.ok("unit", "set", "platform", "--deputy", "anne")
    assert "deputy: anne-dahl\n" in grown.text(UNIT)
    assert grown.run("unit", "set", "platform", "--deputy", "nobody").code == 2
