"""Where what a person can and likes meets what the unit needs (B7), and which needs nobody serves (B2)."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records import Brief, EmployeePreparation
from goaltalk.domain.records.brief import Need
from goaltalk.domain.records.preparation import Strength


class Alignment(Struct, frozen=True):
    """The needs of a brief in four groups, each need in one of them, in the brief's order.

    `core` is what the person both can and likes; `can` and `likes` are what they only can, or only like.
    """

    core: tuple[Need, ...] = ()
    can: tuple[Need, ...] = ()
    likes: tuple[Need, ...] = ()
    unmet: tuple[Need, ...] = ()


def align_person(mine: EmployeePreparation | None, brief: Brief | None) -> Alignment:
    """Sort a brief's needs by what this person can and likes; without a brief there are none."""
    can = _served(mine.can) if mine else set()
    likes = _served(mine.likes) if mine else set()
    needs = brief.needs if brief else ()
    return Alignment(
        core=tuple(one for one in needs if one.id in can and one.id in likes),
        can=tuple(one for one in needs if one.id in can and one.id not in likes),
        likes=tuple(one for one in needs if one.id in likes and one.id not in can),
        unmet=tuple(one for one in needs if one.id not in can | likes),
    )


def find_unsupported(brief: Brief, conversations: Iterable[Conversation]) -> tuple[Need, ...]:
    """Return the needs that nobody's can, likes or goals support: focus areas first, as in the brief.

    The conversations are those of the unit's people in the brief's period.
    """
    served: set[str] = set()
    for one in conversations:
        mine = one.preparation.employee
        served |= _served((*mine.can, *mine.likes)) if mine else set()
        goals = one.agreement.goals if one.agreement else ()
        served |= {name for goal in goals for name in goal.supports}
    return tuple(need for need in brief.needs if need.id not in served)


def _served(strengths: Sequence[Strength]) -> set[str]:
    return {name for one in strengths for name in one.supports}
