"""What the commands that answer a text have before them: one person's one period."""

from dataclasses import dataclass

from goaltalk.domain.conversation import Conversation, conversation_in
from goaltalk.domain.periods import Period
from goaltalk.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """One person's one period, with everything else about that person beside it."""

    workspace: Workspace
    person: str
    period: Period
    conversations: tuple[Conversation, ...]

    @property
    def conversation(self) -> Conversation:
        """The conversation of the period, empty if there is none yet."""
        return conversation_in(self.conversations, self.person, self.period)
