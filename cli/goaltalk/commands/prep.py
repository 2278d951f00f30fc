"""The command `prep`."""

from typing import Annotated

import typer

from goaltalk.commands.options import PersonArgument, make_app, open_workspace, show
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, conclude, entry
from goaltalk.domain.address import Address
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import GoalProgress, fold_progress
from goaltalk.domain.records import Review
from goaltalk.errors import UsageProblem
from goaltalk.questions import picked_questions
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, Entry, make_form, open_draft
from goaltalk.writing.editor import settle_entry
from goaltalk.writing.finish import Outcome
from goaltalk.writing.notes import share_notes, write_notes
from goaltalk.writing.picks import refuse_hidden_questions


def prep(
    ctx: typer.Context,
    person: PersonArgument,
    share: Annotated[
        list[str] | None,
        typer.Option(
            "--share", metavar="KEY", help="As leader: copy a key of your own notes into the repository."
        ),
    ] = None,
    assignments: Assignments = None,
    source: Source = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Prepare your side of the talk with PERSON; for an employee that is yourself.

    A leader's preparation lies outside the repository, for nobody else to read, until --share copies single
    keys of it.

    Example: goaltalk prep kari --set 'contribute=Better tools' --set 'wishes+=One day a month to learn'
    """
    workspace = open_workspace(ctx)
    name = workspace.person(person)
    side = workspace.side(name, workspace.actor)
    period = workspace.talk_period(name, is_ahead=True)
    given = entry(assignments, source, no_edit, dry_run)
    if side == "employee":
        if share:
            raise UsageProblem("--share is for leaders; your preparation is in the repository already")
        _prepare_employee(workspace, name, period, given)
    elif share:
        if given.says_something:
            raise UsageProblem("--share copies what is saved; write it first, then share it")
        show(share_notes(workspace, name, period, share, dry_run=dry_run).line)
    else:
        show(write_notes(workspace, name, period, given, lambda line: typer.echo(line, err=True)).line)


def _prepare_employee(workspace: Workspace, name: str, period: Period, given: Entry) -> None:
    address = Address("preparation.employee", name, period.label, "employee")

    def form() -> str:
        plan = workspace.plan(name, period)
        needs = plan.brief.needs if plan else ()
        ended, questions = _unreviewed(workspace, name, period), picked_questions(workspace, name, period)
        return make_form(workspace, address, name, needs=needs, ended=ended, questions=questions)

    def settle(draft: Draft) -> Outcome:
        refuse_hidden_questions(workspace, name, draft.model)
        return conclude(workspace, draft, f"prep {name} {period.label} (employee)", given)

    show(settle_entry(open_draft(workspace, address, form), given, settle).line)


def _unreviewed(workspace: Workspace, name: str, period: Period) -> tuple[GoalProgress, ...]:
    """Return the goals of the period before, if the employee has not begun to review them."""
    conversations = workspace.conversations(name)
    last = max(
        (one for one in conversations if one.period < period), key=lambda one: one.period, default=None
    )
    if last is None or last.review.employee not in (None, Review()):
        return ()
    return fold_progress(workspace.company, conversations, last.period.label, workspace.today).goals


app = make_app(prep)
