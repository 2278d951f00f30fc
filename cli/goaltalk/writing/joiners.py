"""Many people added at once, from the rows of a table: all of them, or none."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from goaltalk.call import read_day
from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.naming import RESERVED, is_id, make_id, make_unique_id
from goaltalk.domain.records import Person
from goaltalk.domain.succession import is_led_by_unit
from goaltalk.errors import BadData
from goaltalk.store.guard import Model, NotReadable, read_model
from goaltalk.store.layout import PEOPLE
from goaltalk.store.splice import Edit
from goaltalk.store.yamltext import entry, scalar
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, make_form
from goaltalk.writing.rows import Row, read_rows

COLUMNS = ("name", "email", "unit", "leader", "id", "title", "starts")
NEEDED = ("name", "email")
FORM, BELOW = ("name", "email", "unit"), ("title", "leader", "starts")
MARKS = {key: f"goaltalkfills{key}" for key in FORM}


class Joiner(NamedTuple):
    """Somebody a row speaks of: the id, the line, and the row's facts; `is_known`: they are here already."""

    name: str
    line: int
    facts: Mapping[str, str]
    is_known: bool


class Joined(NamedTuple):
    """The files to write for those who are new, and how many are here already as the table says."""

    drafts: Sequence[Draft]
    known: int


def plan_joiners(workspace: Workspace, source: str) -> Joined:
    """Read a table of people into new records; BadData with every line that cannot be taken.

    Who is here already as the row says, by id or by address, is left alone.
    """
    rows, problems = read_rows(source, COLUMNS, NEEDED)
    hall = _Hall(workspace)
    joiners = [joiner for row in rows if (joiner := hall.admit(row)) is not None]
    joiners = [one for one in map(hall.place, joiners) if one is not None]
    hall.check_leaders(joiners)
    name = "standard input" if source == "-" else source
    found = [*problems, *(f"{name}:{line}: {what}" for line, what in hall.problems)]
    if found:
        raise BadData(*sorted(found, key=lambda one: int(one.removeprefix(f"{name}:").split(":")[0])))
    press = _Press(workspace)
    drafts = [press.draft(one) for one in joiners if not one.is_known]
    return Joined(drafts, sum(one.is_known for one in joiners))


class _Hall:
    """Where rows are matched with who is here: what is taken, and what was wrong with which line."""

    def __init__(self, workspace: Workspace) -> None:
        self.company, self.today = workspace.company, workspace.today
        workspace.refuse_flaws(f"{PEOPLE}/")
        self.taken = {*workspace.tree.folders(PEOPLE), *RESERVED}
        self.owners = {email: name for name, one in self.company.people.items() for email in one.emails}
        self.lines: dict[str, int] = {}
        self.problems: list[tuple[int, str]] = []

    def admit(self, row: Row) -> Joiner | None:
        """Find out whom a row speaks of; None, and a problem, where that cannot be told."""
        facts = {key: unicodedata.normalize("NFC", cell) for key, cell in row.cells.items() if cell}
        wrong = list(self._faults(facts))
        if not wrong:
            name = self._name(facts)
            known = name in self.company.people
            before = self.lines.get(name) or self.lines.get(facts["email"].casefold())
            if before is not None:
                wrong.append(f"{name} or the address is on line {before} already; keep one of the two")
            elif not known and name in self.taken:
                wrong.append(f"{name} cannot be used as an id; choose another in the column id")
        if wrong:
            self.problems += [(row.line, what) for what in wrong]
            return None
        self.lines[name] = self.lines[facts["email"].casefold()] = row.line
        if not known:
            self.taken.add(name)
            self.owners[facts["email"].casefold()] = name
        return Joiner(name, row.line, facts, known)

    def place(self, one: Joiner) -> Joiner | None:
        """Settle unit and leader; a leader whom the unit gives anyway is not written down."""
        facts = dict(one.facts)
        wrong: list[str] = []
        units = self.company.units
        unit = facts.get("unit") or (next(iter(units)) if len(units) == 1 and not one.is_known else "")
        if unit and unit not in units:
            wrong.append(
                f"there is no unit '{unit}'; there is {', '.join(sorted(units)) or 'none: goaltalk unit add'}"
            )
        elif not unit and not one.is_known:
            wrong.append(f"which unit? fill the column unit with one of: {', '.join(sorted(units))}")
        if unit and not one.is_known:
            facts["unit"] = unit
        if "leader" in facts:
            leader = self._leader(facts["leader"])
            if leader is None:
                wrong.append(
                    f"the leader '{facts['leader']}' is nobody here or in this table; give the id or address"
                )
            elif leader == one.name:
                wrong.append(f"{one.name} cannot lead themselves; leave the column leader empty")
            else:
                facts["leader"] = leader
        if one.is_known and not wrong:
            wrong.extend(self._differences(one.name, facts))
        self.problems += [(one.line, what) for what in wrong]
        return None if wrong else one._replace(facts=self._without_given_leader(one.name, facts))

    def check_leaders(self, joiners: Sequence[Joiner]) -> None:
        """Find new people who would lead themselves through others."""
        above = {one.name: one.facts.get("leader") for one in joiners if not one.is_known}
        for one in joiners:
            seen: set[str] = set()
            step = above.get(one.name)
            while step and step not in seen and step != one.name:
                seen.add(step)
                step = above.get(step)
            if step == one.name:
                self.problems.append((one.line, f"{one.name} would lead themselves, through others"))

    def _faults(self, facts: Mapping[str, str]) -> Iterator[str]:
        yield from (f"{key} is empty; fill it" for key in NEEDED if key not in facts)
        if "email" in facts and "@" not in facts["email"][1:-1]:
            yield "email is no address; write it like kari@example.org"
        if "id" in facts and not is_id(facts["id"]):
            yield f"id: '{facts['id']}' cannot be one; '{make_unique_id(facts['id'], ())}' can"
        if "name" in facts and "id" not in facts and not make_id(facts["name"]):
            yield "no id can be made from the name; give one in the column id"
        if "starts" in facts:
            try:
                read_day(facts["starts"])
            except ValueError as error:
                yield f"starts: {error}"
        owner = self.owners.get(facts.get("email", "").casefold())
        if owner is not None and owner in self.company.people:
            if facts.get("id", owner) != owner:
                yield f"the address is {owner}'s, so the id cannot be {facts['id']}; mend one of the two"
            elif _plain(self.company.people[owner].name) != facts.get("name", ""):
                yield f"the address is {owner}'s, who has another name; mend one of the two"
        elif facts.get("id") in self.company.people:
            name = facts["id"]
            yield f"{name} is here with another address; goaltalk person set {name} --set email=… changes it"

    def _name(self, facts: Mapping[str, str]) -> str:
        owner = self.owners.get(facts["email"].casefold())
        made = facts.get("id") or owner or make_id(facts["name"])
        if made in self.taken and made != owner and "id" not in facts:
            return make_unique_id(facts["name"], self.taken)
        return made

    def _leader(self, text: str) -> str | None:
        owner = self.owners.get(text.casefold())
        return owner or (text if text in self.company.people or text in self.lines else None)

    def _without_given_leader(self, name: str, facts: dict[str, str]) -> dict[str, str]:
        if "leader" not in facts or name in self.company.people:
            return facts
        alone = Company(
            self.company.settings,
            self.company.units,
            {name: Person(name=name, email=facts["email"], unit=facts["unit"])},
        )
        if not is_led_by_unit(alone, name, facts["leader"], self.today):
            return facts
        return {key: value for key, value in facts.items() if key != "leader"}

    def _differences(self, name: str, facts: Mapping[str, str]) -> Iterator[str]:
        """Say where somebody who is here already is otherwise than the row says."""
        record = self.company.people[name]
        if facts.get("unit", record.unit) != record.unit:
            yield f"{name} is in another unit; goaltalk person move {name} --unit {facts['unit']}"
        if "leader" in facts and facts["leader"] != self.company.leader_of(name, self.today):
            yield f"{name} has another leader; goaltalk person move {name} --leader {facts['leader']}"
        present = {"title": record.title, "starts": record.starts and record.starts.isoformat()}
        for key, value in present.items():
            if key in facts and facts[key] != _plain(value or ""):
                yield f"{name} has another {key}; goaltalk person set {name} --set {key}=… changes it"


class _Press:
    """Fills the form of a person many times: the template is worked out once, with marks for the facts."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.form = make_form(workspace, Address("person", "x"), **MARKS)

    def draft(self, one: Joiner) -> Draft:
        """Write a new person's file: the form, and below it what else is known."""
        address = Address("person", one.name)
        wanted = {key: value for key, value in one.facts.items() if key in (*FORM, *BELOW)}
        text = self.form
        for key in FORM:
            text = text.replace(MARKS[key], scalar(one.facts[key]))
        more = {key: one.facts[key] for key in BELOW if key in one.facts}
        text += "".join(f"{line}\n" for key, value in more.items() for line in entry(key, value))
        # A team's own form may use the facts in ways that marks and lines below do not suit.
        if _model(text) == {"schema": "person/1", **wanted}:
            return Draft(address, None, text)
        form = make_form(self.workspace, address, **{key: one.facts[key] for key in FORM})
        return Draft(address, None, form).edited(Edit("set", (key,), value) for key, value in more.items())


def _model(text: str) -> dict[str, Model]:
    try:
        model = read_model(text)
    except NotReadable:
        return {}
    return model if isinstance(model, dict) else {}


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
