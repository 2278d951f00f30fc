"""The templates of every language hold the same parts; only their words differ."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, nodes

from goaltalk.domain.answers import Standing
from goaltalk.domain.periods import read_period
from goaltalk.domain.progress import GoalProgress
from goaltalk.domain.records import Agreement, Brief, Person, Unit
from goaltalk.domain.records.agreement import FollowUp, Goal
from goaltalk.domain.records.brief import Need
from goaltalk.domain.records.fields import Language
from goaltalk.render.document import as_sections, as_text
from goaltalk.render.templates import LOCALES, find_templates, render_document, render_form
from goaltalk.store.guard import read_model
from goaltalk.store.yamltext import scalar

ORIGINAL: Language = "en"
TEMPLATES = find_templates()
LANGUAGES: list[Language] = sorted(language for language in LOCALES if (TEMPLATES / language).is_dir())
GUIDES = ("guide-before", "guide-during", "guide-after")
SCREEN = 42
"""Lines of a guide for one reader, at most: what a window shows without scrolling."""
OTHERS = [language for language in LANGUAGES if language != ORIGINAL]

_SECTION = re.compile(r"\{#(.+)\}$", re.MULTILINE)
_FACT = re.compile(r"\{\{.*?\}\}")
_BLOCK = re.compile(r"\{%.*?%\}\n?", re.DOTALL)
_KEY = re.compile(r"^( *(?:- )?)([^\s#][^:\n]*):", re.MULTILINE)
_COMMAND = re.compile(r"`goaltalk ([a-z]+)([^`]*)`")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _files(language: str, pattern: str = "**/*.j2") -> list[str]:
    folder = TEMPLATES / language
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern))


def _text(language: str, name: str) -> str:
    return (TEMPLATES / language / name).read_text("utf-8")


def _sections(text: str) -> list[str]:
    return _SECTION.findall(text)


def _keys(form: str) -> list[str]:
    """Return the keys of a form with their indentation; a fact that is a key counts as it is written."""
    return ["".join(found) for found in _KEY.findall(_BLOCK.sub("", form))]


def _facts(text: str) -> set[str]:
    return set(_FACT.findall(text))


def _definitions(language: str) -> dict[str, list[str]]:
    """Return the names that words.j2 defines, with the keys of each dict or the arguments of each macro."""
    syntax = Environment(comment_start_string="<#", comment_end_string="#>")
    found: dict[str, list[str]] = {}
    for node in syntax.parse(_text(language, "words.j2")).body:
        if isinstance(node, nodes.Macro):
            found[f"{node.name}()"] = [argument.name for argument in node.args]
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            found[node.target.name] = _keys_of(node.node)
    return found


def _keys_of(value: nodes.Node) -> list[str]:
    if isinstance(value, nodes.List):
        return [str(number) for number in range(len(value.items))]
    assert isinstance(value, nodes.Dict)
    return [str(pair.key.as_const()) for pair in value.items]


def _commands(guide: str) -> list[tuple[str, list[str]]]:
    """Return the commands that a guide names, in order, each with its options."""
    return [(name, re.findall(r"--[a-z]+", rest)) for name, rest in _COMMAND.findall(guide)]


def _menu(language: str, part: str) -> list[dict[str, object]]:
    """Return the topics or the questions of the menu."""
    menu = read_model(_text(language, "questions.yaml"))
    assert isinstance(menu, dict)
    assert list(menu) == ["schema", "topics", "questions"]
    assert menu["schema"] == "questions/1"
    entries = menu[part]
    assert isinstance(entries, list)
    return [dict(entry) for entry in entries if isinstance(entry, dict)]


def _wordless(entries: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return entries of the menu without what differs between languages."""
    return [{key: entry[key] for key in entry if key not in ("text", "title")} for entry in entries]


def test_there_are_several_languages_and_all_have_a_locale() -> None:
    assert ORIGINAL in LANGUAGES
    assert OTHERS
    assert {folder.name for folder in TEMPLATES.iterdir() if folder.is_dir()} <= set(LOCALES)


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_holds_the_same_files(language: str) -> None:
    assert _files(language, "**/*.*") == _files(ORIGINAL, "**/*.*")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", _files(ORIGINAL, "*.md.j2"))
def test_documents_have_the_same_sections_in_the_same_order(language: str, name: str) -> None:
    sections = _sections(_text(ORIGINAL, name))
    assert sections
    assert _sections(_text(language, name)) == sections


@pytest.mark.parametrize("language", OTHERS)
def test_words_define_the_same_names_with_the_same_keys(language: str) -> None:
    original = _definitions(ORIGINAL)
    assert {"statuses", "topics", "follow_up", "standing", "action()"} <= set(original)
    assert len(original["standing"]) == 5
    assert _definitions(language) == original


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", _files(ORIGINAL, "forms/*.yaml.j2"))
def test_forms_have_the_same_keys_in_the_same_order(language: str, name: str) -> None:
    keys = _keys(_text(ORIGINAL, name))
    assert "schema" in keys
    assert _keys(_text(language, name)) == keys


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", _files(ORIGINAL, "forms/*.yaml.j2"))
def test_forms_show_the_same_facts(language: str, name: str) -> None:
    assert _facts(_text(language, name)) == _facts(_text(ORIGINAL, name))


@pytest.mark.parametrize("language", OTHERS)
def test_menus_hold_the_same_questions_in_the_same_order(language: str) -> None:
    assert _wordless(_menu(language, "topics")) == _wordless(_menu(ORIGINAL, "topics"))
    assert _wordless(_menu(language, "questions")) == _wordless(_menu(ORIGINAL, "questions"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_menu_is_complete(language: str) -> None:
    topics, questions = _menu(language, "topics"), _menu(language, "questions")
    assert all(list(topic) == ["id", "title"] for topic in topics)
    assert len(questions) >= 40
    for entries in (topics, questions):
        ids = [str(entry["id"]) for entry in entries]
        assert len(set(ids)) == len(ids)
        assert all(_SLUG.fullmatch(one) for one in ids)
    assert {question["topic"] for question in questions} == {topic["id"] for topic in topics}
    for question in questions:
        assert {"id", "topic", "text"} <= set(question) <= {"id", "topic", "text", "for", "core"}
        assert question.get("for") in (None, "employee", "leader")
        assert str(question["text"]).endswith("?")
    assert [question["id"] for question in questions if question.get("core")] == ["core-question"]
    assert len({question["text"] for question in questions}) == len(questions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_asks_in_the_words_of_the_agendas(language: str) -> None:
    asked = {question["id"]: str(question["text"]) for question in _menu(language, "questions")}
    words = _text(language, "words.j2")
    for name in _definitions(language)["follow_up"]:
        assert f'"{name}": "{asked[name]}"' in words
    assert asked["core-question"] in _text(language, "agenda-talk.md.j2")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize("reader", ["employee", "leader"])
def test_a_guide_fits_on_a_screen_and_names_the_same_commands(
    language: Language, name: str, reader: str
) -> None:
    guide = render_document(name, language, {"reader": reader})
    original = render_document(name, ORIGINAL, {"reader": reader})
    assert as_text(guide).count("\n") <= SCREEN
    assert [section.id for section in as_sections(guide)] == [section.id for section in as_sections(original)]
    assert _commands(guide)
    assert _commands(guide) == _commands(original)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "brief",
    [
        None,
        Brief(),
        Brief(focus=(Need(id="calm", title="Calm *nights*", why="We sleep"),)),
        Brief(leader_goals=("Listen more",), message="Hello, all"),
    ],
)
def test_a_briefing_shows_what_there_is(language: Language, brief: Brief | None) -> None:
    facts: dict[str, object] = {
        "unit": Unit(name="Platform", leader="per-lie"),
        "leader": Person(name="Per Lie", email="per@example.org", unit="platform") if brief else None,
        "period": read_period("2026-H2"),
        "plan": SimpleNamespace(brief=brief) if brief else None,
        "names": {},
    }
    document = render_document("briefing", language, facts)
    text = as_text(document)
    ids = [section.id for section in as_sections(document)]
    goals = brief.leader_goals if brief else ()
    assert ids == ["why", "good", "prepare", "plan", *(["leader-goals"] if goals else []), "close"]
    assert text.endswith("\nPer Lie\n") == (brief is not None)
    for need in brief.needs if brief else ():
        assert f"- {need.title}. {need.why}\n" in text
    for goal in goals:
        assert f"- {goal}\n" in text
    assert not brief or (brief.message or "") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preparation_shows_what_it_was_given(language: Language) -> None:
    ended = (GoalProgress(Goal(id="calm", title="Calm nights"), "on_track"),)
    asked = (SimpleNamespace(id="missed", text="What is\nmissed?"),)
    header: dict[str, object] = {"header": "# header", "needs": ()}
    bare = render_form("forms/preparation.employee", language, header, scalar)
    facts = header | {"ended": ended, "questions": asked}
    full = render_form("forms/preparation.employee", language, facts, scalar)
    assert "answers" not in bare
    assert "#   Calm nights (" in full
    assert full.endswith("answers:\n  # What is missed?\n  missed:\n")
    model = read_model(full)
    assert isinstance(model, dict)
    assert model["answers"] == {"missed": None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_private_preparation_offers_a_scale(language: Language) -> None:
    header: dict[str, object] = {"header": "# header", "needs": (Need(id="calm", title="Calm nights"),)}
    usual = render_form("forms/preparation.private", language, header, scalar)
    facts = header | {"scale": ["seed", "tree"], "questions": ["What: now?"]}
    own = render_form("forms/preparation.private", language, facts, scalar)
    assert ": seed, tree.\nstanding:\n" in own
    assert "#   What: now?\nfollow_up_questions:\n" in own
    assert "#   calm: Calm nights\n" in own
    assert usual.splitlines()[-2].count(", ") == 4
    assert read_model(usual) == read_model(own)


@pytest.mark.parametrize("path", sorted([*TEMPLATES.glob("*/**/*.j2"), *TEMPLATES.glob("*/*.yaml")]), ids=str)
def test_templates_are_plain_text(path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("utf-8")
    assert b"\r" not in data
    assert "\t" not in text
    assert text.endswith("\n")
    assert all(line == line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize(
    ("language", "cadence", "expected"),
    [
        ("en", "weekly", "You meet every week."),
        ("en", "every 1 months", "You meet every month."),
        ("en", "every 2 weeks", "You meet every other week."),
        ("en", "every 10 days", "You meet every 10 days."),
        ("nb", "biweekly", "Dere møtes annenhver uke."),
        ("nb", "quarterly", "Dere møtes hvert kvartal."),
        ("nb", "every 1 weeks", "Dere møtes hver uke."),
        ("nb", "every 2 months", "Dere møtes annenhver måned."),
        ("nb", "every 3 weeks", "Dere møtes hver tredje uke."),
        ("nb", "every 14 days", "Dere møtes hver 14. dag."),
        ("nn", "biweekly", "De møtest annankvar veke."),
        ("nn", "quarterly", "De møtest kvart kvartal."),
        ("nn", "every 1 weeks", "De møtest kvar veke."),
        ("nn", "every 2 months", "De møtest annankvar månad."),
        ("nn", "every 3 weeks", "De møtest kvar tredje veke."),
        ("nn", "every 14 days", "De møtest kvar 14. dag."),
    ],
)
def test_any_cadence_reads_as_a_sentence(language: Language, cadence: str, expected: str) -> None:
    facts: dict[str, object] = {
        "person": Person(name="Kari Nordmann", email="kari@example.org", unit="plattform"),
        "leader": None,
        "period": read_period("2026-H2"),
        "standing": Standing("draft"),
        "agreement": Agreement(follow_up=FollowUp(cadence=cadence)),
        "names": {},
    }
    assert f"- {expected}\n" in as_text(render_document("agreement", language, facts))
