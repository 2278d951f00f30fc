"""What falls due when, and who acts."""

from collections.abc import Sequence
from typing import Any

import pytest

from goaltalk.domain.address import Address
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, DatedCheckIn
from goaltalk.domain.deadlines import SEVERITIES, find_deadlines, find_overdue, severity_of
from goaltalk.domain.finding import Finding

from .build import (
    ANNE,
    H1,
    H2,
    KARI,
    NEXT_H1,
    PER,
    action,
    agreed_goals,
    agreement,
    answered,
    checkin,
    company,
    conversation,
    day,
    goal,
    half,
    held,
    in_force,
    kari,
    planned,
    rewritten,
    rules,
    skipped,
    unit,
)

NOTED = half(topics={"status": "Well"})
PROPOSED = conversation(H2, agreement=agreed_goals(goal("speed")))  # on 3 July
AGREED = in_force(PROPOSED, "2026-07-10")


def late(
    today: str, *conversations: Conversation, known: Company | None = None, who: str = KARI
) -> list[Finding]:
    return list(find_overdue(known or company(rules=OTHERS), who, conversations, day(today)))


OTHERS = dict.fromkeys(("unconfirmed", "review-missing", "goal-overdue"), "off")
"""Rules with tables of their own, in test_deadlines_rules.py."""


def late_rules(today: str, *conversations: Conversation, known: Company | None = None) -> list[str]:
    return rules(late(today, *conversations, known=known))


def agreed(*checkins: DatedCheckIn, since: str = "2026-07-10") -> Conversation:
    return in_force(conversation(H2, *checkins, agreement=agreed_goals(goal("speed"))), since)


class TestCheckInOverdue:
    """Monthly from 10 July, with seven days of grace."""

    @pytest.mark.parametrize(
        ("today", "found"),
        [("2026-08-10", []), ("2026-08-17", []), ("2026-08-18", ["checkin-overdue"])],
    )
    def test_it_is_late_when_the_grace_has_passed(self, today: str, found: list[str]) -> None:
        assert late_rules(today, AGREED) == found

    @pytest.mark.parametrize(
        ("grace_days", "today", "found"),
        [(0, "2026-08-10", []), (0, "2026-08-11", ["checkin-overdue"]), (30, "2026-09-09", [])],
    )
    def test_grace_is_a_setting(self, grace_days: int, today: str, found: list[str]) -> None:
        assert late_rules(today, AGREED, known=company(grace_days=grace_days)) == found

    def test_days_late_are_counted_from_the_day_it_was_due(self) -> None:
        (found,) = late("2026-08-18", AGREED)
        assert (found.due, found.days_late, found.severity) == (day("2026-08-10"), 8, "error")
        assert (found.about, found.person) == (Address("person", KARI), KARI)
        assert found.message == "no check-in since the agreement, 2026-07-10; monthly, so due 2026-08-10"

    def test_one_that_was_held_moves_it(self) -> None:
        assert late_rules("2026-08-18", agreed(held("2026-08-05"))) == []
        assert late_rules("2026-09-13", agreed(held("2026-08-05"))) == ["checkin-overdue"]

    def test_one_that_was_skipped_moves_it_once(self) -> None:
        assert late_rules("2026-09-17", agreed(skipped("2026-08-10"))) == []
        assert late_rules("2026-09-18", agreed(skipped("2026-08-10"))) == ["checkin-overdue"]
        twice = agreed(skipped("2026-08-10"), skipped("2026-09-10"))
        assert late_rules("2026-09-18", twice) == ["checkin-overdue"]

    @pytest.mark.parametrize(
        ("checkins", "responsible"),
        [
            pytest.param([], PER, id="nothing was planned"),
            pytest.param([planned("2026-08-10")], KARI, id="planned, passed, and nothing reported"),
            pytest.param([planned("2026-08-10", half())], KARI, id="planned, passed, and a form left empty"),
            pytest.param([planned("2026-08-10", NOTED)], PER, id="reported and not confirmed"),
            pytest.param([checkin("2026-08-10", NOTED)], PER, id="reported without a plan"),
            pytest.param([checkin("2026-08-10", None, NOTED)], PER, id="only the leader wrote"),
            pytest.param(
                [checkin("2026-08-10", half(at="2026-08-10T09:00"))], KARI, id="planned by the employee"
            ),
            pytest.param([checkin("2026-08-10", half(), half())], PER, id="only forms"),
            pytest.param([planned("2026-08-20")], PER, id="planned for today"),
            pytest.param([planned("2026-08-25")], PER, id="planned ahead"),
            pytest.param([planned("2026-07-10")], PER, id="planned before the clock began"),
            pytest.param(
                [planned("2026-08-01", NOTED), planned("2026-08-12")], KARI, id="the last one counts"
            ),
            pytest.param(
                [planned("2026-08-01"), planned("2026-08-12", NOTED)], PER, id="and so does a report"
            ),
        ],
    )
    def test_who_acts(self, checkins: Sequence[DatedCheckIn], responsible: str) -> None:
        (found,) = late("2026-08-20", agreed(*checkins))
        assert found.responsible == responsible

    def test_a_day_that_passed_is_named(self) -> None:
        (found,) = late("2026-08-20", agreed(planned("2026-08-12")))
        assert found.message.endswith("; the one planned for 2026-08-12 is not confirmed as held")

    def test_the_last_planned_day_is_looked_for_across_periods(self) -> None:
        old = agreed(held("2026-12-01"), planned("2026-12-29", NOTED))
        new = in_force(
            conversation(NEXT_H1, planned("2027-01-28"), agreement=agreed_goals(goal("speed"))), "2026-12-20"
        )
        (found,) = late("2027-02-20", new, old)
        assert (found.due, found.responsible) == (day("2027-02-01"), KARI)

    def test_checkins_of_the_last_period_count(self) -> None:
        old = agreed(checkin("2026-12-20", half(held="2027-01-04")))
        new = in_force(conversation(NEXT_H1, agreement=agreed_goals(goal("speed"))), "2026-12-20")
        assert late_rules("2027-02-11", old, new) == []
        assert late_rules("2027-02-12", old, new) == ["checkin-overdue"]

    def test_a_new_leader_acts(self) -> None:
        known = company(kari(former_leaders=[{"leader": ANNE, "until": "2026-08-18"}]))
        one = in_force(PROPOSED, "2026-07-10", leader=ANNE)
        assert [found.responsible for found in late("2026-08-18", one, known=known)] == [ANNE]
        assert [found.responsible for found in late("2026-08-19", one, known=known)] == [PER]


class TestAgreementMissing:
    @pytest.mark.parametrize(
        ("today", "found"), [("2026-07-30", []), ("2026-07-31", []), ("2026-08-01", ["agreement-missing"])]
    )
    def test_it_is_late_thirty_days_after_the_start(self, today: str, found: list[str]) -> None:
        assert late_rules(today) == found

    def test_the_leader_acts(self) -> None:
        (found,) = late("2026-08-01")
        assert (found.responsible, found.due, found.days_late) == (PER, day("2026-07-31"), 1)
        assert (found.severity, found.about) == ("error", Address("person", KARI))
        assert found.message == "no agreement for 2026-H2; wanted by 2026-07-31"

    @pytest.mark.parametrize(
        "known",
        [company(kari(starts="2026-09-10")), company(tracked_from="2026-09-10")],
        ids=["somebody began", "the records began"],
    )
    def test_the_days_run_from_when_in_mid_period(self, known: Company) -> None:
        assert late_rules("2026-10-10", known=known) == []
        assert late_rules("2026-10-11", known=known) == ["agreement-missing"]

    @pytest.mark.parametrize(
        ("one", "missing"),
        [
            (conversation(H2), True),
            (conversation(H2, agreement=agreement()), True),
            (conversation(H2, agreement=agreement(proposed="2026-07-05", goals=[])), True),
            (conversation(H2, agreement=agreement(role="Lead")), True),
            (conversation(H2, agreement=agreement(role="Lead", proposed="2026-07-05")), False),
            (conversation(H1, agreement=agreement(role="Lead", proposed="2026-02-05")), True),
        ],
        ids=["none", "an empty form", "a dated form", "never proposed", "proposed", "of another period"],
    )
    def test_what_was_proposed_is_an_agreement_and_a_form_is_not(
        self, one: Conversation, missing: bool
    ) -> None:
        assert ("agreement-missing" in late_rules("2026-08-01", one)) is missing


class TestAgreementUnaccepted:
    """Proposed on 3 July; the check-in is not late before 8 August."""

    @pytest.mark.parametrize(
        ("today", "found"),
        [("2026-07-16", []), ("2026-07-17", []), ("2026-07-18", ["agreement-unaccepted"] * 2)],
    )
    def test_it_is_late_fourteen_days_after_the_proposal(self, today: str, found: list[str]) -> None:
        assert late_rules(today, PROPOSED) == found

    @pytest.mark.parametrize(
        ("one", "responsible"),
        [
            pytest.param(PROPOSED, [KARI, PER], id="nobody has answered"),
            pytest.param(answered(PROPOSED, "employee", "2026-07-10"), [PER], id="the employee accepted"),
            pytest.param(answered(PROPOSED, "leader", "2026-07-10"), [KARI], id="the leader accepted"),
            pytest.param(AGREED, [], id="both accepted"),
            pytest.param(
                answered(PROPOSED, "employee", "2026-07-10", "declined"), [PER], id="the employee declined"
            ),
            pytest.param(
                answered(PROPOSED, "leader", "2026-07-10", "declined"), [PER], id="the leader declined"
            ),
            pytest.param(rewritten(AGREED, role="Lead"), [KARI, PER], id="changed after both accepted"),
            pytest.param(
                conversation(H2, agreement=agreement(role="Lead")), [], id="a draft that nobody proposed"
            ),
            pytest.param(conversation(H2, agreement=agreement(proposed="2026-07-03")), [], id="a dated form"),
        ],
    )
    def test_who_acts(self, one: Conversation, responsible: list[str]) -> None:
        found = late("2026-07-20", one)
        assert [each.responsible for each in found] == responsible
        assert {each.about for each in found} <= {Address("agreement", KARI, "2026-H2")}

    def test_it_says_what_is_the_matter(self) -> None:
        (found,) = late("2026-07-20", answered(PROPOSED, "leader", "2026-07-10"))
        assert found.message == (
            "the agreement for 2026-H2, proposed 2026-07-03, has no answer from the employee"
        )
        (found,) = late("2026-07-20", answered(PROPOSED, "leader", "2026-07-10", "declined"))
        assert found.message == "the agreement for 2026-H2 was declined; talk it over"

    def test_it_matters_until_its_period_ends(self) -> None:
        assert "agreement-unaccepted" in late_rules("2026-12-31", PROPOSED)
        assert "agreement-unaccepted" not in late_rules("2027-01-01", PROPOSED)

    def test_an_agreement_for_the_next_period_counts_already(self) -> None:
        ahead = conversation(NEXT_H1, agreement=agreed_goals(goal("speed"), proposed="2026-12-01"))
        assert "agreement-unaccepted" in late_rules("2026-12-16", ahead)

    def test_after_a_change_of_leader_the_new_one_is_asked(self) -> None:
        known = company(kari(former_leaders=[{"leader": ANNE, "until": "2026-07-10"}]))
        one = answered(PROPOSED, "employee", "2026-07-08")
        assert [found.responsible for found in late("2026-07-20", one, known=known)] == [PER]


class TestActionOverdue:
    ONE = in_force(
        conversation(
            H2,
            held("2026-07-20", actions=[action("call", who=PER, due="2026-08-05")]),
            agreement=agreement(proposed="2026-07-03", actions=[action("book", due="2026-08-01")]),
        ),
        "2026-07-10",
    )

    @pytest.mark.parametrize(
        ("today", "responsible"),
        [
            ("2026-08-01", []),
            ("2026-08-02", [KARI]),
            ("2026-08-05", [KARI]),
            ("2026-08-06", [KARI, PER]),
        ],
    )
    def test_its_owner_acts_the_day_after(self, today: str, responsible: list[str]) -> None:
        found = late(today, self.ONE)
        assert {(one.rule, one.severity) for one in found} <= {("action-overdue", "warning")}
        assert [one.responsible for one in found] == responsible

    def test_it_points_at_where_the_action_was_raised(self) -> None:
        book, call = late("2026-08-06", self.ONE)
        assert (book.about, book.message) == (
            Address("agreement", KARI, "2026-H2"),
            "action book was due 2026-08-01",
        )
        assert call.about == Address("checkin", KARI, "2026-H2", "employee", "2026-07-20")
        assert call.days_late == 1

    @pytest.mark.parametrize(
        "keys",
        [
            {"done": ["book"]},
            {"dropped": [{"id": "book"}]},
            {"moved": [{"id": "book", "due": "2026-09-01"}]},
        ],
        ids=["done", "dropped", "moved"],
    )
    def test_it_is_not_late_when_it_was(self, keys: dict[str, Any]) -> None:
        text = agreement(proposed="2026-07-03", actions=[action("book", due="2026-08-01")])
        one = in_force(conversation(H2, held("2026-08-05", **keys), agreement=text), "2026-07-10")
        assert late_rules("2026-08-06", one) == []

    def test_without_a_date_it_is_never_late(self) -> None:
        one = conversation(H2, held("2026-07-20", actions=[action("call")]))
        assert "action-overdue" not in late_rules("2026-12-01", one)

    def test_it_is_late_in_the_next_period_too(self) -> None:
        new = in_force(conversation(NEXT_H1, agreement=agreed_goals(goal("speed"))), "2026-12-20")
        assert late_rules("2027-01-10", self.ONE, new) == ["action-overdue", "action-overdue"]


class TestWho:
    OLD = conversation(H2, held("2026-07-20", actions=[action("call", due="2026-08-01")]))

    @pytest.mark.parametrize(
        ("keys", "today", "has_deadlines"),
        [
            ({"ends": "2026-12-01"}, "2026-12-01", True),
            ({"ends": "2026-12-01"}, "2026-12-02", False),
            ({"starts": "2026-12-01"}, "2026-11-30", False),
            ({"starts": "2026-12-01"}, "2026-12-01", True),
        ],
        ids=["on the last day", "after the last day", "before the first day", "on the first day"],
    )
    def test_only_those_employed_have_deadlines(
        self, keys: dict[str, Any], today: str, has_deadlines: bool
    ) -> None:
        assert (
            bool(list(find_deadlines(company(kari(**keys)), KARI, [self.OLD], day(today)))) is has_deadlines
        )

    def test_those_without_a_leader_have_no_deadlines_of_the_talk(self) -> None:
        known = company(units={"platform": unit(KARI)})
        assert late_rules("2026-12-01", self.OLD, known=known) == ["action-overdue"]
        assert late("2026-12-01", who=PER) == []


class TestSeverity:
    OLD = conversation(H2, held("2026-07-20", actions=[action("call", due="2026-08-01")]))

    def test_settings_change_it(self) -> None:
        known = company(rules={"agreement-missing": "warning", "action-overdue": "error"})
        found = {one.rule: one.severity for one in late("2026-12-01", self.OLD, known=known)}
        assert found == {
            "agreement-missing": "warning",
            "action-overdue": "error",
            "checkin-overdue": "error",
        }

    def test_what_is_off_is_not_found(self) -> None:
        known = company(rules={"agreement-missing": "off", "checkin-overdue": "off"})
        assert late_rules("2026-12-01", self.OLD, known=known) == ["action-overdue"]
        assert late_rules("2026-12-01", self.OLD, known=company(rules=dict.fromkeys(SEVERITIES, "off"))) == []

    def test_every_rule_has_one(self) -> None:
        assert {rule: severity_of(company(), rule) for rule in SEVERITIES} == SEVERITIES
