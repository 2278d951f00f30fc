"""What a preparation may name: questions of the menu, and one of the words for where somebody stands."""

import unicodedata
from collections.abc import Iterator

from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.conversation_checks import check_picks
from goaltalk.domain.menu import picked_for
from goaltalk.domain.periods import Period
from goaltalk.domain.records import PrivatePreparation
from goaltalk.questions import menu_of, refuse_hidden
from goaltalk.render.templates import LOCALES, standing_words
from goaltalk.store.guard import Model
from goaltalk.store.marks import find_mark
from goaltalk.workspace import Workspace

OTHER_LANGUAGES = "the same in another of goaltalk's languages will do, too"


def refuse_hidden_questions(workspace: Workspace, person: str, model: Model) -> None:
    """Raise BadData about a broken file of questions, when this preparation names one that may be in it."""
    given = model if isinstance(model, dict) else {}
    named = [given.get(key) for key in ("questions", "answers")]
    names = [one for part in named if isinstance(part, list | dict) for one in part if isinstance(one, str)]
    if names:
        menu = menu_of(workspace, workspace.company.language_of(person))
        refuse_hidden(workspace, menu, names)


def find_unknown_questions(
    workspace: Workspace, person: str, period: Period, notes: PrivatePreparation, text: str
) -> Iterator[str]:
    """Yield `line:column: what` for each question that the menu does not have, as `check` says it."""
    conversation = Conversation(person, period, Halves(None, notes))
    if not picked_for(conversation):
        return
    known = {one.id for one in menu_of(workspace, workspace.company.language_of(person)).questions}
    for finding in check_picks(conversation, known):
        line, column = find_mark(text, finding.key_path)
        yield f"{line}:{column}: {finding.message}"


def find_unknown_standing(workspace: Workspace, person: str, standing: str, text: str) -> Iterator[str]:
    """Yield `line:column: what` unless this is one of the team's words, or of ours where it has none (B6).

    Case and composition do not count. What was written is not told: it is about a person.
    """
    scale = workspace.settings.standing_scale
    language = workspace.company.language_of(person)
    told = scale or standing_words(language, workspace.root) or standing_words(language)
    allowed = scale or (*told, *(word for one in LOCALES for word in standing_words(one)))
    if _comparable(standing) not in map(_comparable, allowed):
        line, column = find_mark(text, ("standing",))
        hint = "" if scale else f"; {OTHER_LANGUAGES}"
        yield f"{line}:{column}: standing is none of the words for it: use one of {', '.join(told)}{hint}"


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()).casefold())
