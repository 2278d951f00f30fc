"""Where the values of a file stand in its text, taken from ruamel's pure Python parser."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from ruamel.yaml import YAML, tokens
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode

Style = Literal["block", "flow", "plain", "quoted", "literal"]
Path = Sequence[str | int]

_SPECIAL: dict[type, str] = {
    tokens.AnchorToken: "an anchor (&)",
    tokens.AliasToken: "an alias (*)",
    tokens.TagToken: "a tag (!)",
    tokens.DirectiveToken: "a directive (%)",
}
_NESTING: dict[type, int] = {
    tokens.BlockMappingStartToken: 1,
    tokens.BlockSequenceStartToken: 1,
    tokens.FlowMappingStartToken: 1,
    tokens.FlowSequenceStartToken: 1,
    tokens.BlockEndToken: -1,
    tokens.FlowMappingEndToken: -1,
    tokens.FlowSequenceEndToken: -1,
}
MAX_DEPTH = 150  # the guard's parser refuses more than 128 levels, and reads nothing behind them
_COLON = re.compile(r"[ \t]*:")
_KEEPS_BLANK_LINES = re.compile(r"[|>]\d?\+")


class NoMarks(Exception):
    """The positions of a text cannot be told, because ruamel does not read it."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(f"not readable at line {line}, column {column}")
        self.line, self.column = line, column


@dataclass(frozen=True, slots=True)
class Place:
    """One value or key: its offsets in the text, and its children; a mapping has as many keys as values.

    `end` is just after the last character of content: block collections end with their last scalar, a null
    that is not written out is an empty span just after its colon or dash. `line` and `column` count from 0.
    """

    kind: Literal["mapping", "sequence", "scalar"]
    style: Style
    start: int
    end: int
    line: int
    column: int
    name: str = ""
    keys: tuple["Place", ...] = ()
    values: tuple["Place", ...] = ()

    def find(self, step: str | int) -> int | None:
        """Return the position of a key or a list index among the children, or None."""
        if self.kind == "mapping":
            return next((i for i, key in enumerate(self.keys) if key.name == step), None)
        if self.kind == "sequence" and isinstance(step, int) and 0 <= step < len(self.values):
            return step
        return None


@lru_cache(maxsize=2)  # several questions about one file come in a row
def compose(text: str) -> Place | None:
    """Return the text's root value, or None when there is nothing but comments; raise NoMarks."""
    try:
        return _compose(text, text)
    except NoMarks:
        if "\t" not in text:
            raise
    # ruamel refuses a tab behind a value, which other readers take for a space; offsets stay the same.
    return _compose(text, text.replace("\t", " "))


def _compose(text: str, readable: str) -> Place | None:
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False
    try:
        node = yaml.compose(readable)
        return None if node is None else _place(text, node, {})
    except (YAMLError, RecursionError) as error:
        raise _no_marks(error) from None


def _no_marks(error: Exception) -> NoMarks:
    mark = (error.problem_mark or error.context_mark) if isinstance(error, MarkedYAMLError) else None
    return NoMarks(mark.line + 1, mark.column + 1) if mark else NoMarks(1, 1)


def _place(text: str, node: Any, known: dict[int, Place]) -> Place:
    # Aliases share nodes; without `known` an alias bomb would be unfolded here.
    if id(node) not in known:
        if isinstance(node, ScalarNode):
            known[id(node)] = _place_scalar(text, node)
        elif isinstance(node, MappingNode):
            known[id(node)] = _place_mapping(text, node, known)
        else:
            values = tuple(_place(text, item, known) for item in node.value)
            known[id(node)] = _place_collection(node, "sequence", (), values)
    return known[id(node)]


def _place_scalar(text: str, node: Any) -> Place:
    start, end = node.start_mark.index, node.end_mark.index
    style: Style = "plain" if node.style is None else "quoted"
    if node.style in ("|", ">"):
        style = "literal"
        end = _end_of_literal(text, start, end)
    return Place(
        "scalar", style, start, end, node.start_mark.line, node.start_mark.column, name=str(node.value)
    )


def _end_of_literal(text: str, start: int, end: int) -> int:
    written = text[start:end]
    if not _KEEPS_BLANK_LINES.match(written):
        return start + len(written.rstrip("\r\n"))
    for newline in ("\r\n", "\n", "\r"):
        if written.endswith(newline):
            return end - len(newline)
    return end


def _place_mapping(text: str, node: Any, known: dict[int, Place]) -> Place:
    keys, values = [], []
    for key_node, value_node in node.value:
        key, value = _place(text, key_node, known), _place(text, value_node, known)
        if value.kind == "scalar" and value.start == value.end:
            value = _place_null(text, key, value)
        keys.append(key)
        values.append(value)
    return _place_collection(node, "mapping", tuple(keys), tuple(values))


def _place_null(text: str, key: Place, null: Place) -> Place:
    # The mark of a null may lie after the comments that follow it; its key's colon is where it belongs.
    colon = _COLON.match(text, key.end)
    at = colon.end() if colon else key.end
    return Place("scalar", "plain", at, at, key.line, key.column + at - key.start, name=null.name)


def _place_collection(
    node: Any, kind: Literal["mapping", "sequence"], keys: tuple[Place, ...], values: tuple[Place, ...]
) -> Place:
    mark = node.start_mark
    if node.flow_style:
        return Place(kind, "flow", mark.index, node.end_mark.index, mark.line, mark.column, "", keys, values)
    # ruamel's end of a block lies after the comments that follow it, where the next token starts.
    end = max(child.end for child in (*keys, *values))
    return Place(kind, "block", mark.index, end, mark.line, mark.column, "", keys, values)


def find_mark(text: str, path: Path) -> tuple[int, int]:
    """Return line and column, from 1, of the key or list item at the path, else of its nearest ancestor."""
    try:
        place = compose(text)
    except NoMarks:
        return 1, 1
    if place is None:
        return 1, 1
    found = place
    for step in path:
        index = place.find(step)
        if index is None:
            break
        found = place.keys[index] if place.kind == "mapping" else place.values[index]
        place = place.values[index]
    return found.line + 1, found.column + 1


@dataclass(frozen=True, slots=True)
class KeyMark:
    """One key as it is written: the mapping it stands in, its text, and whether it is without quotes."""

    mapping: int
    name: str
    scalar: bool
    plain: bool
    line: int
    column: int


def list_keys(text: str) -> list[KeyMark]:
    """Return every key of the text in its order, with line and column from 1; raise NoMarks."""
    root = compose(text)
    keys = [] if root is None else list(_walk_keys(root, set()))
    return sorted(keys, key=lambda key: (key.line, key.column))


def _walk_keys(place: Place, seen: set[int]) -> Iterator[KeyMark]:
    if id(place) in seen:
        return
    seen.add(id(place))
    for key in place.keys:
        scalar, plain = key.kind == "scalar", key.style == "plain"
        yield KeyMark(id(place), key.name, scalar, plain, key.line + 1, key.column + 1)
    for child in (*place.keys, *place.values):
        yield from _walk_keys(child, seen)


def find_special(text: str, until: int) -> tuple[str, int, int] | None:
    """Return the first anchor, alias, tag or directive up to an offset: its English name, line, column.

    Raises NoMarks when the text before cannot be scanned, so that nothing is ever overlooked.
    """
    depth = 0
    for token in _scan(text, until):
        depth += _NESTING.get(type(token), 0)
        if depth > MAX_DEPTH:
            return None
        name = _SPECIAL.get(type(token))
        if name:
            return name, token.start_mark.line + 1, token.start_mark.column + 1
    return None


def list_kept_spans(text: str, until: int) -> list[tuple[int, int]]:
    """Return the offsets of quoted and literal scalars, where whitespace is free; raise NoMarks."""
    return [
        (token.start_mark.index, token.end_mark.index)
        for token in _scan(text, until)
        if isinstance(token, tokens.ScalarToken) and not token.plain
    ]


def _scan(text: str, until: int) -> Iterator[Any]:
    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            if token.start_mark.index > until:
                return
            yield token
    except YAMLError as error:
        raise _no_marks(error) from None


def find_error(text: str) -> tuple[int, int]:
    """Return line and column, from 1, of what ruamel cannot read, or (1, 1) when it reads all."""
    try:
        compose(text)
    except NoMarks as error:
        return error.line, error.column
    return 1, 1
