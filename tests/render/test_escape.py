"""Text from records is shown as it stands, wherever it is shown."""

import html
import json
import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from goaltalk.render.escape import as_json, escape_markdown, harmless, one_line

profile = settings(derandomize=True, deadline=None, max_examples=400)
markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
PIECES = [
    "# ",
    "## ",
    " #",
    " ##",
    "- ",
    "+ ",
    "* ",
    "1. ",
    "12) ",
    "> ",
    "```",
    "~~~",
    "---",
    "===",
    "***",
    "**b**",
    "_e_",
    "a_b_c",
    "__init__",
    "`c`",
    "[t](javascript:alert(1))",
    "![i](x)",
    "[x]: http://x",
    "<img onerror=a>",
    "</script>",
    "<http://x>",
    "&lt;",
    "&",
    "lt;",
    "&#60;",
    "&copy;",
    "\\",
    "\\n",
    "|",
    "|-|",
    "~~s~~",
    "{#id}",
    "{{ x }}",
    "{% x %}",
    "a",
    " ",
    "\n",
    "\n\n",
    "\t",
    "    ",
    "://",
    "http://x.example",
    "a@b.example",
    "æ",
    "»",
    "\u00a0",
    "\u200b",
    "=",
    ":",
    "$x$",
]
texts = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=30)
anything = st.text(st.characters(codec=None), max_size=30)


@profile
@given(texts | anything)
@example("foo #")
@example("1986. A great year")
@example("- - -")
@example("&amp;")
def test_any_text_is_shown_as_it_stands_and_is_nothing_but_a_paragraph(text: str) -> None:
    shown = markdown.render(escape_markdown(text))
    if not one_line(text):
        assert shown == ""
        return
    assert re.findall(r"<[^>]*>", shown) == ["<p>", "</p>"]
    assert html.unescape(shown.removeprefix("<p>").removesuffix("</p>\n")) == one_line(text)


@profile
@given(texts)
def test_any_text_is_shown_as_it_stands_inside_other_markdown(text: str) -> None:
    flat = one_line(text)
    if not flat:
        return
    shown = escape_markdown(text)
    assert html.unescape(markdown.render(f"# {shown}")) == f"<h1>{flat}</h1>\n"
    assert html.unescape(markdown.render(f"- {shown}")) == f"<ul>\n<li>{flat}</li>\n</ul>\n"
    assert html.unescape(markdown.render(f"- a: {shown}")) == f"<ul>\n<li>a: {flat}</li>\n</ul>\n"


@profile
@given(anything)
def test_nothing_a_terminal_obeys_survives(text: str) -> None:
    for cleaned in (harmless(text), one_line(text), escape_markdown(text)):
        assert not [one for one in cleaned if unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t"]
        assert not [
            one for one in cleaned if unicodedata.bidirectional(one) in ("LRE", "RLE", "LRO", "RLO", "PDF")
        ]
        assert not set(cleaned) & set("\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u2028\u2029\x1b\x9b\x9d")
        cleaned.encode()


@profile
@given(anything)
def test_one_line_is_one_line_and_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert not set(one_line(text)) & set("\n\r\t\v\f")
    assert one_line(one_line(text)) == one_line(text)
    assert harmless(harmless(text)) == harmless(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\x1b]8;;http://x\x07link", "\ufffd]8;;http://x\ufffdlink"),
        ("\x1b]52;c;AAAA\x07", "\ufffd]52;c;AAAA\ufffd"),
        ("\x9b31m", "\ufffd31m"),
        ("safe\u202eexe.txt", "safeexe.txt"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b", "a b"),
        ("half \ud800 character", "half \ufffd character"),
        ("Åse → «ja» 😀\t.", "Åse → «ja» 😀\t."),
    ],
)
def test_what_would_be_obeyed_is_shown_as_a_mark(text: str, cleaned: str) -> None:
    assert harmless(text) == cleaned


@pytest.mark.parametrize(
    "text", ["Deploy_lead_time by 50 %", "Kari's goal: 2.4 days!", "a - b + c = d (e)", "R&D & co"]
)
def test_plain_text_is_left_as_readable_as_it_was(text: str) -> None:
    assert escape_markdown(text) == text


def test_json_is_obeyed_by_no_terminal_and_loses_nothing() -> None:
    value = {"title": "a\x1b[2J\x9b1m\u202e\ud800\u2028Åse 😀"}
    text = as_json(value)
    assert json.loads(text) == value
    assert "Åse 😀" in text
    assert not set(text) & set("\x1b\x9b\u202e\ud800\u2028")
    assert text.encode()
