"""From a tree of files to the company and its conversations; what cannot be read becomes findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec import Struct, field
from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company, Plan
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.finding import Finding, as_line
from goaltalk.domain.naming import is_id
from goaltalk.domain.periods import Period
from goaltalk.domain.records import (
    Brief,
    Questions,
    Record,
    Settings,
)
from goaltalk.errors import BadData
from goaltalk.store.assembly import Records, assemble, mark_unread
from goaltalk.store.intake import flaw_as_finding, take_at, take_known
from goaltalk.store.layout import PEOPLE, QUESTIONS, SETTINGS, UNITS, is_ours, path_of, person_path
from goaltalk.store.noted import Noted
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.roster import Gathered
from goaltalk.store.tree import Tree
from goaltalk.store.workers import FEWEST_ITEMS, in_parts, part_count

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from goaltalk.store.sparse import LeftOut

T = TypeVar("T")
Part = tuple[T, list[Finding]]
AboutPerson = Callable[[str, tuple[Conversation, ...]], Iterable[T]]

LINK = "is a link, and links are not followed; put the file or the folder itself here"
NO_ID = (
    "a folder here is named by an id: lower-case letters, digits and single hyphens, "
    "and no name that Windows keeps for itself; rename it"
)
NO_ZONE = "timezone: no such zone; write it like Europe/Oslo"
NAMELESS = "is missing, so nothing in this folder counts; restore it, or rename the folder"


MANY = 1500
"""So many small files are worth a second process."""


class Loader(Struct):
    """Reads records from a tree; `findings` gathers what was wrong, so that the rest is still read.

    `watch` is given what comes bit by bit and how many bits there will be, and passes it on. `left_out` is
    what the tree should hold and does not.
    """

    tree: Tree
    findings: Noted = field(default_factory=Noted)
    left_out: "LeftOut | None" = None
    watch: Callable[[Iterator[Any], int], Iterator[Any]] = lambda parts, _: parts

    def settings(self) -> Settings:
        """Read the settings; BadData if they cannot be read, for nothing works without them."""
        for path, data in self.tree.read((SETTINGS,)):
            try:
                record = read_record("settings", data)
            except Flawed as error:
                found = [flaw_as_finding(Address("settings"), path, flaw) for flaw in error.flaws]
                raise self._refuse(found) from None
            return cast(Settings, record)
        raise BadData(f"{SETTINGS}: there is no such file; run goaltalk init to make a goals repository")

    def zone(self) -> "ZoneInfo":
        """Return the zone that the settings name; BadData if there is no such zone."""
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo(self.settings().timezone)
        except (ValueError, OSError, KeyError):
            from goaltalk.store.locate import with_places

            one = Finding("schema", "error", NO_ZONE, Address("settings"), ("timezone",))
            raise self._refuse(list(with_places([one], self.tree))) from None

    def read_all(self) -> None:
        """Read every record for its form alone: where the settings are broken, nothing else can be said."""
        self._read_at([path for under in (UNITS, QUESTIONS, PEOPLE) for path in self.tree.paths(under)])
        self._note_links()

    def company(self) -> Company:
        """Read settings, units and people."""
        settings = self.settings()
        units = self._take("unit", self._ids(UNITS))
        people = Gathered(self._ids(PEOPLE), self._contents, partial(self._take, "person"))
        company = Company(settings, units, people, unread=self.findings.unread)
        left = self.left_out
        if left is None:
            return company
        return replace(company, elsewhere=left.people_elsewhere, units_elsewhere=left.units_elsewhere)

    def present(self, people: Iterable[str]) -> list[str]:
        """Return the ids of those of whom everything is here: of others, what is missing is not unwritten."""
        left = self.left_out.people if self.left_out else ()
        return [name for name in people if name not in left]

    def over(self, company: Company, people: Sequence[str], work: AboutPerson[T]) -> Iterator[T]:
        """Yield what `work` finds in the conversations of each of these people, in order, as `each` does.

        Whom a sparse checkout leaves out, in whole or in part, is passed by.
        """

        def part(some: Sequence[str]) -> list[T]:
            known = self._conversations_of(company, some)
            return [one for name in some for one in work(name, known[name])]

        for made in self._shared(self.present(people), part, FEWEST_ITEMS):
            yield from made

    def each(self, names: Sequence[str], work: Callable[[str], Iterable[T]]) -> Iterator[T]:
        """Yield what `work` finds about each of these names, in order; about many in several processes.

        `work` may read with this loader, but what it changes counts only in what it yields.
        """

        def part(some: Sequence[str]) -> list[T]:
            return [one for name in some for one in work(name)]

        for made in self._shared(names, part, FEWEST_ITEMS):
            yield from made

    def conversations(self, company: Company, person: str) -> tuple[Conversation, ...]:
        """Read everything about one person, ordered by period."""
        return self._conversations_of(company, (person,))[person]

    def briefs(self, unit: str) -> dict[str, Brief]:
        """Read a unit's plans, by the label of the period."""
        known = path_of(Address("unit", unit))
        paths = [path for path in self.tree.paths(f"{UNITS}/{unit}") if path != known]
        found = self._read_at(paths)
        return {at.period: brief for at, brief in found if isinstance(brief, Brief)}

    def plan(self, unit: str, period: Period) -> Plan | None:
        """Read a unit's plan for one period; None if there is none."""
        found = self._read_at([path_of(Address("brief", unit, period.label))])
        return next((Plan(unit, period, one) for _, one in found if isinstance(one, Brief)), None)

    def is_broken(self, address: Address) -> bool:
        """Say whether a record that was asked for is there and could not be read."""
        return self.findings.tells_of(address)

    def questions(self) -> dict[str, Questions]:
        """Read the team's own questions, by the name of the file, in the order of these names."""
        found = self._read_at(self.tree.paths(QUESTIONS))
        return {at.name: one for at, one in found if isinstance(one, Questions)}

    def _conversations_of(
        self, company: Company, people: Sequence[str]
    ) -> Mapping[str, tuple[Conversation, ...]]:
        """Read everything about some people: step by step for all, which takes a fifth less than in turns."""
        about = [path for name in people for path in self.tree.paths(f"{PEOPLE}/{name}")]
        found: dict[str, dict[str, list[tuple[Address, Record]]]] = {name: {} for name in people}
        known = set(map(person_path, people))
        for at, record in self._read_at([path for path in about if path not in known]):
            found[at.owner].setdefault(at.period, []).append((at, record))
        self._note_links()
        return {name: self._joined(company, name, records) for name, records in found.items()}

    def _joined(
        self, company: Company, person: str, by_period: Mapping[str, Records]
    ) -> tuple[Conversation, ...]:
        unread = self.findings.kinds_of(person)
        labels = dict.fromkeys((*by_period, *unread))
        made = (self._conversation(company, person, one, by_period.get(one, ())) for one in labels)
        return tuple(sorted((mark_unread(one, unread) for one in made if one), key=lambda one: one.period))

    def _refuse(self, found: Sequence[Finding]) -> BadData:
        """Note what is wrong with the settings, and return what to raise: nothing works without them."""
        for one in found:
            self.findings.note(one)
        return BadData(*map(as_line, found))

    def _ids(self, under: str) -> list[str]:
        """Return the ids of units or people who have a folder; a folder named otherwise is nobody's."""
        ids: list[str] = []
        for name in self.tree.folders(under):
            if is_id(name):
                ids.append(name)
            else:
                self.findings.note(Finding("file-name", "error", NO_ID, path=f"{under}/{name}"))
        self._note_links()
        return ids

    def _contents(self, people: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        def part(some: Sequence[str]) -> list[tuple[str, bytes]]:
            names = {person_path(name): name for name in some}
            return [(names[path], data) for path, data in self.tree.read(list(names))]

        for made in self._shared(people, part, MANY):
            yield from made

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
        return {at.owner: record for at, record in take_known(self.tree, known, self.findings)}

    def _shared(self, items: Sequence[str], work: Callable[[Sequence[str]], T], fewest: int) -> Iterator[T]:
        """Yield what `work` makes of each part of the items, and gather what it found to be wrong."""

        def part(some: Sequence[str]) -> Part[T]:
            before = len(self.findings)
            made = work(some)
            self._note_links()
            return made, self.findings[before:]

        parts = in_parts(items, part, fewest if self.tree.is_shareable else len(items) + 1)
        if len(items) >= fewest:
            parts = self.watch(parts, part_count(items))
        for made, findings in parts:
            for one in findings:
                self.findings.note(one)
            yield made

    def _note_links(self) -> None:
        """Say which links were left alone: somebody may believe that what they lead to is read."""
        for path in self.tree.links():
            if path.startswith((f"{PEOPLE}/", f"{UNITS}/")):
                self.findings.note(Finding("file-name", "error", LINK, path=path))

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
                self.findings.note(
                    Finding("reference", "error", NAMELESS, about=at, person=at.owner, path=path)
                )

    def _read_at(self, paths: Sequence[str]) -> Records:
        return take_at(self.tree, paths, self.findings)

    def _conversation(
        self, company: Company, person: str, label: str, records: Records
    ) -> Conversation | None:
        try:
            period = company.period_named(label)
        except ValueError as error:
            self.findings.note(Finding("file-name", "error", f"{error}", path=f"{PEOPLE}/{person}/{label}"))
            return None
        return assemble(person, period, records)
