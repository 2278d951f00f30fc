"""The command `agenda`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from goaltalk.commands.options import (
    At,
    DocumentFormOrJson,
    FormOrJson,
    LedBy,
    OptionalPerson,
    Output,
    choose_form,
    make_app,
    open_workspace,
    show_document,
    show_json,
)
from goaltalk.domain.agenda import (
    CheckInAgenda,
    ReviewAgenda,
    Slot,
    TalkAgenda,
    build_checkin_agenda,
    build_review_agenda,
    build_talk_agenda,
    plan_next,
    plan_review,
    plan_talk,
)
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.meetings import talk_day
from goaltalk.domain.periods import Period
from goaltalk.domain.records import PrivatePreparation
from goaltalk.errors import NotAllowed, SaveProblem, UsageProblem
from goaltalk.questions import picked_questions
from goaltalk.render.document import as_sections
from goaltalk.render.outputs import agenda_output
from goaltalk.render.views import OwnCopy, agenda_document
from goaltalk.workspace import Workspace

Kind = Literal["talk", "checkin", "review"]


def agenda(
    ctx: typer.Context,
    person: OptionalPerson = None,
    kind: Annotated[Kind | None, typer.Option(help="Else what is planned next, or a check-in.")] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="Else what is planned next, or today.")
    ] = None,
    form: DocumentFormOrJson = None,
    private: Annotated[
        bool, typer.Option("--private", help="As leader: with your own notes, and reminders for you.")
    ] = False,
    output: Output = None,
    everybody: Annotated[
        bool,
        typer.Option("--all", help="Of each whom you lead; -o then names a folder, or one file for all."),
    ] = False,
    led_by: LedBy = None,
    at: At = None,
) -> None:
    """Print the agenda of one meeting.

    Example: goaltalk agenda kari; goaltalk agenda kari --kind talk -o kari.md; goaltalk agenda --all
    """
    if at is not None and private:
        raise UsageProblem("--private shows your notes as they are now; leave out --at or --private")
    workspace = open_workspace(ctx, at)
    wanted = Wanted(kind, day, form, output, private)
    if everybody or led_by is not None:
        if person is not None:
            raise UsageProblem("PERSON and --all do not go together; leave one of them out")
        # Imported here because it prints what this module makes.
        from goaltalk.commands.agendas import print_each

        print_each(workspace, workspace.one_of(led_by or "me"), wanted)
    elif person is None:
        raise UsageProblem("whose agenda? goaltalk agenda PERSON, or --all for each whom you lead")
    else:
        print_one(workspace, workspace.person(person), wanted)


class Wanted(NamedTuple):
    """Which meeting's agenda, in which form, and where; `output` may be a folder."""

    kind: Kind | None
    day: str | None
    form: FormOrJson | None
    output: Path | None
    private: bool


def print_one(workspace: Workspace, person: str, wanted: Wanted) -> None:
    """Print one agenda, or write it to a file of its own."""
    if wanted.private:
        require_privacy(workspace, person, wanted.output)
    document, chosen, on = make_agenda(workspace, person, wanted.kind, wanted.day, private=wanted.private)
    output, form = wanted.output, choose_form(wanted.form, wanted.output)
    if output and output.is_dir():
        private = "-private" if wanted.private else ""
        output = output / f"{person}-{on}{private}.{'txt' if form == 'text' else form}"
    if output and wanted.private:
        keep_to_myself(workspace, output)
    if form == "json":
        show_json(agenda_output(person, chosen, on, as_sections(document)), output)
    else:
        language = workspace.company.language_of(person)
        show_document(document, language, form, output)


def make_agenda(
    workspace: Workspace,
    person: str,
    kind: Kind | None = None,
    day: str | None = None,
    *,
    private: bool = False,
) -> tuple[str, Kind, date]:
    """Make the agenda of the meeting asked for; return it as Markdown, with its kind and date.

    `private`: with the leader's own notes; who asks for them is not checked here.
    """
    company, conversations = workspace.company, workspace.conversations(person)
    slot = _choose(workspace, conversations, kind, workspace.day("--date", day))
    facts: CheckInAgenda | TalkAgenda | ReviewAgenda
    if slot.kind == "checkin":
        facts = build_checkin_agenda(company, person, conversations, slot.day)
    elif slot.kind == "review":
        facts = build_review_agenda(company, person, conversations, slot)
    else:
        facts = build_talk_agenda(company, person, conversations, workspace.plan(person, slot.period), slot)
    # The notes for a review are those for the talk that includes it, which opens the next period.
    opened = company.period_after(slot.period) if slot.kind == "review" else slot.period
    own = OwnCopy(_read_notes(workspace, person, opened)) if private else None
    asked = picked_questions(workspace, person, slot.period) if slot.kind == "talk" else ()
    return agenda_document(company, facts, asked, own, workspace.root), slot.kind, slot.day


def _choose(
    workspace: Workspace, conversations: Sequence[Conversation], kind: Kind | None, day: date | None
) -> Slot:
    """Return the meeting that the command line means; what it leaves open is what is planned."""
    company, today = workspace.company, workspace.today
    planned = plan_next(company, conversations, today)
    if kind is None and day is None and workspace.call.period is None:
        return planned
    if kind is None and day is not None:
        kind = "talk" if any(talk_day(one) == day for one in conversations) else "checkin"
    period = workspace.period() if workspace.call.period is not None else None
    if kind == "review":
        return plan_review(company, conversations, period, day, today)
    if (kind or planned.kind) == "talk":
        return plan_talk(company, conversations, period, day, today)
    on = day or (planned.day if planned.kind == "checkin" else today)
    return Slot("checkin", on, workspace.period_holding(on))


def require_privacy(workspace: Workspace, person: str, output: Path | None) -> None:
    """Refuse everybody but the leader, and a file where others could read it."""
    company, actor = workspace.company, workspace.actor
    if company.side_of(actor, person, workspace.today) != "leader":
        leader = company.leader_of(person, workspace.today)
        could = f"only {leader} has notes on {person}" if leader else f"nobody leads {person}"
        raise NotAllowed(f"{workspace.describe(actor)}; {could}, so leave out --private")
    if output is not None:
        ensure_outside(workspace, output)


def keep_to_myself(workspace: Workspace, output: Path) -> None:
    """Make the file an agenda with notes goes into, outside the repository and for nobody else to read."""
    from goaltalk.store.private import make_private

    ensure_outside(workspace, output)
    make_private(output)


def ensure_outside(workspace: Workspace, output: Path) -> None:
    """Raise SaveProblem for a place in the goals repository, where private notes never lie."""
    # Imported here because the agenda that everybody may read is not to wait for it.
    from goaltalk.store.private import lies_in_repository

    if lies_in_repository(output, workspace.root):
        raise SaveProblem(
            f"{output}: lies in the goals repository, and private notes never do; choose another"
        )


def _read_notes(workspace: Workspace, person: str, period: Period) -> PrivatePreparation | None:
    from goaltalk.store.private import Notes

    return Notes(workspace.root, workspace.settings.id, person, period.label).load()


app = make_app(agenda)
