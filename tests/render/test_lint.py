"""A team's own templates are looked through without being filled."""

from collections.abc import Iterator, Sequence

import pytest

from goaltalk.render.lint import check_templates, find_shipped_names
from goaltalk.render.templates import find_templates

GUIDE = "templates/nb/guide-before.md.j2"
FORM = "templates/forms/checkin.yaml.j2"


def found(files: dict[str, str | bytes]) -> list[tuple[str, str, int, str]]:
    """Check these files and return the rule, path, line and message of each finding."""
    content = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def read(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        return ((path, content[path]) for path in paths)

    return [(one.rule, one.path, one.line, one.message) for one in check_templates(sorted(content), read)]


def test_what_the_program_ships_is_free_of_problems_as_a_team_s_own() -> None:
    place = find_templates()
    files = {f"templates/{one.relative_to(place)}": one.read_bytes() for one in place.rglob("*.j2")}
    assert len(files) == 3 * len(find_shipped_names())
    assert found({**files}) == []


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a\n{% for %}\n", 2, "Expected an expression"),
        ("a\n\n{{ x", 3, "unexpected end of template"),
        ("{{ reader.__class__ }}", 1, "'__class__' may not be used"),
        ("\n{{ words.append('x') }}", 2, "'append' may not be used"),
        ("{{ 'a'.format(1) }}", 1, "'format' may not be used"),
        ("{{ cycler }}", 1, "'cycler' may not be used"),
        ("{% for x in y %}{{ loop.cycle('a', 'b') }}{% endfor %}", 1, "'cycle' may not be used"),
        ("\n{{ lipsum(n=1000) }}", 2, "'lipsum' may not be used"),
        ("{{ 'a'|center(9) }}", 1, "there is no filter 'center'"),
        ("{% if x %}{{ 'a'|safe }}{% endif %}", 1, "there is no filter 'safe'"),
        ("{{ x|remark }}", 1, "there is no filter 'remark'"),
        ("{{ x is sound }}", 1, "there is no test 'sound'"),
        ('x\n{% include "nope.md.j2" %}', 2, "there is no template 'nope.md.j2'"),
        ('{% include ["nope.j2", "neither.j2"] %}', 1, "there is no template 'nope.j2'"),
        ('{% import "built-in/nope.j2" as x %}', 1, "there is no template 'built-in/nope.j2'"),
        ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", 1, "nested too deeply"),
        ("{% if 1 %}" * 150 + "{% endif %}" * 150, 1, "nested too deeply"),
        (b"\xff", 1, "is not UTF-8"),
        (b" " * (1024 * 1024 + 1), 1, "is larger than 1 MiB"),
    ],
)
def test_a_mistake_has_its_line(text: str | bytes, line: int, what: str) -> None:
    ((rule, path, at, message),) = found({GUIDE: text})
    assert (rule, path, at) == ("parse", GUIDE, line)
    assert what in message


@pytest.mark.parametrize(
    "text",
    [
        '{% include "built-in/guide-before.md.j2" %}',
        '{% include "questions.md.j2" %}',
        '{% include ["nope.j2", "words.j2"] %}{% include "nope.j2" ignore missing %}{% include reader %}',
        '{% import "words.j2" as words %}{{ words.cadence("weekly") }}{{ words.format(1) }}',
        "{% macro m(x) %}{{ x.items() }}{{ menu.under('a') }}{% endmacro %}{{ m({}) }}",
        "{{ x|day }}{{ x|figure }}{{ x is none }}{% set n = namespace(a=1) %}{{ range(3)|join(', ') }}",
    ],
)
def test_what_templates_may_do_is_no_mistake(text: str) -> None:
    assert found({GUIDE: text}) == []


def test_forms_have_a_filter_of_their_own() -> None:
    assert found({FORM: "schema: checkin/1\n{{ header|remark }}\n"}) == []


def test_every_mistake_is_told_at_once() -> None:
    lines = [one[2] for one in found({GUIDE: "{{ a.__b__ }}\n{{ 'a'|center }}\n\n{{ joiner }}"})]
    assert lines == [1, 2, 4]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("templates/nb/agenda-chekin.md.j2", "did you mean agenda-checkin.md.j2?"),
        ("templates/agenda-checkin.md", "did you mean agenda-checkin.md.j2?"),
        ("templates/no/agenda-checkin.md.j2", "did you mean agenda-checkin.md.j2?"),
        ("templates/nn/checkin.yaml.j2", "did you mean forms/checkin.yaml.j2?"),
        ("templates/x.txt", "names that do are agenda-checkin.md.j2, "),
        ("templates/en/questions.yaml", "questions of your own lie in questions/"),
    ],
)
def test_a_name_that_has_no_effect_is_a_warning_and_is_not_read(path: str, hint: str) -> None:
    ((rule, at, line, message),) = found({path: "{% for %}"})
    assert (rule, at, line) == ("file-name", path, 1)
    assert hint in message


def test_what_is_included_has_an_effect_and_is_parsed_too() -> None:
    files: dict[str, str | bytes] = {
        GUIDE: '{% include "ours/head.md.j2" %}',
        "templates/ours/head.md.j2": '{% include "tail.md.j2" %}',
        "templates/nb/tail.md.j2": "{% for %}",
        "templates/README.md": "how we do it",
        "templates/.gitkeep": "",
    }
    seen = found(files)
    assert [one[:3] for one in seen] == [
        ("parse", "templates/nb/tail.md.j2", 1),
        ("parse", "templates/ours/head.md.j2", 1),
    ]
    assert "there is no template 'tail.md.j2'" in seen[1][3], "head is for all languages, tail for one"
    seen = found({**files, "templates/tail.md.j2": "x", "templates/nb/tail.md.j2": "y"})
    assert seen == []


def test_one_of_a_language_is_not_there_for_another() -> None:
    ((_, path, _, message),) = found({GUIDE: '{% include "a.j2" %}', "templates/nn/a.j2": ""})
    assert (path, "there is no template 'a.j2'" in message) == (GUIDE, True)


def test_without_files_nothing_is_looked_for() -> None:
    assert found({}) == []


def test_what_only_one_language_lacks_is_a_warning() -> None:
    texts: dict[str, str | bytes] = {
        "templates/agenda-talk.md.j2": '{% include "mine.j2" %}',
        "templates/nb/mine.j2": "PART",
    }
    assert [(rule, path) for rule, path, _, _ in found(texts)] == [("parse", "templates/agenda-talk.md.j2")]
    findings = check_templates(list(texts), lambda paths: [(one, str(texts[one]).encode()) for one in paths])
    assert [one.severity for one in findings] == ["warning"]
    assert found({**texts, "templates/mine.j2": "PART"}) == []
