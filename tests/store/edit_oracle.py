"""What must hold after an edit, told without the code that edits."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from goaltalk.store import guard, marks
from goaltalk.store.guard import Model
from goaltalk.store.marks import Place
from goaltalk.store.splice import Edit

_COMMENT = re.compile(r"#c\d+#")


class _SecondReader(SafeConstructor):
    """YAML 1.2 has no timestamps; ruamel makes dates of them unless told otherwise."""


_SecondReader.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def read_by_ruamel(text: str, version: tuple[int, int] = (1, 2)) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = version
    yaml.Constructor = _SecondReader
    return yaml.load(text)


def intend(model: Model, edit: Edit) -> Model:
    """The model with the edit, in the plainest Python."""
    holder: Any = {"": _copy(model)}
    target, path = holder, ("", *edit.path)
    for step, following in pairwise(path):
        if target[step] is None and isinstance(following, str):
            target[step] = {}
        target = target[step]
        if isinstance(target, dict) and following not in target and edit.action in ("set", "append"):
            target[following] = None
    if edit.action == "rename":
        items = [(edit.value if key == path[-1] else key, value) for key, value in target.items()]
        target.clear()
        target.update(items)
    elif edit.action == "set":
        target[path[-1]] = edit.value
    elif edit.action == "append":
        target[path[-1]] = [*(target[path[-1]] or []), edit.value]
    else:
        del target[path[-1]]
    intended: Model = holder[""]
    return intended


def _copy(model: Model) -> Model:
    if isinstance(model, dict):
        return {key: _copy(value) for key, value in model.items()}
    return [_copy(value) for value in model] if isinstance(model, list) else model


def list_comments(text: str) -> list[tuple[str, int]]:
    """The numbered comments with their offsets, without those that are part of a value."""
    kept = marks.list_kept_spans(text, len(text))
    comments = []
    for found in _COMMENT.finditer(text):
        at = found.start()
        inside = [start for start, end in kept if start < at < end]
        if all("\n" not in text[start:at] and text[start] in "|>" for start in inside):
            comments.append((found[0], at))
    return comments


def find_lines(text: str, edit: Edit) -> tuple[int, int, int, int]:
    """Lines that an edit may touch, from and to; then the offsets between which comments may go with it."""
    root = marks.compose(text)
    if root is None or root.kind == "scalar":
        end = len(text)
        return text.count("\n"), len(text.splitlines()) + 1, end, end
    chain: list[tuple[Place, int]] = []
    place, rest = root, list(edit.path)
    while rest and (index := place.find(rest[0])) is not None:
        chain.append((place, index))
        place = place.values[index]
        rest.pop(0)
    if edit.action == "rename":
        parent, index = chain[-1]
        key = parent.keys[index]
        return key.line, _line_at(text, key.end) + 1, -1, -1
    if edit.action == "delete":
        return _lines_of_delete(text, chain)
    first = _first_line(text, chain, place)
    empty = place.start == place.end
    last = max(first, _line_at(text, place.end))
    if rest or edit.action == "append":
        if place.style == "block":
            first = last + 1
        return first, last + 1, -1, -1
    if empty:
        return first, last + 1, -1, -1
    end = place.end if place.style != "block" else _line_break(text, place.end)
    return first, last + 1, place.start, end


def _lines_of_delete(text: str, chain: Sequence[tuple[Place, int]]) -> tuple[int, int, int, int]:
    parent, index = chain[-1]
    child = parent.values[index]
    start = parent.keys[index].start if parent.kind == "mapping" else child.start
    end = child.end if parent.style == "flow" else _line_break(text, child.end)
    if parent.style == "flow":
        end = max(end, _line_break(text, child.end))  # its comma, and the comment of a line of its own
        return _line_at(text, parent.start), _line_at(text, parent.end) + 1, start, end
    if parent.kind == "sequence":
        start = _find_dash(text, parent, index)
    if len(parent.values) == 1:
        first = _first_line(text, chain[:-1], parent)
    elif parent.kind == "mapping":
        first = parent.keys[index].line
    else:
        first = _line_at(text, start)
    last = _line_at(text, child.end)
    if index == 0 and len(parent.values) > 1 and _before(text, start).strip(" "):
        last = _line_at(text, parent.keys[1].start if parent.keys else parent.values[1].start)
    return first, last + 1, start, end


def _find_dash(text: str, parent: Place, index: int) -> int:
    at = _line_break(text, parent.values[index - 1].end) + 1 if index else parent.start
    while not text[at:].lstrip(" ").startswith("-"):
        at = _line_break(text, at) + 1
    return at


def _before(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at]


def _first_line(text: str, chain: Sequence[tuple[Place, int]], place: Place) -> int:
    if not chain:
        return place.line
    parent, index = chain[-1]
    if parent.kind == "mapping":
        return parent.keys[index].line
    if parent.style == "flow":
        return place.line
    # The dash may stand on a line before its item; the comments between are looked at one by one.
    return _line_at(text, parent.values[index - 1].end) + 1 if index else parent.line


def _line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at)


def _line_break(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def tell_damage(before: str, after: str, edit: Edit) -> str:
    """Say in words what an edit broke, or return nothing."""
    model = guard.read_model(before)
    intended = intend(model, edit)
    if repr(guard.read_model(after)) != repr(intended):
        return "ryaml reads another model"
    if repr(read_by_ruamel(after)) != repr(intended):
        return "ruamel reads another model"
    first, end, gone_from, gone_to = find_lines(before, edit)
    old, new = list_comments(before), [name for name, _ in list_comments(after)]
    needed = [name for name, at in old if not gone_from <= at < gone_to]
    if [name for name in new if name in needed] != needed or len(new) > len(old):
        return f"comments are lost or moved: {set(needed) - set(new)}"
    if before.endswith("\n") and not after.endswith("\n"):
        return "the final newline is lost"
    lines, edited = before.splitlines(), after.splitlines()
    if edited[:first] != lines[:first]:
        return "lines before the target changed"
    tail = lines[end:]
    if tail and edited[-len(tail) :] != tail:
        return "lines after the target changed"
    if "\r\n" in before and re.search(r"(?<!\r)\n", after):
        return "a line lost its CR"
    return ""
