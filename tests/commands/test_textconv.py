"""`textconv` lets git speak of goals instead of YAML, and never stands in git's way."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import PROJECT, Goals, Result

DRIVER = f'PYTHONPATH="{PROJECT / "cli"}" "{sys.executable}" -m goaltalk textconv'
AGREEMENT = "people/kari-nordmann/2026-H2/agreement.yaml"


def words(goals: Goals, text: str) -> str:
    goals.write("one.yaml", text)
    return goals.ok("textconv", str(goals.root / "one.yaml"))


def test_git_diff_speaks_of_goals(agreed: Goals) -> None:
    agreed.git("config", "diff.goaltalk.textconv", DRIVER)
    agreed.ok(
        "checkin", "kari", "--date", "2026-09-15", "--goal", "halve-the-lead-time=at_risk:40",
        "--value", "halve-the-lead-time=5", "--note", "status=Slow: the tests",
        "--action", "Ask for a faster build;per-lie;2026-10-01", who="kari-nordmann",
    )  # fmt: skip
    shown = agreed.git("log", "-p", "-1", "--format=")
    added = [line for line in shown.split("\n") if line.startswith("+") and not line.startswith("+++")]
    assert added == [
        "+check-in",
        "+held: 2026-09-15",
        "+goal halve-the-lead-time: at risk, 40%, value 5",
        "+topic status: Slow: the tests",
        "+action ask-for-a-faster-build: Ask for a faster build (per-lie, due 2026-10-01)",
    ]
    agreed.ok("agree", "kari", "--amend", "Too early", "--set", "goals.halve-the-lead-time.due=2027-01-15")
    changed = [line for line in agreed.git("diff", "HEAD~1", "HEAD").split("\n") if line[:1] in "+-"]
    assert "-goal halve-the-lead-time: Halve the lead time (due 2026-12-01)" in changed
    assert "+goal halve-the-lead-time: Halve the lead time (due 2027-01-15)" in changed
    assert "goaltalk" not in agreed.git("diff", "--no-textconv", "HEAD~1", "HEAD", "--", "one.yaml")


def test_only_words_make_a_difference(agreed: Goals) -> None:
    one = "schema: agreement/1\ngoals:\n  - {id: a, title: 'Faster', due: 2026-12-01}\nrole: \"Leads\"\n"
    goal = "- id: a\n  title: >-\n    Faster\n  due: 2026-12-01\n"
    two = f"# mine\nschema: agreement/1\nrole: Leads\ngoals:\n{goal}"
    assert words(agreed, one) == words(agreed, two)
    assert words(agreed, one) == "agreement\nrole: Leads\ngoal a: Faster (due 2026-12-01)\n"
    assert words(agreed, two.replace("12-01", "12-02")) != words(agreed, one)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_record_of_the_example_is_told_line_by_line(
    example: Callable[[str], Goals], golden: Callable[[str, str], None], language: str
) -> None:
    goals = example(language)
    told = []
    for path in sorted(goals.root.rglob("*.yaml")):
        shown = goals.ok("textconv", str(path))
        assert "schema:" not in shown
        assert len(shown.split("\n")) > 2
        if path.parent.parent.name == "kari-nordmann" and path.parent.name == "2026-H2":
            told.append(f"== {path.name}\n{shown}")
    golden(f"{language}/textconv.txt", "\n".join(told))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# nothing yet\n",
        b"schema: agreement/1\ngoals: [\n",
        b"<<<<<<< HEAD\nschema: talk/1\n=======\n>>>>>>> theirs\n",
        b"schema: talk/1\nschema: talk/1\n",
        b"\xff\xfe\x00",
        b"- a list\n",
        b"on: push\njobs: {}\n",
        b"schema: somebody-elses/1\na: 1\n",
        b"a: &a [*a]\n",
        b"schema: talk/1\nnotes: " + b"[" * 900 + b"]" * 900 + b"\n",
        b"\x00" * 10,
    ],
)
def test_what_is_no_record_is_passed_on_as_it_is(
    goals: Goals, invoke: Callable[..., Result], data: bytes
) -> None:
    path = goals.root / "one.yaml"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "goaltalk", "textconv", str(path)], capture_output=True, check=True
    )
    assert done.stdout == data


@pytest.mark.parametrize(
    "text",
    [
        "schema: agreement/1\ngoals: a text\n",
        "schema: agreement/1\ngoals: [1, [2, {a: 3}], null, {id: [x]}, {title: {a: b}}]\n",
        "schema: checkin/2\ngoals: {a: [1], b: {status: 3, progress: [4]}, c: null}\nnew: {deep: {er: 1}}\n",
        "schema: agreement/1\ngoals: [{measure: {unit: 1, new: 2}}, {measure: often, due: 5}]\n",
        "schema: person/1\nname: " + "[" * 60 + "1" + "]" * 60 + "\n",
    ],
)
def test_a_record_that_is_wrong_is_told_all_the_same(goals: Goals, text: str) -> None:
    assert "schema" not in words(goals, text)


def test_what_is_empty_is_as_what_is_left_out(goals: Goals) -> None:
    assert words(goals, "schema: talk/1\nnotes:\nsummary: ''\nexperience: {}\n") == "talk\n"


def test_terminal_escapes_are_harmless(goals: Goals) -> None:
    shown = words(goals, 'schema: talk/1\nnotes: "\\e[31mred\\u202e"\n"\\e[1m": x\n')
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_it_needs_no_repository_and_a_missing_file_is_said(
    tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    (tmp_path / "talk.yaml").write_text("schema: talk/1\nheld: 2026-09-01\nminutes: 60.0\nskipped: true\n")
    done = invoke("textconv", str(tmp_path / "talk.yaml"))
    assert done == Result(0, "talk\nminutes: 60\nheld: 2026-09-01\nskipped: yes\n", "")
    missing = invoke("textconv", str(tmp_path / "nothing.yaml"))
    assert (missing.code, "No such file" in missing.err) == (3, True)
