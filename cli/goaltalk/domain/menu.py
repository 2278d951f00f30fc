"""The menu of questions: merged from several sources, searched, and picked from (D3)."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from goaltalk.domain.address import Address
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.finding import Finding
from goaltalk.domain.records.questions import Question, Questions, Topic


class Menu(Struct, frozen=True):
    """Topics and questions in the order to show them in; ids are unique."""

    topics: tuple[Topic, ...] = ()
    questions: tuple[Question, ...] = ()

    def text_of(self, name: str) -> str:
        """Return a question's words; the id itself when there is no such question, so that none is lost."""
        return next((one.text for one in self.questions if one.id == name), name)

    def pick(self, names: Iterable[str]) -> tuple[Question, ...]:
        """Return the questions of these ids, each once, in the order given; unknown ones by their id."""
        known = {one.id: one for one in self.questions}
        return tuple(
            known.get(name) or Question(id=name, topic="other", text=name) for name in dict.fromkeys(names)
        )

    def under(self, topic: str) -> tuple[Question, ...]:
        """Return the questions of a topic."""
        return tuple(one for one in self.questions if one.topic == topic)


def merge_menu(*sources: Questions) -> Menu:
    """Lay sources over each other: later ones add, and replace what has the same id where it stands."""
    topics: dict[str, Topic] = {}
    questions: dict[str, Question] = {}
    for source in sources:
        topics |= {one.id: one for one in source.topics}
        questions |= {one.id: one for one in source.questions}
    # A topic that nobody described would hide its questions; its id is better than nothing.
    topics |= {
        one.topic: Topic(id=one.topic, title=one.topic)
        for one in questions.values()
        if one.topic not in topics
    }
    return Menu(tuple(topics.values()), tuple(questions.values()))


def find_repeated(sources: Mapping[str, Questions]) -> Iterator[Finding]:
    """Yield what a file of the team's holds that one before it has already, by the names of the files.

    To replace what goaltalk brings along is what these files are for; of two that say different things of one
    id, nobody could tell which was meant.
    """
    taken: dict[tuple[str, str], str] = {}
    for name, source in sources.items():
        here = Address("questions", name=name)
        names = {
            "topics": [one.id for one in source.topics],
            "questions": [one.id for one in source.questions],
        }
        for key, ids in names.items():
            for number, one in enumerate(ids):
                first = taken.setdefault((key, one), name)
                if first != name:
                    message = f"the id {one} is in {first}.yaml already; leave it in one file only"
                    yield Finding("duplicate-id", "error", message, here, (key, number, "id"))


def filter_menu(menu: Menu, topic: str | None = None, search: str | None = None) -> Menu:
    """Return the questions of a topic whose id or words hold a text, whatever its case or composition."""
    wanted = _comparable(search or "")
    questions = tuple(
        one
        for one in menu.questions
        if topic in (None, one.topic) and wanted in _comparable(f"{one.id} {one.text}")
    )
    used = {one.topic for one in questions}
    return Menu(tuple(one for one in menu.topics if one.id in used), questions)


def picked_for(conversation: Conversation) -> tuple[str, ...]:
    """Return the ids that either side picked or answered for their talk, each once, the leader's first."""
    prepared = conversation.preparation
    halves = [half for half in (prepared.leader, prepared.employee) if half is not None]
    picked = [name for half in halves for name in half.questions]
    answered = [name for half in halves for name in half.answers]
    return tuple(dict.fromkeys((*picked, *answered)))


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
