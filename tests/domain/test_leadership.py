"""Who acts for a leader who is away, and since when somebody has led."""

from typing import Any

import pytest

from goaltalk.domain.leadership import acting_leader, acting_unit_leader, led_since

from .build import ANNE, KARI, OLA, PER, company, day, person, unit

AWAY = {"away": [{"from": "2026-08-10", "to": "2026-08-20"}]}
TODAY = "2026-08-15"


def team(deputy: str | None = OLA, **keys: Any) -> Any:
    """Per leads the platform, in which Kari and Ola are; Anne leads the house that it is part of."""
    people = {
        PER: person(PER, **keys.get("per", AWAY)),
        KARI: person(KARI),
        OLA: person(OLA, **keys.get("ola", {})),
        ANNE: person(ANNE, unit="house", **keys.get("anne", {})),
    }
    units = {
        "platform": unit(PER, part_of="house", deputy=deputy),
        "house": unit(ANNE, deputy=keys.get("house_deputy")),
    }
    return company(people, units)


@pytest.mark.parametrize(
    ("known", "today", "acts"),
    [
        pytest.param(team(), "2026-08-09", PER, id="the day before"),
        pytest.param(team(), "2026-08-10", OLA, id="the first day away"),
        pytest.param(team(), "2026-08-20", OLA, id="the last day away"),
        pytest.param(team(), "2026-08-21", PER, id="the day of the return"),
        pytest.param(team(None), TODAY, ANNE, id="no deputy: the leader's leader"),
        pytest.param(team(KARI), TODAY, ANNE, id="nobody is their own leader"),
        pytest.param(team(ola=AWAY), TODAY, ANNE, id="the deputy is away, too"),
        pytest.param(team(ola={"ends": "2026-08-01"}), TODAY, ANNE, id="the deputy has left"),
        pytest.param(team(None, anne=AWAY), TODAY, PER, id="all are away"),
        pytest.param(
            team(None, anne=AWAY, house_deputy=OLA), TODAY, OLA, id="the deputy of the leader's leader"
        ),
        pytest.param(team(per={"ends": "2026-08-01"}), TODAY, OLA, id="the leader has left"),
        pytest.param(team(per={}), TODAY, PER, id="nobody is away"),
    ],
)
def test_who_acts_for_the_leader(known: Any, today: str, acts: str) -> None:
    assert acting_leader(known, KARI, day(today)) == acts


def test_the_deputy_of_a_unit_stands_in_for_its_leader_only() -> None:
    known = company(
        {KARI: person(KARI, leader=ANNE), ANNE: person(ANNE, unit="house", **AWAY), OLA: person(OLA)},
        {"platform": unit(PER, deputy=OLA), "house": unit(ANNE)},
    )
    assert acting_leader(known, KARI, day(TODAY)) == ANNE


def test_the_top_of_the_tree_has_none() -> None:
    assert acting_leader(team(), ANNE, day(TODAY)) is None
    assert acting_leader(team(), PER, day(TODAY)) == ANNE


def test_who_acts_for_a_unit() -> None:
    assert acting_unit_leader(team(), "platform", day(TODAY)) == OLA
    assert acting_unit_leader(team(None), "platform", day(TODAY)) == ANNE
    assert (
        acting_unit_leader(company(units={"moon": unit("not-yet-here")}), "moon", day(TODAY))
        == "not-yet-here"
    )


def test_leaders_in_a_circle_end_somewhere() -> None:
    known = company({PER: person(PER, leader=ANNE, **AWAY), ANNE: person(ANNE, leader=PER, **AWAY)})
    assert acting_leader(known, KARI, day(TODAY)) == PER


@pytest.mark.parametrize(
    ("former", "today", "since"),
    [
        ([], "2026-08-15", None),
        ([{"leader": ANNE, "until": "2026-08-15"}], "2026-08-15", None),
        ([{"leader": ANNE, "until": "2026-08-15"}], "2026-08-16", "2026-08-16"),
        (
            [{"leader": OLA, "until": "2026-02-01"}, {"leader": ANNE, "until": "2026-08-01"}],
            "2026-08-15",
            "2026-08-02",
        ),
        ([{"leader": PER, "until": "2026-08-01"}], "2026-08-15", None),
        ([{"leader": KARI, "until": "2026-08-01"}], "2026-08-15", None),
    ],
    ids=[
        "never",
        "on the last day of the one before",
        "the day after",
        "the latest",
        "the same one",
        "nobody before",
    ],
)
def test_since_when_somebody_leads(former: list[dict[str, str]], today: str, since: str | None) -> None:
    expected = day(since) if since else None
    assert led_since(company({KARI: person(KARI, former_leaders=former)}), KARI, day(today)) == expected
    of_unit = company(units={"platform": unit(PER, former_leaders=former)})
    assert led_since(of_unit, KARI, day(today)) == expected


@pytest.mark.parametrize(
    ("until", "since"), [("9999-12-30", "9999-12-31"), ("9999-12-31", None), ("0001-01-01", "0001-01-02")]
)
def test_a_change_of_leader_may_lie_at_either_end_of_the_calendar(until: str, since: str | None) -> None:
    changed = person(KARI, leader=ANNE, former_leaders=[{"leader": PER, "until": until}])
    known = company({KARI: changed, ANNE: person(ANNE), PER: person(PER)}, {"platform": unit(ANNE)})
    found = led_since(known, KARI, day("9999-12-31"))
    assert found == (day(since) if since else None)
