"""One document, written in Markdown by a template, in every form it is read in."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from goaltalk.render.columns import as_columns

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

WIDTH = 80
ANCHOR = re.compile(r"[ ]*\{#([a-z0-9-]+)\}$", re.MULTILINE)
_DEEPER = {"bullet_list_open": 1, "ordered_list_open": 1, "bullet_list_close": -1, "ordered_list_close": -1}
_FENCES = ("```", "~~~")
_HEADING = re.compile(r"#{1,5} ")
# What went out and what came in, as `git diff --word-diff` marks it.
_EDITS = {"s_open": "[-", "s_close": "-]"}
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under its heading; items are its paragraphs, list items and rows as text."""

    id: str
    title: str
    items: tuple[str, ...]


def as_markdown(source: str) -> str:
    """Return Markdown for other programs: without the marks that name our sections."""
    return ANCHOR.sub("", _without_pictures(source))


def as_text(source: str, width: int = WIDTH) -> str:
    """Return plain text for terminals and mail, wrapped at `width` columns."""
    blocks = _blocks(_parse(as_markdown(source)))
    lines: list[str] = []
    is_tight = False
    for block in _with_tables(blocks, width):
        tight = is_tight and block.tight
        is_tight = block.tight
        if lines and not tight:
            lines.append("")
        lines += block.lines(width)
    return "\n".join(lines) + "\n"


def as_sections(source: str) -> tuple[Section, ...]:
    """Return the sections that the template named, in order; what stands before the first is left out."""
    found: list[Section] = []
    for part in re.split(r"^(?=## )", source, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        match = ANCHOR.search(heading)
        if match:
            title = as_text(heading[3 : match.start()]).strip()
            words = _blocks(_parse(_without_pictures(body)))
            items = tuple(" ".join(block.text.split()) for block in words)
            found.append(Section(match[1], title, items))
    return tuple(found)


def put_together(title: str, parts: Sequence[str]) -> str:
    """Return one document of several: their headings each a step further down, below the one of the whole."""
    return "\n".join((title, *map(_demoted, parts)))


def _demoted(source: str) -> str:
    lines, in_block = source.split("\n"), False
    for number, line in enumerate(lines):
        if line.startswith(_FENCES):
            in_block = not in_block
        elif not in_block and _HEADING.match(line):
            lines[number] = f"#{line}"
    return "\n".join(lines)


def _without_pictures(source: str) -> str:
    """Leave out the blocks that only a page draws; a document says the same in words beside them."""
    return re.sub(r"^```circles\n.*?^```\n", "", source, flags=re.MULTILINE | re.DOTALL)


def make_parser() -> "MarkdownIt":
    """Return the parser for our documents: no HTML, and no link leads anywhere."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.validateLink = _leads_nowhere  # type: ignore[method-assign]
    return parser


def _leads_nowhere(url: str) -> bool:  # noqa: ARG001
    return False


def unescape(block: str) -> str:
    """Return the text of a code block as it was before it went into a template."""
    return _ESCAPED.sub(r"\1", block)


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, a heading, a list item or a row, ready to be laid out."""

    text: str
    first: str = ""
    rest: str = ""
    underline: str = ""
    is_verbatim: bool = False
    cells: tuple[str, ...] = ()
    is_head: bool = False

    @property
    def tight(self) -> bool:
        """Whether it stands without an empty line beside its like."""
        return bool(self.first)

    def lines(self, width: int) -> list[str]:
        if self.is_verbatim:
            return self.text.rstrip("\n").split("\n")
        wrapped: list[str] = []
        for part in self.text.split("\n"):
            wrapped += textwrap.wrap(
                part,
                width,
                initial_indent=self.rest if wrapped else self.first,
                subsequent_indent=self.rest,
                break_on_hyphens=False,
            )
        if self.underline and wrapped:
            wrapped.append(self.underline * max(len(line) for line in wrapped))
        return wrapped


def _with_tables(blocks: Iterable[_Block], width: int) -> Iterator[_Block]:
    """Lay out the rows that follow each other as one table each."""
    rows: list[_Block] = []
    for block in blocks:
        if rows and (block.is_head or not block.cells):
            yield _as_table(rows, width)
            rows = []
        if block.cells:
            rows.append(block)
        else:
            yield block
    if rows:
        yield _as_table(rows, width)


def _as_table(rows: Sequence[_Block], width: int) -> _Block:
    return _Block(as_columns([row.cells for row in rows], width), is_verbatim=True)


def _parse(markdown: str) -> Sequence["Token"]:
    return make_parser().parse(markdown)


def _blocks(tokens: Sequence["Token"]) -> Iterator[_Block]:
    depth, marker, heading, cells = 0, "", "", list[str]()
    before = kind = ""
    for token in tokens:
        before, kind = kind, token.type
        if kind in _DEEPER:
            depth += _DEEPER[kind]
        elif kind == "list_item_open":
            marker = f"{token.info}{token.markup} " if token.info else "- "
        elif kind == "heading_open":
            heading = {"h1": "=", "h2": "-", "h3": "."}.get(token.tag, "")
        elif kind in ("fence", "code_block"):
            yield _Block(unescape(token.content), is_verbatim=True)
        elif kind == "tr_open":
            cells = []
        elif kind == "tr_close":
            yield _Block(" | ".join(cells), cells=tuple(cells), is_head=before == "th_close")
        elif kind == "inline" and before in ("td_open", "th_open"):
            cells.append(_plain(token))
        elif kind == "inline":
            yield _laid_out(_plain(token), depth, marker, heading)
            marker, heading = " " * len(marker), ""


def _laid_out(text: str, depth: int, marker: str, heading: str) -> _Block:
    if heading or depth == 0:
        return _Block(text, underline=heading)
    indent = "   " * (depth - 1)
    return _Block(text, first=indent + marker, rest=indent + " " * len(marker))


def _plain(token: "Token") -> str:
    parts: list[str] = []
    children = token.children or ()
    for place, child in enumerate(children):
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type in _EDITS or is_insertion(children, place):
            parts.append({**_EDITS, "em_open": "{+", "em_close": "+}"}[child.type])
    return "".join(parts)


def is_insertion(tokens: Sequence["Token"], place: int) -> bool:
    """Say whether a token opens or closes `***words***`: our mark for words that came in."""
    kind, step = tokens[place].type, 1 if tokens[place].type == "em_open" else -1
    place += step
    while 0 <= place < len(tokens) and tokens[place].type == "text" and not tokens[place].content:
        place += step  # the parser leaves empty texts between marks
    beside = tokens[place].type if 0 <= place < len(tokens) else ""
    return (kind, beside) in (("em_open", "strong_open"), ("em_close", "strong_close"))
