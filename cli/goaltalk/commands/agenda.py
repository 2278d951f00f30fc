"""The command `agenda`."""

from datetime import date
from typing import Annotated, Literal

import typer

from goaltalk.commands.options import (
    DocumentFormOrJson,
    Output,
    PersonArgument,
    choose_form,
    make_app,
    open_workspace,
    show_document,
    show_json,
)
from goaltalk.domain.agenda import build_checkin_agenda, build_talk_agenda, choose_meeting
from goaltalk.render.document import as_sections
from goaltalk.render.outputs import agenda_output
from goaltalk.render.views import agenda_document
from goaltalk.workspace import Workspace

Kind = Literal["talk", "checkin"]


def agenda(
    ctx: typer.Context,
    person: PersonArgument,
    kind: Annotated[Kind | None, typer.Option(help="Else what is planned next, or a check-in.")] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="Else what is planned next, or today.")
    ] = None,
    form: DocumentFormOrJson = None,
    output: Output = None,
) -> None:
    """Print the agenda of one meeting.

    Example: goaltalk agenda kari; goaltalk agenda kari --kind talk -o kari.md
    """
    workspace = open_workspace(ctx)
    document, chosen, on = make_agenda(workspace, workspace.person(person), kind, day)
    if choose_form(form, output) == "json":
        show_json(agenda_output(workspace.person(person), chosen, on, as_sections(document)), output)
    else:
        language = workspace.company.language_of(workspace.person(person))
        show_document(document, language, form, output)


def make_agenda(
    workspace: Workspace, person: str, kind: Kind | None = None, day: str | None = None
) -> tuple[str, Kind, date]:
    """Make the agenda of the meeting asked for; return it as Markdown, with its kind and date."""
    conversations = workspace.conversations(person)
    planned, when = choose_meeting(conversations, workspace.today)
    chosen = kind or planned
    on = workspace.day("--date", day) or (when if chosen == planned else workspace.today)
    if chosen == "checkin":
        facts = build_checkin_agenda(workspace.company, person, conversations, on)
        return agenda_document(workspace.company, facts, own=workspace.root), chosen, on
    plan = workspace.plan(person, workspace.company.period_at(on))
    talk = build_talk_agenda(workspace.company, person, conversations, plan, on)
    asked = workspace.picked_questions(person, talk.frame.period)
    return agenda_document(workspace.company, talk, asked, workspace.root), chosen, on


app = make_app(agenda)
