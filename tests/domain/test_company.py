"""Who leads whom on which day, and what is usual for whom."""

import pytest

from goaltalk.domain.company import Company
from goaltalk.domain.records.fields import Side

from .build import ANNE, KARI, OLA, PER, company, day, kari, person, unit

SUMMER = day("2026-07-01")


@pytest.mark.parametrize(
    ("known", "leader"),
    [
        pytest.param(company(), PER, id="the unit's leader"),
        pytest.param(company(kari(leader=ANNE)), ANNE, id="a leader of one's own"),
        pytest.param(company(kari(leader=KARI)), None, id="nobody leads themselves"),
        pytest.param(company(kari(unit="unknown")), None, id="an unknown unit has no leader"),
        pytest.param(company(units={"platform": unit(KARI)}), None, id="the unit's leader is at the top"),
        pytest.param(
            company(units={"platform": unit(KARI, part_of="tech"), "tech": unit(ANNE)}),
            ANNE,
            id="the unit's leader is led by the leader of the unit above",
        ),
        pytest.param(
            company(
                units={
                    "platform": unit(KARI, part_of="tech"),
                    "tech": unit(KARI, part_of="all"),
                    "all": unit(OLA),
                }
            ),
            OLA,
            id="who leads two units is led from the third",
        ),
        pytest.param(
            company(units={"platform": unit(KARI, part_of="tech"), "tech": unit(KARI, part_of="platform")}),
            None,
            id="a circle of units has no top",
        ),
        pytest.param(
            company(units={"platform": unit(KARI, part_of="unknown")}), None, id="the unit above is unknown"
        ),
    ],
)
def test_everybody_is_led_by(known: Company, leader: str | None) -> None:
    assert known.leader_of(KARI, SUMMER) == leader


def test_somebody_unknown_is_led_by_nobody() -> None:
    assert company().leader_of("unknown", SUMMER) is None


@pytest.mark.parametrize(
    ("on", "leader"),
    [
        ("2026-03-31", OLA),
        ("2026-04-01", ANNE),
        ("2026-09-14", ANNE),
        ("2026-09-15", ANNE),
        ("2026-09-16", PER),
    ],
)
@pytest.mark.parametrize("whose", ["person", "unit"])
def test_a_former_leader_leads_until_the_last_day(whose: str, on: str, leader: str) -> None:
    former = [{"leader": ANNE, "until": "2026-09-15"}, {"leader": OLA, "until": "2026-03-31"}]
    if whose == "person":
        known = company(kari(former_leaders=former))
    else:
        known = company(units={"platform": unit(PER, former_leaders=former)})
    assert known.leader_of(KARI, day(on)) == leader


def test_the_persons_own_former_leader_outranks_the_units() -> None:
    known = company(
        kari(former_leaders=[{"leader": OLA, "until": "2026-09-15"}]),
        {"platform": unit(PER, former_leaders=[{"leader": ANNE, "until": "2026-09-15"}])},
    )
    assert known.leader_of(KARI, SUMMER) == OLA


def test_nobody_has_led_themselves_before() -> None:
    assert (
        company(kari(former_leaders=[{"leader": KARI, "until": "2026-09-15"}])).leader_of(KARI, SUMMER)
        is None
    )


def test_who_once_led_the_unit_was_then_led_from_above() -> None:
    platform = unit(PER, part_of="tech", former_leaders=[{"leader": KARI, "until": "2026-08-31"}])
    known = company(units={"platform": platform, "tech": unit(ANNE)})
    assert known.leader_of(KARI, day("2026-08-31")) == ANNE
    assert known.leader_of(KARI, day("2026-09-01")) == PER


@pytest.mark.parametrize(
    ("on", "employed"),
    [("2026-03-31", False), ("2026-04-01", True), ("2026-10-31", True), ("2026-11-01", False)],
)
def test_the_first_and_the_last_day_are_in_the_job(on: str, employed: bool) -> None:
    known = company(kari(starts="2026-04-01", ends="2026-10-31"))
    assert known.employs(KARI, day(on)) is employed
    assert known.employs(PER, day(on))


def test_a_team_is_those_led_on_the_day() -> None:
    known = company(
        {
            ANNE: person(ANNE, former_leaders=[{"leader": OLA, "until": "2026-06-30"}]),
            OLA: person(OLA, leader=KARI),
        }
    )
    assert known.team_of(PER, day("2026-06-30")) == (KARI,)
    assert known.team_of(PER, day("2026-07-01")) == (ANNE, KARI)
    assert known.team_of(KARI, SUMMER) == (OLA,)
    assert known.team_of(ANNE, SUMMER) == ()


@pytest.mark.parametrize(
    ("actor", "on", "side"),
    [
        (KARI, "2026-07-01", "employee"),
        (PER, "2026-07-01", None),
        (ANNE, "2026-07-01", "leader"),
        (PER, "2026-07-02", "leader"),
        (ANNE, "2026-07-02", None),
        (OLA, "2026-07-01", None),
        (None, "2026-07-01", None),
    ],
)
def test_a_side_is_the_person_or_the_leader_of_the_day(actor: str | None, on: str, side: Side | None) -> None:
    known = company(kari(former_leaders=[{"leader": ANNE, "until": "2026-07-01"}]))
    assert known.side_of(actor, KARI, day(on)) == side


def test_people_are_known_by_all_their_addresses() -> None:
    known = company(
        {
            ANNE: person(ANNE, email="Anne@Example.com", other_emails=["a@old.example"]),
            OLA: person(OLA, other_emails=["A@OLD.example"]),
        }
    )
    assert known.with_email("anne@example.COM") == (ANNE,)
    assert known.with_email("a@old.example") == (ANNE, OLA)
    assert known.with_email("nobody@example.com") == ()


def test_language_is_the_persons_or_the_repositorys() -> None:
    known = company(kari(language="nn"), language="nb")
    assert [known.language_of(who) for who in (KARI, PER, "unknown", None)] == ["nn", "nb", "nb", "nb"]
    assert company().language_of(KARI) == "en"


@pytest.mark.parametrize(
    ("known", "cadence"),
    [
        pytest.param(company(), "monthly", id="monthly by default"),
        pytest.param(company(cadence="weekly"), "weekly", id="the settings'"),
        pytest.param(
            company(units={"platform": unit(PER, cadence="biweekly")}, cadence="weekly"),
            "biweekly",
            id="the unit's outranks the settings'",
        ),
        pytest.param(
            company(kari(cadence="quarterly"), {"platform": unit(PER, cadence="biweekly")}),
            "quarterly",
            id="the person's outranks the unit's",
        ),
        pytest.param(
            company(kari(unit="unknown"), cadence="weekly"), "weekly", id="without a unit the settings'"
        ),
    ],
)
def test_the_nearest_cadence_counts(known: Company, cadence: str) -> None:
    assert known.cadence_of(KARI) == cadence


def test_periods_follow_the_settings() -> None:
    known = company(period="tertial", year_starts=8)
    period = known.period_at(day("2026-08-01"))
    assert (period.label, period.end) == ("2026-T1", day("2026-11-30"))
    assert known.period_named("2026-T1") == period
    assert known.period_after(period).label == "2026-T2"
    assert known.period_before(period).label == "2025-T3"
