"""Whatever is wrong with a file is told at once: each flaw with its line and column, and without its text."""

from pathlib import Path

import pytest

from goaltalk.domain.records import KINDS, Agreement, CheckIn, Talk
from goaltalk.store.layout import address_at
from goaltalk.store.reader import Flaw, Flawed, read_record

EXAMPLES = Path(__file__).parents[2] / "examples"


def flaws(kind: str, text: str) -> tuple[Flaw, ...]:
    with pytest.raises(Flawed) as refused:
        read_record(kind, text.encode())
    return refused.value.flaws


def test_three_mistakes_are_three_flaws_each_in_its_place() -> None:
    text = """\
# a comment
schema: checkin/1
held: 2026-02-30
goals:
  lead-time: {status: on_track, progress: 101}
topics:
  status: |
    fine
  next: [a, b]
"""
    assert flaws("checkin", text) == (
        Flaw("schema", 3, 1, "held must be a date, YYYY-MM-DD, and one that exists; 2026-02-30 is not"),
        Flaw("schema", 5, 33, "goals.lead-time.progress must be at most 100"),
        Flaw("schema", 9, 3, "topics.next must be text"),
    )


def test_an_unknown_key_is_named_where_it_stands() -> None:
    text = "schema: talk/1\nexperience:\n  nota: fine\n"
    assert flaws("talk", text) == (
        Flaw("unknown-key", 3, 3, "experience.nota is not a key that goaltalk knows here"),
    )


def test_a_missing_key_is_told_at_the_item_that_lacks_it() -> None:
    text = "schema: agreement/1\ngoals:\n  - {id: a, title: A}\n  - id: b\n"
    assert flaws("agreement", text) == (Flaw("schema", 4, 5, "goals.2.title is missing"),)


def test_a_missing_key_at_the_top_is_told_at_the_top() -> None:
    assert flaws("unit", "# comment\nschema: unit/1\nname: A\n") == (
        Flaw("schema", 2, 1, "leader is missing"),
    )


def test_blank_items_before_a_flaw_do_not_move_it() -> None:
    text = "schema: checkin/1\ndone:\n  -\n  - a\n  -\n  - 5\n"
    assert flaws("checkin", text) == (Flaw("schema", 6, 5, "done.4 must be text"),)


@pytest.mark.parametrize(
    "day", ["2026-02-30", "20240229", "2026-9-1", "2024-W09-4", "0000-01-01", "2026-09-01Z"]
)
def test_what_is_no_date_is_refused(day: str) -> None:
    (flaw,) = flaws("talk", f"schema: talk/1\nheld: {day}\n")
    assert (flaw.rule, flaw.line) == ("schema", 2)
    assert flaw.message.startswith("held must be a date, YYYY-MM-DD")


@pytest.mark.parametrize("time", ["2026-02-30T10:00", "2026-08-20T24:00", "2026-08-20", "2026-08-20 10:00"])
def test_what_is_no_time_is_refused(time: str) -> None:
    (flaw,) = flaws("talk", f"schema: talk/1\nat: {time}\n")
    assert (flaw.rule, flaw.line) == ("schema", 2)
    assert flaw.message.startswith("at must be a time, YYYY-MM-DDTHH:MM")


@pytest.mark.parametrize("number", [".nan", ".inf", "-.inf", "1e400", "1" + "0" * 16, "9" * 30, "9" * 5000])
def test_what_is_no_sensible_number_is_refused(number: str) -> None:
    assert flaws("checkin", f"schema: checkin/1\ngoals:\n  a: {{value: {number}}}\n")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "is empty; it must begin with schema: talk/1"),
        ("# only a comment\n", 1, "is empty; it must begin with schema: talk/1"),
        ("notes: hi\n", 1, "schema is missing"),
        ("notes: hi\nschema: checkin/1\n", 2, "schema must be talk/1"),
        ("schema: talk/0\n", 1, "schema must be talk/1"),
        ("schema: talk/x\n", 1, "schema must be talk/1"),
        ("schema: 1\n", 1, "schema must be talk/1"),
        ("schema:\n", 1, "schema is missing"),
        (f"schema: talk/{'9' * 5000}\n", 1, "schema must be talk/1"),
        (
            "notes: hi\nschema: talk/12\n",
            2,
            "was written by a newer goaltalk (talk/12); upgrade with pip install -U goaltalk",
        ),
        ("- schema: talk/1\n", 1, "the file must be a mapping"),
        ("talk\n", 1, "the file must be a mapping"),
    ],
)
def test_a_file_must_say_what_it_is(text: str, line: int, message: str) -> None:
    assert [(one.line, one.message) for one in flaws("talk", text)] == [(line, message)]


def test_a_newer_file_is_not_judged_by_what_we_know() -> None:
    assert len(flaws("talk", "schema: talk/2\nmood: fine\n")) == 1


def test_a_key_that_stands_twice_is_refused_with_its_line() -> None:
    (flaw,) = flaws("talk", 'schema: talk/1\nnotes: a\n"notes": b\n')
    assert (flaw.rule, flaw.line, flaw.column) == ("yaml-subset", 3, 1)


def test_a_tab_is_refused_with_its_line_and_column() -> None:
    (flaw,) = flaws("talk", "schema: talk/1\nexperience:\n \tnote: a\n")
    assert (flaw.rule, flaw.line, flaw.column) == ("parse", 3, 2)


def test_what_is_blank_is_absent() -> None:
    text = """\
schema: checkin/1
minutes:
goals:
  a:
  b: {note: }
topics:
  status:
done:
  -
  - x
actions:
"""
    record = read_record("checkin", text.encode())
    assert isinstance(record, CheckIn)
    assert (record.minutes, record.topics, record.done, record.actions) == (None, {}, ("x",), ())
    assert list(record.goals) == ["b"]


def test_a_whole_number_may_be_written_with_a_point() -> None:
    record = read_record("talk", b"schema: talk/1\nminutes: 60.0\n")
    assert isinstance(record, Talk)
    assert record.minutes == 60


def test_yes_and_no_are_text() -> None:
    record = read_record("agreement", b"schema: agreement/1\nwishes: [{id: a, answer: no}]\nrole: on\n")
    assert isinstance(record, Agreement)
    assert (record.wishes[0].answer, record.role) == ("no", "on")


SECRET = "Kari is looking for another job"


@pytest.mark.parametrize(
    "text",
    [
        f"schema: talk/1\nheld: {SECRET}\n",
        f"schema: talk/1\nat: {SECRET}\n",
        f"schema: talk/1\nminutes: {SECRET}\n",
        f"schema: talk/1\nexperience: {SECRET}\n",
        f"schema: talk/1\nexperience: {{score: {SECRET}}}\n",
        f"schema: talk/1\nnotes: [{SECRET}]\n",
        f"schema: {SECRET}\n",
        f"{SECRET}\n",
        f"schema: talk/1\nnotes: {SECRET}: {SECRET}\n",
        f'schema: talk/1\nnotes: "{SECRET}\n',
        f"schema: talk/1\nnotes: !{SECRET}\n",
        f"schema: talk/1\nnotes: &{SECRET}\n",
    ],
)
def test_no_message_quotes_a_text(text: str) -> None:
    for flaw in flaws("talk", text):
        assert "Kari" not in flaw.message
        assert "looking" not in flaw.message


@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_file_of_the_example_is_read(language: str) -> None:
    root = EXAMPLES / language
    read = set()
    for path in root.rglob("*.yaml"):
        address = address_at(path.relative_to(root).as_posix())
        assert address is not None, path
        assert type(read_record(address.kind, path.read_bytes())) is KINDS[address.kind]
        read.add(address.kind)
    assert len(read) > 9
