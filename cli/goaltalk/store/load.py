"""From a tree of files to the company and its conversations; what cannot be read becomes findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec import Struct

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company, Plan
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.finding import Finding
from goaltalk.domain.naming import is_id
from goaltalk.domain.periods import Period
from goaltalk.domain.records import (
    Brief,
    Questions,
    Record,
    Settings,
)
from goaltalk.domain.records.fields import Side
from goaltalk.errors import BadData
from goaltalk.store.layout import (
    PEOPLE,
    QUESTIONS,
    SETTINGS,
    UNITS,
    address_at,
    is_ours,
    path_of,
    person_path,
)
from goaltalk.store.reader import Flaw, Flawed, read_record
from goaltalk.store.roster import Gathered
from goaltalk.store.tree import Tree
from goaltalk.store.workers import FEWEST_ITEMS, in_parts, part_count

if TYPE_CHECKING:
    from goaltalk.store.sparse import LeftOut

T = TypeVar("T")
Part = tuple[T, list[Finding]]
Records = dict[Address, Record]

LINK = "is a link, and links are not followed; put the file or the folder itself here"
NO_ID = (
    "a folder here is named by an id: lower-case letters, digits and single hyphens, "
    "and no name that Windows keeps for itself; rename it"
)
NAMELESS = "is missing, so nothing in this folder counts; restore it, or rename the folder"


NEITHER: Halves[Any, Any] = Halves()
MANY = 1500
"""So many small files are worth a second process."""


class Loader(Struct):
    """Reads records from a tree; `findings` gathers what was wrong, so that the rest is still read.

    `watch` is given what comes bit by bit and how many bits there will be, and passes it on. `left_out` is
    what the tree should hold and does not.
    """

    tree: Tree
    findings: list[Finding] = []
    left_out: "LeftOut | None" = None
    watch: Callable[[Iterator[Any], int], Iterator[Any]] = lambda parts, _: parts

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
        units = self._take("unit", self._ids(UNITS))
        people = Gathered(self._ids(PEOPLE), self._contents, partial(self._take, "person"))
        left = self.left_out
        if left is None:
            return Company(settings, units, people)
        return Company(settings, units, people, left.people_elsewhere, left.units_elsewhere)

    def present(self, people: Iterable[str]) -> list[str]:
        """Return the ids of those of whom everything is here: of others, what is missing is not unwritten."""
        left = self.left_out.people if self.left_out else ()
        return [name for name in people if name not in left]

    def over(self, people: Sequence[str], work: Callable[[str], Iterable[T]]) -> Iterator[T]:
        """Yield what `work` finds about each of these people, in order; about many in several processes.

        Whom a sparse checkout leaves out, in whole or in part, is passed by. `work` may read with this
        loader, but what it changes counts only in what it yields.
        """

        def part(names: Sequence[str]) -> list[T]:
            return [one for name in names for one in work(name)]

        for made in self._shared(self.present(people), part, FEWEST_ITEMS):
            yield from made

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

    def _ids(self, under: str) -> list[str]:
        """Return the ids of units or people who have a folder; a folder named otherwise is nobody's."""
        ids: list[str] = []
        for name in self.tree.folders(under):
            if is_id(name):
                ids.append(name)
            else:
                self._note(Finding("file-name", "error", NO_ID, path=f"{under}/{name}"))
        self._note_links()
        return ids

    def _contents(self, people: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        names = {person_path(name): name for name in people}
        return ((names[path], data) for path, data in self.tree.read(list(names)))

    def _take(self, kind: str, ids: Sequence[str]) -> dict[str, Any]:
        """Read what makes these units or people known, by id; say who has a folder and no such file."""
        found: dict[str, Record] = {}
        for some in self._shared(ids, partial(self._read_named, kind), MANY):
            found |= some
        self._note_links()
        if kind == "person":
            self._note_nameless(Address(kind, name) for name in ids if name not in found)
        return found

    def _read_named(self, kind: str, names: Sequence[str]) -> Mapping[str, Record]:
        known = {path_of(at): at for name in names for at in (Address(kind, name),)}
        return {at.owner: record for at, record in self._read_known(known).items()}

    def _shared(self, items: Sequence[str], work: Callable[[Sequence[str]], T], fewest: int) -> Iterator[T]:
        """Yield what `work` makes of each part of the items, and gather what it found to be wrong."""

        def part(some: Sequence[str]) -> Part[T]:
            before = len(self.findings)
            made = work(some)
            self._note_links()
            return made, self.findings[before:]

        if len(items) < fewest:
            parts = in_parts(items, part, fewest)
        else:
            parts = self.watch(in_parts(items, part, fewest), part_count(items))
        for made, findings in parts:
            for one in findings:
                self._note(one)
            yield made

    def _note_links(self) -> None:
        """Say which links were left alone: somebody may believe that what they lead to is read."""
        for path in self.tree.links():
            if path.startswith((f"{PEOPLE}/", f"{UNITS}/")):
                self._note(Finding("file-name", "error", LINK, path=path))

    def _note_nameless(self, people: Iterable[Address]) -> None:
        """Say whose folder holds records while no file makes the person known."""
        broken = {one.path for one in self.findings}
        elsewhere = self.left_out.people_elsewhere if self.left_out else ()
        for at in people:
            path = path_of(at)
            if (
                path not in broken
                and at.owner not in elsewhere
                and any(map(is_ours, self.tree.paths(f"{PEOPLE}/{at.owner}")))
            ):
                self._note(Finding("reference", "error", NAMELESS, about=at, person=at.owner, path=path))

    def _read(self, paths: Sequence[str]) -> Records:
        return self._read_known({path: address for path in paths if (address := self._address(path))})

    def _read_known(self, known: Mapping[str, Address]) -> Records:
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
    by_kind: dict[str, dict[tuple[str, Side | None], Any]] = {}
    for at, record in records.items():
        by_kind.setdefault(at.kind, {})[at.name, at.side] = record
    checkins, feedback = by_kind.get("checkin", {}), by_kind.get("feedback", {})
    return Conversation(
        person=person,
        period=period,
        preparation=Halves(
            by_kind.get("preparation.employee", {}).get(("", "employee")),
            by_kind.get("preparation.leader", {}).get(("", "leader")),
        ),
        talk=_halves(by_kind.get("talk")),
        agreement=by_kind.get("agreement", {}).get(("", None)),
        checkins=tuple(
            DatedCheckIn(date.fromisoformat(day), _halves(checkins, day))
            for day in sorted({name for name, _ in checkins})
        ),
        review=_halves(by_kind.get("review")),
        feedback={name: one for (name, _), one in feedback.items()},
        answers={f"{name}.{side}": one for (name, side), one in by_kind.get("answer", {}).items()},
    )


def _halves(found: Mapping[tuple[str, Side | None], Any] | None, name: str = "") -> Halves[Any, Any]:
    return Halves(found.get((name, "employee")), found.get((name, "leader"))) if found else NEITHER


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
