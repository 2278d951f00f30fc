"""Whatever stands in the fields of a record, documents show it harmlessly in every form."""

import re
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from goaltalk.domain.agenda import (
    Slot,
    build_checkin_agenda,
    build_review_agenda,
    build_side_by_side,
    build_talk_agenda,
    gather_review,
    plan_talk,
)
from goaltalk.domain.answers import find_standing
from goaltalk.domain.company import Company
from goaltalk.domain.compare import compare_periods
from goaltalk.domain.conversation import Conversation
from goaltalk.render.document import as_markdown, as_sections, as_text
from goaltalk.render.escape import one_line
from goaltalk.render.views import (
    agenda_document,
    agreement_document,
    checkin_document,
    diff_document,
    review_document,
)
from goaltalk.store.guard import Model, read_model
from goaltalk.store.load import Loader
from goaltalk.store.tree import Overlay, WorkingTree
from goaltalk.store.yamltext import flow

KARI = "kari-nordmann"
TODAY = date(2026, 11, 10)
TAGS = re.compile(r"<[^>]*>")
STORY = WorkingTree(Path(__file__).parents[2] / "examples/en")
EVIL = [
    "<img src=x onerror=alert(1)>",
    "</p></script><script>alert(1)</script>",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "<http://evil.example> &lt;b&gt; **bold** _em_ `code` ~~gone~~",
    "# Heading\n\n## Another {#mine}\n\n- item\n",
    "\u202ereversed\u2066 \x85 \u2028line",
    "| a | b |\n|---|---|\n| c | d |",
    "{{ 7 * 7 }} {% include 'words.j2' %} <# comment #>",
    "[bold]rich[/] [/] [link=http://x]y[/link]",
    "```\nfence\n",
    "\x1b[31mred\x1b[0m \x1b]8;;http://x\x07y \x1b]52;c;QQ==\x07 \x9b2J",
]


TEXTS = {
    "organisation",
    "name",
    "title",
    "what",
    "why",
    "need",
    "text",
    "note",
    "compared",
    "place",
    "summary",
    "notes",
    "success",
    "role",
    "responsibilities",
    "core",
    "frame",
    "form",
    "feedback",
    "message",
    "leader_goals",
    "topics",
    "goals",
    "contribute",
    "develop",
    "feedback_wanted",
    "purpose",
    "good_experience",
    "strengths",
    "expectations",
    "follow_up_questions",
    "answers",
    "tasks",
    "effort",
    "practice",
    "performance",
    "results",
    "values",
    "learning",
    "support",
    "feedback_used",
}
"""The keys below which people write what they like."""


def spoil(model: Model, evil: str, free: bool = False) -> Model:
    """Put the text into every field that is free text."""
    if isinstance(model, dict):
        return {
            key: spoil(one, evil, key in TEXTS or (free and not isinstance(one, dict)))
            for key, one in model.items()
        }
    if isinstance(model, list):
        return [spoil(one, evil, free) for one in model]
    return evil if free and isinstance(model, str) else model


def restore(made: Model, model: Model) -> Model:
    """Give what is no free text back: ids, dates, words with a meaning."""
    if isinstance(made, dict) and isinstance(model, dict):
        return {key: model[key] if key in FIXED else restore(one, model[key]) for key, one in made.items()}
    if isinstance(made, list) and isinstance(model, list):
        return [restore(*pair) for pair in zip(made, model, strict=True)]
    return made


FIXED = {"id", "status", "type", "who", "with", "supports", "for", "answer", "continues", "result", "due"}


def hostile(evil: str) -> tuple[Company, tuple[Conversation, ...]]:
    """Return the example with one text in the place of all others."""
    changes = {}
    for path, data in STORY.read(STORY.paths()):
        model = read_model(data.decode())
        assert isinstance(model, dict)
        if model["schema"] != "answer/1":
            changes[path] = flow(restore(spoil(model, evil), model)).encode()
    loader = Loader(Overlay(STORY, changes))
    company = loader.company()
    conversations = loader.conversations(company, KARI)
    assert not loader.findings
    return company, conversations


def documents(evil: str) -> dict[str, str]:
    """Return every document that there is about one person."""
    company, conversations = hostile(evil)
    before, after = company.period_named("2026-H1"), company.period_named("2026-H2")
    one = next(one for one in conversations if one.period == after)
    slot = plan_talk(company, conversations, after, TODAY, TODAY)
    return {
        "checkin": agenda_document(company, build_checkin_agenda(company, KARI, conversations, TODAY)),
        "sides": checkin_document(company, build_side_by_side(company, KARI, conversations, TODAY, TODAY)),
        "talk": agenda_document(company, build_talk_agenda(company, KARI, conversations, None, slot)),
        "diff": diff_document(company, compare_periods(company, KARI, conversations, before, after, TODAY)),
        "agreement": agreement_document(company, one, find_standing(company, one), TODAY),
        "review": review_document(company, gather_review(company, KARI, conversations, before, TODAY)),
        "agenda-review": agenda_document(
            company,
            build_review_agenda(company, KARI, conversations, Slot("review", TODAY, after)),
        ),
    }


@pytest.mark.parametrize("evil", EVIL, ids=lambda text: text[:12].encode("unicode_escape").decode())
def test_no_field_becomes_markup_in_any_document(evil: str) -> None:
    plain, spoiled = documents("harmless"), documents(evil)
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for name, source in spoiled.items():
        assert source.count("harmless") == 0
        assert one_line(evil)[:5].replace("\\", "") in as_text(source, 10_000), name
        shown = markdown.render(as_markdown(source))
        assert TAGS.findall(shown) == TAGS.findall(markdown.render(as_markdown(plain[name]))), name


@pytest.mark.parametrize("evil", EVIL, ids=lambda text: text[:12].encode("unicode_escape").decode())
def test_no_field_makes_sections_or_reaches_a_terminal(evil: str) -> None:
    plain, spoiled = documents("harmless"), documents(evil)
    for name, source in spoiled.items():
        assert [one.id for one in as_sections(source)] == [one.id for one in as_sections(plain[name])]
        assert [len(one.items) for one in as_sections(source)] == [
            len(one.items) for one in as_sections(plain[name])
        ]
        for text in (source, as_markdown(source), as_text(source)):
            assert not set(text) & set("\x1b\x07\x9b\x85\u202e\u2066\u2028\r")


@pytest.mark.parametrize("evil", EVIL, ids=lambda text: text[:12].encode("unicode_escape").decode())
def test_plain_text_shows_every_field_as_it_was_written(evil: str) -> None:
    company, conversations = hostile(evil)
    text = as_text(
        agenda_document(company, build_checkin_agenda(company, KARI, conversations, TODAY)), 10_000
    )
    for line in text.split("\n"):
        if line.startswith("Check-in: "):
            assert line == f"Check-in: {one_line(evil)} and {one_line(evil)}"
            return
    pytest.fail("the heading is missing")


def test_each_document_is_in_the_language_of_the_person() -> None:
    loader = Loader(WorkingTree(Path(__file__).parents[2] / "examples/nb"))
    company = loader.company()
    conversations = loader.conversations(company, KARI)
    source = agenda_document(company, build_checkin_agenda(company, KARI, conversations, TODAY))
    assert "10. november 2026" in as_text(source)
