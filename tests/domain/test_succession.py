"""Who leads from a day on, and who led on every day before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from goaltalk.domain.company import Company
from goaltalk.domain.records import Unit
from goaltalk.domain.records.fields import FormerLeader
from goaltalk.domain.succession import (
    keep_past,
    lead_unit,
    leaders_between,
    move_person,
    with_people,
    with_unit,
)

from .build import ANNE, KARI, OLA, PER, company, day, kari, person, steadily, unit

DAY = timedelta(days=1)
FIRST = day("2026-09-15")
LAST = FIRST - DAY
PEOPLE = {ANNE: person(ANNE, unit="data"), OLA: person(OLA, unit="data")}
UNITS = {"data": unit(ANNE)}


def team(units: dict[str, Unit] | None = None, **keys: object) -> Company:
    """Kari and Per in platform, Anne and Ola in data."""
    return company({**PEOPLE, **kari(**keys)}, {**UNITS, **(units or {})})


def former(*entries: tuple[str, str]) -> list[dict[str, str]]:
    return [{"leader": leader, "until": until} for leader, until in entries]


def plain(entries: tuple[FormerLeader, ...]) -> list[tuple[str, str]]:
    return [(one.leader, str(one.until)) for one in entries]


def move(known: Company, unit: str | None, leader: str | None, first: date = FIRST) -> Company:
    return with_people(known, {KARI: move_person(known, KARI, unit, leader, first)})


@pytest.mark.parametrize(
    ("known", "unit_", "leader", "written", "kept"),
    [
        pytest.param(team(), None, ANNE, ANNE, [(PER, "2026-09-14")], id="the unit's leader is remembered"),
        pytest.param(team(leader=OLA), None, ANNE, ANNE, [(OLA, "2026-09-14")], id="the own leader is"),
        pytest.param(team(), "data", None, None, [(PER, "2026-09-14")], id="the new unit's leader leads"),
        pytest.param(
            team(), "data", ANNE, None, [(PER, "2026-09-14")], id="whom the unit gives is not written"
        ),
        pytest.param(team(), "data", OLA, OLA, [(PER, "2026-09-14")], id="unit and a leader of one's own"),
        pytest.param(
            team(leader=OLA), "data", None, None, [(OLA, "2026-09-14")], id="the unit ends the own leader"
        ),
        pytest.param(team(), None, PER, None, [], id="the same leader"),
        pytest.param(team(leader=PER), None, PER, PER, [], id="the same leader, written down"),
        pytest.param(team(), "platform", None, None, [], id="the same unit"),
        pytest.param(
            team({"platform": unit(PER, former_leaders=former((OLA, "2026-03-31")))}),
            None,
            ANNE,
            ANNE,
            [(OLA, "2026-03-31"), (PER, "2026-09-14")],
            id="who led the unit before is remembered, too",
        ),
        pytest.param(
            team({"data": unit(PER, former_leaders=former((OLA, "2026-03-31")))}),
            "data",
            None,
            None,
            [(PER, "2026-09-14")],
            id="the new unit's past is not the person's",
        ),
        pytest.param(
            team(leader=ANNE, former_leaders=former((PER, "2026-06-30"))),
            None,
            PER,
            None,
            [(PER, "2026-06-30"), (ANNE, "2026-09-14")],
            id="back to the unit's leader",
        ),
        pytest.param(
            team(leader=ANNE, former_leaders=former((PER, "2026-09-30"))),
            None,
            ANNE,
            ANNE,
            [(PER, "2026-09-14")],
            id="what was planned is brought forward",
        ),
        pytest.param(
            team(leader=ANNE, former_leaders=former((PER, "2026-09-14"))),
            None,
            PER,
            None,
            [],
            id="what was planned for the day is taken back",
        ),
    ],
)
def test_a_move_writes_down_no_more_than_is_needed(
    known: Company, unit_: str | None, leader: str | None, written: str | None, kept: list[tuple[str, str]]
) -> None:
    record = move_person(known, KARI, unit_, leader, FIRST)
    assert (record.leader, record.unit, plain(record.former_leaders)) == (written, unit_ or "platform", kept)


def test_who_had_no_leader_had_none_before_either() -> None:
    known = team()
    moved = with_people(known, {PER: move_person(known, PER, None, ANNE, FIRST)})
    assert [moved.leader_of(PER, on) for on in (LAST, FIRST)] == [None, ANNE]


ANYBODY = some.sampled_from([ANNE, OLA, PER, KARI])
DAYS = some.dates(day("2026-01-01"), day("2026-12-31"))
LISTS = some.lists(some.tuples(ANYBODY, DAYS), max_size=3, unique_by=lambda one: one[1]).map(
    lambda found: [{"leader": leader, "until": str(until)} for leader, until in found]
)
LEADERS = some.sampled_from([ANNE, OLA, PER])


@some.composite
def companies(draw: some.DrawFn) -> Company:
    units = {
        "platform": unit(
            draw(LEADERS), former_leaders=draw(LISTS), part_of=draw(some.sampled_from([None, "all"]))
        ),
        "data": unit(draw(LEADERS), former_leaders=draw(LISTS), part_of="all"),
        "all": unit(draw(LEADERS), former_leaders=draw(LISTS)),
    }
    return team(units, leader=draw(some.none() | LEADERS), former_leaders=draw(LISTS))


def around(known: Company, first: date) -> list[date]:
    """Return days that stand for all: those beside every turn, and far away."""
    lists = [one.former_leaders for one in known.people.values()]
    lists += [one.former_leaders for one in known.units.values()]
    turns = [entry.until for entries in lists for entry in entries]
    return sorted({first - DAY, first, date.min, date.max - DAY, *turns, *(turn + DAY for turn in turns)})


@steadily
@given(companies(), some.sampled_from([None, "platform", "data"]), some.none() | LEADERS, DAYS)
def test_a_move_changes_nothing_before_its_day(
    known: Company, unit_: str | None, leader: str | None, first: date
) -> None:
    moved = move(known, unit_, leader, first)
    for on in around(known, first):
        if on < first:
            assert moved.leader_of(KARI, on) == known.leader_of(KARI, on), on
        elif leader is not None:
            assert moved.leader_of(KARI, on) == leader, on
    assert move(moved, unit_, leader, first) == moved


@steadily
@given(companies(), LEADERS, DAYS)
def test_another_leader_of_a_unit_changes_nothing_for_anybody_before_the_day(
    known: Company, leader: str, first: date
) -> None:
    changed = with_unit(known, "platform", lead_unit(known, "platform", leader, first))
    for name in known.people:
        for on in around(known, first):
            if on < first:
                assert changed.leader_of(name, on) == known.leader_of(name, on), (name, on)
    assert all(one.until < first for one in changed.units["platform"].former_leaders)
    assert lead_unit(changed, "platform", leader, first) == changed.units["platform"]


@steadily
@given(companies(), some.sampled_from([None, "data", "all"]), DAYS)
def test_the_past_of_the_people_below_is_kept_when_a_unit_moves(
    known: Company, above: str | None, first: date
) -> None:
    record = known.units["platform"]
    moved = unit(record.leader, part_of=above, former_leaders=former(*plain(record.former_leaders)))
    new = with_unit(known, "platform", moved)
    for name in known.people:
        entries = former(*plain(keep_past(known, new, name, first)))
        one = new.people[name]
        kept = with_people(
            new, {name: person(name, unit=one.unit, leader=one.leader, former_leaders=entries)}
        )
        for on in around(known, first):
            if on < first:
                assert kept.leader_of(name, on) == known.leader_of(name, on), (name, on)


def test_a_unit_remembers_only_leaders_who_are_here() -> None:
    known = company(units={"platform": unit("nobody-here")})
    assert lead_unit(known, "platform", PER, FIRST) == unit(PER)


def test_who_has_led_in_between_is_told_once_and_in_order() -> None:
    known = team(leader=ANNE, former_leaders=former((PER, "2026-03-31"), (OLA, "2026-06-30")))
    assert leaders_between(known, KARI, day("2026-03-31"), FIRST) == (PER, OLA, ANNE)
    assert leaders_between(known, KARI, day("2026-04-01"), FIRST) == (OLA, ANNE)
    assert leaders_between(known, KARI, FIRST, FIRST) == (ANNE,)
