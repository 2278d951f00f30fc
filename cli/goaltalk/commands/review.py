"""The command `review`."""

from dataclasses import replace
from typing import Annotated, NamedTuple

import typer

from goaltalk.commands.options import (
    DocumentForm,
    OptionalValues,
    Output,
    PersonArgument,
    choose_one,
    make_app,
    open_workspace,
    show,
    show_document,
)
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, entry
from goaltalk.domain.agenda import gather_review
from goaltalk.errors import UsageProblem
from goaltalk.render.views import review_document
from goaltalk.writing.answering import Reply
from goaltalk.writing.draft import Entry
from goaltalk.writing.review import ReviewDesk, Said, answer_review, open_review, reopen, write_review


def review(
    ctx: typer.Context,
    person: PersonArgument,
    held: Annotated[
        str | None, typer.Option("--held", metavar="[DATE]", help="Confirm that it was held.")
    ] = None,
    experience: Annotated[
        str | None, typer.Option("--experience", metavar="TEXT[:1-5]", help="How it was, for you.")
    ] = None,
    acknowledge: Annotated[
        bool, typer.Option("--acknowledge", help="You have received it as it is; received, not agreed.")
    ] = False,
    response: Annotated[
        str | None, typer.Option("--response", metavar="TEXT", help="With --acknowledge: what you say to it.")
    ] = None,
    refuse: Annotated[
        str | None, typer.Option("--refuse", metavar="WHY", help="You will not receive it, and why.")
    ] = None,
    show_it: Annotated[bool, typer.Option("--show", help="Show both halves side by side.")] = False,
    form: DocumentForm = None,
    output: Output = None,
    assignments: Assignments = None,
    source: Source = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Fill in your half of the evaluation at the period's end.

    Without --period it is that of the period which ended last, and in a period's last 30 days of that one. It
    counts as held with the talk of the next period, or when you say so.

    Example: goaltalk review kari --set goals.lead-time.result=partly; then, by the employee:
    goaltalk review kari --acknowledge
    """
    workspace = open_workspace(ctx)
    given = entry(assignments, source, no_edit, dry_run)
    task = Task(acknowledge, response, refuse, show_it, Said(held, experience))
    _ensure_one_task(task, given, has_place=bool(form or output))
    desk = open_review(workspace, workspace.person(person))
    if show_it:
        show_document(document_of(desk), workspace.company.language_of(desk.person), form, output)
    elif refuse is not None:
        _answer(desk, Reply("refused", refuse.strip()), given)
    elif acknowledge:
        _answer(desk, Reply("received", response.strip() if response else None), given)
    else:
        _write(desk, given, task.said)


class Task(NamedTuple):
    """What is to be done with the review."""

    acknowledge: bool
    response: str | None
    refuse: str | None
    show: bool
    said: Said


def document_of(desk: ReviewDesk) -> str:
    """Return the review as a document; UsageProblem if nobody has written anything in it."""
    workspace, label = desk.workspace, desk.period.label
    if desk.standing.state == "none":
        raise UsageProblem(
            f"nobody has written anything in the review of {desk.person} for {label}; "
            f"goaltalk review {desk.person} --period {label} begins it"
        )
    facts = gather_review(workspace.company, desk.person, desk.conversations, desk.period, workspace.today)
    return review_document(workspace.company, facts, workspace.root)


def _write(desk: ReviewDesk, given: Entry, said: Said) -> None:
    if said != Said():
        given = replace(given, interactive=False)
    outcome = write_review(desk, given, said)
    show(outcome.line)
    if outcome.saved:
        for one in reopen(desk).standing.stale:
            show(
                f"{one.by} answered this review as it was on {one.on} ({one.answer}); it says something else "
                f"now, so it waits for a new answer"
            )


def _answer(desk: ReviewDesk, reply: Reply, given: Entry) -> None:
    show(answer_review(desk, reply, dry_run=given.dry_run).line)
    if given.dry_run:
        return
    show(_standing_line(reopen(desk)))


def _standing_line(desk: ReviewDesk) -> str:
    """Say where the review stands after an answer, and who is still to answer or whose refusal stands."""
    standing, what = desk.standing, f"the review of {desk.period.label}"
    refused = [one.by for one in standing.answers if one.answer == "refused"]
    if refused:
        return f"{what} is refused by {' and '.join(refused)}; talk it over"
    if standing.state == "received":
        return f"{what} is received as it is now, which does not mean agreed"
    stale = next((one for one in standing.stale if one.role == "employee"), None)
    since = f", who answered it as it was on {stale.on}" if stale else ""
    return f"{what} now waits for the answer of {desk.person}{since}"


def _ensure_one_task(task: Task, given: Entry, *, has_place: bool) -> None:
    """Raise UsageProblem for options that contradict each other, or that say nothing."""
    chosen = choose_one(
        {"--acknowledge": task.acknowledge, "--refuse": task.refuse is not None, "--show": task.show}
    )
    if chosen and (given.says_something or task.said != Said()):
        raise UsageProblem(f"{chosen} takes the review as it is; write in it with a command of its own")
    if task.response is not None and not task.acknowledge:
        raise UsageProblem("--response goes with --acknowledge")
    for option, words in (("--refuse", task.refuse), ("--response", task.response)):
        if words is not None and not words.strip():
            raise UsageProblem(f"{option}: say it in words, so that both remember it")
    if has_place and not task.show:
        raise UsageProblem("--format and -o say how to show the review; add --show")


app = make_app(review, OptionalValues)
