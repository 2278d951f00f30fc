"""What each side wrote in its half of a check-in, topic by topic (A2)."""

from collections.abc import Sequence

from msgspec import Struct

from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Halves
from goaltalk.domain.records import CheckIn

FEW = 2


class TopicNotes(Struct, frozen=True):
    """What each side has already written under one topic."""

    topic: str
    employee: str | None
    leader: str | None


def all_notes(company: Company, halves: Halves[CheckIn, CheckIn]) -> tuple[TopicNotes, ...]:
    """Return every topic of the team with what each side wrote, then those written under beside them."""
    return notes_under((*company.settings.topics, *_further_topics(company, halves)), halves)


def notes_under(topics: Sequence[str], halves: Halves[CheckIn, CheckIn]) -> tuple[TopicNotes, ...]:
    """Return what each side wrote under these topics."""
    mine = halves.employee.topics if halves.employee else {}
    theirs = halves.leader.topics if halves.leader else {}
    return tuple(TopicNotes(name, mine.get(name), theirs.get(name)) for name in topics)


def is_led_alone(halves: Halves[CheckIn, CheckIn]) -> bool:
    """Whether more than half of the points are the leader's; one note alone says nothing yet (norms).

    A point is a note under a topic or on a goal, or a new action.
    """
    mine, theirs = _points(halves.employee), _points(halves.leader)
    return theirs > mine and mine + theirs >= FEW


def _points(half: CheckIn | None) -> int:
    if half is None:
        return 0
    noted = sum(bool(text) for text in half.topics.values())
    return noted + sum(bool(one.note) for one in half.goals.values()) + len(half.actions)


def _further_topics(company: Company, halves: Halves[CheckIn, CheckIn]) -> tuple[str, ...]:
    """Return the topics that somebody wrote under although the settings do not list them."""
    used = [name for half in (halves.employee, halves.leader) if half is not None for name in half.topics]
    return tuple(name for name in dict.fromkeys(used) if name not in company.settings.topics)
