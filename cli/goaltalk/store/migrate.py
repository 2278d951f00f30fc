"""Lifts a record of an older version to the one that this program reads, as edits of its text."""

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from goaltalk.domain.records import version_of
from goaltalk.store.guard import Model
from goaltalk.store.splice import Edit, apply_to_model

Step: TypeAlias = Callable[[Model], Iterable[Edit]]

STEPS: dict[tuple[str, int], Step] = {}
"""What lifts a kind of record from a version to the next, by both; it leaves `schema` alone.

Every record is still in its first version. Who adds one must see that a step of an agreement or a review
keeps what its digest is made of (`domain/answers.py`): the answers are to that text, and stay as they are.
"""


def liftable_version(kind: str, stated: object) -> int | None:
    """Return the number of an older version that can be lifted to the present one, else None."""
    name, _, present = version_of(kind).partition("/")
    found = re.fullmatch(rf"{name}/([0-9]{{1,9}})", stated) if isinstance(stated, str) else None
    if found is None or int(found[1]) >= int(present):
        return None
    first = int(found[1])
    return first if all((kind, one) in STEPS for one in range(first, int(present))) else None


def lift(kind: str, model: Model) -> tuple[Edit, ...]:
    """Return the edits that lift a record to the present version; none if nothing needs to, or can."""
    first = liftable_version(kind, model.get("schema") if isinstance(model, dict) else None)
    if first is None:
        return ()
    made: list[Edit] = []
    for version in range(first, int(version_of(kind).partition("/")[2])):
        for edit in STEPS[kind, version](model):
            made.append(edit)
            model = apply_to_model(model, edit)
    return (*made, Edit("set", ("schema",), version_of(kind)))
