"""Where each record lies in the repository; the only place that knows names of files."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from goaltalk.domain.address import Address
from goaltalk.domain.answers import read_name
from goaltalk.domain.naming import is_id
from goaltalk.domain.records.fields import PERIOD, Side

SETTINGS = "goaltalk.yaml"
SCHEMAS = ".goaltalk/schemas"
PEOPLE = "people"
UNITS = "units"
QUESTIONS = "questions"

_OURS = (f"{PEOPLE}/", f"{UNITS}/", f"{QUESTIONS}/")
_LABEL = re.compile(PERIOD)
_SIDES: dict[str, Side] = {"employee.yaml": "employee", "leader.yaml": "leader"}

_PLACES: dict[str, Callable[[Address], str]] = {
    "settings": lambda _: SETTINGS,
    "unit": lambda one: unit_path(one.owner),
    "brief": lambda one: f"{UNITS}/{one.owner}/{one.period}.yaml",
    "person": lambda one: person_path(one.owner),
    "preparation.employee": lambda one: f"{_folder(one)}/prep.employee.yaml",
    "preparation.leader": lambda one: f"{_folder(one)}/prep.leader.yaml",
    "talk": lambda one: f"{_folder(one)}/talk.{one.side}.yaml",
    "agreement": lambda one: f"{_folder(one)}/agreement.yaml",
    "checkin": lambda one: f"{_folder(one)}/checkins/{one.name}.{one.side}.yaml",
    "review": lambda one: f"{_folder(one)}/review.{one.side}.yaml",
    "feedback": lambda one: f"{_folder(one)}/feedback/{one.name}.yaml",
    "answer": lambda one: f"{_folder(one)}/answers/{one.name}.{one.side}.yaml",
    "questions": lambda one: f"{QUESTIONS}/{one.name}.yaml",
}


def path_of(address: Address) -> str:
    """Return the record's path from the root of the repository, with forward slashes."""
    return _PLACES[address.kind](address)


def person_path(name: str) -> str:
    """Return the path of what makes a person known; asked for everybody where many are looked through."""
    return f"{PEOPLE}/{name}/person.yaml"


def unit_path(name: str) -> str:
    """Return the path of what makes a unit known."""
    return f"{UNITS}/{name}/unit.yaml"


def address_at(path: str) -> Address | None:
    """Return which record lies at a path, or None when no record has a place there."""
    match path.split("/"):
        case ["goaltalk.yaml"]:
            return Address("settings")
        case ["units", unit, file] if _is_id(unit):
            return _of_unit(unit, file)
        case ["questions", file] if file.endswith(".yaml") and is_id(file.removesuffix(".yaml")):
            return Address("questions", name=file.removesuffix(".yaml"))
        case ["people", person, "person.yaml"] if _is_id(person):
            return Address("person", person)
        case ["people", person, period, *rest] if _is_id(person) and _LABEL.match(period):
            return _of_period(person, period, rest)
    return None


def is_ours(path: str) -> bool:
    """Say whether a path lies where only records belong, so that a name we do not know is a mistake."""
    return path.lower().endswith((".yaml", ".yml")) and path.startswith(_OURS)


def schema_comment(address: Address) -> str:
    """Return the first line of a record's file, which lets editors complete and check it."""
    up = "../" * path_of(address).count("/")
    return f"# yaml-language-server: $schema={up}{SCHEMAS}/{address.kind}.json"


def _of_unit(unit: str, file: str) -> Address | None:
    if file == "unit.yaml":
        return Address("unit", unit)
    label = file.removesuffix(".yaml")
    return Address("brief", unit, label) if label != file and _LABEL.match(label) else None


def _of_period(person: str, period: str, rest: list[str]) -> Address | None:
    """Return which record of a person's period a file is, by its folder and its name."""
    folder, file = (rest[0], rest[1]) if len(rest) == 2 else ("", rest[0])
    name, _, ending = file.partition(".")
    side = _SIDES.get(ending)
    match len(rest), folder, name:
        case 1, _, "agreement" if ending == "yaml":
            return Address("agreement", person, period)
        case 1, _, "prep" if side:
            return Address(f"preparation.{side}", person, period, side)
        case 1, _, "talk" | "review" if side:
            return Address(name, person, period, side)
        case 2, "checkins", _ if side and _is_date(name):
            return Address("checkin", person, period, side, name)
        case 2, "answers", _ if side and read_name(f"{name}.{side}"):
            return Address("answer", person, period, side, name)
        case 2, "feedback", _ if ending == "yaml" and is_id(name):
            return Address("feedback", person, period, None, name)
    return None


@lru_cache(maxsize=256)  # a person's files are looked at one after the other
def _is_id(text: str) -> bool:
    return is_id(text)


def _is_date(text: str) -> bool:
    try:
        return str(date.fromisoformat(text)) == text
    except ValueError:
        return False


def _folder(address: Address) -> str:
    return f"{PEOPLE}/{address.owner}/{address.period}"
