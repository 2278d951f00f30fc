"""How `diff` finds the two ends of a comparison, and what both had agreed between them."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import typer

from goaltalk.domain.answers import short_form
from goaltalk.domain.company import Company
from goaltalk.domain.compare import Comparison, compare_moments, compare_periods, find_moment, find_wanted
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.finding import as_line
from goaltalk.domain.goal_states import Moment
from goaltalk.domain.periods import Period
from goaltalk.errors import BadData, GitProblem, UsageProblem
from goaltalk.render.team import Stretch
from goaltalk.store.load import Loader
from goaltalk.workspace import Workspace

if TYPE_CHECKING:
    from goaltalk.store.revision import Revision
    from goaltalk.store.versions import Found, Wanted


class Span(NamedTuple):
    """From where to where: two periods, or all since a date or a commit; None is what is usual."""

    before: str | None = None
    after: str | None = None
    since: str | None = None


class Ends(NamedTuple):
    """The two moments of one person's comparison."""

    then: Moment
    now: Moment


class Past(NamedTuple):
    """The files as they were at the first moment."""

    revision: "Revision"
    loader: Loader
    company: Company


class Comparing:
    """Compares the same two ends for one or several people."""

    def __init__(self, workspace: Workspace, span: Span) -> None:
        self.workspace = workspace
        self.span = span
        self._found: Found | None = None

    def person(self, name: str) -> Comparison:
        """Compare one person; BadData if a file of theirs is broken, GitProblem if history is cut off."""
        conversations = self.workspace.conversations(name)
        self._ensure_periods(conversations)
        ends = self._ends(name, conversations)
        if self.past is not None:
            self.refuse_flaws_of_then(f"people/{ends.then.person}/")
            if ends.then.person not in ends.then.company.people:
                typer.echo(
                    f"note: {name} was not here on {ends.then.today}, so all there is is new", err=True
                )
        (one,) = self._compare([ends])
        if one.lost and self._found is not None and self._found.is_cut:
            self.refuse_lost([one])
        if one.unagreed and self.workspace.company.leader_of(name, self.workspace.today) is not None:
            typer.echo(f"note: nothing is agreed with {name} for {' and '.join(one.unagreed)}", err=True)
        return one

    def people(self, names: Sequence[str]) -> list[Comparison]:
        """Compare several people, as far as their files can be read."""
        loader, company = self.workspace.loader, self.workspace.company
        known = {name: loader.conversations(company, name) for name in names}
        self._ensure_periods([one for each in known.values() for one in each])
        found = self._compare([self._ends(name, each) for name, each in known.items()])
        # Whom nobody leads has nobody to agree with.
        led = [one for one in found if company.leader_of(one.person, self.workspace.today) is not None]
        labels = [label for one in led for label in one.unagreed]
        told = (
            f"for {label} with {labels.count(label)} of {len(led)} people" for label in sorted(set(labels))
        )
        if labels:
            typer.echo(f"note: nothing is agreed {' and '.join(told)}", err=True)
        return found

    def refuse_lost(self, shown: Iterable[Comparison]) -> None:
        """Raise GitProblem if git should have a text that both accepted, and has not.

        What git never had is only told in what is shown: there is nothing to be mended. BadData if only what
        another id accepted is missing.
        """
        shown = list(shown)
        lines, advice = self._lost(shown)
        others = [
            f"{one.person}: what {', '.join(text.by)} accepted for {text.period} does not count here, so "
            "what both had accepted then cannot be told"
            for one in shown
            for text in one.uncounted
        ]
        if others:
            others.append("accept the present text anew (goaltalk agree PERSON), or rename the folder back")
        if lines:
            raise GitProblem(*lines, advice, *others)
        if others:
            raise BadData(*others)

    def _lost(self, shown: Iterable[Comparison]) -> tuple[list[str], str]:
        """Return a line for each text that git should have and has not, and what to do."""
        found = self._found
        if found is None:
            return [], ""
        lines = [
            f"{one.person}: the text for {text.period} that both accepted on {text.on} "
            f"({short_form(text.digest)}) is in no commit here, so what moved with it cannot be told"
            for one in shown
            for text in one.lost
            if found.is_cut or found.is_unborn or (one.person, text.period) in found.remembered
        ]
        if found.is_cut:
            return lines, "history is cut off in this clone; run git fetch --unshallow first"
        if found.is_unborn:
            return lines, "nothing is committed on this branch; check out the one that has the history"
        return lines, (
            "fetch what was there before history was rewritten; what came later is told by --since DATE"
        )

    def refuse_flaws_of_then(self, under: str = "") -> None:
        """Raise BadData if anything read of the first moment, below this path, was broken."""
        if self.past is not None:
            commit = self.past.revision.short
            flaws = [one for one in self.past.loader.findings if one.path.startswith(under)]
            if flaws:
                raise BadData(*(f"{commit}:{as_line(one)}" for one in flaws))

    @cached_property
    def past(self) -> Past | None:
        """The files at the first moment; None where they are those of the second. Says on stderr which."""
        if self.span.since is None:
            return None
        from goaltalk.store.revision import find_revision

        workspace = self.workspace
        found = find_revision(
            workspace.root,
            self.span.since,
            workspace.zone,
            "--since",
            beside=workspace.revision,
            walks=workspace.is_sparing,
        )
        until = min(workspace.today, workspace.revision.day) if workspace.revision else workspace.today
        if found.day > until:
            raise UsageProblem(f"--since {found.day} lies after {until}; choose an earlier one")
        typer.echo(found.describe(found.day, "since"), err=True)
        loader = Loader(found.tree)
        return Past(found, loader, loader.company())

    @property
    def stretch(self) -> Stretch:
        """Between what is compared."""
        today = self.workspace.today
        if self.past is None:
            before, after = self._periods
            return Stretch(before.label, after.label, today)
        day = self.past.revision.day
        there, here = self.past.company.period_at(day), self.workspace.company.period_at(today)
        return Stretch(there.label, here.label, today, day)

    @cached_property
    def _periods(self) -> tuple[Period, Period]:
        workspace, (before, after, _) = self.workspace, self.span
        to = _period(workspace, after) if after else workspace.period()
        return _period(workspace, before) if before else workspace.company.period_before(to), to

    def _ensure_periods(self, known: Iterable[Conversation]) -> None:
        """Refuse a period of another kind than here, unless somebody has one of that name."""
        if self.past is not None:
            return
        company, labels = self.workspace.company, {one.period.label for one in known}
        for period in self._periods:
            usual = company.period_at(period.start)
            if usual != period and period.label not in labels:
                raise UsageProblem(
                    f"nothing is there for {period.label}; periods here are like {usual.label}"
                )

    def _ends(self, name: str, conversations: Sequence[Conversation]) -> Ends:
        workspace = self.workspace
        company, today = workspace.company, workspace.today
        if self.past is None:
            before, after = self._periods
            then = Moment(company, name, conversations, before, today)
            return Ends(then, Moment(company, name, conversations, after, today))
        period = workspace.period() if workspace.call.period is not None else None
        past, day = self.past.company, self.past.revision.day
        known_as = self._name_then(name, past)
        some = self.past.loader.conversations(past, known_as) if known_as in past.people else ()
        return Ends(
            find_moment(past, known_as, some, day, period),
            find_moment(company, name, conversations, today, period),
        )

    def _name_then(self, name: str, past: Company) -> str:
        """Return the id a person had then; who has got another one since is known by the e-mail address."""
        if name in past.people:
            return name
        company = self.workspace.company
        same = {old for email in company.people[name].emails for old in past.with_email(email)}
        gone = same - company.people.keys()
        return gone.pop() if len(gone) == 1 else name

    def _compare(self, ends: Sequence[Ends]) -> list[Comparison]:
        is_since = self.past is not None
        wanted: dict[tuple[str, str], set[str]] = {}
        for one in ends:
            wanted |= find_wanted(one.then, one.now, is_since=is_since)
        self._found = self._find(wanted) if wanted else None
        texts = self._found.texts if self._found is not None else {}
        return [
            compare_moments(one.then, one.now, texts)
            if is_since
            else compare_periods(
                one.now.company,
                one.now.person,
                one.now.conversations,
                one.then.period,
                one.now.period,
                one.now.today,
                texts,
            )
            for one in ends
        ]

    def _find(self, wanted: "Wanted") -> "Found":
        """Find the texts in one go, in the process that reads another revision if there is one."""
        from goaltalk.store.versions import find_all_texts  # most need nothing of what git remembers

        workspace = self.workspace
        opened = [one for one in (self.past and self.past.revision, workspace.revision) if one is not None]
        return find_all_texts(
            workspace.root,
            workspace.settings.id,
            wanted,
            workspace.revision.commit if workspace.revision is not None else "HEAD",
            opened[0].tree.objects if opened else None,
        )


def _period(workspace: Workspace, label: str) -> Period:
    try:
        return workspace.company.period_named(label)
    except ValueError as error:
        raise UsageProblem(str(error)) from None
