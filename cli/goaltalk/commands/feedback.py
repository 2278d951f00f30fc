"""The commands `feedback ask` and `feedback give`."""

from typing import Annotated

import typer

from goaltalk.commands.options import PersonArgument, complete_people, make_group, open_workspace, show
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, entry
from goaltalk.errors import UsageProblem
from goaltalk.writing.feedback import (
    NOTICE,
    Request,
    ask_for_feedback,
    find_givers,
    find_waiting,
    give_feedback,
)


def ask(
    ctx: typer.Context,
    person: PersonArgument,
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            metavar="WHOM",
            help="Whom you ask: a person here, or the name of somebody from outside; again for more.",
            autocompletion=complete_people,
        ),
    ],
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help="By when you would like to have it.")
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option("--question", metavar="TEXT", help="A question; else three that suit everybody."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Ask people around for feedback on PERSON; for the employee and the leader.

    What they write is named and open to the employee. Asking again adds questions, or moves the date.

    Example: goaltalk feedback ask kari --to liv --to 'Berit Aas' --due 2026-10-23
    """
    workspace = open_workspace(ctx)
    name = workspace.person(person)
    workspace.side(name, workspace.actor)
    day = workspace.day("--due", due)
    if day is not None and day < workspace.today:
        raise UsageProblem(f"--due: {day} has passed; choose a day ahead")
    questions = tuple(one.strip() for one in question or ())
    if not all(questions):
        raise UsageProblem("--question: a question is missing")
    wanted = Request(tuple(find_givers(workspace, name, to)), questions, day)
    if any(one.who == workspace.actor for one in wanted.givers):
        raise UsageProblem("you need not ask yourself; what you think stands in your half of the review")
    outcome = ask_for_feedback(workspace, name, wanted, dry_run=dry_run)
    show(outcome.line)
    if not outcome.saved:
        return
    show(NOTICE.format(person=name))
    if any(one.is_inside for one in wanted.givers):
        show(f"they write it with: goaltalk feedback give {name}")
    for one in wanted.givers:
        if not one.is_inside:
            show(f"enter what they say with: goaltalk feedback give {name} --for {one.file}")


def give(
    ctx: typer.Context,
    person: PersonArgument,
    on_behalf: Annotated[
        str | None,
        typer.Option("--for", metavar="NAME", help="Enter what somebody from outside said whom you asked."),
    ] = None,
    assignments: Assignments = None,
    source: Source = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Give the feedback on PERSON that you were asked for; named, and open to the employee.

    Example: goaltalk feedback give kari --set 'answers+=She listens first'
    """
    workspace = open_workspace(ctx)
    name = workspace.person(person)
    waiting = find_waiting(workspace, name, on_behalf)
    typer.echo(NOTICE.format(person=name), err=True)
    given = entry(assignments, source, no_edit, dry_run)
    show(give_feedback(workspace, waiting, given, enters=on_behalf is not None).line)


app = make_group("Ask people around for feedback on PERSON, and give it.", {"ask": ask, "give": give})
