"""Edits of a file made in its text, so that all that is not edited stays as it was, to the byte."""

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from goaltalk.store.guard import Model, NotReadable, read_model, read_text
from goaltalk.store.yamltext import EditRefused, scalar

__all__ = ["Edit", "EditRefused", "apply_edits", "scalar"]

_UNCLEAR = "the file is written in a way that cannot be edited safely; make the edit by hand"
_DIFFERENT = "the edit would change more than was asked for; make it by hand, as the patch shows"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `path` leads to the value, for `append` to the list; `delete` ignores `value`.

    `rename` gives the key at the end of the path another name, `value`; what is not there needs none.
    """

    action: Literal["set", "append", "delete", "rename"]
    path: tuple[str | int, ...]
    value: Model = None


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with the edits made, or the very same text when they change nothing.

    Raises NotReadable when the text cannot be read as it is, and EditRefused when the edited text would not
    hold exactly the old model with the edits applied.
    """
    before = read_model(text)
    wanted, steps = before, []
    for edit in edits:
        after = apply_to_model(wanted, edit)
        if not is_same(after, wanted):
            steps.append(_settle(wanted, edit))
        wanted = after
    if not steps:
        return text
    tried, what = "", _UNCLEAR
    for literals in (True, False):  # a literal block can swallow comments that follow it; quotes cannot
        for candidate in _edit_text(text, steps, literals):
            tried = tried or candidate
            what = _find_objection(candidate, wanted)
            if not what:
                return candidate
    if what is _DIFFERENT and not text.endswith(("\n", "\r")):
        what = "the file's last line has no newline, which the edit would change; add one and try again"
    raise EditRefused(what, _show_patch(text, tried))


def is_same(one: Model, other: Model) -> bool:
    """Tell whether two models are equal in value, type and order of keys: 1, 1.0 and true all differ."""
    return json.dumps(one) == json.dumps(other)


def apply_to_model(model: Model, edit: Edit) -> Model:
    """Return a model with the edit applied, the old one unchanged; raise EditRefused where it cannot be."""
    if not edit.path and edit.action != "append":
        raise EditRefused("the whole file cannot be replaced by an edit; name a key")
    return _apply(model, edit, 0)


def _apply(model: Model, edit: Edit, depth: int) -> Model:
    if depth == len(edit.path):
        return _apply_here(model, edit)
    step = edit.path[depth]
    last_of_delete = edit.action == "delete" and depth == len(edit.path) - 1
    if isinstance(step, int):
        if not isinstance(model, list) or not 0 <= step < len(model):
            raise EditRefused(f"there is no item {step} at {_name(edit.path[:depth])}")
        inside = [] if last_of_delete else [_apply(model[step], edit, depth + 1)]
        return [*model[:step], *inside, *model[step + 1 :]]
    if model is None:
        model = {}
    if not isinstance(model, dict):
        raise EditRefused(f"{_name(edit.path[:depth])} has no keys, so {step} cannot be there")
    if edit.action in ("delete", "rename") and step not in model:
        return model
    if edit.action == "rename" and depth == len(edit.path) - 1:
        if edit.value in model:
            raise EditRefused(f"there is a key {edit.value} at {_name(edit.path[:depth])} already")
        return {str(edit.value) if key == step else key: value for key, value in model.items()}
    if last_of_delete:
        return {key: value for key, value in model.items() if key != step}
    return {**model, step: _apply(model.get(step), edit, depth + 1)}


def _apply_here(model: Model, edit: Edit) -> Model:
    if edit.action == "set":
        return edit.value
    if model is not None and not isinstance(model, list):
        raise EditRefused(f"{_name(edit.path)} is no list, so nothing can be appended")
    return [*(model or []), edit.value]


def _name(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path)) or "the top of the file"


def _settle(model: Model, edit: Edit) -> Edit:
    """Turn an edit into one whose parent is there: missing parents become part of the value."""
    for depth, step in enumerate(edit.path):
        inside = _step_into(model, step)
        if inside is None and edit.action in ("set", "append"):
            return Edit("set", edit.path[: depth + 1], _nest(edit, depth + 1))
        model = inside
    return edit


def _step_into(model: Model, step: str | int) -> Model:
    if isinstance(model, dict):
        return model.get(str(step))
    return model[step] if isinstance(model, list) and isinstance(step, int) else None


def _nest(edit: Edit, depth: int) -> Model:
    value: Model = [edit.value] if edit.action == "append" else edit.value
    for step in reversed(edit.path[depth:]):
        value = {str(step): value}
    return value


def _edit_text(text: str, edits: Sequence[Edit], literals: bool) -> list[str]:
    from goaltalk.store import cuts, marks  # ruamel is slow to import, and most runs edit nothing

    page = cuts.Page(text)
    try:
        for edit in edits:
            page = page.cut(cuts.find_cuts(page, edit.action, edit.path, edit.value, literals))
    except (marks.NoMarks, cuts.NoPlace):
        return []
    without = page.text.removesuffix(page.newline)
    if not text or text.endswith(("\n", "\r")) or without.endswith(("\n", "\r")):
        return [page.text]
    return [without, page.text]  # a literal at the end may need its newline


def _find_objection(text: str, wanted: Model) -> str:
    try:
        model = read_model(read_text(text.encode("utf-8")))
    except NotReadable as refusal:
        return f"the edited file could not be read again: {refusal.faults[0].what}"
    except UnicodeEncodeError:
        return "the text holds half a character (a lone surrogate); remove it"
    return "" if is_same(model, wanted) else _DIFFERENT


def _show_patch(before: str, after: str) -> str:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return "".join(difflib.unified_diff(old, new, "before", "after")) if after else ""
