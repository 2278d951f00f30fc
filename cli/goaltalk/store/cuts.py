"""Where the text of a file is cut for an edit, and what is put there instead."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from goaltalk.store import marks
from goaltalk.store.guard import Model
from goaltalk.store.marks import Place
from goaltalk.store.yamltext import Written, entry, flow, indent, key_text, list_item, write

_NEWLINE = re.compile(r"\r\n|\r|\n")
_COLON = re.compile(r"[ \t]*:")
_DASH = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*[ \t]*-(?=\s|\Z)")
_COMMA = re.compile(r"\s*,")
_LITERAL_HEAD = re.compile(r"[|>][-+\d]*")


class NoPlace(Exception):
    """The text is written in a way in which the place of an edit cannot be told."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What stands from `start` to `end` makes room for `text`."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """What a value hangs on: the offset after its colon or dash, the column of its key or dash."""

    end: int
    column: int
    is_key: bool


class Page:
    """A text with its lines; it always ends with a newline."""

    def __init__(self, text: str) -> None:
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.text = text if not text or text.endswith(("\n", "\r")) else text + self.newline

    def cut(self, cuts: Iterable[Cut]) -> "Page":
        """Return the page with all cuts made."""
        text = self.text
        for cut in sorted(cuts, key=lambda cut: (cut.start, cut.end), reverse=True):
            text = text[: cut.start] + cut.text + text[cut.end :]
        return Page(text)

    def line_start(self, at: int) -> int:
        """Return the offset at which the line of an offset starts."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_end(self, at: int) -> int:
        """Return the offset just before the newline that follows an offset."""
        found = _NEWLINE.search(self.text, at)
        return found.start() if found else len(self.text)

    def next_line(self, at: int) -> int:
        """Return the offset just after the newline that follows an offset."""
        found = _NEWLINE.search(self.text, at)
        return found.end() if found else len(self.text)

    def starts_line(self, at: int) -> bool:
        """Tell whether only spaces stand before an offset on its line."""
        return not self.text[self.line_start(at) : at].strip(" ")

    def lines(self, lines: list[str], column: int) -> str:
        """Return lines as text to be put between lines."""
        return "".join(line + self.newline for line in indent(lines, column))


@dataclass(frozen=True, slots=True)
class Spot:
    """A value with what it hangs on, and whether it stands inside [] or {}."""

    place: Place
    holder: Holder
    in_flow: bool = False


def find_cuts(page: Page, action: str, path: Sequence[str | int], value: Model, literals: bool) -> list[Cut]:
    """Return the cuts of one edit whose parent is there, and which changes something; raise NoPlace."""
    root = marks.compose(page.text)
    if root is None or (root.kind == "scalar" and root.start == root.end):
        return [Cut(len(page.text), len(page.text), page.lines(entry(str(path[0]), value, literals), 0))]
    spot = Spot(root, Holder(root.start, -2, is_key=False))
    for step in path if action == "append" else path[:-1]:
        spot = _step_down(page, spot.place, step)
    if action == "append":
        return list(_add_item(page, spot, value, literals))
    index = spot.place.find(path[-1])
    if action == "rename" and index is not None:
        key = spot.place.keys[index]
        return [Cut(key.start, key.end, key_text(str(value)))]
    if action == "delete":
        return list(_remove(page, spot, index))
    if index is None:
        return list(_add_key(page, spot, str(path[-1]), value, literals))
    spot = _step_down(page, spot.place, path[-1])
    if spot.in_flow:
        return [_put_in_flow(page, spot.place, value)]
    return list(_put(page, spot, write(value, literals=literals)))


def _step_down(page: Page, place: Place, step: str | int) -> Spot:
    index = place.find(step)
    if index is None:
        raise NoPlace
    child = place.values[index]
    if place.style == "flow":
        return Spot(child, Holder(child.start, 0, is_key=False), in_flow=True)
    if place.kind == "sequence":
        dash = _find_dash(page, place, index)
        return Spot(child, Holder(dash + 1, dash - page.line_start(dash), is_key=False))
    key = place.keys[index]
    colon = _COLON.match(page.text, key.end)
    if not colon:
        raise NoPlace
    return Spot(child, Holder(colon.end(), key.column, is_key=True))


def _find_dash(page: Page, place: Place, index: int) -> int:
    # Looking backwards from the item could meet a dash in a comment.
    after = place.values[index - 1].end if index else place.start
    found = _DASH.match(page.text, after)
    if not found:
        raise NoPlace
    return found.end() - 1


def _put(page: Page, spot: Spot, new: Written) -> Iterator[Cut]:
    """Put a value in the place of another, neither inside [] or {}."""
    old, holder = spot.place, spot.holder
    apart = bool(_NEWLINE.search(page.text, holder.end, old.start))
    if old.style == "block" and apart:
        yield from _put_for_lines(page, old, holder, new)
    elif new.kind == "block" and holder.is_key and old.style != "block" and not apart:
        yield from _clear(page, old, holder.end, "")
        yield _insert(page, old.end, new.body, holder.column + 2)
    else:
        gap, column = ("", old.column) if old.end > old.start else (" ", holder.column + 2)
        first, rest = new.head, new.body
        if new.kind == "block":
            first, *rest = new.body
        else:
            column = holder.column + 2
        yield from _clear(page, old, old.start, gap + first)
        yield _insert(page, old.end, rest, column)


def _put_for_lines(page: Page, old: Place, holder: Holder, new: Written) -> Iterator[Cut]:
    start, end = page.line_start(old.start), page.next_line(old.end)
    if new.kind == "block":
        # Items may stand in their key's column, keys may not.
        fits = old.column > holder.column or new.body[0].startswith("-")
        yield Cut(start, end, page.lines(new.body, old.column if fits else holder.column + 2))
    else:
        yield Cut(holder.end, holder.end, " " + new.head)
        yield Cut(start, end)
        yield _insert(page, holder.end, new.body, holder.column + 2)


def _clear(page: Page, old: Place, start: int, text: str) -> Iterator[Cut]:
    """Put text for a value, from `start` on; a comment behind the head of a literal block stays."""
    if old.style == "block":
        yield Cut(start, page.line_end(old.end), text)
        return
    head = _LITERAL_HEAD.match(page.text, old.start) if old.style == "literal" else None
    yield Cut(start, head.end() if head else old.end, text)
    if head and page.line_end(head.end()) < old.end:
        yield Cut(page.line_end(head.end()), old.end)


def _insert(page: Page, after: int, lines: list[str], column: int) -> Cut:
    at = page.next_line(after)
    return Cut(at, at, page.lines(lines, column))


def _put_in_flow(page: Page, old: Place, value: Model) -> Cut:
    gap = ""
    if old.start == old.end:
        gap = " " if page.text[old.start - 1] == ":" else ": "
    return Cut(old.start, old.end, gap + flow(value))


def _add_key(page: Page, spot: Spot, key: str, value: Model, literals: bool) -> Iterator[Cut]:
    place = spot.place
    if place.style != "flow":
        yield _insert(page, place.end, entry(key, value, literals), place.column)
    elif spot.in_flow or not _is_bare(page, place):
        yield _add_in_flow(page, place, f"{key_text(key)}: {flow(value)}")
    else:
        yield from _put(page, spot, write({key: value}, literals=literals))


def _add_item(page: Page, spot: Spot, value: Model, literals: bool) -> Iterator[Cut]:
    place = spot.place
    if place.style != "flow":
        lines = list_item(value, literals, _measure_item(page, place))
        yield _insert(page, place.end, lines, place.column)
    elif spot.in_flow or not _is_bare(page, place):
        yield _add_in_flow(page, place, flow(value))
    else:
        yield from _put(page, spot, write([value], literals=literals))


def _is_bare(page: Page, place: Place) -> bool:
    return not (place.values or "#" in page.text[place.start : place.end])


def _measure_item(page: Page, place: Place) -> int:
    """Return the distance from the last dash of a list to its content."""
    last, dash = place.values[-1], _find_dash(page, place, len(place.values) - 1)
    beside = last.end > last.start and not _NEWLINE.search(page.text, dash, last.start)
    return last.start - dash if beside else 2


def _add_in_flow(page: Page, place: Place, text: str) -> Cut:
    if not place.values:
        return Cut(place.start + 1, place.start + 1, text)
    end = place.values[-1].end
    gap = " , " if page.text[end - 1] == ":" else ", "
    return Cut(end, end, gap + text)


def _remove(page: Page, spot: Spot, index: int | None) -> Iterator[Cut]:
    place = spot.place
    if index is None:
        raise NoPlace
    if place.style == "flow":
        yield _remove_in_flow(page, place, index)
    elif len(place.values) == 1:
        yield from _put(page, spot, Written("inline", "[]" if place.kind == "sequence" else "{}"))
    else:
        yield _remove_in_block(page, place, index)


def _find_start(page: Page, place: Place, index: int) -> int:
    if place.kind == "mapping":
        return place.keys[index].start
    return place.values[index].start if place.style == "flow" else _find_dash(page, place, index)


def _remove_in_block(page: Page, place: Place, index: int) -> Cut:
    start, end = _find_start(page, place, index), place.values[index].end
    if page.starts_line(start):
        return Cut(page.line_start(start), page.next_line(end))
    if index:
        raise NoPlace
    # The first child stands behind a dash: the next one takes its place, unless comments stand between.
    following = _find_start(page, place, 1)
    if not page.text[page.next_line(end) : following].strip():
        return Cut(start, following)
    return Cut(len(page.text[:start].rstrip(" ")), page.line_end(end))


def _remove_in_flow(page: Page, place: Place, index: int) -> Cut:
    text, count = page.text, len(place.values)
    start, end = _find_start(page, place, index), place.values[index].end
    if count == 1 and not _NEWLINE.search(text, place.start, place.end):
        return Cut(place.start, place.end, "[]" if place.kind == "sequence" else "{}")
    if index + 1 < count:
        following = _find_start(page, place, index + 1)
        if not _NEWLINE.search(text, end, following):
            return Cut(start, following)
    elif index and not _NEWLINE.search(text, place.values[index - 1].end, start):
        return Cut(place.values[index - 1].end, end)
    # Neighbours on other lines may have comments behind their commas: only this item's comma goes.
    comma = _COMMA.match(text, end)
    end = comma.end() if comma else end
    if page.starts_line(start) and not text[end : page.line_end(end)].strip():
        return Cut(page.line_start(start), page.next_line(end))
    return Cut(start, end)
