"""The command `agree`."""

from typing import Annotated

import typer

from goaltalk.commands.options import (
    DocumentForm,
    Output,
    PersonArgument,
    make_app,
    on_terminal,
    open_workspace,
    show,
    show_document,
)
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, entry
from goaltalk.errors import UsageProblem
from goaltalk.render.views import agreement_document
from goaltalk.writing.agreement import Desk, answer_agreement, open_desk, write_agreement


def agree(
    ctx: typer.Context,
    person: PersonArgument,
    assignments: Assignments = None,
    source: Source = None,
    accept: Annotated[bool, typer.Option("--accept", help="Accept exactly the present text.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; for scripts.")] = False,
    amend: Annotated[
        str | None, typer.Option("--amend", metavar="WHY", help="Change an agreement in force.")
    ] = None,
    show_it: Annotated[bool, typer.Option("--show", help="Show it for reading together.")] = False,
    form: DocumentForm = None,
    output: Output = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Draft the agreement with PERSON, change it, and accept exactly this text.

    Example: goaltalk agree kari --set 'goals+=Halve the lead time'; then, by each of you:
    goaltalk agree kari --accept
    """
    workspace = open_workspace(ctx)
    desk = open_desk(workspace, workspace.person(person))
    given = entry(assignments, source, no_edit, dry_run)
    if (accept or show_it) and (given.says_something or amend is not None):
        raise UsageProblem("--accept and --show take the text as it is; change it in a command of its own")
    if amend is not None and not amend.strip():
        raise UsageProblem("--amend: say why, so that both remember it")
    if (form or output) and not show_it:
        raise UsageProblem("--format and -o say how to show the agreement; add --show")
    if accept:
        _accept(desk, yes, dry_run)
    elif show_it:
        show_document(_document(desk), desk.workspace.company.language_of(desk.person), form, output)
    else:
        show(write_agreement(desk, given, amend).line)


def _accept(desk: Desk, yes: bool, dry_run: bool) -> None:
    if not yes and not dry_run:
        if not on_terminal():
            raise UsageProblem("there is nobody to ask here; add --yes to accept exactly the present text")
        show_document(_document(desk), desk.workspace.company.language_of(desk.person))
        if not typer.confirm("Accept exactly this text?"):
            show("nothing accepted")
            return
    show(answer_agreement(desk, "accepted", dry_run=dry_run).line)
    if dry_run:
        return
    fresh = open_desk(desk.workspace, desk.person)
    if fresh.standing.state == "in_force":
        show(f"both have accepted: the agreement for {desk.period.label} is in force")
    else:
        other = "leader" if "employee" in fresh.standing.accepted else "employee"
        show(f"the agreement for {desk.period.label} now waits for the {other}'s answer")


def _document(desk: Desk) -> str:
    company = desk.workspace.company
    if desk.conversation.agreement is None:
        raise UsageProblem(f"{desk.person} has no agreement for {desk.period.label} yet")
    workspace = desk.workspace
    return agreement_document(company, desk.conversation, desk.standing, workspace.today, workspace.root)


app = make_app(agree)
