"""The command `questions`."""

from typing import Annotated

import typer

from goaltalk.commands.options import (
    DocumentFormOrJson,
    InLanguage,
    Output,
    choose_form,
    make_app,
    open_workspace,
    show_document,
    show_json,
)
from goaltalk.domain.menu import filter_menu
from goaltalk.errors import UsageProblem
from goaltalk.questions import menu_of
from goaltalk.render.outputs import questions_output
from goaltalk.render.views import questions_document
from goaltalk.store.layout import QUESTIONS


def questions(
    ctx: typer.Context,
    topic: Annotated[
        str | None, typer.Option("--topic", metavar="ID", help="Only the questions of this topic.")
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", metavar="TEXT", help="Only questions that hold this text.")
    ] = None,
    language: InLanguage = None,
    form: DocumentFormOrJson = None,
    output: Output = None,
) -> None:
    """List questions to choose from for a talk, with the ids to pick them by; works anywhere.

    Example: goaltalk questions --search stay; then goaltalk prep kari --set questions+=belonging
    """
    workspace = open_workspace(ctx)
    language = language or workspace.reader_language
    menu = menu_of(workspace, language)
    if topic is not None and topic not in {one.id for one in menu.topics}:
        raise UsageProblem(
            f"there is no topic '{topic}'; there is {', '.join(one.id for one in menu.topics)}"
        )
    found = filter_menu(menu, topic, search)
    if choose_form(form, output) == "json":
        show_json(questions_output(found), output)
    else:
        own = workspace.root if workspace.exists else None
        show_document(questions_document(found, language, own), language, form, output)
    if not found.questions:
        typer.echo(_nothing_found(topic, search), err=True)
    if workspace.exists:
        workspace.refuse_flaws(f"{QUESTIONS}/")


def _nothing_found(topic: str | None, search: str | None) -> str:
    where = "" if topic is None else f" of the topic {topic}"
    what = "there is no question" if search is None else "no question"
    widen = "a part of a word finds more; " if search is not None else ""
    holds = "" if search is None else " holds this text"
    return f"{what}{where}{holds}; {widen}goaltalk questions shows them all"


app = make_app(questions)
