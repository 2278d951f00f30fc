"""The example that `demo` builds: shipped as files, moved to today, with the history it would have had."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from goaltalk.domain.address import Address
from goaltalk.domain.answers import answer_name, digest_agreement
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.meetings import talk_day
from goaltalk.domain.records.fields import Language
from goaltalk.render.templates import find_shipped
from goaltalk.store.layout import address_at, path_of
from goaltalk.store.load import Loader
from goaltalk.store.replay import PlannedCommit
from goaltalk.store.tree import Overlay, WorkingTree
from goaltalk.writing.found import surroundings

STORY_TODAY = date(2026, 11, 10)
STORY_PERIODS = date(2026, 7, 1)
WORKDAY_BEGINS = time(9)

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}(?!\d)")
_PERIOD = re.compile(r"\b2026-(?=H[12]\b)")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

Files = dict[str, str]


def plan_example(language: Language, today: date) -> list[PlannedCommit]:
    """Return the commits of the example in one language, as if the story's last day were today."""
    shift = Shift(today)
    story = WorkingTree(find_shipped("examples") / language)
    moved = {shift.move(path): shift.move(data.decode()) for path, data in story.read(story.paths())}
    moved["goaltalk.yaml"] = shift.move_year(moved["goaltalk.yaml"])
    return Chronicle(_answered(moved), today).commits()


@dataclass(frozen=True)
class Shift:
    """How far the story moves: dates by whole weeks, so that Tuesdays stay so; periods by whole months."""

    today: date

    @property
    def days(self) -> timedelta:
        """The whole weeks between the story's today and ours."""
        return timedelta(weeks=(self.today - STORY_TODAY).days // 7)

    @property
    def months(self) -> int:
        """The months by which the periods begin later: those nearest to the weeks."""
        nearest = STORY_PERIODS + self.days + timedelta(days=15)
        return (nearest.year - STORY_PERIODS.year) * 12 + nearest.month - STORY_PERIODS.month

    def move(self, text: str) -> str:
        """Move every date and every period in a text, a path included."""
        moved = _DATE.sub(lambda found: str(date.fromisoformat(found[0]) + self.days), text)
        return _PERIOD.sub(f"{STORY_PERIODS.year + self.months // 12}-", moved)

    def move_year(self, settings: str) -> str:
        """Let the year begin so that the periods hold the dates that they held in the story."""
        return settings.replace("year_starts: 1", f"year_starts: {self.months % 12 + 1}")


def _answered(files: Files) -> Files:
    """Bind the answers to the moved texts: with other dates, their digests are others."""
    loader = Loader(_as_tree(files))
    company = loader.company()
    digests: dict[tuple[str, str], str] = {}
    for person in company.people:
        for one in loader.conversations(company, person):
            if one.agreement is not None:
                label = one.period.label
                digests[person, label] = digest_agreement(one.agreement, person, label, company.settings.id)
    bound: Files = {}
    for path, text in files.items():
        address = address_at(path)
        if address is not None and address.kind == "answer":
            digest = digests[address.owner, address.period]
            name = answer_name("agreement", digest)
            place = path_of(Address("answer", address.owner, address.period, address.side, name))
            bound[place] = _DIGEST.sub(digest, text)
        else:
            bound[path] = text
    return bound


@dataclass(frozen=True)
class Chronicle:
    """Works out who committed which file of the example, and when."""

    files: Files
    today: date

    @cached_property
    def loader(self) -> Loader:
        """Reads the example's records."""
        return Loader(_as_tree(self.files))

    @cached_property
    def company(self) -> Company:
        """The example's company."""
        return self.loader.company()

    @cached_property
    def conversations(self) -> Mapping[tuple[str, str], Conversation]:
        """The example's conversations, by person and label of the period."""
        return {
            (person, one.period.label): one
            for person in self.company.people
            for one in self.loader.conversations(self.company, person)
        }

    @property
    def founded(self) -> date:
        """The day on which the repository began."""
        return self.company.settings.tracked_from or self.today

    def commits(self) -> list[PlannedCommit]:
        """Return one commit for each file, in the order in which they were written."""
        zone = ZoneInfo(self.company.settings.timezone)
        steps = sorted(self._steps(), key=lambda step: (step[0], step[2]))
        made: list[PlannedCommit] = []
        when = datetime.min.replace(tzinfo=zone)
        for day, author, message, files in steps:
            morning = datetime.combine(min(day, self.today), WORKDAY_BEGINS, zone)
            when = max(morning, when + timedelta(minutes=7)) if made else morning
            person = self.company.people[author]
            made.append(PlannedCommit(person.name, person.email, when, message, files))
        return made

    def _steps(self) -> Iterator[tuple[date, str, str, dict[str, bytes]]]:
        around = {path: text.encode() for path, text in surroundings().items()}
        for path, text in self.files.items():
            address = address_at(path)
            if address is not None:
                files = {path: text.encode()} | (around if address.kind == "settings" else {})
                yield self._day(address), self._author(address), _message(address), files

    @property
    def _leader(self) -> str:
        return next(iter(self.company.units.values())).leader

    def _author(self, address: Address) -> str:
        if address.kind == "feedback":
            return address.name
        return address.owner if address.side == "employee" else self._leader

    def _day(self, address: Address) -> date:
        if address.kind in ("settings", "unit", "person"):
            return self.founded
        if address.kind == "brief":
            return self._brief_day(address)
        one = self.conversations[address.owner, address.period]
        return _DAYS[address.kind](one, address) or one.period.start

    def _brief_day(self, address: Address) -> date:
        """Return two weeks before the first talk of the period: then the leader writes the plan."""
        days = [
            day
            for (_, label), one in self.conversations.items()
            if label == address.period and (day := talk_day(one)) is not None
        ]
        return max(min(days) - timedelta(weeks=2), self.founded) if days else self.founded


def _days_before_talk(one: Conversation, _: Address) -> date | None:
    day = talk_day(one)
    return day - timedelta(days=3) if day else None


def _checkin_day(one: Conversation, address: Address) -> date | None:
    day = date.fromisoformat(address.name)
    half = one.checkin_on(day).of(address.side or "employee")
    return day if half is None or half.held else day - timedelta(weeks=2)


def _review_day(one: Conversation, address: Address) -> date | None:
    half = one.review.of(address.side or "employee")
    return half.held if half else None


def _answer_day(one: Conversation, address: Address) -> date | None:
    answer = one.answers.get(f"{address.name}.{address.side}")
    return answer.on if answer else None


def _feedback_day(one: Conversation, address: Address) -> date | None:
    given = one.feedback.get(address.name)
    return (given.given or given.asked) if given else None


_DAYS: Mapping[str, Callable[[Conversation, Address], date | None]] = {
    "preparation.employee": _days_before_talk,
    "preparation.leader": _days_before_talk,
    "talk": lambda one, _: talk_day(one),
    "agreement": lambda one, _: one.agreement.proposed if one.agreement else None,
    "checkin": _checkin_day,
    "review": _review_day,
    "answer": _answer_day,
    "feedback": _feedback_day,
}


def _message(address: Address) -> str:
    """Say what was done as the commands themselves would."""
    words = {"preparation": "prep", "agreement": "agree", "answer": "agree", "settings": "init"}
    kind = address.kind.split(".")[0]
    what = words.get(kind, kind)
    parts = [what, address.owner, address.name if kind == "checkin" else address.period]
    side = f" ({address.side})" if address.side else ""
    return " ".join(part for part in parts if part) + (": accepted" if kind == "answer" else "") + side


def _as_tree(files: Files) -> Overlay:
    return Overlay(WorkingTree(Path()), {path: text.encode() for path, text in files.items()})
