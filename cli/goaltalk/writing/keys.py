"""Reads `KEY=VALUE` and `KEY+=VALUE` from the command line into edits of a record."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goaltalk.domain.naming import make_id
from goaltalk.errors import UsageProblem
from goaltalk.store.guard import Model, NotReadable, read_model
from goaltalk.store.schema import make_schema
from goaltalk.store.splice import Edit, EditRefused, apply_to_model

Path = tuple[str | int, ...]
Schema = Mapping[str, Any]
WORDS = ("title", "text", "what", "need")
"""The key that plain words stand for in a list whose items have ids."""


def read_assignments(kind: str, model: Model, assignments: Sequence[str]) -> tuple[Edit, ...]:
    """Turn assignments into edits of this model, in order.

    Items of lists are addressed by id or by number, counted from 1. UsageProblem for what cannot be meant.
    """
    edits: list[Edit] = []
    for assignment in assignments:
        for edit in _read_one(kind, model, assignment):
            edits.append(edit)
            model = _applied(model, edit)
    return tuple(edits)


def append_item(model: Model, path: Path, item: Model) -> Iterator[Edit]:
    """Yield the edit that adds an item, or none if an equal one is there; refuse an id that means another."""
    items = _items(model, path)
    for present in items:
        if _says_the_same(present, item):
            return
        if isinstance(item, dict) and isinstance(present, dict) and _same_id(present, item):
            where = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
            raise UsageProblem(
                f"{where} already has {item['id']} with other content; change it with "
                f"--set {where}.{item['id']}.KEY=VALUE, or choose another id"
            )
    yield Edit("append", path, item)


def _says_the_same(present: Model, item: Model) -> bool:
    """Compare in value and type, whatever the order of the keys."""
    return json.dumps(present, sort_keys=True) == json.dumps(item, sort_keys=True)


def _same_id(present: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    return "id" in item and present.get("id") == item["id"]


def _read_one(kind: str, model: Model, assignment: str) -> Iterator[Edit]:
    key, equals, value = assignment.partition("=")
    adds = key.endswith("+")
    key = key.removesuffix("+").strip()
    if not equals or not key:
        raise UsageProblem(f"--set '{assignment}': write it like KEY=VALUE, or KEY+=VALUE for a list")
    schema = make_schema(kind)
    path, place = _resolve(schema, model, key)
    if not adds:
        yield Edit("set", path, _read_value(place, value, key))
        return
    if "array" not in _types(place):
        raise UsageProblem(f"--set {key}+=: {key} is not a list; use {key}=VALUE")
    item = _inside(schema, place.get("items", {}))
    yield from append_item(model, path, _read_item(item, value, key))


def _resolve(root: Schema, model: Model, key: str) -> tuple[Path, Schema]:
    """Follow a key through the schema and the model; return the path in the model and the schema there."""
    place: Schema = root
    path: Path = ()
    here = model
    for step in key.split("."):
        place, found = _step(root, place, here, step, key)
        path = (*path, found)
        here = _child(here, found)
    return path, place


def _step(root: Schema, place: Schema, here: Model, step: str, key: str) -> tuple[Schema, str | int]:
    if "array" in _types(place):
        return _inside(root, place.get("items", {})), _find_item(here, step, key)
    known = place.get("properties", {})
    if step in known:
        return _inside(root, known[step]), step
    free = place.get("additionalProperties")
    if isinstance(free, Mapping):
        return _inside(root, free), step
    choice = ", ".join(name for name in known if name != "schema") or "nothing"
    raise UsageProblem(f"--set {key}: there is no key '{step}' here; there is {choice}")


def _find_item(items: Model, step: str, key: str) -> int:
    present = items if isinstance(items, list) else []
    for number, item in enumerate(present):
        if isinstance(item, dict) and item.get("id") == step:
            return number
    if step.isascii() and step.isdigit() and 1 <= int(step) <= len(present):
        return int(step) - 1
    names = ", ".join(str(item["id"]) for item in present if isinstance(item, dict) and "id" in item)
    raise UsageProblem(f"--set {key}: there is no item '{step}'; there is {names or len(present)}")


def _read_value(place: Schema, text: str, key: str) -> Model:
    """Read a value: as it stands where the field is text, else as YAML; where it may be either, what fits."""
    types = _types(place)
    if types <= {"string", "null"} and "enum" not in place:
        return text
    try:
        value = read_model(text) if text.strip() else None
    except NotReadable as error:
        if "string" in types:
            return text
        raise UsageProblem(f"--set {key}: {error.faults[0].what}") from None
    return value if "string" not in types or _fits(value, types) else text


def _read_item(place: Schema, text: str, key: str) -> Model:
    """Read an item of a list; plain words become an item with an id made from them."""
    if "object" not in _types(place):
        return _read_value(place, text, key)
    known = place.get("properties", {})
    words = next((name for name in WORDS if name in known), None)
    value = _read_mapping(place, text, key)
    if value is None:
        if words is None or not text.strip():
            raise UsageProblem(f"--set {key}+=: write the item like {{{', '.join(known)}}}")
        value = {words: text.strip()}
    if "id" in known and "id" not in value:
        made = make_id(str(value.get(words or "", "")))
        if not made:
            raise UsageProblem(
                f"--set {key}+=: no id can be made of this; write it like {{id: …, {words}: …}}"
            )
        value = {"id": made, **value}
    return value


def _read_mapping(place: Schema, text: str, key: str) -> dict[str, Model] | None:
    """Read an item written as YAML; None for words, which may hold a colon, too."""
    if text.lstrip().startswith("{"):
        value = _read_value(place, text, key)
        return value if isinstance(value, dict) else None
    try:
        value = read_model(text)
    except NotReadable:
        return None
    known = place.get("properties", {})
    return value if isinstance(value, dict) and not known.keys().isdisjoint(value) else None


def _fits(value: Model, types: set[str]) -> bool:
    named = {bool: "boolean", int: "integer", float: "number", list: "array", dict: "object", str: "string"}
    return value is None or named[type(value)] in types


def _items(model: Model, path: Path) -> list[Model]:
    here = model
    for step in path:
        here = _child(here, step)
    return here if isinstance(here, list) else []


def _child(model: Model, step: str | int) -> Model:
    if isinstance(model, list) and isinstance(step, int):
        return model[step]
    return model.get(step) if isinstance(model, dict) and isinstance(step, str) else None


def _inside(root: Schema, place: Schema) -> Schema:
    """Follow references and alternatives to the one schema that says what is here."""
    options = [one for one in place.get("anyOf", ()) if one != {"type": "null"}]
    if len(options) == 1:
        place = options[0]
    if "$ref" in place:
        found: Schema = root["definitions"][place["$ref"].rsplit("/", 1)[1]]
        return found
    return place


def _types(place: Schema) -> set[str]:
    named = place.get("type", ())
    return {named} if isinstance(named, str) else set(named)


def _applied(model: Model, edit: Edit) -> Model:
    try:
        return apply_to_model(model, edit)
    except EditRefused as error:
        raise UsageProblem(error.what) from None
