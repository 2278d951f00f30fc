"""How one text of an agreement became another: what changed, and by which amendments (A4)."""

from msgspec import Struct

from goaltalk.domain.answers import AcceptedText, accepted_texts, digest_of, find_standing
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records import Agreement
from goaltalk.domain.records.agreement import Amendment
from goaltalk.domain.shifts import TextChange, compare_texts


class Rewording(Struct, frozen=True):
    """What changed from one text to another; `after` is None where that is the present text, not accepted."""

    before: AcceptedText
    after: AcceptedText | None
    changes: tuple[TextChange, ...]
    amendments: tuple[Amendment, ...]


def choose_texts(
    company: Company, conversation: Conversation, *, by_both: bool = True
) -> tuple[AcceptedText, AcceptedText | None] | None:
    """Return the last text accepted before the present one, and that one as far as both accepted it.

    `by_both` false: a text that one side alone accepted is one, too. None where there is no earlier text.
    """
    present = digest_of(company, conversation)
    known = accepted_texts(company, conversation)
    earlier = [one for one in known if one.digest != present and (len(one.by) == 2 or not by_both)]
    if not earlier:
        return None
    is_in_force = find_standing(company, conversation).state == "in_force"
    after = next((one for one in known if one.digest == present and is_in_force), None)
    return earlier[-1], after


def find_rewording(
    conversation: Conversation, text: Agreement, before: AcceptedText, after: AcceptedText | None
) -> Rewording:
    """Compare an earlier text, which is accepted as `before` says, with the conversation's present one."""
    present = conversation.agreement or Agreement()
    since = [one for one in present.amendments if one.on >= before.on]
    return Rewording(before, after, compare_texts(text, present), tuple(since))
