"""JSON Schemas made from the record types, and all problems of a file found with them (draft-07)."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from goaltalk.domain.records import KINDS, version_of
from goaltalk.domain.records.agreement import CONTINUES
from goaltalk.domain.records.fields import CADENCE, SLUG, LocalTime
from goaltalk.store.guard import Model

DRAFT = "http://json-schema.org/draft-07/schema#"
TIME = "local-time"
NULL = {"type": "null"}
REFERENCE = "#/definitions/"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Text never stands in a message; what consists of digits and the signs of dates says nothing about anybody.
_LIKE_A_DATE = re.compile(r"[0-9][-0-9T:./]{0,19}")
_FORMATS = {"date": "a date, YYYY-MM-DD", TIME: "a time, YYYY-MM-DDTHH:MM"}
_PATTERNS = {
    SLUG: "must be an id: lower-case letters, digits and single hyphens",
    CADENCE: "must be weekly, biweekly, monthly, quarterly, or every N days|weeks|months",
    CONTINUES: "must be PERIOD/ID, such as 2026-H1/lead-time",
}
_TYPES = {
    "array": "a list",
    "object": "a mapping",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a model that the schema refuses.

    `key_path` leads to it, or to where it is missing; `message` goes on after the name of the key:
    `must be a number`.
    """

    rule: str
    key_path: tuple[str | int, ...]
    message: str


def make_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a record, ready for editors."""
    import msgspec

    parts, definitions = msgspec.json.schema_components(
        [KINDS[kind]], schema_hook=_hook, ref_template=f"{REFERENCE}{{name}}"
    )
    (root,) = parts
    definitions = {
        name: {key: _simplify(value, definitions) for key, value in one.items() if key != "title"}
        for name, one in sorted(definitions.items())
    }
    body = definitions.pop(_name(root))
    body["properties"]["schema"]["description"] = "What this file is, and in which version"
    schema = {"$schema": DRAFT, "title": kind, "description": body.pop("description"), **body}
    used = _references([schema, definitions])
    if used:
        schema["definitions"] = {name: one for name, one in definitions.items() if name in used}
    return schema


def schema_text(kind: str) -> str:
    """Return the JSON Schema of a record as the text of its file."""
    return json.dumps(make_schema(kind), indent=2, ensure_ascii=False) + "\n"


def find_problems(kind: str, model: Model) -> tuple[Problem, ...]:
    """Return everything in a model that its schema refuses, in no particular order; text is never quoted."""
    found = [problem for error in _validator(kind).iter_errors(model) for problem in _problems(error, kind)]
    return tuple(dict.fromkeys(found))


@cache
def _validator(kind: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft7Validator(
        make_schema(kind),
        validate_formats=True,
        formats={"date": _is_date, TIME: _is_time},
        mask="the value",
    )


def _problems(error: Any, kind: str) -> Iterator[Problem]:
    """Turn one refusal of the validator into our words, one problem for each key it speaks of."""
    path = tuple(error.instance_path)
    what = error.kind
    if what.name == "additionalProperties":
        for key in what.unexpected:
            yield Problem("unknown-key", (*path, key), "is not a key that goaltalk knows here")
    elif what.name == "required":
        yield Problem("schema", (*path, what.property), "is missing")
    elif what.name == "propertyNames":
        yield Problem("schema", (*path, what.error.instance), _sentence(what.error))
    elif path == ("schema",):
        yield Problem("schema", path, f"must be {version_of(kind)}")
    elif what.name == "type" and (form := _format_at(kind, error.schema_path)):
        yield Problem("schema", path, f"must be {_FORMATS[form]}")
    else:
        yield Problem("schema", path, _sentence(error))


def _format_at(kind: str, schema_path: Sequence[str | int]) -> str | None:
    """Return what a text should look like: 20240229 is a number, but a date is what was meant."""
    root = make_schema(kind)
    node: Any = root
    for step in schema_path[:-1]:
        node = root["definitions"][_name(node)] if step == "$ref" else node[step]
    return node.get("format")  # type: ignore[no-any-return]


def _sentence(error: Any) -> str:
    what = error.kind
    say = _SENTENCES.get(what.name)
    return say(what, error.instance) if say else "is not as its schema wants it; see goaltalk schema"


def _say_format(what: Any, value: object) -> str:
    wanted = f"must be {_FORMATS[what.format]}"
    if isinstance(value, str) and _LIKE_A_DATE.fullmatch(value):
        return f"{wanted}, and one that exists; {value} is not"
    return wanted


def _say_shorter(what: Any, _: object) -> str:
    return "must not be empty" if what.limit == 1 else f"must have at least {what.limit} characters"


def _say_pattern(what: Any, _: object) -> str:
    return _PATTERNS.get(what.pattern, "is not written as it must be; see the description in its schema")


_SENTENCES: Mapping[str, Callable[[Any, object], str]] = MappingProxyType(
    {
        "enum": lambda what, _: f"must be one of {', '.join(one for one in what.options if one is not None)}",
        "format": _say_format,
        "type": lambda what, _: f"must be {_list_types(what.types)}",
        "minimum": lambda what, _: f"must be at least {what.limit:g}",
        "maximum": lambda what, _: f"must be at most {what.limit:g}",
        "minLength": _say_shorter,
        "maxLength": lambda what, _: f"must have at most {what.limit} characters",
        "pattern": _say_pattern,
    }
)


def _list_types(types: Any) -> str:
    return " or ".join(_TYPES[name] for name in types if name in _TYPES)


def _is_date(value: str) -> bool:
    try:
        return bool(_DATE.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def _is_time(value: str) -> bool:
    try:
        LocalTime(value)
    except ValueError:
        return False
    return True


def _hook(type_: type) -> dict[str, Any]:
    if type_ is LocalTime:
        return {"type": "string", "format": TIME}
    raise NotImplementedError(type_)


def _simplify(node: Any, definitions: Mapping[str, Any]) -> Any:
    """Write null unions as editors understand them, and drop defaults that say nothing."""
    if isinstance(node, list):
        return [_simplify(child, definitions) for child in node]
    if not isinstance(node, dict):
        return node
    made = {key: _simplify(value, definitions) for key, value in node.items()}
    if "default" in made and not made["default"]:
        del made["default"]
    if "anyOf" in made:
        made = {**_merged(made.pop("anyOf"), definitions), **made}
    if len(made.get("enum", ())) == 1:
        made = {"const": made["enum"][0]}
    return made


def _merged(options: list[dict[str, Any]], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Merge alternatives into one, so that a problem inside has a place of its own.

    A record that may be null is written out where it stands: beside `$ref`, draft-07 knows no other key.
    """
    rest = [_written_out(one, definitions) for one in options if one != NULL]
    types = [one["type"] for one in rest if "type" in one]
    if len(rest) == len(types) > 1:
        # Beside the wider type, bounds hold for both: a whole number is a number.
        kept = max(rest, key=lambda one: (one["type"] == "number", len(one)))
        types = [one for one in types if one != "integer" or "number" not in types]
    else:
        (kept,) = rest
    if len(rest) == len(options):
        return {**kept, "type": types if len(types) > 1 else types[0]}
    return {**kept, "type": [*types, "null"]} if types else {"enum": [*kept["enum"], None]}


def _written_out(option: dict[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" not in option:
        return option
    inside: dict[str, Any] = _simplify(definitions[_name(option)], definitions)
    return {key: value for key, value in inside.items() if key != "title"}


def _name(reference: Mapping[str, str]) -> str:
    return reference["$ref"].removeprefix(REFERENCE)


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        inside = [_references(child) for child in node.values()]
        return set().union(*inside, {_name(node)} if "$ref" in node else set())
    return set().union(*map(_references, node)) if isinstance(node, list) else set()
