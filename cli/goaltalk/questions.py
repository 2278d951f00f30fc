"""The menu of questions of a repository: the built-in ones, under the team's own; and what is picked."""

from collections.abc import Iterable
from typing import cast

from goaltalk.domain.conversation import conversation_in
from goaltalk.domain.menu import Menu, merge_menu, picked_for
from goaltalk.domain.periods import Period
from goaltalk.domain.records import Questions
from goaltalk.domain.records.fields import Language
from goaltalk.domain.records.questions import Question
from goaltalk.store.layout import QUESTIONS
from goaltalk.store.reader import read_record
from goaltalk.workspace import Workspace


def menu_of(workspace: Workspace, language: Language) -> Menu:
    """Return the questions to choose from; outside a repository these are the built-in ones."""
    own = workspace.loader.questions().values() if workspace.exists else ()
    return merge_menu(built_in_questions(language), *own)


def built_in_questions(language: Language = "en") -> Questions:
    """Read the questions that goaltalk brings along; their ids are the same in every language."""
    from goaltalk.render.templates import find_templates

    file = find_templates() / language / "questions.yaml"
    return cast(Questions, read_record("questions", file.read_bytes()))


def picked_questions(workspace: Workspace, person: str, period: Period) -> tuple[Question, ...]:
    """Return the questions that either side picked for their talk, in the person's language."""
    names = picked_for(conversation_in(workspace.conversations(person), person, period))
    if not names:
        return ()
    menu = menu_of(workspace, workspace.company.language_of(person))
    refuse_hidden(workspace, menu, names)
    return menu.pick(names)


def refuse_hidden(workspace: Workspace, menu: Menu, names: Iterable[str]) -> None:
    """Raise BadData about the team's files of questions, if one that is broken may hold one of these."""
    if not {one.id for one in menu.questions}.issuperset(names):
        workspace.refuse_flaws(f"{QUESTIONS}/")
