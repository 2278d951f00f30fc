"""A document as one self-contained web page: no network, no script, no link, and fit for paper."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, TypeAlias

from goaltalk.domain.records.fields import Language
from goaltalk.render.circles import as_svg
from goaltalk.render.document import ANCHOR, is_insertion, make_parser, unescape

Tokens: TypeAlias = Sequence[Any]  # of markdown-it, which only document.py knows

PICTURES: Mapping[str, Callable[[str], str]] = {"circles": as_svg}
"""What draws a fenced block of this name: its text in, inline SVG out."""

_HEAD = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>
{style}</style>
</head>
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(source: str, title: str, language: Language) -> str:
    """Return a whole page; what users wrote stays text, whatever it looks like."""
    parser = make_parser()
    for name, draw in _DRAWN.items():
        parser.add_render_rule(name, draw)
    tokens = parser.parse(source)
    _name_sections(parser, tokens)
    body = parser.renderer.render(tokens, parser.options, {})
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    head = _HEAD.format(language=language, policy=_POLICY, title=escape(title), style=style)
    return f"{head}<body>\n<main>\n{body}</main>\n</body>\n</html>\n"


def title_of(source: str) -> str:
    """Return the words of a document's first heading."""
    tokens = make_parser().parse(source)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            children = tokens[place + 1].children or ()
            return ANCHOR.sub("", "".join(child.content for child in children))
    return "goaltalk"


def _name_sections(parser: Any, tokens: Tokens) -> None:
    """Turn the marks that name our sections into the ids of their headings.

    The mark is looked for in the source, where a user's own braces are escaped. Where several documents
    stand on one page, the ids of the later ones are numbered.
    """
    used: list[str] = []
    for place, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        words = tokens[place + 1]
        found = ANCHOR.search(words.content)
        if found:
            used.append(found[1])
            times = used.count(found[1])
            token.attrSet("id", found[1] if times == 1 else f"{found[1]}-{times}")
            words.children = parser.parseInline(words.content[: found.start()])[0].children


def _draw_block(_: Any, tokens: Tokens, place: int, *__: Any) -> str:
    token = tokens[place]
    text = unescape(token.content)
    draw = PICTURES.get(token.info.strip())
    return f"<figure>{draw(text)}</figure>\n" if draw else f"<pre><code>{escape(text)}</code></pre>\n"


def _is_within(tokens: Tokens, place: int) -> bool:
    """Say whether the token beside a bold one makes it the mark of words that came in."""
    return 0 <= place < len(tokens) and is_insertion(tokens, place)


_DRAWN: Mapping[str, Callable[..., str]] = {
    "fence": _draw_block,
    "code_block": _draw_block,
    "table_open": lambda *_: '<div class="wide"><table>\n',
    "table_close": lambda *_: "</table></div>\n",
    "s_open": lambda *_: "<del>",
    "s_close": lambda *_: "</del>",
    "em_open": lambda _, tokens, place, *__: "<ins>" if is_insertion(tokens, place) else "<em>",
    "em_close": lambda _, tokens, place, *__: "</ins>" if is_insertion(tokens, place) else "</em>",
    "strong_open": lambda _, tokens, place, *__: "" if _is_within(tokens, place - 1) else "<strong>",
    "strong_close": lambda _, tokens, place, *__: "" if _is_within(tokens, place + 1) else "</strong>",
}
