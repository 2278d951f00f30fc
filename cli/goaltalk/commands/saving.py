"""What the commands that change a record share: their options, and how they end."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import typer

from goaltalk.commands.options import on_terminal, show
from goaltalk.domain.address import Address
from goaltalk.errors import UsageProblem
from goaltalk.store.guard import Model
from goaltalk.store.splice import Edit
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, Entry, open_draft
from goaltalk.writing.editor import settle_entry
from goaltalk.writing.finish import Outcome, finish
from goaltalk.writing.people import Planned

Assignments = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Set a key; KEY+=VALUE adds to a list. Items by id or number: goals.lead-time.due=2026-12-01.",
    ),
]
Source = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help="Take the whole content as YAML; - is standard input."),
]
NoEdit = Annotated[bool, typer.Option("--no-edit", help="Just make the form.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and save nothing.")]


def entry(assignments: Sequence[str] | None, source: str | None, no_edit: bool, dry_run: bool) -> Entry:
    """Gather what the command line says about a record's content."""
    return Entry(tuple(assignments or ()), source, no_edit, dry_run, interactive=on_terminal())


def save_record(
    workspace: Workspace, address: Address, form: Callable[[], str], given: Entry, message: str
) -> None:
    """Open a record or its form, fill in what was given, save and commit it, and say so."""
    opened = open_draft(workspace, address, form)
    show(settle_entry(opened, given, lambda draft: conclude(workspace, draft, message, given)).line)


def save_planned(workspace: Workspace, planned: Planned, message: str, *, dry_run: bool) -> None:
    """Save and commit a planned change, and say what it means where something was changed."""
    outcome = finish(workspace, [planned.draft], message, dry_run=dry_run)
    if outcome.saved and planned.told:
        show(planned.told)
    show(outcome.line)


def refuse_keys(assignments: Sequence[str] | None, instead: Mapping[str, str]) -> None:
    """Refuse to set keys by hand that a command of their own looks after; `instead` says which, by key."""
    for assignment in assignments or ():
        key = assignment.partition("=")[0].strip()
        if key in instead:
            raise UsageProblem(f"--set {key}: use {instead[key]}; to mend a mistake, edit the file")


def new_record_edits(draft: Draft, facts: Mapping[str, Model], exists: str) -> tuple[Edit, ...]:
    """Return the edits that put facts into a new record; UsageProblem if one that says otherwise is there."""
    model = draft.model
    present = model if isinstance(model, dict) and draft.before is not None else {}
    given = {key: value for key, value in facts.items() if value is not None}
    if present and any(present.get(key) != value for key, value in given.items()):
        raise UsageProblem(exists)
    return tuple(Edit("set", (key,), value) for key, value in given.items())


def conclude(workspace: Workspace, draft: Draft, message: str, given: Entry) -> Outcome:
    """Finish the change of one record."""
    return finish(workspace, [draft], message, dry_run=given.dry_run)
