"""From a tree of files to the company and its conversations; what cannot be read becomes findings."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar, cast, get_args

from msgspec import Struct
from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company, Plan
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.finding import Finding
from goaltalk.domain.periods import Period
from goaltalk.domain.records import (
    Agreement,
    Answer,
    Brief,
    CheckIn,
    EmployeePreparation,
    Feedback,
    LeaderPreparation,
    Person,
    Questions,
    Record,
    Review,
    Settings,
    Talk,
    Unit,
)
from goaltalk.domain.records.fields import Side
from goaltalk.errors import BadData
from goaltalk.store.layout import PEOPLE, QUESTIONS, SETTINGS, UNITS, address_at, is_ours, path_of
from goaltalk.store.reader import Flaw, Flawed, read_record
from goaltalk.store.tree import Tree

R = TypeVar("R", bound=Record)
Records = dict[Address, Record]

LINK = "is a link, and links are not followed; put the file or the folder itself here"
NO_ID = (
    "a folder here is named by an id: lower-case letters, digits and single hyphens, "
    "and no name that Windows keeps for itself; rename it"
)
NAMELESS = "is missing, so nothing in this folder counts; restore it, or rename the folder"


class Loader(Struct):
    """Reads records from a tree; `findings` gathers what was wrong, so that the rest is still read."""

    tree: Tree
    findings: list[Finding] = []

    def settings(self) -> Settings:
        """Read the settings; BadData if they cannot be read, for nothing works without them."""
        for path, data in self.tree.read((SETTINGS,)):
            try:
                record = read_record("settings", data)
            except Flawed as error:
                raise BadData(*(_line(path, flaw) for flaw in error.flaws)) from None
            return cast(Settings, record)
        raise BadData(f"{SETTINGS}: there is no such file; run goaltalk init to make a goals repository")

    def company(self) -> Company:
        """Read settings, units and people."""
        settings = self.settings()
        units = self._named("unit", UNITS)
        people = self._named("person", PEOPLE)
        paths = [path_of(address) for address in (*units.values(), *people.values())]
        found = self._read(paths)
        self._note_links()
        self._note_nameless(at for at in people.values() if at not in found)
        return Company(
            settings=settings,
            units={one: unit for one, at in units.items() if isinstance(unit := found.get(at), Unit)},
            people={one: who for one, at in people.items() if isinstance(who := found.get(at), Person)},
        )

    def conversations(self, company: Company, person: str) -> tuple[Conversation, ...]:
        """Read everything about one person, ordered by period."""
        folder = f"{PEOPLE}/{person}"
        known = path_of(Address("person", person))
        paths = [path for path in self.tree.paths(folder) if path != known]
        by_period: dict[str, Records] = {}
        for address, record in self._read(paths).items():
            by_period.setdefault(address.period, {})[address] = record
        self._note_links()
        made = (self._conversation(company, person, label, one) for label, one in by_period.items())
        return tuple(sorted((one for one in made if one is not None), key=lambda one: one.period))

    def briefs(self, unit: str) -> dict[str, Brief]:
        """Read a unit's plans, by the label of the period."""
        known = path_of(Address("unit", unit))
        paths = [path for path in self.tree.paths(f"{UNITS}/{unit}") if path != known]
        found = self._read(paths)
        return {at.period: brief for at, brief in found.items() if isinstance(brief, Brief)}

    def plan(self, unit: str, period: Period) -> Plan | None:
        """Read a unit's plan for one period; None if there is none."""
        found = self._read([path_of(Address("brief", unit, period.label))])
        return next((Plan(unit, period, one) for one in found.values() if isinstance(one, Brief)), None)

    def questions(self) -> dict[str, Questions]:
        """Read the team's own questions, by the name of the file, in the order of these names."""
        found = self._read(self.tree.paths(QUESTIONS))
        return {at.name: one for at, one in found.items() if isinstance(one, Questions)}

    def _named(self, kind: str, under: str) -> dict[str, Address]:
        """Return the folders that are named as ids are; what is in others belongs to nobody."""
        ids: dict[str, Address] = {}
        for name in self.tree.folders(under):
            address = Address(kind, name)
            if address_at(path_of(address)) == address:
                ids[name] = address
            else:
                self._note(Finding("file-name", "error", NO_ID, path=f"{under}/{name}"))
        return ids

    def _note_links(self) -> None:
        """Say which links were left alone: somebody may believe that what they lead to is read."""
        for path in self.tree.links():
            if path.startswith((f"{PEOPLE}/", f"{UNITS}/")):
                self._note(Finding("file-name", "error", LINK, path=path))

    def _note_nameless(self, people: Iterable[Address]) -> None:
        """Say whose folder holds records while no file makes the person known."""
        broken = {one.path for one in self.findings}
        for at in people:
            path = path_of(at)
            if path not in broken and any(map(is_ours, self.tree.paths(f"{PEOPLE}/{at.owner}"))):
                self._note(Finding("reference", "error", NAMELESS, about=at, person=at.owner, path=path))

    def _read(self, paths: Sequence[str]) -> Records:
        known = {path: address for path in paths if (address := self._address(path))}
        found: Records = {}
        for path, data in self.tree.read(list(known)):
            address = known[path]
            try:
                found[address] = read_record(address.kind, data)
            except Flawed as error:
                for flaw in error.flaws:
                    self._note(_finding(address, path, flaw))
        return found

    def _address(self, path: str) -> Address | None:
        address = address_at(path)
        if address is None and is_ours(path):
            message = "no record has such a name here; see goaltalk schema for the kinds"
            self._note(Finding("file-name", "error", message, path=path))
        return address

    def _note(self, finding: Finding) -> None:
        """Keep a finding, once: several commands read the same files twice."""
        if finding not in self.findings:
            self.findings.append(finding)

    def _conversation(
        self, company: Company, person: str, label: str, records: Records
    ) -> Conversation | None:
        try:
            period = company.period_named(label)
        except ValueError as error:
            self._note(Finding("file-name", "error", f"{error}", path=f"{PEOPLE}/{person}/{label}"))
            return None
        return assemble(person, period, records)


def assemble(person: str, period: Period, records: Records) -> Conversation:
    """Put the records of one person's one period together."""
    here = partial(Address, owner=person, period=period.label)
    return Conversation(
        person=person,
        period=period,
        preparation=Halves(
            _half(records, here("preparation.employee", side="employee"), EmployeePreparation),
            _half(records, here("preparation.leader", side="leader"), LeaderPreparation),
        ),
        talk=_halves(records, here("talk"), Talk),
        agreement=_half(records, here("agreement"), Agreement),
        checkins=tuple(
            DatedCheckIn(date.fromisoformat(day), _halves(records, here("checkin", name=day), CheckIn))
            for day in sorted({at.name for at in records if at.kind == "checkin"})
        ),
        review=_halves(records, here("review"), Review),
        feedback={at.name: one for at, one in records.items() if isinstance(one, Feedback)},
        answers={f"{at.name}.{at.side}": one for at, one in records.items() if isinstance(one, Answer)},
    )


def _halves(records: Records, about: Address, type_: type[R]) -> Halves[R, R]:
    employee, leader = (replace(about, side=side) for side in get_args(Side))
    return Halves(_half(records, employee, type_), _half(records, leader, type_))


def _half(records: Records, about: Address, type_: type[R]) -> R | None:
    record = records.get(about)
    return record if isinstance(record, type_) else None


def _finding(address: Address, path: str, flaw: Flaw) -> Finding:
    return Finding(
        rule=flaw.rule,
        severity="error",
        message=flaw.message,
        about=address,
        person=address.owner if path.startswith(f"{PEOPLE}/") else None,
        path=path,
        line=flaw.line,
        column=flaw.column,
    )


def _line(path: str, flaw: Flaw) -> str:
    return f"{path}:{flaw.line}:{flaw.column}: {flaw.message}"
