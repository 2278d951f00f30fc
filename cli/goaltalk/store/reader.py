"""From the bytes of a file to a record, or to everything that is wrong with it."""

import re
from typing import TypeAlias

import msgspec

from goaltalk.domain.records import KINDS, Record, version_of
from goaltalk.store.guard import Model, NotReadable, read_text, read_values, require_plain_keys, shown_key

KeyPath: TypeAlias = tuple[str | int, ...]
UPGRADE = "upgrade with pip install -U goaltalk"
LIFT = "run goaltalk migrate, once, for all files"
_VERSIONS = {kind: version_of(kind) for kind in KINDS}


class Flaw(msgspec.Struct, frozen=True):
    """One thing that is wrong with a file; line and column count from 1."""

    rule: str
    line: int
    column: int
    message: str


class Flawed(Exception):
    """The file is no record; `flaws` holds everything that is wrong with it, in order of the lines."""

    def __init__(self, flaws: tuple[Flaw, ...]) -> None:
        super().__init__(flaws)
        self.flaws = flaws


def read_record(kind: str, data: bytes) -> Record:
    """Read a record of a kind from the bytes of its file; Flawed if it cannot be."""
    try:
        text = read_text(data)
        model = read_values(text)
        record = _convert_or_none(kind, model)
        if record is not None:
            return record
        require_plain_keys(model, text)
    except NotReadable as error:
        raise Flawed(tuple(Flaw(one.rule, one.line, one.column, one.what) for one in error.faults)) from None
    return convert(kind, model, text)


def convert(kind: str, model: Model, text: str) -> Record:
    """Make a record of a model; what only a hand leaves behind is put right, but only after a refusal.

    Blank lists and values count as absent, and 60.0 as the whole number that it is.
    """
    tidied = _tidied(model)
    record = _convert_or_none(kind, model) or _convert_or_none(kind, tidied)
    if record is None:
        raise Flawed(_find_flaws(kind, model, tidied, text))
    return record


def _convert_or_none(kind: str, model: Model) -> Record | None:
    if not isinstance(model, dict) or model.get("schema") != _VERSIONS[kind]:
        return None
    try:
        return msgspec.convert(model, KINDS[kind], dec_hook=_from_text)
    except ValueError:  # of msgspec, or of a type of ours
        return None


def _from_text(type_: type, value: object) -> object:
    if not isinstance(value, str):
        raise ValueError(f"must be text, not {type(value).__name__}")
    return type_(value)


def _tidied(model: Model) -> Model:
    if isinstance(model, dict):
        return {key: _tidied(value) for key, value in model.items() if value is not None}
    if isinstance(model, list):
        return [_tidied(value) for value in model if value is not None]
    return int(model) if isinstance(model, float) and model.is_integer() else model


def _find_flaws(kind: str, model: Model, tidied: Model, text: str) -> tuple[Flaw, ...]:
    """Ask the schema for everything that is wrong, and the marks for where."""
    if model is None:
        return (Flaw("schema", 1, 1, f"is empty; it must begin with schema: {version_of(kind)}"),)
    from goaltalk.store.marks import find_mark
    from goaltalk.store.schema import find_problems

    stated = model.get("schema") if isinstance(model, dict) else None
    if other := newer_version(kind, stated) or _older_version(kind, stated):
        return (Flaw("schema", *find_mark(text, ("schema",)), other),)
    places = ((_place_in(model, one.key_path), one) for one in find_problems(kind, tidied))
    flaws = [
        Flaw(one.rule, *find_mark(text, place), f"{_name(place)} {one.message}") for place, one in places
    ]
    # What msgspec refuses and the schema does not would be our mistake; the user still learns of it.
    mistake = Flaw(
        "schema", 1, 1, f"this is no {kind}, though its schema finds nothing wrong; please report it"
    )
    return tuple(sorted(flaws, key=lambda one: (one.line, one.column, one.message))) or (mistake,)


def newer_version(kind: str, stated: object) -> str | None:
    """Say that a version stated for a record is a later one than this program knows; None if it is not."""
    name, _, version = version_of(kind).partition("/")
    found = re.fullmatch(rf"{name}/([1-9][0-9]{{0,8}})", stated) if isinstance(stated, str) else None
    if found and int(found[1]) > int(version):
        return f"was written by a newer goaltalk ({found[0]}); {UPGRADE}"
    return None


def _older_version(kind: str, stated: object) -> str | None:
    from goaltalk.store.migrate import liftable_version

    if liftable_version(kind, stated) is None:
        return None
    return f"was written by an older goaltalk ({stated}); {LIFT}"


def _place_in(model: Model, path: KeyPath) -> KeyPath:
    """Return where in the file something is, given its place in the tidied model: blank items count again."""
    place: KeyPath = ()
    for step in path:
        if isinstance(model, list) and isinstance(step, int):
            step = [number for number, item in enumerate(model) if item is not None][step]
            model = model[step]
        else:
            model = model.get(str(step)) if isinstance(model, dict) else None
        place = (*place, step)
    return place


def _name(place: KeyPath) -> str:
    """Name a place as `--set` addresses it: items are counted from 1."""
    return ".".join(map(_step, place)) or "the file"


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return str(step + 1)
    return shown_key(step)
