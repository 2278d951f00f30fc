"""Rows 52 to 62: names, days and people.

| row | where else |
|---|---|
| 55, 62 | more tables of cases in tests/domain/test_cadence.py and test_periods.py |
| 56 | tests/commands/test_invite.py |
| 61 | tests/domain/test_leadership.py and test_succession.py |
"""

import json
import os
import re
import subprocess
import unicodedata
from datetime import date

import pytest

from conftest import Goals
from faults.ground import AGREEMENT, NOTE, PERSON, finding, refuse
from goaltalk.domain.cadence import read_rhythm
from goaltalk.domain.periods import read_period

PER = "people/per-lie/person.yaml"


def test_52_a_name_in_either_form_is_one_person(goals: Goals) -> None:
    goals.ok("person", "add", "Åse Ås", "--email", "ase@fjord.example")
    decomposed = unicodedata.normalize("NFD", "Åse Ås")
    assert "nothing to change" in goals.ok("person", "add", decomposed, "--email", "ase@fjord.example")
    assert len([one for one in goals.ok("person", "list").splitlines() if "aase-aas" in one]) == 1
    assert json.loads(goals.ok("status", unicodedata.normalize("NFD", "åse"), "--format", "json"))["people"]


@pytest.mark.parametrize("name", ["Kari-Nordmann", "KARI-NORDMANN"])
def test_53_ids_that_differ_in_case_only_are_refused(goals: Goals, name: str) -> None:
    refuse(goals, "person", "add", "Other", "--email", "o@x.example", "--id", name, match="id", code=2)
    goals.write(f"people/{name}/person.yaml", goals.text(PERSON))
    assert "file-name" in finding(goals, f"people/{name}")


@pytest.mark.parametrize("name", ["con", "nul", "aux", "com1", "lpt9", "a.", "a "])
def test_54_names_that_windows_keeps_are_refused(goals: Goals, name: str) -> None:
    refuse(goals, "person", "add", "Other", "--email", "o@x.example", "--id", name, match="id", code=2)
    goals.write(f"people/{name}/person.yaml", goals.text(PERSON))
    assert "file-name" in finding(goals, f"people/{name}")


@pytest.mark.parametrize(
    ("anchor", "steps", "cadence", "day"),
    [
        ("2026-01-31", 1, "monthly", "2026-02-28"),
        ("2024-01-31", 1, "monthly", "2024-02-29"),
        ("2026-01-31", 2, "monthly", "2026-03-31"),
        ("2024-02-29", 1, "every 12 months", "2025-02-28"),
        ("2026-12-21", 1, "weekly", "2026-12-28"),  # row 62: the first day of week 53
        ("2026-12-28", 1, "weekly", "2027-01-04"),
        ("2026-12-21", 1, "biweekly", "2027-01-04"),
    ],
)
def test_55_months_are_counted_from_the_anchor(anchor: str, steps: int, cadence: str, day: str) -> None:
    assert str(read_rhythm(cadence).after(date.fromisoformat(anchor), steps)) == day


@pytest.mark.parametrize(
    ("at", "said"), [("2026-10-25T02:30", "twice"), ("2027-03-28T02:30", "does not exist|skips|no such")]
)
def test_56_the_hours_of_summer_time_are_a_choice_said_aloud(agreed: Goals, at: str, said: str) -> None:
    result = agreed.run(
        "invite", "kari", "--at", at, "--kind", "checkin", "-o", str(agreed.root.parent / "a.ics")
    )
    assert re.search(said, result.out + result.err), result.out + result.err


def test_57_around_midnight_one_zone_decides(agreed: Goals) -> None:
    settings = agreed.text("goaltalk.yaml")
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        agreed.write("goaltalk.yaml", settings.replace("Europe/Oslo", zone))
        told = agreed.invoke("-C", str(agreed.root), "overdue", "--format", "json")
        today = date.fromisoformat(json.loads(told.out)["today"])
        done = subprocess.run(["date", "+%F"], env={"TZ": zone}, capture_output=True, text=True, check=True)
        assert today == date.fromisoformat(done.stdout.strip())


def test_58_an_answer_ahead_of_its_time_is_a_warning(agreed: Goals) -> None:
    out = agreed.run("check", today="2026-08-19").out
    assert "warning date-order" in out
    assert "has not come yet" in out


def test_58_what_is_in_force_does_not_hang_on_the_clocks_of_commits_and_files(agreed: Goals) -> None:
    before = agreed.ok("status"), agreed.ok("agenda", "kari")
    for number, path in enumerate(sorted((agreed.root / "people").rglob("*.yaml"))):
        os.utime(path, (number * 1000.0, 2e9 - number * 1000.0))
    agreed.git("commit", "-q", "--amend", "--reset-author", "--no-edit", "--date=2001-01-01T00:00:00")
    assert (agreed.ok("status"), agreed.ok("agenda", "kari")) == before


@pytest.mark.parametrize("text", ["20240229", "2024-W09-4", "2026-9-1", "2026-09-01T00:00", "１２"])
def test_59_other_ways_to_write_a_date_are_refused(agreed: Goals, text: str) -> None:
    refuse(agreed, "checkin", "kari", "--date", text, match="not a date", code=2)
    agreed.write(PERSON, agreed.text(PERSON) + f"starts: {text}\n")
    assert "starts must be a date" in finding(agreed, PERSON)


def test_60_what_a_clean_merge_of_texts_breaks_is_found(agreed: Goals) -> None:
    """Accepted on one side, edited on the other: git sees no conflict, for they are two files."""
    agreed.git("checkout", "-q", "-b", "side")
    agreed.write(AGREEMENT, agreed.text(AGREEMENT).replace("2026-12-01", "2026-12-24"))
    agreed.git("commit", "-qam", "edited")
    agreed.git("checkout", "-q", "main")
    agreed.git("merge", "-q", "side")
    assert "answer-mismatch" in finding(agreed, AGREEMENT)


def test_60_a_key_that_a_clean_merge_of_texts_doubles_is_found(agreed: Goals) -> None:
    agreed.write(PERSON, "# a\n# b\n# c\n" + agreed.text(PERSON))
    agreed.git("commit", "-qam", "room")
    agreed.git("checkout", "-q", "-b", "side")
    agreed.write(PERSON, agreed.text(PERSON) + "title: A\n")
    agreed.git("commit", "-qam", "below")
    agreed.git("checkout", "-q", "main")
    agreed.write(PERSON, "title: B\n" + agreed.text(PERSON))
    agreed.git("commit", "-qam", "above")
    agreed.git("merge", "-q", "side")
    assert "stands here again" in finding(agreed, PERSON)


@pytest.mark.parametrize("leads", ["kari-nordmann", "per-lie"], ids=["herself", "each other"])
def test_61_cycles_of_leaders_are_found_and_end_nothing(agreed: Goals, leads: str) -> None:
    agreed.write(PERSON, agreed.text(PERSON) + f"leader: {leads}\n")
    if leads == "per-lie":
        agreed.write(PER, agreed.text(PER) + "leader: kari-nordmann\n")
    assert "cycle" in agreed.run("check").out
    codes = {}
    for command in (
        ("status",),
        ("overdue",),
        ("todo", "--as", "kari"),
        ("agenda", "--all", "--led-by", "per"),
    ):
        result = agreed.run(*command)
        codes[command[0]] = result.code
        assert "Traceback" not in result.err
    # Who leads nobody but herself leaves Per with nobody to have an agenda for.
    late, agendas = (0, 2) if leads == "kari-nordmann" else (1, 0)
    assert codes == {"status": 0, "overdue": late, "todo": 0, "agenda": agendas}


def test_61_who_has_left_leads_until_somebody_else_is_named_and_check_says_so(agreed: Goals) -> None:
    out = agreed.ok("person", "end", "per-lie", "--on", "2026-09-01")
    assert "led because the unit is: kari-nordmann" in out
    result = agreed.run("check")
    assert result.code == 0
    assert "warning date-order the leader per-lie left on 2026-09-01; name another" in result.out
    codes = {
        command: agreed.run(*command.split()).code
        for command in ("status", "overdue", "todo --as kari", "agenda kari", "agree kari --show")
    }
    assert set(codes.values()) == {0}, codes
    agreed.ok(*NOTE)
    agreed.ok("person", "add", "Liv Ås", "--email", "liv@fjord.example")
    agreed.ok("unit", "set", "platform", "--leader", "liv-aas", "--from", "2026-09-02")
    assert agreed.ok("check") == "no problems found\n"
    assert agreed.run("status", "kari").code == 0


def test_61_a_leader_who_leaves_hands_over(agreed: Goals) -> None:
    agreed.ok("person", "add", "Liv Ås", "--email", "liv@fjord.example")
    agreed.ok("person", "move", "kari", "--leader", "liv-aas", "--from", "2026-10-01")
    assert "former_leaders:" in agreed.text(PERSON)
    assert agreed.ok("check") == "no problems found\n"
    agreed.ok(*NOTE)


def test_62_a_year_that_starts_in_august() -> None:
    made = read_period("2026-H1", 8)
    assert (made.start, made.end) == (date(2026, 8, 1), date(2027, 1, 31))
