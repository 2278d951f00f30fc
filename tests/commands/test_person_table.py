"""Everybody in a table: all of them or none, in one commit."""

import io
import sys
from pathlib import Path

import pytest

from conftest import Goals

HEADER = "name,email,unit,leader,id,title,starts\n"
TABLE = (
    HEADER
    + "Anne Dahl,anne@fjord.example,platform,ola-moe,,Developer,2026-10-01\n"
    + '"Moe, Ola",ola@fjord.example,platform,per@fjord.example,ola-moe,"Head of ""all""",\n'
    + "Kari Nordmann,kari@fjord.example,,,,,\n"
    + ",,,,,,\n"
    + "Åse Ås,ase@fjord.example,,,,,\n"
)


def table(goals: Goals, text: str | bytes) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    file = goals.root.parent / "people.csv"
    file.write_bytes(data)
    return str(file)


def added(goals: Goals) -> set[str]:
    return {one.name for one in (goals.root / "people").iterdir()} - {"per-lie", "kari-nordmann"}


def test_a_table_adds_everybody_in_one_commit(goals: Goals) -> None:
    head = goals.git("rev-parse", "HEAD")
    file = table(goals, TABLE)
    assert goals.ok("person", "add", "--csv", file).startswith(
        "added 3; 1 here already as the table says\nsaved "
    )
    assert goals.git("rev-parse", "HEAD~") == head
    assert goals.git("log", "-1", "--format=%s") == "person add, 3 people\n"
    assert added(goals) == {"anne-dahl", "ola-moe", "aase-aas"}
    assert goals.text("people/anne-dahl/person.yaml").endswith(
        'email: "anne@fjord.example"\nunit: platform\ntitle: Developer\nleader: ola-moe\nstarts: 2026-10-01\n'
    )
    ola = goals.text("people/ola-moe/person.yaml")
    assert "leader" not in ola  # the unit's leader, as the table says
    assert 'title: "Head of \\"all\\""\n' in ola
    assert goals.ok("check") == "no problems found\n"
    assert goals.git("status", "--porcelain") == ""


def test_a_second_run_changes_nothing(goals: Goals) -> None:
    file = table(goals, TABLE)
    goals.ok("person", "add", "--csv", file)
    head = goals.git("rev-parse", "HEAD")
    shown = goals.ok("person", "add", "--csv", file)
    assert shown == "nothing to change: 4 here already as the table says\n"
    assert goals.git("rev-parse", "HEAD") == head


def test_a_dry_run_shows_every_file(goals: Goals) -> None:
    shown = goals.ok("person", "add", "--csv", table(goals, TABLE), "--dry-run")
    assert shown.count("--- /dev/null\n") == 3
    assert added(goals) == set()


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbfName;E-Mail\r\n".replace(b"E-Mail", b"Email") + b"Anne Dahl;anne@fjord.example\r\n",
        b"email\tNAME\nanne@fjord.example\tAnne Dahl\n",
        b"\n name , email \n Anne\xc2\xa0 Dahl , anne@fjord.example \n",
        b'name,email\n"Anne\nDahl",anne@fjord.example',
    ],
    ids=["as Excel saves it", "tabs", "spaces", "a line break in a cell"],
)
def test_tables_of_all_kinds_are_read(goals: Goals, text: bytes) -> None:
    goals.ok("person", "add", "--csv", table(goals, text))
    assert "name: Anne Dahl\n" in goals.text("people/anne-dahl/person.yaml")


def test_a_table_comes_from_standard_input(goals: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode())))
    goals.ok("person", "add", "--csv", "-")
    assert added(goals) == {"anne-dahl", "ola-moe", "aase-aas"}


def test_two_of_one_name_get_two_ids(goals: Goals) -> None:
    rows = (
        "name,email\nAnne Dahl,a@fjord.example\nAnne Dahl,anne@fjord.example\nKari Nordmann,k@fjord.example\n"
    )
    file = table(goals, rows)
    goals.ok("person", "add", "--csv", file)
    assert added(goals) == {"anne-dahl", "anne-dahl-2", "kari-nordmann-2"}
    assert goals.ok("person", "add", "--csv", file).startswith("nothing to change: 3 here already")


def test_all_that_is_wrong_is_told_at_once_with_lines(goals: Goals) -> None:
    rows = (
        HEADER
        + ",anne@fjord.example,,,,,\n"
        + "Anne Dahl,nowhere,,,Anne,,1.10.2026\n"
        + "Ola Moe,ola@fjord.example,sales,nobody,,,\n"
        + "Liv Aas,liv@fjord.example,,liv-aas,,,\n"
        + "Liv Aas,LIV@fjord.example,,,,,\n"
        + "Kari Nordmann,kari@fjord.example,,kari-nordmann,kari,,\n"
        + "Somebody Else,kari@fjord.example,,,,,\n"
        + "Kari Nordmann,k@fjord.example,,,kari-nordmann,,\n"
        + "Kari Nordmann,kari@fjord.example,,,,Boss,2026-01-01\n"
        + "好,h@fjord.example,,,,,\n"
        + "Too Many,t@fjord.example,,,,,,x\n"
    )
    file = table(goals, rows)
    result = goals.run("person", "add", "--csv", file)
    assert result.code == 3
    told = [line.removeprefix(f"error: {file}:") for line in result.err.splitlines()]
    assert [
        (line.split(":")[0], said) for line, said in zip(told, SAID, strict=True) if said not in line
    ] == []
    assert added(goals) == set()


SAID = [
    "2: name is empty",
    "3: email is no address",
    "3: id: 'Anne' cannot be one; 'anne' can",
    "3: starts: '1.10.2026' is not a date",
    "4: there is no unit 'sales'; there is platform",
    "4: the leader 'nobody' is nobody here",
    "5: liv-aas cannot lead themselves",
    "6: liv-aas or the address is on line 5 already",
    "7: the address is kari-nordmann's, so the id cannot be kari",
    "8: the address is kari-nordmann's, who has another name",
    "9: kari-nordmann is here with another address",
    "10: kari-nordmann has another title; goaltalk person set kari-nordmann",
    "10: kari-nordmann has another starts",
    "11: no id can be made from the name",
    "12: has more cells than the header",
]


def test_who_would_lead_themselves_through_others_is_told(goals: Goals) -> None:
    rows = "name,email,leader\nAnne Dahl,a@fjord.example,ola-moe\nOla Moe,o@fjord.example,a@fjord.example\n"
    result = goals.run("person", "add", "--csv", table(goals, rows))
    assert result.code == 3
    assert result.err.count("would lead themselves, through others") == 2
    assert added(goals) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: there is no header"),
        ("name,email,wage\n", ":1: there is no column 'wage'; there is name, email, unit"),
        ("name,unit\n", ":1: the column email is missing"),
        ("name,email,Name\n", ":1: the column name is there twice"),
        ("name,email\n\nÅse,a@b.c\n".encode("latin-1"), ":3: is not UTF-8; save it as CSV UTF-8"),
        ("name,email\n".encode("utf-16"), ":1: is not UTF-8"),
        ("name,email\n\0,a@b.c\n", ":1: is not text"),
        ('name,email\n"Anne"x,a@b.c\n', "mend the quotes"),
    ],
)
def test_what_is_no_such_table_is_refused(goals: Goals, text: str | bytes, said: str) -> None:
    result = goals.run("person", "add", "--csv", table(goals, text))
    assert (result.code, said in result.err) == (3, True), result.err


def test_a_table_without_rows_or_file_says_so(goals: Goals) -> None:
    assert (
        goals.ok("person", "add", "--csv", table(goals, HEADER))
        == "nothing to change: the table has no rows\n"
    )
    result = goals.run("person", "add", "--csv", "no-such-file")
    assert (result.code, "--csv no-such-file: No such file" in result.err) == (2, True)


def test_a_name_of_a_folder_that_is_there_is_never_taken(goals: Goals) -> None:
    goals.write("people/anne-dahl/notes.txt", "kept")
    rows = "name,email,id\nAnne Dahl,a@fjord.example,\nOla Moe,o@fjord.example,\n"
    goals.ok("person", "add", "--csv", table(goals, rows))
    assert added(goals) == {"anne-dahl", "anne-dahl-2", "ola-moe"}
    assert Path(goals.root, "people/anne-dahl/notes.txt").read_text() == "kept"


def test_a_form_of_the_teams_own_is_filled(goals: Goals) -> None:
    goals.write(
        "templates/forms/person.yaml.j2",
        "{{ header|remark }}\nschema: person/1\nname: {{ name }}\n"
        "email: {{ email }}\ntitle: Colleague\nunit: {{ unit }}\n",
    )
    rows = "name,email,title\nAnne Dahl,a@fjord.example,Architect\n"
    goals.ok("person", "add", "--csv", table(goals, rows))
    assert "title: Architect\nunit: platform\n" in goals.text("people/anne-dahl/person.yaml")
