"""What people wish for in a period, and what was answered (D1)."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from goaltalk.domain.conversation import Conversation
from goaltalk.domain.periods import Period
from goaltalk.domain.records.fields import WishAnswer


class HeardWish(Struct, frozen=True):
    """One wish of somebody's preparation, and the answer that the agreement gives."""

    id: str
    text: str
    answer: WishAnswer | Literal["unanswered"]


def find_wishes(conversations: Sequence[Conversation], period: Period) -> tuple[HeardWish, ...]:
    """Return one person's wishes of a period, in the order of the preparation."""
    here = next((one for one in conversations if one.period == period), None)
    if here is None or here.preparation.employee is None:
        return ()
    answered = here.agreement.wishes if here.agreement else ()
    answers = {one.id: one.answer for one in answered}
    return tuple(
        HeardWish(one.id, one.text, answers.get(one.id) or "unanswered")
        for one in here.preparation.employee.wishes
    )
