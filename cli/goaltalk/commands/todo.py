"""The command `todo`."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Annotated, Literal

import typer

from goaltalk.commands.late import unit_deadlines
from goaltalk.commands.options import make_app, open_workspace, show, show_json, tell_left_out
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records import PrivatePreparation
from goaltalk.domain.todo import Task, find_tasks, in_order, own_tasks
from goaltalk.errors import BadData, NotAllowed
from goaltalk.render.outputs import todo_output
from goaltalk.render.todo import as_todo_markdown, as_todo_text
from goaltalk.store.layout import path_of
from goaltalk.workspace import Workspace

DAYS, MOST = 14, 3660


def todo(
    ctx: typer.Context,
    days: Annotated[
        int, typer.Option("--days", metavar="N", min=0, max=MOST, help="How many days ahead.")
    ] = DAYS,
    form: Annotated[
        Literal["text", "md", "json"], typer.Option("--format", help="text, md or json.")
    ] = "text",
) -> None:
    """List what you are to do next, with the command for each.

    Everything of yours that is late, and what falls due within the days ahead: meetings to call, to prepare
    and to report on, agreements and wishes to answer, actions, feedback, briefs.

    Example: goaltalk todo; goaltalk todo --days 30 --as per-lie
    """
    workspace = open_workspace(ctx)
    actor = workspace.actor
    if actor is None:
        raise NotAllowed(
            f"{workspace.describe(None)}, so nobody knows whose list it is; say it with --as PERSON"
        )
    until = workspace.today + timedelta(days=days)
    tasks = in_order(_tasks(workspace, actor, days))
    if form == "json":
        paths = [path_of(one.about) for one in tasks]
        show_json(todo_output(tasks, paths, actor, workspace.today))
    else:
        render = as_todo_markdown if form == "md" else as_todo_text
        call = workspace.call if form == "text" else None
        show(render(tasks, actor, workspace.today, until), call=call)
    workspace.report_flaws()


def _tasks(workspace: Workspace, actor: str, days: int) -> Iterator[Task]:
    company, today = workspace.company, workspace.today
    until = today + timedelta(days=days)

    def about(name: str, conversations: Sequence[Conversation]) -> Iterator[Task]:
        found = find_tasks(company, actor, name, conversations, today, until)
        return (one for one in found if not _is_noted(workspace, one, actor))

    tell_left_out(workspace, company.people)
    yield from workspace.loader.over(company, sorted(company.people), about)
    units = (one for one in unit_deadlines(workspace) if one.due <= until)
    yield from own_tasks(units, actor, today)


def _is_noted(workspace: Workspace, task: Task, actor: str) -> bool:
    """Say whether the leader has prepared in private: that shows on their own machine, and nowhere else."""
    if task.rule != "prep-missing" or task.person == actor or workspace.call.as_person is not None:
        return False
    from goaltalk.store.private import Notes

    notes = Notes(workspace.root, workspace.settings.id, task.about.owner, task.about.period)
    try:
        return notes.load() not in (None, PrivatePreparation())
    except BadData:
        return True  # something is written; that it is broken, `prep` says


app = make_app(todo)
