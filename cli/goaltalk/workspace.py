"""What a command works with: the repository, its company, who is at the keyboard, and today."""

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from goaltalk.call import Call, read_day
from goaltalk.domain.company import Company, Plan
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.finding import as_line
from goaltalk.domain.meetings import find_talk_ahead, find_talk_of
from goaltalk.domain.naming import find_people
from goaltalk.domain.periods import Period
from goaltalk.domain.records import Settings
from goaltalk.domain.records.fields import Language, Side
from goaltalk.errors import BadData, GitProblem, NotAllowed, UsageProblem
from goaltalk.render.terminal import watched
from goaltalk.store.layout import SETTINGS
from goaltalk.store.load import Loader
from goaltalk.store.tree import Tree, WorkingTree

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from goaltalk.store.history import History
    from goaltalk.store.revision import Revision
    from goaltalk.store.sparse import LeftOut

SHOWN = 5


class Workspace:
    """Opens what is asked for, once, and nothing else; see the properties."""

    def __init__(
        self, call: Call, founding: Path | None = None, at: str | None = None, *, is_sparing: bool = False
    ) -> None:
        """Open nothing yet; `is_sparing`: let git be started once less to find a commit of a day."""
        self.call = call
        self.founding = founding
        self.at = at
        self.is_sparing = is_sparing

    @cached_property
    def root(self) -> Path:
        """The folder of the goals repository: being founded, `-C`, or found upwards from here."""
        if self.founding is not None:
            return self.founding
        start = (self.call.repo or Path.cwd()).absolute()
        if self.call.repo is not None and not start.is_dir():
            raise UsageProblem(f"{self.call.repo}: there is no such folder")
        for folder in (start, *start.parents):
            if (folder / SETTINGS).is_file():
                return folder
        raise BadData(
            f"{self.call.repo or '.'}: not in a goals repository (no {SETTINGS} here or above); "
            "run goaltalk init to make one, or name it with -C DIR"
        )

    @cached_property
    def exists(self) -> bool:
        """Whether there is a goals repository at all; for commands that also help where there is none."""
        try:
            return self.root.is_dir()
        except BadData:
            return False

    @cached_property
    def revision(self) -> "Revision | None":
        """The commit that `--at` means; None for the files as they are now."""
        if self.at is None:
            return None
        from goaltalk.store.revision import find_revision

        return find_revision(self.root, self.at, self.zone, walks=self.is_sparing)

    @cached_property
    def tree(self) -> Tree:
        """The files as they are now, or as they were in the commit that `--at` means."""
        return WorkingTree(self.root) if self.revision is None else self.revision.tree

    @cached_property
    def loader(self) -> Loader:
        """What reads records, and gathers what could not be read."""
        return Loader(self.tree, watch=watched, left_out=self.left_out)

    @cached_property
    def left_out(self) -> "LeftOut | None":
        """What a sparse checkout leaves out of the files as they are now; None where everything is here."""
        from goaltalk.store.sparse import find_left_out

        return find_left_out(self.root) if self.at is None else None

    @cached_property
    def settings(self) -> Settings:
        """The repository's settings."""
        return self.loader.settings()

    @cached_property
    def company(self) -> Company:
        """Settings, units and people."""
        return self.loader.company()

    @cached_property
    def history(self) -> "History":
        """Git, as far as this repository is concerned; no process runs until it is asked something."""
        from goaltalk.store.history import History

        return History(self.root)

    @cached_property
    def today(self) -> date:
        """The date of `--today`, else of `--at`, else the date now in the zone of the settings."""
        if self.call.today is not None:
            return self.call.today
        if self.revision is not None:
            return self.revision.day
        return self.call.now.astimezone(self.zone).date()

    @cached_property
    def zone(self) -> "ZoneInfo":
        """The zone of the settings, always as they are now; BadData if there is no such zone."""
        return (self.loader if self.at is None else Loader(WorkingTree(self.root))).zone()

    def period(self, *, ahead: bool = False) -> Period:
        """Return the period that `--period` names, else the one that holds today.

        `ahead`: for commands that prepare what comes, the next one during the last 30 days of a period.
        """
        if self.call.period is not None:
            try:
                period = self.company.period_named(self.call.period)
            except ValueError as error:
                raise UsageProblem(f"--period: {error}") from None
            if self.company.period_at(period.start) != period:
                usual = self.company.period_at(period.start).label
                raise UsageProblem(f"--period {period.label}: periods here are like {usual}")
            return period
        return self.company.period_opened(self.today) if ahead else self.company.period_at(self.today)

    def talk_period(self, person: str, *, is_ahead: bool = False) -> Period:
        """Return the period of the talk that is meant: that of `--period`, else of a talk that has a day.

        That is one of these days or, `is_ahead`, the next one still to be held; where there is none, it is
        the talk of the period to come.
        """
        if self.call.period is None:
            find = find_talk_ahead if is_ahead else find_talk_of
            found = find(self.conversations(person), self.today)
            if found is not None:
                return found.period
        return self.period(ahead=True)

    def period_holding(self, day: date) -> Period:
        """Return the period of a check-in on that day; UsageProblem if `--period` names another."""
        period = self.company.period_at(day)
        if self.call.period is not None and self.period() != period:
            raise UsageProblem(
                f"--period {self.call.period}: {day} lies in {period.label}; "
                "leave --period out, or take another day"
            )
        return period

    def person(self, text: str) -> str:
        """Return the id of the one person whom a text means; UsageProblem if it is nobody or several."""
        found = find_people(self.company.people, text)
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(found[:SHOWN]) + (", …" if len(found) > SHOWN else "")
            raise UsageProblem(f"'{text}' may mean {names}; write more of it")
        for one in self.loader.findings:
            if one.about is not None and text.casefold() in one.about.owner:
                self.refuse_flaws(f"people/{one.about.owner}/")
        if self.left_out:
            self.left_out.refuse(text)
        known = ", ".join(sorted(self.company.people)[:SHOWN])
        hint = f"goaltalk person list shows everybody (such as {known})" if known else "goaltalk person add"
        raise UsageProblem(f"nobody here is called '{text}'; {hint}")

    def one_of(self, text: str) -> str:
        """Return the id of the person whom an option names; `me` is whoever sits at the keyboard."""
        if text != "me":
            return self.person(text)
        if self.actor is None:
            raise NotAllowed(f"{self.describe(None)}, so nobody knows who 'me' is; say it with --as PERSON")
        return self.actor

    def unit(self, text: str) -> str:
        """Return the id of a unit; UsageProblem if there is none."""
        if text in self.company.units:
            return text
        known = ", ".join(sorted(self.company.units)[:SHOWN]) or "none yet: goaltalk unit add"
        raise UsageProblem(f"there is no unit '{text}'; there is {known}")

    def people(
        self, person: str | None = None, unit: str | None = None, led_by: str | None = None
    ) -> tuple[str, ...]:
        """Return the ids of all people, or of those that the filters leave, sorted; `me` is the actor."""
        chosen = [{self.one_of(person)}] if person is not None else []
        if unit is not None:
            chosen.append(set(self.company.members_of(self.unit(unit))))
        if led_by is not None:
            if self.left_out:
                self.left_out.refuse_leaderless({k: one.unit for k, one in self.company.people.items()})
            chosen.append(set(self.company.team_of(self.one_of(led_by), self.today)))
        return tuple(sorted(set.intersection(*chosen) if chosen else self.company.people))

    def conversations(self, person: str) -> tuple[Conversation, ...]:
        """Return one person's conversations; BadData with every problem if a file of theirs is broken."""
        if self.left_out:
            self.left_out.refuse(person)
        found = self.loader.conversations(self.company, person)
        self.refuse_flaws(f"people/{person}/")
        return found

    def plan(self, person: str, period: Period) -> Plan | None:
        """Return the plan of the person's unit for a period."""
        return self.loader.plan(self.company.people[person].unit, period)

    def refuse_flaws(self, under: str) -> None:
        """Raise BadData if anything read so far below this path was broken."""
        if flaws := [one for one in self.loader.findings if one.path.startswith(under)]:
            raise BadData(*map(as_line, sorted(flaws, key=lambda one: (one.path, one.line, one.column))))

    def report_flaws(self) -> None:
        """Raise BadData if anything read so far was broken; for commands that have shown all the rest."""
        self.refuse_flaws("")

    def day(self, option: str, text: str | None) -> date | None:
        """Read a date from the command line, strictly YYYY-MM-DD; UsageProblem names the option."""
        if text is None:
            return None
        try:
            return read_day(text)
        except ValueError as error:
            raise UsageProblem(f"{option} {error}") from None

    @cached_property
    def actor(self) -> str | None:
        """Whose eyes: `--as`, else the person with git's e-mail address; None if that is nobody here."""
        if self.call.as_person is not None:
            return self.person(self.call.as_person)
        return self.signer

    @cached_property
    def reader(self) -> str | None:
        """Who reads, as far as that can be known: None outside a repository, or where git knows nobody."""
        if not self.exists:
            return None
        try:
            return self.actor
        except (GitProblem, BadData):
            return None

    @cached_property
    def reader_language(self) -> Language:
        """The language of who reads: theirs, the repository's, or English where there is none."""
        return self.company.language_of(self.reader) if self.exists else "en"

    @cached_property
    def signer(self) -> str | None:
        """The person whom git's own identity means, never `--as`: the one who can answer."""
        email = self.history.identity().email
        found = self.company.with_email(email)
        if not found:
            self.refuse_flaws("people/")  # perhaps it is the broken one who sits here
        if len(found) > 1:
            raise GitProblem(f"your git address {email} belongs to {' and '.join(found)}; mend person.yaml")
        return found[0] if found else None

    def side(self, person: str, actor: str | None) -> Side:
        """Return the side of this person's conversation that the actor writes; NotAllowed says who could."""
        side = self.company.side_of(actor, person, self.today)
        if side is None:
            leader = self.company.leader_of(person, self.today)
            could = " or ".join(filter(None, (person, leader))) + self._acting_for(leader, person)
            raise NotAllowed(f"{self.describe(actor)}; this can be done by {could}")
        return side

    def _acting_for(self, leader: str | None, person: str) -> str:
        """Say who sees to it while the leader is away; they write nobody's half (DESIGN section 5)."""
        from goaltalk.domain.leadership import acting_leader

        acting = acting_leader(self.company, person, self.today)
        if acting in (leader, None):
            return ""
        return f" ({leader} is away, and {acting} sees to it, but writes for nobody)"

    def describe(self, actor: str | None) -> str:
        """Say who somebody is to goaltalk, for refusals."""
        if actor is not None:
            return f"you are {actor}"
        return f"your git address {self.history.identity().email} belongs to nobody here"
