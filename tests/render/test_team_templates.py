"""A team's own templates win, and can do no harm."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Goals
from goaltalk.errors import BadData
from goaltalk.render import templates
from goaltalk.render.mistakes import explain
from goaltalk.render.sandbox import Allowance
from goaltalk.render.templates import render_document, render_form

FACTS = {"reader": "leader", "words": ["a *b*", "<c>"], "title": "X"}


def own(root: Path, text: str, name: str = "nb/guide-before.md.j2") -> str:
    file = root / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return render_document("guide-before", "nb", FACTS, root)


def refused(root: Path, text: str) -> str:
    with pytest.raises(BadData) as told:
        own(root, text)
    (line,) = told.value.lines
    return line


def test_the_one_of_the_language_wins_over_the_one_for_all_and_the_built_in(tmp_path: Path) -> None:
    built_in = render_document("guide-before", "nb", FACTS, tmp_path)
    assert built_in == render_document("guide-before", "nb", FACTS)
    assert own(tmp_path, "for all\n", "guide-before.md.j2") == "for all\n"
    assert own(tmp_path, "for nb\n") == "for nb\n"
    assert render_document("guide-before", "nn", FACTS, tmp_path) == "for all\n"


def test_the_built_in_one_can_be_included(tmp_path: Path) -> None:
    shown = own(tmp_path, 'Vår egen.\n\n{% include "built-in/guide-before.md.j2" %}\n')
    assert shown.startswith("Vår egen.\n\n# Før samtalen")


def test_own_words_reach_the_built_in_templates(tmp_path: Path) -> None:
    own(tmp_path, "schema: {{ header }}!\n", "forms/unit.yaml.j2")
    assert render_form("forms/unit", "nb", {"header": "x"}, repr, tmp_path) == "schema: 'x'!\n"


def test_what_they_show_is_escaped_as_ever(tmp_path: Path) -> None:
    assert own(tmp_path, "{% for one in words %}{{ one ~ '!' }} {% endfor %}") == "a \\*b\\*! \\<c\\>!\n"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a\n{% for %}\n", 2, "Expected"),
        ("a\n\n{{ nothing.here }}\n", 3, "'nothing' is undefined"),
        ("{{ reader.__class__ }}", 1, "unsafe"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ cycler.__init__.__globals__ }}", 1, "unsafe"),
        ("{{ words.append('x') }}", 1, "append"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ('{% include "../../goaltalk.yaml" %}', 1, "goaltalk.yaml"),
        ('{% include "built-in/../../../goaltalk.yaml" %}', 1, "goaltalk.yaml"),
        ('{% include "/etc/hostname" %}', 1, "hostname"),
        ('{% include "secret.j2" %}', 1, "secret"),
        ("{{ 9 ** 9 ** 9 }}", 1, "huge"),
        ("{{ 'x' * 100000000 }}", 1, "figures"),
        ("{% for a in range(99999999) %}{% endfor %}", 1, "Range too big"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    (tmp_path / "goaltalk.yaml").write_text("secret", encoding="utf-8")
    told = refused(tmp_path, text)
    assert told.startswith(f"templates/nb/guide-before.md.j2:{line}: ")
    assert what in told
    assert told.endswith("; mend this template, or move it away to use the built-in one")


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% set r = range(99999)|list %}{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    ],
)
def test_an_endless_template_is_stopped(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "Allowance", lambda: Allowance(seconds=0.2))
    assert "runs longer than 0.2 seconds" in refused(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}many many many words{% endfor %}",
        "{% set n = namespace(s='xxxxxxxx') %}{% for a in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
        "{% set n = namespace(s='xxxxxxxx') %}{% for a in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
    ],
)
def test_a_template_that_writes_without_end_is_stopped(tmp_path: Path, text: str) -> None:
    assert "more than 1 MiB" in refused(tmp_path, text)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "guide-before.md.j2").write_text("from elsewhere\n", encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "nb").symlink_to(tmp_path / "elsewhere")
    assert "elsewhere" not in render_document("guide-before", "nb", FACTS, tmp_path)


def test_a_mistake_of_ours_is_not_blamed_on_the_team(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="undefined"):
        render_document("briefing", "nb", {}, tmp_path)


def test_the_command_says_which_template_to_mend(example: Callable[[str], Goals]) -> None:
    goals = example("nb")
    goals.write("templates/nb/agenda-checkin.md.j2", "# Vår\n\n{{ frame.person.name }} {{ frame.nope }}\n")
    result = goals.run("agenda", "kari", "--kind", "checkin")
    assert result.code == 3
    assert result.err.startswith("error: templates/nb/agenda-checkin.md.j2:3: ")
    assert result.err.count("\n") == 1
    goals.write("templates/agenda-checkin.md.j2", "# Aldri\n")
    goals.write("templates/nb/agenda-checkin.md.j2", "# Vår\n\n{{ frame.person.name }}\n")
    assert goals.ok("agenda", "kari", "--kind", "checkin", "--format", "md") == "# Vår\n\nKari Nordmann\n"
    assert goals.ok("check") == "no problems found\n"


@pytest.mark.parametrize(
    "template",
    [
        '{{ "a"|center(3000000000) }}',
        '{{ "a".ljust(3000000000) }}',
        '{{ "{:>3000000000}".format(1) }}',
        '{{ "%3000000000d"|format(1) }}',
        "{{ [1]|tojson(indent=3000000000) }}",
        "{{ lipsum(n=1000000) }}",
        "{{ range(9999999)|list }}",
        "{{ [1]|slice(900000000)|list }}",
        '{{ ["a"]|map("center", 9)|list }}',
        '{{ "<b>"|safe }}',
    ],
)
def test_what_may_fill_the_memory_is_not_there_at_all(template: str, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "questions.md.j2").write_text(template, encoding="utf-8")
    with pytest.raises(BadData, match=r"^templates/questions\.md\.j2:1: "):
        render_document("questions", "en", {}, tmp_path)


def test_the_templates_own_text_is_made_harmless_too(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "questions.md.j2").write_text("a\x1b]52;c;aGk=\x07\u202eb", encoding="utf-8")
    assert render_document("questions", "en", {}, tmp_path) == "a\ufffd]52;c;aGk=\ufffdb\n"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('x\n{% include "guide-before.md.j2" %}', "calls itself without end"),
        ('\n{% extends "guide-before.md.j2" %}', "calls itself without end"),
        ('\n{% import "guide-before.md.j2" as x %}', "calls itself without end"),
        ("\n{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "calls itself without end"),
        ("\n{{ 2.5 ** 1000 }}", "a figure is too huge"),
        ("\n{{ 1 + reader }}", "a value is used as what it is not"),
        ("\n{{ reader.upper() }}", "uses what a template may not use: it is unsafe"),
        ("\n{{ words()[0] }}", "uses what a template may not use: it is unsafe"),
        ("\n{{ title() }}", "uses what a template may not use: it is unsafe"),
        ("\n{{ {}[title] }}", "asks for something that is not there"),
        ("\n{{ reader[words] }}", "asks for something that is not there"),
        ("\n{% include title %}", "there is no template of the name that is asked for here"),
        ("\n{{ reader.nope }}", "'nope' is undefined: there is nothing of this name here"),
        ('\n{% import "words.j2" as words %}{{ words.nope() }}', "'nope' is undefined"),
        ('\n{% from "words.j2" import nope %}{{ nope() }}', "'nope' is undefined"),
        ("\n{{ [1]|join(1, 2, 3) }}", "a value is used as what it is not"),
        ('\n{% include "nowhere.j2" %}', "there is no template 'nowhere.j2'"),
    ],
)
def test_no_words_of_pythons_and_no_value_are_told(tmp_path: Path, text: str, what: str) -> None:
    facts = {"reader": "leader", "words": ["canary-1"], "title": "canary-2 canary"}
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "guide-before.md.j2").write_text(text, encoding="utf-8")
    with pytest.raises(BadData) as told:
        render_document("guide-before", "nb", facts, tmp_path)
    (line,) = told.value.lines
    assert line.startswith("templates/guide-before.md.j2:2: ")
    assert what in line
    for raw in ("canary", "recursion", "operand", "object", "0x", "argument", "jinja2", "attribute"):
        assert raw not in line


def test_memory_that_is_not_there_is_told_in_a_line() -> None:
    told = explain(MemoryError(), {"templates/a.j2": ""})
    assert told is not None
    assert told.lines[0].startswith("templates/a.j2:1: takes more memory than there is; mend this")
    assert explain(MemoryError(), {}) is None


def test_check_finds_what_parsing_shows(example: Callable[[str], Goals]) -> None:
    goals = example("en")
    goals.write("templates/en/agenda-chekin.md.j2", "# Ours\n")
    result = goals.run("check")
    assert (result.code, result.err) == (0, ""), "it has no effect, but does no harm"
    assert result.out.startswith("templates/en/agenda-chekin.md.j2:1:1: warning file-name overrides no ")
    goals.write("templates/agenda-checkin.md.j2", "# Ours\n{% if %}\n")
    result = goals.run("check")
    assert result.code == 1
    assert "templates/agenda-checkin.md.j2:2:1: error parse Expected an expression" in result.out
    assert goals.run("check", str(goals.root / "people")).code == 0


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
@pytest.mark.parametrize("place", ["templates", "templates/nb", "templates/nb/agenda-checkin.md.j2"])
def test_check_tells_of_links_which_are_not_followed(
    example: Callable[[str], Goals], tmp_path: Path, place: str
) -> None:
    goals = example("en")
    (tmp_path / "elsewhere").mkdir()
    (goals.root / place).parent.mkdir(parents=True, exist_ok=True)
    (goals.root / place).symlink_to(tmp_path / "elsewhere")
    assert f"{place}:1:1: error file-name is a link" in goals.run("check").out
