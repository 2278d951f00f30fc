"""Lifts a record of an older version to the one that this program reads, as edits of its text."""

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from goaltalk.domain.answers import OUTSIDE
from goaltalk.domain.records import version_of
from goaltalk.store.guard import Model, NotReadable, read_model, read_text
from goaltalk.store.splice import Edit, EditRefused, apply_edits, apply_to_model, is_same

Step: TypeAlias = Callable[[Model], Iterable[Edit]]

STEPS: dict[tuple[str, int], Step] = {}
"""What lifts a kind of record from a version to the next, by both; it leaves `schema` alone.

Every record is still in its first version.
"""
AS_GIVEN = "answer"
"""An answer stays as it was given, whatever becomes of the rest: its record keeps its first version."""
ANSWERED = ("agreement", "review")
"""Answers are to the text of these, and stay as they are; so a step may change only what no digest covers."""


def liftable_version(kind: str, stated: object) -> int | None:
    """Return the number of an older version that can be lifted to the present one, else None."""
    first, present = _number(kind, stated), _present(kind)
    if kind == AS_GIVEN or first is None or first >= present:
        return None
    return first if all((kind, one) in STEPS for one in range(first, present)) else None


def lift(kind: str, model: Model, target: str | None = None) -> tuple[Edit, ...]:
    """Return the edits that lift a record to the present version; none if nothing needs to, or can.

    `target` is another version to lift it to. A step that would take the ground from under answers is a
    mistake of ours, and ValueError.
    """
    stated = model.get("schema") if isinstance(model, dict) else None
    target = target or version_of(kind)
    first, last = liftable_version(kind, stated), _number(kind, target)
    if first is None or last is None or not first < last <= _present(kind):
        return ()
    made: list[Edit] = []
    given = model
    for version in range(first, last):
        for edit in STEPS[kind, version](model):
            made.append(edit)
            model = apply_to_model(model, edit)
    if kind in ANSWERED and not is_same(_covered(given), _covered(model)):
        raise ValueError(f"lifting {stated} would change what was answered")
    return (*made, Edit("set", ("schema",), target))


def lifted(kind: str, data: bytes) -> bytes:
    """Return what a file of the past says in the present version; the very same where nothing lifts it."""
    if not any(kind == known for known, _ in STEPS):
        return data
    try:
        text = read_text(data)
        return apply_edits(text, lift(kind, read_model(text))).encode()
    except (NotReadable, EditRefused):
        return data


def is_lift(kind: str, before: bytes, after: bytes) -> bool:
    """Say whether a content is to the byte what `migrate` makes of another, then or now."""
    try:
        old, new = read_text(before), read_text(after)
        model = read_model(new)
        target = model.get("schema") if isinstance(model, dict) else None
        edits = lift(kind, read_model(old), target) if isinstance(target, str) else ()
        return bool(edits) and apply_edits(old, edits) == new
    except (NotReadable, EditRefused):
        return False


def _number(kind: str, stated: object) -> int | None:
    name = version_of(kind).partition("/")[0]
    found = re.fullmatch(rf"{name}/([0-9]{{1,9}})", stated) if isinstance(stated, str) else None
    return int(found[1]) if found else None


def _present(kind: str) -> int:
    return _number(kind, version_of(kind)) or 0


def _covered(model: Model) -> Model:
    return {key: one for key, one in model.items() if key not in OUTSIDE} if isinstance(model, dict) else None
