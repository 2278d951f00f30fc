"""One record in the words of the domain, a line for each thing that can change; for git's differences.

It takes any model that a YAML file may hold, also one that is no valid record: a difference between two
versions is to be read even where one of them is wrong.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from goaltalk.domain.records import KINDS
from goaltalk.render.escape import harmless

INDENT = "  "
_KINDS = {"checkin": "check-in"}
# What one item of a list, or one entry of a mapping by ids, is called.
_ONE = {
    "goals": "goal", "actions": "action", "tasks": "task", "responsibilities": "responsibility",
    "wishes": "wish", "development": "development need", "amendments": "amended", "topics": "topic",
    "answers": "answer", "questions": "question", "focus": "focus area", "priorities": "priority",
    "challenges": "challenge", "opportunities": "opportunity", "leader_goals": "goal of the leader",
    "core": "core area", "former_leaders": "former leader", "other_emails": "other e-mail",
    "carry_over": "carry over", "rules": "rule", "success": "success", "done": "done", "moved": "moved",
    "dropped": "dropped", "away": "away", "closed": "closed", "standing_scale": "where somebody stands",
}  # fmt: skip
_WORDS = {"follow_up": "follow-up", "email": "e-mail", "with": "together with"}
_HEADLINES = ("title", "what", "need", "text")
_STATES = ("status", "result", "answer")
_WAY = (("from", "baseline"), ("to", "target"))
_LISTED = re.compile(r"[a-z0-9-]{1,64}")


def describe_record(model: Mapping[str, Any]) -> str | None:
    """Return the lines of one record: its kind, then key by key in the order that the schema has them.

    None for what does not say that it is a record.
    """
    kind = str(model.get("schema", "")).partition("/")[0]
    types = [one for name, one in KINDS.items() if name.partition(".")[0] == kind]
    if not types:
        return None
    known = list(dict.fromkeys(name for one in types for name in one.__struct_encode_fields__))
    others = [key for key in model if key not in known and key != "schema"]
    lines = [_KINDS.get(kind, kind)]
    for key in (*known, *others):
        lines += _entry(key, model.get(key))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _entry(key: str, value: Any) -> Iterator[str]:
    """Yield the lines of one key; what is empty has none, as a key that is left out."""
    if value in (None, "", [], {}):
        return
    if key == "measure" and isinstance(value, dict):
        yield f"measure: {_measure(value)}"
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _named(f"{_one(key)} {_words(name)}", one)
    elif isinstance(value, list) and all(isinstance(one, str) and _LISTED.fullmatch(one) for one in value):
        yield f"{_words(key)}: {', '.join(value)}"
    elif isinstance(value, list):
        for one in value:
            yield from _item(_one(key), one)
    else:
        yield from _text(_words(key), _state(value) if key in _STATES else value)


def _named(head: str, value: Any) -> Iterator[str]:
    """Yield what stands under an id: a text, or where a goal stands with what was said of it."""
    if not isinstance(value, dict):
        yield from _entry(head, value)
        return
    rest = dict(value)
    said = [_state(rest.pop(key)) for key in _STATES if rest.get(key)]
    if "progress" in rest:
        said.append(f"{_plain(rest.pop('progress'))}%")
    if "value" in rest:
        said.append(f"value {_plain(rest.pop('value'))}")
    yield f"{head}: {', '.join(said)}" if said else head
    yield from _below(rest)


def _item(head: str, value: Any) -> Iterator[str]:
    """Yield one item of a list: its id and its main words on a line, and below it the rest."""
    if not isinstance(value, dict):
        yield from _text(head, value)
        return
    rest = dict(value)
    name = rest.pop("id", None)
    label = f"{head} {_plain(name)}" if name is not None else head
    main = next((key for key in _HEADLINES if isinstance(rest.get(key), str)), None)
    if main is not None:
        lines = list(_text(label, rest.pop(main)))
    else:
        said = [_state(rest.pop(key)) for key in _STATES if rest.get(key)]
        lines = [f"{label}: {', '.join(said)}" if said else label]
    if len(lines) == 1 and set(rest) & {"who", "due"}:
        told = (_plain(rest.pop("who", None)), f"due {_plain(rest.pop('due', 'any day'))}")
        lines = [f"{lines[0]} ({', '.join(one for one in told if one)})"]
    yield from lines
    yield from _below(rest)


def _below(rest: Mapping[str, Any]) -> Iterator[str]:
    for key, value in rest.items():
        yield from (f"{INDENT}{line}" for line in _entry(key, value))


def _text(head: str, value: Any) -> Iterator[str]:
    """Yield a value on the line of its key, or where it has several lines, indented below."""
    lines = _plain(value).rstrip("\n").split("\n")
    if len(lines) == 1:
        yield f"{head}: {lines[0]}"
        return
    yield f"{head}:"
    yield from (f"{INDENT}{line}" for line in lines)


def _measure(value: Mapping[str, Any]) -> str:
    rest = dict(value)
    parts = [f"{word} {_plain(rest.pop(key))}" for word, key in _WAY if rest.get(key) is not None]
    unit = _plain(rest.pop("unit", None))
    others = [f"{_words(key)} {_plain(one)}" for key, one in rest.items() if one is not None]
    return ", ".join((" ".join((*parts, unit)).strip(), *others))


def _one(key: str) -> str:
    return _ONE.get(key, _words(key))


def _words(key: str) -> str:
    return harmless(_WORDS.get(key, key.replace("_", " ")))


def _state(value: Any) -> str:
    return _plain(value).replace("_", " ")


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return harmless(str(int(value) if isinstance(value, float) and value.is_integer() else value))
