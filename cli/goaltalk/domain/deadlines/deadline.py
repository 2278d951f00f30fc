"""What one deadline is, and what a rule may know to find some."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from goaltalk.domain.absence import Absence, absence_of
from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, conversation_in
from goaltalk.domain.leadership import acting_leader
from goaltalk.domain.periods import Period
from goaltalk.domain.records.fields import Side

ANSWER_WITHIN = 14
AGREE_WITHIN = 30


class Deadline(Struct, frozen=True):
    """Something that falls due: late when today is past `late_after`, never before.

    `person` is None for what is about a unit. `about` is the file to open. `message` says what is the matter,
    `task` what is to be done, `command` how: all three in ids, dates and states, never the text of a field.
    `key` tells apart what one rule finds about one person; it holds no date that may move.
    """

    rule: str
    person: str | None
    responsible: str
    due: date
    late_after: date
    about: Address
    message: str
    task: str
    command: str
    key: str = ""

    def is_late(self, today: date) -> bool:
        """Say whether the day and the grace have passed."""
        return today > self.late_after


class Case(Struct, frozen=True):
    """One person on one day: what every rule is given. Conversations are in order of their periods.

    `leader` is None at the top of the tree, and `acting` is then the person. Nothing that falls due after
    `until` is wanted, so a rule need not work it out.
    """

    company: Company
    person: str
    conversations: tuple[Conversation, ...]
    today: date
    until: date
    leader: str | None
    acting: str
    absence: Absence

    @property
    def period(self) -> Period:
        """The period that holds the day."""
        return self.company.period_at(self.today)

    def in_period(self, period: Period) -> Conversation:
        """Return the conversation of a period; an empty one if nobody has written anything in it."""
        return conversation_in(self.conversations, self.person, period)

    def who(self, side: Side) -> str:
        """Return who acts for a side."""
        return self.person if side == "employee" else self.acting

    def deadline(
        self,
        rule: str,
        responsible: str,
        due: date,
        about: Address,
        *,
        message: str,
        task: str,
        command: str,
        key: str = "",
    ) -> Deadline:
        """Make a deadline about this person that is late from the day after it is due."""
        return Deadline(rule, self.person, responsible, due, due, about, message, task, command, key)


def make_case(
    company: Company, person: str, conversations: Sequence[Conversation], today: date, until: date
) -> Case:
    """Gather what the rules need to know about one person on a day."""
    leader = company.leader_of(person, today)
    acting = acting_leader(company, person, today) or person
    ordered = tuple(sorted(conversations, key=lambda one: one.period))
    return Case(company, person, ordered, today, until, leader, acting, absence_of(company, person))


def present_or(company: Company, person: str, today: date, otherwise: str) -> str:
    """Return the person, or who acts instead where that one is not employed here on that day."""
    if person in company.people:
        return person if company.employs(person, today) else otherwise
    return person if person in company.elsewhere else otherwise
