"""Bytes of a file become a plain model, or are refused with the places that are wrong."""

import re
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from ryaml import loads as _load  # type: ignore[attr-defined]  # its types do not export it

if TYPE_CHECKING:
    from goaltalk.store import marks

Model: TypeAlias = dict[str, "Model"] | list["Model"] | str | int | float | bool | None

MAX_BYTES = 1 << 20
MAX_BRACKETS = 1000  # the parser's time grows with the square of what is open
MAX_FAULTS = 20
SHOWN = 60
MAX_FOR_MARKS = 1 << 18  # ruamel takes about a second for this much; a place is not worth more

_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
# C1 controls (with NEL), LS and PS, the BOM, and two non-characters: YAML readers disagree about them.
_ODD_BYTES = rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]"
# A superset of the places where an anchor, alias, tag or directive can start; ruamel decides.
_SPECIAL = r"[&*!](?<![^\s,\[\]{}:?\"'\ufeff].)|%(?<![^\r\n\ufeff].)"
# Few files need these: they are compiled at their first use.
_ODD = "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
_CONFLICT = r"(?m)^(?:[<>|]{7}(?: .*)?|={7})\r?$"
_TAB = r"(?m)^ *\t[ \t]*[^\s]"
_NEWLINE = r"\r\n|\r|\n"
_AT = r"at line (\d+) column (\d+)"

_KEY_SENTENCE = "a key must be text; put it in double quotes"
_SPECIAL_SENTENCE = "this is not valid YAML; text that starts with & * ! or % belongs in double quotes"
_TAB_SENTENCE = "a tab is used as indentation; use spaces"
_STRAY_TAB_SENTENCE = "a tab stands where a space belongs; use spaces"
# What the parser says (its words never come from the file) and what we say instead.
_SENTENCES = (
    ("found a tab character", _TAB_SENTENCE),
    ("cannot start any token", "a value cannot start with this character; put the text in double quotes"),
    ("mapping values are not allowed", "a second ': ' cannot stand here; put the text in double quotes"),
    ("block sequence entries are not", "a list cannot start here; put its items on lines of their own"),
    ("',' or", "a comma or a closing bracket is missing; add it"),
    ("end of stream", "a quotation mark or a bracket is opened here and never closed; close it"),
    ("expected '-'", "a list item with a dash was expected here; check the indentation"),
    ("expected key", "a key with a colon was expected here; check the indentation and the line above"),
    ("expected ':'", "a key with a colon was expected here; check the indentation and the line above"),
    ("escape", "this escape after a backslash is not known; write two backslashes for one"),
    ("hexdecimal", "this escape after a backslash is not known; write two backslashes for one"),
    ("recursion limit", "lists and mappings are nested too deeply; remove levels"),
    ("invalid type: integer", "this number is too large; write fewer digits or put it in quotes"),
    ("unhashable", _KEY_SENTENCE),
    ("control characters", "a control character is not allowed; remove it"),
)
_SUBSET_SENTENCES = (
    ("more than one document", "a file holds one document; remove the lines with '---' or split the file"),
    ("anchor", "anchors and aliases are not used here; write the value out"),
    ("repetition limit", "anchors and aliases are not used here; write the value out"),
)


class Fault(Struct, frozen=True):
    """One place that is wrong; line and column count from 1, and `what` quotes no value of the file."""

    line: int
    column: int
    rule: str
    what: str


class NotReadable(Exception):
    """The file is no record that can be read; `faults` has at least one place."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"line {f.line}, column {f.column}: {f.what}" for f in faults))
        self.faults = faults


def read_text(data: bytes) -> str:
    """Return the text of a file's bytes, newlines untouched; raise NotReadable."""
    if len(data) > MAX_BYTES:
        raise NotReadable(Fault(1, 1, "parse", "the file is larger than 1 MiB; split it or shorten it"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotReadable(Fault(1, 1, "parse", "the file is UTF-16; save it as UTF-8"))
    if data.startswith(b"\xef\xbb\xbf"):
        raise NotReadable(Fault(1, 1, "parse", "the file starts with a BOM; save it as UTF-8 without BOM"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        raise _refuse(before, len(before), "parse", "the file is not UTF-8; save it as UTF-8") from None
    suspicious = len(data.translate(None, _CONTROLS)) != len(data) or _has_odd_bytes(data)
    found = re.search(_ODD, text) if suspicious else None
    if found:
        raise _refuse_odd(text, found)
    return text


def _has_odd_bytes(data: bytes) -> bool:
    if data.isascii() or not (b"\xc2" in data or b"\xe2\x80" in data or b"\xef" in data):
        return False
    return re.search(_ODD_BYTES, data) is not None


def _refuse_odd(text: str, found: re.Match[str]) -> NotReadable:
    if found[0] == "\0":
        what = "the file holds a NUL; save it as UTF-8 text"
    else:
        what = f"the character U+{ord(found[0]):04X} is not allowed; remove it or write it as an escape"
    return _refuse(text, found.start(), "parse", what)


def _refuse(text: str, offset: int, rule: str, what: str) -> NotReadable:
    line = len(re.findall(_NEWLINE, text[:offset])) + 1
    column = offset - max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset))
    return NotReadable(Fault(line, column, rule, what))


def read_model(text: str) -> Model:
    """Return the JSON-like value of YAML text, None when there are only comments; raise NotReadable."""
    model = read_values(text)
    require_plain_keys(model, text)
    return model


def require_plain_keys(model: Model, text: str) -> None:
    """Raise NotReadable where a key of the model is no text, or may be a merge."""
    waiting = [model]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if any(type(key) is not str or key == "<<" for key in value):
                return _check_keys(text)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return None


def read_values(text: str) -> Model:
    """Return what `read_model` does, for who refuses keys that are no text; raise NotReadable.

    A record's type does that as it is converted: to look at all keys before would be a tenth of the reading.
    """
    if "<<<<<<<" in text or ">>>>>>>" in text:
        _check_conflicts(text)
    if text.count("[") + text.count("{") > MAX_BRACKETS:
        offset = [m.start() for m in re.finditer(r"[\[{]", text)][MAX_BRACKETS]
        what = f"more than {MAX_BRACKETS} opening brackets; split the file or write lists with dashes"
        raise _refuse(text, offset, "yaml-subset", what)
    if "\t" in text:
        _check_tabs(text)
    if "&" in text or "*" in text or "!" in text or "%" in text:
        _check_special(text)
    model = _load_or_refuse(text)
    if "<<" in text:
        require_plain_keys(model, text)
    return model


def _load_or_refuse(text: str) -> Model:
    try:
        model: Model = _load(text)
    except ValueError as error:
        raise _explain(text, str(error)) from None
    return model


def _check_conflicts(text: str) -> None:
    marks = list(re.finditer(_CONFLICT, text))
    if not any(mark[0].startswith(("<", ">")) for mark in marks):
        return
    what = "a conflict of a merge is not resolved; keep one side and remove this line"
    refusals = [_refuse(text, mark.start(), "conflict-markers", what) for mark in marks[:MAX_FAULTS]]
    raise NotReadable(*(fault for refusal in refusals for fault in refusal.faults))


def _check_tabs(text: str) -> None:
    from bisect import bisect_left

    tabs = [found.start() + found[0].index("\t") for found in re.finditer(_TAB, text)]
    if not tabs:
        return
    from goaltalk.store import marks

    try:
        kept = marks.list_kept_spans(text, tabs[-1])
    except marks.NoMarks as error:
        starts = [0, *(newline.end() for newline in re.finditer(_NEWLINE, text)), len(text) + 1]
        kept, (start, end) = [], starts[error.line - 1 : error.line + 1]
        tabs = [tab for tab in tabs if start <= tab < end]
    for tab in tabs:
        before = bisect_left(kept, (tab, 0)) - 1
        if before < 0 or kept[before][1] <= tab:
            raise _refuse(text, tab, "parse", _TAB_SENTENCE)


def _check_special(text: str) -> None:
    found = list(re.finditer(_SPECIAL, text))
    if not found:
        return
    from goaltalk.store import marks

    try:
        special = marks.find_special(text, found[-1].end())
    except marks.NoMarks as error:
        # Only aliases make reading dangerous: without any, the parser may say better what is wrong.
        if not any(sign[0] == "*" for sign in found):
            _load_or_refuse(text)
        tabbed = "\t" in re.split(_NEWLINE, text)[error.line - 1]
        what = _STRAY_TAB_SENTENCE if tabbed else _SPECIAL_SENTENCE
        raise NotReadable(Fault(error.line, error.column, "parse", what)) from None
    if special:
        name, line, column = special
        what = f"{name} is not used here; write the value out, or put the text in double quotes"
        raise NotReadable(Fault(line, column, "yaml-subset", what))


def _check_keys(text: str) -> None:
    """Refuse keys that are no text, and `<<` unless quoted: a merge for other readers, not for ours."""
    keys = _list_keys(text)
    for key in keys:
        if key.name == "<<" and key.plain:
            what = "a merge key (<<) is not used here; write the keys out"
            raise NotReadable(Fault(key.line, key.column, "yaml-subset", what))
        if not key.scalar or (key.plain and not isinstance(_read_alone(key.name), str)):
            raise NotReadable(Fault(key.line, key.column, "yaml-subset", _KEY_SENTENCE))
    if not keys:
        raise NotReadable(Fault(1, 1, "yaml-subset", _KEY_SENTENCE))


def _read_alone(word: str) -> object:
    try:
        value: object = _load(word)
    except ValueError:
        return word
    return value


def _list_keys(text: str) -> "list[marks.KeyMark]":
    from goaltalk.store import marks

    try:
        return marks.list_keys(text) if len(text) <= MAX_FOR_MARKS else []
    except marks.NoMarks:
        return []


def _explain(text: str, said: str) -> NotReadable:
    """Turn what the parser said into our own words; it may quote values, so it is never passed on."""
    places = [(int(line), int(column)) for line, column in re.findall(_AT, said)]
    if "duplicate entry" in said:
        return _refuse_duplicate(text, places)
    if "unhashable" in said:
        _check_keys(text)
    rule = "parse"
    what = next((ours for theirs, ours in _SENTENCES if theirs in said), None)
    if what is None:
        what = next((ours for theirs, ours in _SUBSET_SENTENCES if theirs in said), None)
        rule = "yaml-subset" if what else "parse"
    line, column = _choose_place(text, said, places)
    if "cannot start any token" in said and re.split(_NEWLINE, text)[line - 1][column - 1 :].startswith("\t"):
        what = _STRAY_TAB_SENTENCE
    return NotReadable(Fault(line, column, rule, what or "this is not valid YAML; check this line"))


def _choose_place(text: str, said: str, places: list[tuple[int, int]]) -> tuple[int, int]:
    if places:
        # What is never closed is found at the end; where it was opened is what helps.
        return places[-1] if "end of stream" in said else places[0]
    if len(text) > MAX_FOR_MARKS:
        return 1, 1
    from goaltalk.store import marks

    return marks.find_error(text)


def shown_key(key: str) -> str:
    """Name a key in a message, unless it may be a note's text.

    A colon in a note that is not indented makes a key of its words, and notes stay out of every message.
    """
    return "(a text)" if " " in key else key[:SHOWN]


def _refuse_duplicate(text: str, places: list[tuple[int, int]]) -> NotReadable:
    seen: dict[tuple[int, str], int] = {}
    faults = []
    for key in _list_keys(text):
        first = seen.get((key.mapping, key.name))
        if first is None:
            seen[key.mapping, key.name] = key.line
        else:
            what = f"the key '{shown_key(key.name)}' stands here again, first in line {first}; keep one"
            faults.append(Fault(key.line, key.column, "yaml-subset", what))
    if faults:
        return NotReadable(*faults[:MAX_FAULTS])
    line, column = places[0] if places else (1, 1)
    return NotReadable(Fault(line, column, "yaml-subset", "a key stands twice in this mapping; keep one"))
