"""The JSON Schemas are valid, described, up to date, and agree with what the program itself accepts."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goaltalk.domain.records import KINDS, Record, version_of
from goaltalk.store.guard import Model
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.schema import TIME, Problem, find_problems, make_schema, schema_text

Schema = dict[str, Any]
SCHEMAS = Path(__file__).parents[2] / "schemas"
TIMES = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d")
profile = settings(derandomize=True, deadline=None, max_examples=100)
letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"])
slugs = st.sampled_from(["a", "kari", "lead-time", "2026", "x" * 64])
ODD: list[Model] = [
    None, True, False, 0, -1, 6, 101, 2.5, 60.0, -0.0, 1e15, 1e300, 10**15, 10**15 + 1, 10**30, "",
    " ", "x", "A B", "a--b", "a\n", "x" * 65, "yes", "no", "2026-02-28", "2026-02-30", "0000-01-01",
    "2026-9-1", "20260901", "2026-02-28T10:00", "2026-02-30T10:00", "2026-02-28T24:01",
    "2026-02-28T10:00Z", "2026-02-28 10:00", "2026-H3", "2026-H2/x", "weekly", "every 0 days",
    "sha256:" + "0" * 64, [], {}, [None], {"a": None}, {"A": {}}, [[]], [""], "checkin/1",
    "checkin/2", ["x"], [{}],
]  # fmt: skip


def walk(node: Any) -> Iterator[Schema]:
    """Yield every schema inside a schema; names of keys are no schemas."""
    if isinstance(node, list):
        for child in node:
            yield from walk(child)
    elif isinstance(node, dict):
        yield node
        for key, child in node.items():
            yield from walk(list(child.values()) if key in ("properties", "definitions") else child)


def values(node: Schema, root: Schema) -> st.SearchStrategy[Model]:
    """Make values that a schema accepts."""
    if "$ref" in node:
        return values(root["definitions"][node["$ref"].rsplit("/", 1)[1]], root)
    if "const" in node:
        return st.just(node["const"])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    types = node["type"] if isinstance(node["type"], list) else [node["type"]]
    return st.one_of([of_type(one, node, root) for one in types])


def of_type(name: str, node: Schema, root: Schema) -> st.SearchStrategy[Model]:
    low, high = node.get("minimum"), node.get("maximum")
    if name == "integer":
        return st.integers(low, high)
    if name == "number":
        return st.integers(int(node["minimum"]), int(node["maximum"])) | st.floats(low, high, allow_nan=False)
    if name == "string":
        return strings(node)
    if name == "array":
        return st.lists(values(node["items"], root), max_size=2)
    if name == "object":
        return objects(node, root)
    return {"null": st.none(), "boolean": st.booleans()}[name]


def strings(node: Schema) -> st.SearchStrategy[Model]:
    if node.get("format") == "date":
        return st.dates().map(str)
    if node.get("format") == TIME:
        return st.datetimes().map(lambda time: time.isoformat()[:16])
    if "pattern" in node:
        pattern = node["pattern"].replace(r"(?!\n)$", r"\Z")
        longest = node.get("maxLength", 99)
        return st.from_regex(pattern, alphabet=st.characters(codec="ascii")).filter(
            lambda text: node.get("minLength", 0) <= len(text) <= longest and not text.endswith("\n")
        )
    return st.text(letters, min_size=node.get("minLength", 0), max_size=12)


def objects(node: Schema, root: Schema) -> st.SearchStrategy[Model]:
    if isinstance(node["additionalProperties"], dict):
        return st.dictionaries(slugs, values(node["additionalProperties"], root), max_size=2)
    known = {key: values(one, root) for key, one in node["properties"].items()}
    needed = {key: known.pop(key) for key in node["required"]}
    made: st.SearchStrategy[Any] = st.fixed_dictionaries(needed, optional=known)
    return made


@cache
def valid(kind: str) -> st.SearchStrategy[Model]:
    return values(make_schema(kind), make_schema(kind))


@st.composite
def models(draw: st.DrawFn, kind: str, spoils: int) -> Model:
    """Make a model of a kind, then put something odd into it, take a key away, or add one."""
    model = deepcopy(draw(valid(kind)))
    for _ in range(spoils):
        place = draw(st.sampled_from(list(containers(model))))
        keys: list[Any] = list(range(len(place))) if isinstance(place, list) else [*place, "new", "New key"]
        if not keys:
            continue
        key = draw(st.sampled_from(keys))
        if isinstance(place, dict) and draw(st.integers(0, 4)) == 0:
            place.pop(key, None)
        else:
            place[key] = deepcopy(draw(st.sampled_from(ODD)))
    return model


def containers(model: Model) -> Iterator[Any]:
    if isinstance(model, dict | list):
        yield model
        for child in model.values() if isinstance(model, dict) else model:
            yield from containers(child)


def without_blanks(model: Model) -> Model:
    if isinstance(model, dict):
        return {key: without_blanks(value) for key, value in model.items() if value is not None}
    if isinstance(model, list):
        return [without_blanks(value) for value in model if value is not None]
    return model


def read(kind: str, model: Model) -> Record | Flawed:
    try:
        return read_record(kind, json.dumps(model, ensure_ascii=False).encode())  # JSON is YAML
    except Flawed as error:
        return error


@pytest.mark.parametrize("kind", KINDS)
def test_each_schema_is_valid_draft_07(kind: str) -> None:
    schema = make_schema(kind)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema_rs.meta.validate(schema)
    assert "$defs" not in schema_text(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_each_key_at_each_level_has_a_description(kind: str) -> None:
    schema = make_schema(kind)
    lacking = [
        key
        for node in walk(schema)
        for key, one in node.get("properties", {}).items()
        if not one.get("description")
    ]
    assert lacking == []
    assert schema["description"]
    assert all(one["description"] for one in schema.get("definitions", {}).values())


@pytest.mark.parametrize("kind", KINDS)
def test_each_schema_on_the_disk_is_the_one_the_types_give(kind: str) -> None:
    written = (SCHEMAS / f"{kind}.json").read_text(encoding="utf-8")
    assert written == schema_text(kind), "run goaltalk schema --write schemas"


def test_there_are_no_other_schemas_on_the_disk() -> None:
    assert sorted(path.stem for path in SCHEMAS.glob("*.json")) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_be_null_says_so_with_its_type_and_never_with_alternatives(kind: str) -> None:
    for node in walk(make_schema(kind)):
        assert not {"anyOf", "oneOf", "allOf"} & node.keys()
        assert node.get("type") != "null"
        assert "$ref" not in node or len(node) == 1
        assert all(
            node["type"][-1] != "null" or node["type"][:-1] for _ in "." if isinstance(node.get("type"), list)
        )


@pytest.mark.parametrize("kind", KINDS)
def test_each_reference_leads_somewhere_and_each_definition_is_used(kind: str) -> None:
    schema = make_schema(kind)
    used = {node["$ref"] for node in walk(schema) if "$ref" in node}
    assert used == {f"#/definitions/{name}" for name in schema.get("definitions", {})}


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_key_is_needed_and_says_the_version(kind: str) -> None:
    schema = make_schema(kind)
    assert schema["properties"]["schema"]["const"] == version_of(kind)
    assert "schema" in schema["required"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("kind", KINDS)
@profile
@given(data=st.data())
def test_what_a_schema_accepts_is_read(kind: str, data: st.DataObject) -> None:
    model = data.draw(models(kind, 0))
    assert isinstance(read(kind, model), KINDS[kind])
    assert find_problems(kind, model) == ()


@pytest.mark.parametrize("kind", KINDS)
@profile
@given(data=st.data())
def test_the_reader_accepts_exactly_what_the_schema_accepts(kind: str, data: st.DataObject) -> None:
    model = data.draw(models(kind, data.draw(st.integers(1, 3))))
    result = read(kind, model)
    formats = {TIME: lambda text: bool(TIMES.fullmatch(text))}
    validator = jsonschema_rs.Draft7Validator(make_schema(kind), validate_formats=True, formats=formats)
    accepted = validator.is_valid(without_blanks(model))
    impossible = {"2026-02-30T10:00", "0000-01-01"}  # editors may let these pass; we do not
    if accepted and impossible & set(re.findall(r'"([^"]*)"', json.dumps(model))):
        return
    assert isinstance(result, Flawed) is not accepted


@pytest.mark.parametrize("kind", KINDS)
@profile
@given(data=st.data())
def test_every_refusal_comes_from_the_schema_and_quotes_no_text(kind: str, data: st.DataObject) -> None:
    secret = "Kari is looking for another job"
    model = data.draw(models(kind, 0))
    place = data.draw(st.sampled_from(list(containers(model))))
    keys: list[Any] = list(range(len(place))) if isinstance(place, list) else [*place]
    if keys:
        place[data.draw(st.sampled_from(keys))] = data.draw(
            st.sampled_from([secret, [secret], {"x": secret}, {"id": secret}])
        )
    result = read(kind, model)
    if isinstance(result, Flawed):
        assert result.flaws
        assert all("report it" not in flaw.message for flaw in result.flaws)
        assert all("Kari" not in flaw.message and "another" not in flaw.message for flaw in result.flaws)


UNKNOWN = "is not a key that goaltalk knows here"
SPOILED: list[tuple[str, Schema, tuple[str | int, ...], str]] = [
    ("checkin", {"progres": 1}, ("progres",), UNKNOWN),
    ("checkin", {"experience": {"score": 9}}, ("experience", "score"), "must be at most 5"),
    ("checkin", {"experience": {"mood": 9}}, ("experience", "mood"), UNKNOWN),
    ("checkin", {"experience": "fine"}, ("experience",), "must be a mapping"),
    ("checkin", {"skipped": 3}, ("skipped",), "must be true or false or text"),
    ("checkin", {"minutes": 0}, ("minutes",), "must be at least 1"),
    ("checkin", {"minutes": "an hour"}, ("minutes",), "must be a whole number"),
    ("checkin", {"minutes": 2.5}, ("minutes",), "must be a whole number"),
    ("checkin", {"goals": []}, ("goals",), "must be a mapping"),
    ("checkin", {"goals": {"a": {"value": "ten"}}}, ("goals", "a", "value"), "must be a number"),
    ("checkin", {"goals": {"a": {"value": 10**16}}}, ("goals", "a", "value"), "must be at most 1e+15"),
    (
        "checkin",
        {
            "goals": {
                "a": {
                    "value": float(
                        "nan",
                    )
                }
            }
        },
        ("goals", "a", "value"),
        "must be a number",
    ),
    (
        "checkin",
        {"goals": {"Lead time": {}}},
        ("goals", "Lead time"),
        "must be an id: lower-case letters, digits and single hyphens",
    ),
    ("unit", {"name": "", "leader": "a"}, ("name",), "must not be empty"),
    ("checkin", {"done": ["x" * 65]}, ("done", 0), "must have at most 64 characters"),
    ("checkin", {"done": "x"}, ("done",), "must be a list"),
    ("checkin", {"actions": [{"id": "a", "what": "A"}]}, ("actions", 0, "who"), "is missing"),
    ("checkin", {"at": "ten"}, ("at",), "must be a time, YYYY-MM-DDTHH:MM"),
    (
        "checkin",
        {"at": "2026-02-30T10:00"},
        ("at",),
        "must be a time, YYYY-MM-DDTHH:MM, and one that exists; 2026-02-30T10:00 is not",
    ),
    ("checkin", {"held": "soon"}, ("held",), "must be a date, YYYY-MM-DD"),
    (
        "checkin",
        {"held": "2026-02-30"},
        ("held",),
        "must be a date, YYYY-MM-DD, and one that exists; 2026-02-30 is not",
    ),
    ("checkin", {"schema": "checkin/9"}, ("schema",), "must be checkin/1"),
    ("checkin", {"schema": None}, ("schema",), "must be checkin/1"),
    (
        "agreement",
        {"goals": [{"id": "a", "title": "A", "type": "hobby"}]},
        ("goals", 0, "type"),
        "must be one of development, personal, work",
    ),
    (
        "agreement",
        {"goals": [{"id": "a", "title": "A", "measure": {"target": "x"}}]},
        ("goals", 0, "measure", "target"),
        "must be a number",
    ),
    (
        "agreement",
        {"goals": [{"id": "a", "title": "A", "continues": "x"}]},
        ("goals", 0, "continues"),
        "must be PERIOD/ID, such as 2026-H1/lead-time",
    ),
    (
        "agreement",
        {"follow_up": {"cadence": "often"}},
        ("follow_up", "cadence"),
        "must be weekly, biweekly, monthly, quarterly, or every N days|weeks|months",
    ),
    ("settings", {"organisation": "Fjord", "id": "short"}, ("id",), "must have at least 8 characters"),
]


@pytest.mark.parametrize(("kind", "keys", "place", "message"), SPOILED, ids=lambda one: str(one)[:40])
def test_each_problem_has_its_exact_place_and_a_plain_sentence(
    kind: str, keys: Schema, place: tuple[str | int, ...], message: str
) -> None:
    model: Model = {"schema": version_of(kind), **keys}
    rule = "unknown-key" if message == UNKNOWN else "schema"
    assert find_problems(kind, model) == (Problem(rule, place, message),)


def test_all_problems_of_a_record_are_found_at_once() -> None:
    model: Model = {"schema": "talk/1", "minutes": "x", "plac": "y", "experience": {"score": 0, "note": 5}}
    assert {one.key_path for one in find_problems("talk", model)} == {
        ("minutes",),
        ("plac",),
        ("experience", "score"),
        ("experience", "note"),
    }


def test_several_unknown_keys_are_several_problems() -> None:
    model: Model = {"schema": "talk/1", "b": 1, "a": 2}
    found = find_problems("talk", model)
    assert sorted(one.key_path for one in found) == [("a",), ("b",)]
