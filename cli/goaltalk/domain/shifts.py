"""What is not as it was: one thing about a goal, or any part of an agreement, before and after."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import fields, replace

from goaltalk.domain.records import Agreement
from goaltalk.domain.records.agreement import FollowUp, Goal, Measure
from goaltalk.domain.wording import Row, compare_lists, compare_words

Value = str | date | int | float | tuple[str, ...] | None
Part = Literal[
    "success",
    "role",
    "responsibilities",
    "core",
    "tasks",
    "goals",
    "development",
    "actions",
    "wishes",
    "follow_up",
]
PARTS: tuple[Part, ...] = get_args(Part)
GOALPOSTS = ("due", "target", "unit", "title", "success")
"""What about a goal decides whether it is reached."""
WORDED = ("title", "success", "frame", "need", "what", "role", "why", "form", "feedback")
"""What is written in words, so that it can be reworded; the rest is figures, dates and names."""


class Shift(Struct, frozen=True):
    """One key that is not what it was; None where it was not there, or is gone.

    `is_easier`: whether a goal's date or target asks for less than before; None where nobody can say.
    """

    what: str
    before: Value
    after: Value
    is_easier: bool | None = None

    @property
    def wording(self) -> tuple[Row, ...]:
        """What changed word by word, a row for each text; nothing where there are no words at both ends."""
        old, new = self.before, self.after
        if self.what not in WORDED:
            return ()
        if isinstance(old, str) and isinstance(new, str):
            return (compare_words(old, new),)
        if isinstance(old, tuple) or isinstance(new, tuple):
            return compare_lists(*(one if isinstance(one, tuple) else () for one in (old, new)))
        return ()


class TextChange(Struct, frozen=True):
    """What became of one item of an agreement, or of one part of it: then `id` and `title` are empty."""

    part: Part
    change: Literal["added", "removed", "changed", "reordered"]
    id: str = ""
    title: str = ""
    shifts: tuple[Shift, ...] = ()


def find_shifts(old: Goal, new: Goal) -> tuple[Shift, ...]:
    """Return everything about a goal that is not as it was, in the order of its keys; ids aside."""
    return tuple(_goal_shifts(old, new))


def turned(one: Shift) -> Shift:
    """Return a shift as it looks from its other end."""
    return Shift(one.what, one.after, one.before, None if one.is_easier is None else not one.is_easier)


def compare_texts(before: Agreement, after: Agreement) -> tuple[TextChange, ...]:
    """Return what differs between two texts of an agreement; nothing just where the content is the same."""
    return tuple(change for part in PARTS for change in _part(part, before, after))


def with_titles(change: TextChange, titles: Mapping[str, str]) -> TextChange:
    """Return a change that names the goals which are continued by their titles and periods, where known."""

    def name(value: Value) -> Value:
        title = titles.get(value) if isinstance(value, str) else None
        return value if title is None else f"{title} ({str(value).partition('/')[0]})"

    shifts = (
        replace(one, before=name(one.before), after=name(one.after)) if one.what == "continues" else one
        for one in change.shifts
    )
    return replace(change, shifts=tuple(shifts))


def _part(part: Part, before: Agreement, after: Agreement) -> Iterator[TextChange]:
    old, new = getattr(before, part), getattr(after, part)
    if part == "follow_up":
        if shifts := tuple(_shifts(old or FollowUp(), new or FollowUp())):
            yield TextChange(part, "changed", shifts=shifts)
    elif part in ("success", "role"):
        if _plain(old) != _plain(new):
            yield TextChange(part, _kind(old, new), shifts=(Shift(part, old, new),))
    else:
        yield from _list(part, old, new)


def _list(part: Part, old: Sequence[Any], new: Sequence[Any]) -> Iterator[TextChange]:
    earlier, later = _numbered(old), _numbered(new)
    for key, item in later.items():
        if key not in earlier:
            yield TextChange(part, "added", *_naming(item))
        elif not isinstance(item, str) and (shifts := tuple(_item_shifts(earlier[key], item))):
            yield TextChange(part, "changed", *_naming(item), shifts)
    for key, item in earlier.items():
        if key not in later:
            yield TextChange(part, "removed", *_naming(item))
    if [key for key in earlier if key in later] != [key for key in later if key in earlier]:
        yield TextChange(part, "reordered")


def _numbered(items: Sequence[Any]) -> dict[tuple[str, int], Any]:
    """Return items by their id, or by their words, and which of several of the same name they are."""
    found: dict[tuple[str, int], Any] = {}
    for item in items:
        name = _composed(item if isinstance(item, str) else item.id)
        found[name, sum(key == name for key, _ in found)] = item
    return found


def _naming(item: Any) -> tuple[str, str]:
    if isinstance(item, str):
        return "", item
    words = (getattr(item, key, None) for key in ("title", "need", "what"))
    return item.id, next((text for text in words if text), "")


def _item_shifts(old: Any, new: Any) -> Iterator[Shift]:
    return _goal_shifts(old, new) if isinstance(new, Goal) else _shifts(old, new)


def _goal_shifts(old: Goal, new: Goal) -> Iterator[Shift]:
    for shift in _shifts(old, new):
        is_later = (old.due or date.max) < (new.due or date.max) if shift.what == "due" else None
        yield Shift(shift.what, shift.before, shift.after, is_later)
    mine, theirs = old.measure or Measure(), new.measure or Measure()
    for shift in _shifts(mine, theirs):
        is_nearer = _is_nearer(mine, theirs) if shift.what == "target" else None
        yield Shift(shift.what, shift.before, shift.after, is_nearer)


def _is_nearer(old: Measure, new: Measure) -> bool | None:
    """Say whether a target asks for less of the way that it set out on; None where that is not known.

    Figures of two units do not compare, and who turns round goes neither further nor less far.
    """
    start = old.baseline if old.baseline is not None else new.baseline
    if start is None or old.target is None:
        return None
    if new.target is None:
        return True
    if _plain(old.unit) != _plain(new.unit):
        return None
    way = old.target - start
    was, now = (abs(way), (new.target - start) * (1 if way > 0 else -1))
    begins = start if new.baseline is None else new.baseline
    is_turned = now < 0 or (new.target - begins) * way < 0
    return None if not way or is_turned or was == now else now < was


def _shifts(old: Struct, new: Struct) -> Iterator[Shift]:
    for field in fields(type(new)):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.encode_name in ("id", "measure") or _plain(before) == _plain(after):
            continue
        yield Shift(field.encode_name, _shown(before), _shown(after))


def _plain(value: Any) -> Any:
    """Return what counts as content: nothing empty, and letters composed."""
    if isinstance(value, tuple):
        return tuple(_composed(text) for text in value) or None
    return _composed(value) if isinstance(value, str) else value


def _shown(value: Any) -> Value:
    return None if value == () else value


def _kind(old: str | None, new: str | None) -> Literal["added", "removed", "changed"]:
    if old is None:
        return "added"
    return "removed" if new is None else "changed"


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
