"""The command `agree`."""

from typing import Annotated, NamedTuple

import typer

from goaltalk.commands.answering import accept_text, changes_since, decline_text, text_of
from goaltalk.commands.options import (
    At,
    DocumentForm,
    Output,
    PersonArgument,
    choose_one,
    make_app,
    open_workspace,
    show,
    show_document,
)
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, entry
from goaltalk.errors import UsageProblem
from goaltalk.writing.agreement import open_desk, write_agreement
from goaltalk.writing.draft import Entry


def agree(
    ctx: typer.Context,
    person: PersonArgument,
    assignments: Assignments = None,
    source: Source = None,
    accept: Annotated[bool, typer.Option("--accept", help="Accept exactly the present text.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; for scripts.")] = False,
    decline: Annotated[
        str | None, typer.Option("--decline", metavar="WHY", help="Decline the present text.")
    ] = None,
    amend: Annotated[
        str | None, typer.Option("--amend", metavar="WHY", help="Open an agreement in force for change.")
    ] = None,
    show_it: Annotated[bool, typer.Option("--show", help="Show it for reading together.")] = False,
    changes: Annotated[
        bool, typer.Option("--changes", help="With --show: what changed since both accepted a text.")
    ] = False,
    at: At = None,
    form: DocumentForm = None,
    output: Output = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Draft the agreement with PERSON, change it, and accept exactly this text.

    Example: goaltalk agree kari --set 'goals+=Halve the lead time'; then, by each of you:
    goaltalk agree kari --accept
    """
    if at is not None and (changes or not show_it):
        raise UsageProblem("--at goes with --show alone: what was is only to be read")
    workspace = open_workspace(ctx, at)
    given = entry(assignments, source, no_edit, dry_run)
    task = Task(accept, decline, amend, show_it, changes)
    _ensure_one_task(task, given, has_place=bool(form or output))
    is_read = accept or show_it or decline is not None
    desk = open_desk(workspace, workspace.person(person), is_read=is_read or amend is not None)
    if accept:
        accept_text(desk, yes=yes, dry_run=dry_run)
    elif decline is not None:
        decline_text(desk, decline, dry_run=dry_run)
    elif show_it:
        document = changes_since(desk) if changes else text_of(desk)
        show_document(document, workspace.company.language_of(desk.person), form, output)
    else:
        show(write_agreement(desk, given, amend).line)


class Task(NamedTuple):
    """What is to be done with the agreement."""

    accept: bool
    decline: str | None
    amend: str | None
    show: bool
    changes: bool


def _ensure_one_task(task: Task, given: Entry, *, has_place: bool) -> None:
    """Raise UsageProblem for options that contradict each other, or that say nothing."""
    chosen = choose_one({"--accept": task.accept, "--decline": task.decline is not None, "--show": task.show})
    if chosen and (given.says_something or task.amend is not None):
        raise UsageProblem(f"{chosen} takes the text as it is; change it in a command of its own")
    for option, why in (("--amend", task.amend), ("--decline", task.decline)):
        if why is not None and not why.strip():
            raise UsageProblem(f"{option}: say why, so that both remember it")
    if task.changes and not task.show:
        raise UsageProblem("--changes goes with --show")
    if has_place and not task.show:
        raise UsageProblem("--format and -o say how to show the agreement; add --show")


app = make_app(agree)
