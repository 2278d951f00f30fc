"""A page is self-contained, readable, and whatever users wrote in it is only text."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from conftest import Goals
from goaltalk.render.document import as_text
from goaltalk.render.escape import escape_markdown
from goaltalk.render.page import as_html, title_of

OURS = {"svg", "circle", "text", "tspan", "desc",
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "ul", "ol", "li",
    "strong", "em", "code", "pre", "br", "figure", "div", "table", "thead", "tbody", "tr", "th", "td",
    "hr", "del", "ins",
}  # fmt: skip
ATTRIBUTES = {"lang", "charset", "name", "content", "http-equiv", "id", "class", "start"}
DRAWING = {
    "xmlns", "viewbox", "role", "style", "font-family", "font-size", "font-weight", "text-anchor", "fill",
    "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "cx", "cy", "r", "x", "y", "dy",
}  # fmt: skip
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "<https://evil.example>",
    "</script><script>alert(1)</script>",
    "</style></title><svg onload=alert(1)>",
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "\u202eevil\u202c",
    "```circles",
    "&lt;script&gt; &amp; &#60;b&#62;",
    "x" * 10_000,
    "👩‍💻🏳️‍🌈",
    "# Heading {#agree}",
]


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert set(reader.tags) <= OURS, set(reader.tags) - OURS
    assert reader.attributes <= ATTRIBUTES | DRAWING, reader.attributes - ATTRIBUTES - DRAWING
    return reader


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_hostile_text_stays_text(text: str) -> None:
    shown = escape_markdown(text)
    source = f"# About {shown} {{#top}}\n\n{shown}\n\n- {shown}\n- **{shown}**\n\n| a |\n|---|\n| {shown} |\n"
    page = as_html(source, title_of(source), "en")
    reader = read(page)
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "\ufffd" in page or not text.startswith("\x1b")
    assert reader.tags.count("style") == 1
    if text.isprintable() and "&" not in text:
        assert any(text in words for words in reader.words)


def test_not_even_a_template_can_bring_html_links_or_pictures() -> None:
    page = as_html(
        "# T\n\n<script>x</script>\n\n[a](https://x.example) ![b](x.png) <https://x.example>\n", "T", "nb"
    )
    read(page)
    assert "href" not in page
    assert "src" not in re.sub(r"default-src|style-src", "", page)


@pytest.mark.parametrize(
    "text", [one for one in HOSTILE if "```" not in one and len(one) < 1000], ids=lambda text: text[:20]
)
def test_every_field_of_an_agenda_is_inert(agreed: Goals, text: str) -> None:
    quoted = '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c for c in text) + '"'
    day = "people/kari-nordmann/2026-H2"
    agreed.write(
        f"{day}/prep.employee.yaml",
        f"schema: preparation/1\ncan: [{{text: {quoted}}}]\nlikes: [{{text: {quoted}}}]\ngoals: [{quoted}]\n"
        f"contribute: {quoted}\ndevelop: {quoted}\nwishes: [{{id: w, text: {quoted}}}]\n"
        f"feedback_wanted: {quoted}\nquestions: [drive]\nanswers: {{drive: {quoted}}}\n",
    )
    agreed.write(
        f"{day}/prep.leader.yaml",
        f"schema: preparation/1\npurpose: {quoted}\nstrengths: {quoted}\nexpectations: {quoted}\n"
        f"good_experience: {quoted}\nfollow_up_questions: [{quoted}]\n",
    )
    agreed.write(f"{day}/talk.leader.yaml", f"schema: talk/1\nat: 2026-09-20T10:00\nplace: {quoted}\n")
    agreed.write(
        f"{day}/checkins/2026-09-16.employee.yaml",
        f"schema: checkin/1\ntopics: {{status: {quoted}, other: {quoted}}}\n"
        f"goals: {{halve-the-lead-time: {{status: at_risk, note: {quoted}}}}}\n"
        f"actions: [{{id: a, what: {quoted}, who: kari-nordmann}}]\n",
    )
    for kind in ("talk", "checkin"):
        page = agreed.ok("agenda", "kari", "--kind", kind, "--date", "2026-09-20", "--format", "html")
        read(page)
    assert agreed.run("agree", "kari", "--show", "--format", "html").code == 0


def test_the_page_stands_alone_and_names_its_sections(example: Callable[[str], Goals]) -> None:
    page = example("nb").ok("agenda", "kari", "--kind", "talk", "--format", "html", today="2026-08-20")
    reader = read(page)
    assert page.startswith('<!DOCTYPE html>\n<html lang="nb">')
    assert "<title>Mål- og utviklingssamtale: Kari Nordmann og Per Lie</title>" in page
    assert '<h2 id="agree">' in page
    assert "{#" not in page
    assert "http:" not in page
    assert "https:" not in page
    assert reader.tags.count("h1") == 1


@pytest.mark.parametrize("command", [("agenda", "kari"), ("diff", "kari"), ("agree", "kari", "--show")])
def test_each_document_comes_as_a_page(example: Callable[[str], Goals], command: tuple[str, ...]) -> None:
    goals = example("en")
    read(goals.ok(*command, "--format", "html"))
    page = goals.root.parent / "page.html"
    assert goals.ok(*command, "-o", str(page)) == ""
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_picture_is_for_pages_only_and_harmless_there() -> None:
    source = "# T\n\n```circles\nMeet\nCan\nLikes\nNeeds\nnothing\na \\<b\\>\n```\n\n```\nplain\n```\n"
    assert as_text(source) == "T\n=\n\nplain\n"
    page = as_html(source, "T", "en")
    assert "<svg" in page
    assert "a &lt;b&gt;" in page
    assert "<pre><code>plain\n</code></pre>" in page
