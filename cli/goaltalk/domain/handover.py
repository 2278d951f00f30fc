"""What somebody who leaves hands over: people led, units, and actions still open."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from goaltalk.domain.cadence import add_days
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.progress import ActionProgress, fold_all_actions


class Handover(Struct, frozen=True):
    """Ids of units led and deputised, of people led by their own record, and open actions by whose they are.

    `led` has, by unit, those who are led because the unit is.
    """

    units: tuple[str, ...] = ()
    deputy: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    led: tuple[str, ...] = ()
    actions: tuple[tuple[str, ActionProgress], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to hand over."""
        return not (self.units or self.deputy or self.people or self.actions)


def find_handover(
    company: Company,
    person: str,
    conversations: Mapping[str, Sequence[Conversation]],
    last: date,
    today: date,
) -> Handover:
    """Return what this person holds on the day after the last; `conversations` are everybody's, by person.

    After the last day that a calendar has there is none: what is held on that day is meant then.
    """
    after = add_days(last, 1)
    team = [name for name in company.team_of(person, after) if company.employs(name, after)]
    return Handover(
        units=tuple(sorted(name for name, unit in company.units.items() if unit.leader == person)),
        deputy=tuple(sorted(name for name, unit in company.units.items() if unit.deputy == person)),
        people=tuple(name for name in team if company.people[name].leader == person),
        led=tuple(name for name in team if company.people[name].leader != person),
        actions=tuple(
            (name, one)
            for name, some in sorted(conversations.items())
            for one in fold_all_actions(some, today)
            if one.action.who == person and one.state in ("open", "overdue")
        ),
    )
