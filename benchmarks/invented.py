"""An invented company of any size: who is there, and every file they have written; the same each time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

import msgspec

from goaltalk.domain.address import Address
from goaltalk.domain.answers import answer_name, digest_agreement
from goaltalk.domain.naming import make_id
from goaltalk.domain.records import Agreement, version_of
from goaltalk.domain.records.fields import Side
from goaltalk.store.guard import read_model
from goaltalk.store.layout import path_of, schema_comment
from goaltalk.store.yamltext import scalar

Kept = Literal["lean", "full"]
TODAY = date(2026, 12, 15)
"""The day on which everything that is measured is run: twelve months after the first records."""
FOUNDED = date(2026, 1, 2)
ID = "benchmark-4k7x2m"
TEAM = 11
"""A leader and ten others."""
WIDTH = 10
"""So many units are part of one above them."""

FIRST = (
    "Kari",
    "Per",
    "Liv",
    "Asbjørn",
    "Amina",
    "Ola",
    "Ingrid",
    "Jonas",
    "Åse",
    "Mohammed",
    "Sigrid",
    "Tor",
)
LAST = ("Nordmann", "Lie", "Åsland", "Sæther", "Hussein", "Berg", "Dahl", "Moen", "Solberg", "Ødegård", "Vik")
WORK = (
    ("deploy-lead-time", "Shorten the way from merge to production"),
    ("restore-drill", "Any database restored within an hour, and proved"),
    ("on-call-notes", "Notes for the person on call that a newcomer can follow"),
    ("customer-visits", "Visit four customers and write down what surprised us"),
    ("paved-road", "Ten product teams on the paved road"),
    ("pairing", "Pair with somebody new every other week"),
    ("cost-insight", "Show the teams what their services cost to run"),
)
SENTENCES = (
    "The long tail of small services takes more time than the two large ones did.",
    "We tried it on a quiet morning first, and it held.",
    "I would like to have somebody beside me the first time: I know how, but not whether it is wise.",
    "Two of the teams asked for it by themselves, which I had not expected.",
    "The meeting with the customer went well - they want to see figures in spring.",
    "Nobody has time in the weeks before the release, so I moved it.",
    "Writing it down took a day and has saved one already.",
    "It is the interruptions, as always; one morning a week without them would do.",
    "Learned how the replication works by breaking it, in the test environment.",
    "Bra fremgang, men vi må bli enige om hvem som eier det når det er ferdig.",
)
STATES = ("on_track", "on_track", "on_track", "at_risk", "off_track")
HALF_YEARS = {"2026-H1": date(2026, 1, 1), "2026-H2": date(2026, 7, 1)}


@dataclass(frozen=True)
class Written:
    """One file: which record, its text, who wrote it and on which day."""

    about: Address
    text: str
    author: str
    day: date

    @property
    def path(self) -> str:
        """Where it lies."""
        return path_of(self.about)


@dataclass(frozen=True)
class Company:
    """People by number; the first of each team leads it, and leads the units above where it is the first."""

    people: int
    kept: Kept = "lean"

    @property
    def units(self) -> int:
        """How many teams there are."""
        return -(-self.people // TEAM)

    def id_of(self, number: int) -> str:
        """Return a person's id."""
        return make_id(f"{self.name_of(number)} {number:05}")

    def name_of(self, number: int) -> str:
        """Return a person's name."""
        return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"

    def leader_of(self, number: int) -> int | None:
        """Return who leads a person: of the units above, the first whose leader is somebody else."""
        leaders = map(self.unit_leader, self.above(number // TEAM))
        return next((leader for leader in leaders if leader != number), None)

    def above(self, team: int) -> Iterator[tuple[int, int]]:
        """Yield a team and the units that it is part of: level and number, up to the whole company."""
        level, number, count = 0, team, self.units
        yield level, number
        while count > 1:
            level, number, count = level + 1, number // WIDTH, -(-count // WIDTH)
            yield level, number

    def unit_leader(self, unit: tuple[int, int]) -> int:
        """Return who leads a unit: the first person of its first team."""
        level, number = unit
        return number * WIDTH**level * TEAM

    def files(self) -> Iterator[Written]:
        """Yield every record, in no order of time."""
        yield self._settings()
        yield from self._units()
        for number in range(self.people):
            yield from Employee(self, number).files()

    def _settings(self) -> Written:
        body = {"organisation": "Invented AS", "id": ID, "language": "en", "period": "half-year"}
        more = {"cadence": "monthly", "timezone": "Europe/Oslo", "tracked_from": str(FOUNDED)}
        return _written(Address("settings"), {**body, **more}, self.id_of(0), FOUNDED)

    def _units(self) -> Iterator[Written]:
        seen: set[tuple[int, int]] = set()
        for team in range(self.units):
            chain = list(self.above(team))
            for unit, upper in zip(chain, [*chain[1:], None], strict=True):
                if unit not in seen:
                    seen.add(unit)
                    yield from self._unit(unit, upper)

    def _unit(self, unit: tuple[int, int], upper: tuple[int, int] | None) -> Iterator[Written]:
        name, leader = unit_id(unit), self.id_of(self.unit_leader(unit))
        body: dict[str, object] = {"name": name.replace("-", " ").capitalize(), "leader": leader}
        if upper is not None:
            body["part_of"] = unit_id(upper)
        yield _written(Address("unit", name), body, leader, FOUNDED)
        random = Random(name)
        for label, start in HALF_YEARS.items():
            needs = [{"id": one, "title": title, "why": random.choice(SENTENCES)} for one, title in WORK[:3]]
            brief = {"focus": needs, "message": " ".join(random.sample(SENTENCES, 3))}
            yield _written(Address("brief", name, label), brief, leader, max(start, FOUNDED))


def unit_id(unit: tuple[int, int]) -> str:
    """Return the id of a unit, given its level above the teams and its number."""
    level, number = unit
    return f"{('team', 'department', 'division')[level] if level < 3 else f'level-{level}'}-{number:04}"


class Employee:
    """One person and what both sides wrote about the person's two half-years."""

    def __init__(self, company: Company, number: int) -> None:
        self.company, self.number = company, number
        self.id = company.id_of(number)
        self.leader = company.leader_of(number)
        self.random = Random(f"{ID}/{number}")
        # Without all that happened in between, three in ten were here for both half-years.
        self.is_new = company.kept == "lean" and self.random.random() < 0.7

    def files(self) -> Iterator[Written]:
        """Yield every file about this person."""
        yield self._person()
        if self.leader is None:
            return
        if not self.is_new:
            yield from self._half_year("2026-H1", is_over=True)
        if self.random.random() < 0.97:
            yield from self._half_year("2026-H2", is_over=False)

    def _person(self) -> Written:
        body = {
            "name": self.company.name_of(self.number),
            "email": f"{self.id}@invented.example",
            "unit": unit_id((0, self.number // TEAM)),
            "title": self.random.choice(("Engineer", "Adviser", "Designer", "Analyst")),
        }
        starts = HALF_YEARS["2026-H2"] if self.is_new else None
        more = {"starts": str(starts)} if starts else {}
        first = max(starts or FOUNDED, FOUNDED)
        return _written(Address("person", self.id), {**body, **more}, self._leads, first)

    @property
    def _leads(self) -> str:
        return self.id if self.leader is None else self.company.id_of(self.leader)

    def _half_year(self, label: str, *, is_over: bool) -> Iterator[Written]:
        start = max(HALF_YEARS[label], FOUNDED) + timedelta(days=self.random.randrange(5, 20))
        goals = self.random.sample(WORK, 4)
        agreement = self._agreement(label, goals, start)
        yield agreement
        if self.random.random() < 0.96 and (not is_over or self.company.kept == "full"):
            yield from self._answers(agreement, label, start + timedelta(days=3))
        if self.company.kept == "full":
            yield from self._talk(label, start)
            yield from self._preparation(label, start - timedelta(days=3))
        yield from self._checkins(label, goals, start, is_over=is_over)
        if is_over:
            sides: tuple[Side, ...] = ("leader", "employee") if self.company.kept == "full" else ("leader",)
            for side in sides:
                yield self._review(label, goals, side)

    def _agreement(self, label: str, goals: list[tuple[str, str]], day: date) -> Written:
        end = str(date(2026, 6, 30) if label == "2026-H1" else date(2026, 12, 31))
        body = {
            "proposed": str(day),
            "success": self._words(1),
            "tasks": [{"id": name, "title": title} for name, title in WORK[:2]],
            "goals": [
                {"id": one, "title": title, "success": [self._words(1)], "supports": _needs(one), "due": end}
                for one, title in goals
            ],
            "actions": [
                {"id": f"first-{label[-2:].lower()}", "what": self._words(1), "who": self.id, "due": end}
            ],
            "follow_up": {"cadence": "monthly"},
        }
        return self._of("agreement", body, label, self._leads, day)

    def _answers(self, agreement: Written, label: str, day: date) -> Iterator[Written]:
        record = msgspec.convert(
            read_model(agreement.text), Agreement, dec_hook=lambda type_, text: type_(text)
        )
        digest = digest_agreement(record, self.id, label, ID)
        for role, by in (("employee", self.id), ("leader", self._leads)):
            body = {"to": "agreement", "digest": digest, "by": by, "role": role, "on": str(day)}
            about = Address("answer", self.id, label, role, answer_name("agreement", digest))  # type: ignore[arg-type]
            yield _written(about, {**body, "answer": "accepted"}, by, day)

    def _talk(self, label: str, day: date) -> Iterator[Written]:
        yield self._of(
            "talk", {"held": str(day), "summary": self._words(4)}, label, self._leads, day, "leader"
        )
        mine = {"held": str(day), "experience": {"note": self._words(1)}}
        yield self._of("talk", mine, label, self.id, day, "employee")

    def _preparation(self, label: str, day: date) -> Iterator[Written]:
        mine = {
            "can": [{"text": self._words(1), "supports": [WORK[0][0]]}],
            "contribute": self._words(2),
            "develop": self._words(2),
        }
        yield self._of("preparation.employee", mine, label, self.id, max(day, FOUNDED), "employee")

    def _checkins(
        self, label: str, goals: list[tuple[str, str]], start: date, *, is_over: bool
    ) -> Iterator[Written]:
        """Yield monthly ones where all is kept, else the last; one in twelve has not been held for long."""
        last = date(2026, 6, 10) if is_over else TODAY - timedelta(days=self.random.randrange(1, 28))
        days = [last]
        if self.company.kept == "full":
            days += [last - timedelta(days=28 * month) for month in range(1, 6)]
        elif is_over:
            return
        if not is_over and self.random.random() < 0.08:
            days = [day - timedelta(days=45) for day in days]
        for day in (one for one in days if one > start):
            for side, by in (("employee", self.id), ("leader", self._leads)):
                if side == "employee" or self.company.kept == "full" or self.random.random() < 0.6:
                    done = ["first-h1"] if side == "employee" and not self.is_new else []
                    body = {**self._checkin(goals, day), "done": done}
                    yield self._of("checkin", body, label, by, day, side, str(day))

    def _checkin(self, goals: list[tuple[str, str]], day: date) -> Mapping[str, object]:
        said = {
            name: {"status": self.random.choice(STATES), "progress": self.random.randrange(0, 100, 5)}
            for name, _ in goals[:3]
        }
        topics = {topic: self._words(2) for topic in ("status", "happened", "next", "support")}
        return {"held": str(day), "goals": said, "topics": topics}

    def _review(self, label: str, goals: list[tuple[str, str]], side: Side) -> Written:
        day = date(2026, 7, 1) + timedelta(days=self.random.randrange(20))
        results = {name: {"result": "achieved", "note": self._words(1)} for name, _ in goals}
        body = {"held": str(day), "goals": results, "support": self._words(1)}
        return self._of("review", body, label, self._leads if side == "leader" else self.id, day, side)

    def _of(
        self,
        kind: str,
        body: Mapping[str, object],
        label: str,
        author: str,
        day: date,
        side: Side | None = None,
        name: str = "",
    ) -> Written:
        return _written(Address(kind, self.id, label, side, name), body, author, day)

    def _words(self, sentences: int) -> str:
        return " ".join(self.random.choice(SENTENCES) for _ in range(sentences))


def _needs(goal: str) -> list[str]:
    return [goal] if goal in {name for name, _ in WORK[:3]} else []


def _written(about: Address, body: Mapping[str, object], author: str, day: date) -> Written:
    head = f"{schema_comment(about)}\nschema: {version_of(about.kind)}\n"
    return Written(about, head + "".join(_lines(body, "")), author, day)


def _lines(body: Mapping[str, object], indent: str) -> Iterator[str]:
    """Write a record as people do: a key a line, a list item a dash, texts in quotes where they need them."""
    for key, value in body.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:\n"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list):
            if not value:
                continue
            yield f"{indent}{key}:\n"
            for item in value:
                if isinstance(item, dict):
                    first, *rest = _lines(item, f"{indent}    ")
                    yield f"{indent}  - {first.lstrip()}"
                    yield from rest
                else:
                    yield f"{indent}  - {scalar(item)}\n"
        else:
            yield f"{indent}{key}: {scalar(value)}\n"  # type: ignore[arg-type]
