"""`check` where something is broken: that one thing is told, and nothing that only follows from it."""

import json

import pytest

from conftest import Goals

PER, KARI = "people/per-lie/person.yaml", "people/kari-nordmann/person.yaml"
AGREEMENT = "people/kari-nordmann/2026-H2/agreement.yaml"
UNIT, SETTINGS = "units/platform/unit.yaml", "goaltalk.yaml"


def found(goals: Goals, today: str = "2026-09-15") -> list[tuple[str, str, int]]:
    result = goals.run("check", "--format", "json", today=today)
    assert result.code in (0, 1), result.err
    return [(one["rule"], one["path"], one["line"]) for one in json.loads(result.out)["findings"]]


def add(goals: Goals, path: str, text: str) -> int:
    """Add a line at the end of a file, and return its number."""
    goals.write(path, goals.text(path) + text + "\n")
    return len(goals.text(path).splitlines())


@pytest.mark.parametrize("path", [PER, UNIT])
def test_who_is_named_may_have_a_broken_file(agreed: Goals, path: str) -> None:
    line = add(agreed, path, "surprise: 1")
    assert found(agreed) == [("unknown-key", path, line)]


def test_a_broken_agreement_hides_what_its_goals_are_called(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--goal", "halve-the-lead-time=on_track:20")
    agreed.ok("checkin", "kari", "--action", "Write the runbook;kari;2026-10-01")
    agreed.ok("checkin", "kari", "--done", "write-the-runbook", today="2026-10-01")
    line = add(agreed, AGREEMENT, "surprise: 1")
    assert found(agreed, "2026-10-02") == [("unknown-key", AGREEMENT, line)]


def test_somebody_without_a_file_is_still_nobody(agreed: Goals) -> None:
    agreed.write(UNIT, agreed.text(UNIT).replace("per-lie", "per-li"))
    assert ("reference", UNIT, 4) in found(agreed)


def test_a_rule_that_does_not_exist_turns_nothing_off(agreed: Goals) -> None:
    add(agreed, SETTINGS, "rules:")
    line = add(agreed, SETTINGS, "  chekin-overdue: off")
    result = agreed.run("check")
    assert f"goaltalk.yaml:{line}:3: error reference no rule chekin-overdue" in result.out
    assert "did you mean checkin-overdue?" in result.out


@pytest.mark.parametrize(
    ("path", "key", "mend"),
    [
        (UNIT, "leader", "goaltalk unit set platform --leader NAME"),
        (UNIT, "deputy", "goaltalk unit set platform --deputy NAME"),
        (KARI, "leader", "goaltalk person move kari-nordmann --leader NAME"),
    ],
)
def test_who_has_left_is_not_to_lead(agreed: Goals, path: str, key: str, mend: str) -> None:
    agreed.ok("person", "add", "Anne Dahl", "--email", "anne@fjord.example")
    add(agreed, "people/anne-dahl/person.yaml", "ends: 2026-09-14")
    text = agreed.text(path)
    if key == "leader":
        text = (
            text.replace("leader: per-lie\n", "") + "former_leaders: [{leader: per-lie, until: 2026-09-10}]\n"
        )
    agreed.write(path, text + f"{key}: anne-dahl\n")
    result = agreed.run("check", today="2026-09-15")
    assert f"warning date-order the {key} anne-dahl left on 2026-09-14; name another: {mend}" in result.out
    assert result.code == 0
    assert "left on" not in agreed.run("check", today="2026-09-14").out


def test_held_and_skipped_at_once_is_told(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--held")
    half = "people/kari-nordmann/2026-H2/checkins/2026-09-15.leader.yaml"
    add(agreed, half, "skipped: Illness")
    told = agreed.run("check").out
    assert "warning date-order held on 2026-09-15 and skipped as well" in told
    assert "Illness" not in told


class TestSettings:
    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("timezone: Europe/Oslo", "timezone: Mars", "timezone: no such zone"),
            ("period: half-year", "period: decade", "period must be one of"),
            ("period: half-year", "period: half-year: x", "a second"),
        ],
    )
    def test_their_faults_are_findings_in_every_format(
        self, agreed: Goals, old: str, new: str, message: str
    ) -> None:
        line = agreed.text(SETTINGS).split(old)[0].count("\n") + 1
        agreed.write(SETTINGS, agreed.text(SETTINGS).replace(old, new))
        add(agreed, AGREEMENT, "surprise: 1")
        found_here = found(agreed)
        assert [place for _, place, _ in found_here] == [SETTINGS, AGREEMENT]
        assert found_here[0][2] == line
        github = agreed.run("check", "--format", "github")
        assert (github.code, f"::error file=goaltalk.yaml,line={found_here[0][2]}," in github.out) == (
            1,
            True,
        )
        assert "only the form of each file is checked" in github.err
        assert message in github.out

    def test_they_are_told_also_when_only_another_file_was_named(
        self, agreed: Goals, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(agreed.root)
        agreed.write(SETTINGS, agreed.text(SETTINGS).replace("Europe/Oslo", "Mars"))
        assert "goaltalk.yaml" in agreed.run("check", KARI).out

    def test_other_commands_say_the_line_and_end_with_3(self, agreed: Goals) -> None:
        agreed.write(SETTINGS, agreed.text(SETTINGS).replace("Europe/Oslo", "Mars"))
        result = agreed.invoke("-C", str(agreed.root), "overdue")
        assert result.code == 3
        assert "goaltalk.yaml:" in result.err
        assert "no such zone; write it like Europe/Oslo" in result.err


class TestWhatCannotBeJudged:
    """Of what rests on a broken file nothing is said to be late: nobody knows."""

    @pytest.mark.parametrize(
        ("path", "silent"),
        [
            (AGREEMENT, {"agreement-missing", "checkin-overdue", "action-overdue"}),
            ("people/kari-nordmann/2026-H2/checkins/2026-09-15.leader.yaml", {"checkin-overdue"}),
        ],
    )
    def test_overdue_accuses_nobody(self, agreed: Goals, path: str, silent: set[str]) -> None:
        agreed.ok("checkin", "kari", "--action", "Write the runbook;kari;2026-10-01")
        add(agreed, path, "surprise: 1")
        result = agreed.run("overdue", "--format", "json", today="2026-11-20")
        rules = {one["rule"] for one in json.loads(result.out)["findings"]}
        assert (result.code, f"{path}:" in result.err) == (3, True)
        assert rules.isdisjoint(silent), rules

    def test_nor_todo(self, agreed: Goals) -> None:
        add(agreed, AGREEMENT, "surprise: 1")
        assert "draft the agreement" not in agreed.run("todo", today="2026-11-20").out

    def test_nor_a_brief(self, agreed: Goals) -> None:
        brief = "units/platform/2026-H2.yaml"
        add(agreed, brief, "surprise: 1")
        result = agreed.run("overdue", today="2026-11-20")
        assert "brief-missing" not in result.out
        assert brief in result.err

    def test_who_has_a_broken_file_is_not_called_nobody(self, agreed: Goals) -> None:
        line = add(agreed, KARI, "surprise: 1")
        for text in ("kari", "Kari", "kari-nordmann"):
            result = agreed.run("status", text)
            assert (result.code, f"error: {KARI}:{line}:1:" in result.err) == (3, True), result.err
        assert agreed.run("status", "nobody").code == 2

    def test_who_has_a_broken_file_of_their_own_is_told_so(self, agreed: Goals) -> None:
        line = add(agreed, KARI, "surprise: 1")
        result = agreed.run("todo", who="kari-nordmann")
        assert (result.code, f"{KARI}:{line}:1" in result.err) == (3, True)
        assert "--as" not in result.err


@pytest.mark.parametrize(
    ("here", "shown"),
    [(".", KARI), ("people/kari-nordmann", "person.yaml"), ("units", f"../{KARI}")],
)
def test_paths_lead_there_from_where_one_stands(
    agreed: Goals, monkeypatch: pytest.MonkeyPatch, here: str, shown: str
) -> None:
    line = add(agreed, KARI, "surprise: 1")
    monkeypatch.chdir(agreed.root / here)
    told = agreed.invoke("--today", "2026-09-15", "check")
    assert told.out.startswith(f"{shown}:{line}:1: error unknown-key")
    assert agreed.run("check").out.startswith(f"{KARI}:{line}:1: error unknown-key")  # that has -C
