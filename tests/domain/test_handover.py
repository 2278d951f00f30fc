"""What somebody who leaves hands over."""

from typing import Any

import pytest

from goaltalk.domain.handover import Handover, find_handover

from .build import ANNE, KARI, OLA, PER, action, agreement, company, conversation, day, in_force, person, unit

TODAY = day("2026-09-15")


def known() -> Any:
    """Per leads the platform, and Ola by his own record; Kari leaves the day before the calendar ends."""
    people = {
        PER: person(PER, unit="house"),
        KARI: person(KARI, ends="9999-12-30"),
        OLA: person(OLA, leader=PER),
        ANNE: person(ANNE, unit="house"),
    }
    return company(people, {"platform": unit(PER), "house": unit(ANNE, deputy=PER)})


@pytest.mark.parametrize(
    ("last", "led"),
    [("2026-10-31", (KARI,)), ("9999-12-29", (KARI,)), ("9999-12-30", ()), ("9999-12-31", ())],
)
def test_it_is_what_is_held_on_the_day_after_up_to_the_end_of_the_calendar(
    last: str, led: tuple[str, ...]
) -> None:
    found = find_handover(known(), PER, {}, day(last), TODAY)
    assert found == Handover(units=("platform",), deputy=("house",), people=(OLA,), led=led)


def test_actions_still_open_are_handed_over_whoever_they_were_agreed_with() -> None:
    agreed = agreement(actions=[action("mine", who=PER), action("theirs", who=KARI)])
    conversations = {KARI: [in_force(conversation(agreement=agreed), "2026-08-01")]}
    found = find_handover(known(), PER, conversations, day("2026-10-31"), TODAY)
    assert [(name, one.action.id) for name, one in found.actions] == [(KARI, "mine")]


def test_who_holds_nothing_hands_nothing_over() -> None:
    assert find_handover(known(), OLA, {}, day("2026-10-31"), TODAY).is_empty
