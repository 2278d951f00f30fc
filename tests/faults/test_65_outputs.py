"""Rows 65 to 69: what programs read that others have, and what a team's templates may do.

The laws behind rows 66 to 68 are held as properties in tests/render; here the whole command is tried.
"""

import csv
import io
import json
import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import typer
from icalendar import Calendar

from conftest import Goals
from faults.ground import CHECKIN, PERSON
from goaltalk.app import COMMANDS, make_door

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")')
EVIL_NAME = 'Kari;Nord,mann\\n "A":B\r\nATTENDEE:mailto:evil@x.example\r\nBEGIN:VALARM\n' + "Ærlig talt " * 30
EVIL_PATH = "people/kari-nordmann/2026-H2/a%0A::error file=x::y\n::warning::z ]]> <b>&\x1b[31m\u202e.yaml"


def test_65_no_command_writes_a_table_for_a_spreadsheet_yet() -> None:
    """Where one comes, its cells are to be guarded against formulas, and this test is to try them."""
    door, forms = make_door(), {}
    for name in COMMANDS:
        command = door.get_command(typer.Context(door), name)
        assert command is not None
        forms[name] = [str(one.type) + (one.help or "") for one in command.params if "--format" in one.opts]
    assert not [name for name, told in forms.items() if "csv" in "".join(told)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_65_what_a_table_brings_in_is_text_and_no_formula(goals: Goals, tmp_path: Path, formula: str) -> None:
    """The one table that there is goes the other way: it is read, as it stands, and no cell is worked out."""
    table = io.StringIO()
    csv.writer(table).writerows([("name", "email", "title"), ("Liv Ås", "liv@fjord.example", formula)])
    (tmp_path / "people.csv").write_text(table.getvalue(), newline="")
    goals.ok("person", "add", "--csv", str(tmp_path / "people.csv"))
    assert json.dumps(formula.strip()) in goals.text("people/liv-aas/person.yaml")


def rename_kari(goals: Goals, name: str) -> None:
    text = goals.text(PERSON).replace("name: Kari Nordmann", f"name: {json.dumps(name)}")
    assert text != goals.text(PERSON)
    goals.write(PERSON, text)
    goals.git("commit", "-qam", "renamed")


@pytest.mark.parametrize("command", ["invite", "calendar"])
def test_66_no_name_or_place_injects_a_line_into_a_calendar(
    agreed: Goals, tmp_path: Path, command: str
) -> None:
    rename_kari(agreed, EVIL_NAME)
    file = tmp_path / "a.ics"
    call = ("invite", "kari", "--at", "2026-10-01T10:00", "--kind", "checkin", "--place", EVIL_NAME)
    agreed.ok(*call, "-o", str(file))
    if command == "calendar":
        file.unlink()
        agreed.ok("calendar", "-o", str(file))
    data = file.read_bytes()
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    heads = [line for line in lines if not line.startswith(b" ")]
    assert not [one for one in heads if one.startswith((b"ATTENDEE:mailto:evil", b"BEGIN:VALARM", b"A\\"))]
    events = Calendar.from_ical(data).walk("VEVENT")
    assert events
    assert not any("evil@x" in str(one.get("attendee", "")) for one in events)
    text = " ".join(str(one.get(key, "")) for one in events for key in ("summary", "location"))
    assert 'Kari;Nord,mann\\n "A":B' in text, "and what is escaped is read back as it was"


@pytest.fixture
def odd(agreed: Goals) -> Goals:
    """A file in the wrong place, whose name says things to a machine; and one that is no text to Python."""
    place = agreed.root / EVIL_PATH
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("schema: talk/1\n")
    (agreed.root / os.fsdecode(b"people/kari-nordmann/2026-H2/\xff\xfe.yaml")).write_text("a: 1\n")
    agreed.write(CHECKIN, "schema: checkin/1\n'%0A::error::x\\e]]>&': 1\n")
    return agreed


def test_67_nothing_in_a_repository_is_an_annotation_of_its_own(odd: Goals) -> None:
    result = odd.run("check", "--format", "github")
    assert result.code == 1
    lines = result.out.splitlines()
    commands = [line for line in lines if "::" in line]
    assert all(line.startswith(("::error file=", "::warning file=")) for line in commands)
    findings = json.loads(odd.run("check", "--format", "json").out)["findings"]
    assert len(commands) == len(findings) == 3
    for line in commands:
        properties = line[2:].partition("::")[0]
        assert len(properties.split(",")) == 4, "file, line, col, title"
    assert any("%250A%3A%3Aerror file=x" in line for line in commands)


@pytest.mark.parametrize("command", [("check",), ("overdue", "--strict")], ids=" ".join)
def test_68_reports_for_machines_are_valid_whatever_files_are_called(
    odd: Goals, command: tuple[str, ...]
) -> None:
    rename_kari(odd, EVIL_NAME + "]]> \x00\x1b\x85\ufffe")
    for form in ("json", "sarif", "gitlab"):
        made = odd.run(*command, "--format", form, today="2027-06-01")
        json.loads(made.out.encode())
    made = odd.run(*command, "--format", "junit", today="2027-06-01")
    assert list(ElementTree.fromstring(made.out).iter("testcase"))
    for form in ("text", "md", "junit", "github"):
        told = odd.run(*command, "--format", form, today="2027-06-01").out
        assert not {"\x1b", "\u202e", "\x00"} & set(told), form


TEMPLATE = "templates/en/agenda-checkin.md.j2"


@pytest.mark.parametrize(
    "text",
    [
        '{% include "/etc/passwd" %}',
        '{% include "../../goaltalk.yaml" %}',
        '{% include "goaltalk.yaml" %}',
        '{% import "os" as os %}{{ os.environ }}',
        "{{ frame.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ frame|attr('__class__') }}",
        "{{ cycler.__init__.__globals__.os.popen('touch ran').read() }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{{ 'many words ' * 9 }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
def test_69_a_teams_template_reads_no_file_reaches_no_attribute_and_ends(agreed: Goals, text: str) -> None:
    agreed.write(TEMPLATE, f"# Ours\n{text}\n")
    result = agreed.run("agenda", "kari", "--kind", "checkin")
    assert result.code == 3, result.out
    assert result.err.startswith(f"error: {TEMPLATE}:2: ")
    assert "root:" not in result.err + result.out
    assert "organisation" not in result.err + result.out
    assert not (agreed.root / "ran").exists()


def test_69_what_a_template_shows_is_plain_data(agreed: Goals) -> None:
    agreed.write(TEMPLATE, "# Ours\n{{ frame.person.name }}\n")
    assert "Kari Nordmann" in agreed.ok("agenda", "kari", "--kind", "checkin")
