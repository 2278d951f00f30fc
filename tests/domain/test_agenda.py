"""The facts of a meeting: what is to be talked about, and nothing forgotten."""

from typing import Any

import pytest

from goaltalk.domain.agenda import (
    CheckInAgenda,
    TalkAgenda,
    TopicNotes,
    build_checkin_agenda,
    build_talk_agenda,
    plan_next,
    plan_talk,
)
from goaltalk.domain.company import Company, Plan
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.periods import Period
from goaltalk.domain.records import Brief, CheckIn, EmployeePreparation

from .build import (
    H1,
    H2,
    KARI,
    NEXT_H1,
    PER,
    action,
    agreed_goals,
    agreement,
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
    review,
    skipped,
    talk,
)


def agreed(*checkins: DatedCheckIn, goals: tuple[str, ...] = ("speed",)) -> Conversation:
    text = agreed_goals(*(goal(name) for name in goals))
    return in_force(conversation(H2, *checkins, agreement=text), "2026-07-10")


def agenda(
    *conversations: Conversation, on: str = "2026-10-15", known: Company | None = None
) -> CheckInAgenda:
    return build_checkin_agenda(known or company(), KARI, conversations, day(on))


def talk_agenda(*conversations: Conversation, on: str = "2026-07-20", plan: Plan | None = None) -> TalkAgenda:
    slot = plan_talk(company(), conversations, company().period_at(day(on)), day(on), day(on))
    return build_talk_agenda(company(), KARI, conversations, plan, slot)


class TestChoice:
    @pytest.mark.parametrize(
        ("one", "kind", "on"),
        [
            pytest.param(conversation(H2), "checkin", "2026-09-15", id="nothing planned: a check-in today"),
            pytest.param(conversation(H2, planned("2026-09-20")), "checkin", "2026-09-20", id="a check-in"),
            pytest.param(conversation(H2, planned("2026-09-15")), "checkin", "2026-09-15", id="one today"),
            pytest.param(
                conversation(H2, planned("2026-10-20"), planned("2026-09-20")),
                "checkin",
                "2026-09-20",
                id="the nearest",
            ),
            pytest.param(
                conversation(H2, planned("2026-09-14")), "checkin", "2026-09-15", id="not one that has passed"
            ),
            pytest.param(
                conversation(H2, skipped("2026-09-16"), planned("2026-09-20")),
                "checkin",
                "2026-09-20",
                id="not one that is skipped",
            ),
            pytest.param(
                conversation(H2, planned("2026-09-20"), talk=talk(None, {"at": "2026-09-18T10:00"})),
                "talk",
                "2026-09-18",
                id="a talk that comes first",
            ),
            pytest.param(
                conversation(H2, planned("2026-09-17"), talk=talk(None, {"at": "2026-09-18T10:00"})),
                "checkin",
                "2026-09-17",
                id="a talk that comes later",
            ),
            pytest.param(
                conversation(H2, talk=talk({"held": "2026-09-15"}, {"at": "2026-09-15T10:00"})),
                "checkin",
                "2026-09-15",
                id="not a talk that was held",
            ),
        ],
    )
    def test_the_next_meeting_is(self, one: Conversation, kind: str, on: str) -> None:
        assert plan_next(company(), [one], day("2026-09-15")) == (kind, day(on), H2)


def called(period: Period, on: str, **keys: Any) -> Conversation:
    return conversation(period, talk=talk(None, {"at": f"{on}T10:00"} | keys))


class TestWhichTalk:
    """The one rule for prep, invite, talk and agenda: which period's talk is meant."""

    @pytest.mark.parametrize(
        ("known", "named", "on", "today", "expected"),
        [
            pytest.param(
                [], None, None, "2026-05-31", (H1, "2026-05-31"), id="30 days before: this period's"
            ),
            pytest.param([], None, None, "2026-06-01", (H2, "2026-06-01"), id="the last 30: the next one's"),
            pytest.param([], None, None, "2026-07-01", (H2, "2026-07-01"), id="the first day"),
            pytest.param([], None, "2026-06-30", "2026-03-01", (H2, "2026-06-30"), id="by its own day"),
            pytest.param([], H1, None, "2026-06-20", (H1, "2026-06-20"), id="as named"),
            pytest.param(
                [called(H1, "2026-06-20")], None, None, "2026-06-10", (H1, "2026-06-20"), id="called"
            ),
            pytest.param(
                [called(H2, "2026-06-20")], H2, None, "2026-03-10", (H2, "2026-06-20"), id="its day"
            ),
            pytest.param(
                [called(H1, "2026-06-20", held="2026-06-20"), called(H2, "2026-08-20")],
                None,
                None,
                "2026-06-21",
                (H2, "2026-08-20"),
                id="what was held is not ahead",
            ),
            pytest.param(
                [called(H1, "2026-06-20", held="2026-06-20")],
                None,
                "2026-06-20",
                "2026-09-01",
                (H1, "2026-06-20"),
                id="held on the day asked for",
            ),
        ],
    )
    def test_talk(
        self,
        known: list[Conversation],
        named: Period | None,
        on: str | None,
        today: str,
        expected: tuple[Period, str],
    ) -> None:
        slot = plan_talk(company(), known, named, day(on) if on else None, day(today))
        assert (slot.period, slot.day) == (expected[0], day(expected[1]))


class TestFrame:
    def test_it_tells_who_meets_when_and_where(self) -> None:
        mine = half(place="Room 2", minutes=30)
        theirs = half(at="2026-10-15T10:00", minutes=45)
        frame = agenda(agreed(checkin("2026-10-15", mine, theirs))).frame
        assert (frame.kind, frame.person_id, frame.person.name) == ("checkin", KARI, KARI)
        assert frame.leader is not None
        assert frame.leader.name == PER
        assert (frame.period, frame.day) == (H2, day("2026-10-15"))
        assert (frame.at, frame.minutes, frame.place) == ("2026-10-15T10:00", 45, "Room 2")

    def test_nothing_is_made_up(self) -> None:
        frame = agenda(agreed()).frame
        assert (frame.at, frame.minutes, frame.place) == (None, None, None)

    def test_the_leader_is_that_of_the_day_and_may_be_unknown(self) -> None:
        known = company(kari(former_leaders=[{"leader": "anne-dahl", "until": "2026-10-15"}]))
        assert agenda(agreed(), known=known).frame.leader is None
        later = agenda(agreed(), known=known, on="2026-10-16").frame.leader
        assert later is not None
        assert later.name == PER


class TestCheckIn:
    def test_it_stands_on_the_agreement_and_the_cadence(self) -> None:
        found = agenda(agreed(held("2026-09-15")))
        assert (found.standing.state, found.cadence) == ("in_force", "monthly")
        assert (found.last, found.due) == (day("2026-09-15"), day("2026-10-15"))

    def test_without_anything_it_is_still_an_agenda(self) -> None:
        found = agenda()
        assert (found.standing.state, found.last, found.goals, found.actions) == ("none", None, (), ())
        assert found.frame.period == H2
        assert found.questions == ("status", "what-has-happened", "can-do")
        assert [one.topic for one in found.topics] == [
            "status",
            "happened",
            "learned",
            "next",
            "support",
            "other",
        ]

    @pytest.mark.parametrize(
        ("status", "worries"),
        [("on_track", False), ("at_risk", True), ("off_track", True), ("missed", False)],
    )
    def test_goals_at_risk_are_to_be_talked_about(self, status: str, worries: bool) -> None:
        found = agenda(agreed(held("2026-09-15", goals={"speed": {"status": status}})))
        assert [one.progress.goal.id for one in found.worries] == (["speed"] if worries else [])
        assert ("in-the-way" in found.questions) is worries

    @pytest.mark.parametrize(
        ("checkins", "unmentioned"),
        [
            pytest.param([held("2026-09-15")], [], id="after one check-in"),
            pytest.param([held("2026-08-15"), held("2026-09-15")], ["speed"], id="after two"),
            pytest.param(
                [held("2026-08-15", goals={"speed": {"note": "Well"}}), held("2026-09-15")],
                [],
                id="mentioned",
            ),
            pytest.param(
                [
                    held("2026-07-15", goals={"speed": {"note": "Well"}}),
                    held("2026-08-15"),
                    held("2026-09-15"),
                ],
                ["speed"],
                id="mentioned before those two",
            ),
            pytest.param([held("2026-08-15"), planned("2026-09-15")], [], id="only held ones count"),
            pytest.param([held("2026-09-15"), held("2026-10-15")], [], id="that of the day does not count"),
            pytest.param(
                [
                    held("2026-07-15", goals={"speed": {"status": "achieved"}}),
                    held("2026-08-15"),
                    held("2026-09-15"),
                ],
                [],
                id="closed goals need no mention",
            ),
        ],
    )
    def test_goals_not_mentioned_in_two_checkins(
        self, checkins: list[DatedCheckIn], unmentioned: list[str]
    ) -> None:
        found = agenda(agreed(*checkins))
        assert [one.goal.id for one in found.unmentioned] == unmentioned
        assert ("still-right" in found.questions) is bool(unmentioned)

    @pytest.mark.parametrize(
        ("said", "since", "is_new"),
        [
            pytest.param({"2026-09-15": "at_risk"}, "2026-09-15", False, id="said at the last one"),
            pytest.param({"2026-09-15": "on_track", "2026-10-15": "at_risk"}, "2026-10-15", True, id="new"),
            pytest.param(
                {"2026-08-15": "at_risk", "2026-10-15": "off_track"}, "2026-08-15", False, id="worse"
            ),
            pytest.param(
                {"2026-08-15": "at_risk", "2026-09-15": "on_track", "2026-10-15": "at_risk"},
                "2026-10-15",
                True,
                id="again",
            ),
        ],
    )
    def test_a_worry_says_since_when_and_whether_it_is_new(
        self, said: dict[str, str], since: str, is_new: bool
    ) -> None:
        checkins = [
            checkin(on, half(held=on if on < "2026-10-15" else None, goals={"speed": {"status": status}}))
            for on, status in said.items()
        ]
        filler = [held(on) for on in ("2026-08-15", "2026-09-15") if on not in said]
        found = agenda(agreed(*checkins, *filler))
        (worry,) = found.worries
        assert (worry.since, worry.is_new) == (day(since), is_new)
        assert ("what-changed" in found.questions) is is_new

    def test_what_is_new_at_risk_stands_first(self) -> None:
        text = agreed(
            held("2026-09-15", goals={"speed": {"status": "at_risk"}}),
            checkin("2026-10-15", half(goals={"calm": {"status": "off_track"}})),
            goals=("speed", "calm"),
        )
        assert [one.progress.goal.id for one in agenda(text).worries] == ["calm", "speed"]

    def test_since_last_time_tells_what_has_changed(self) -> None:
        found = agenda(
            agreed(
                held(
                    "2026-08-15", goals={"speed": {"status": "on_track"}}, actions=[action("a"), action("b")]
                ),
                held("2026-09-15", done=["a"], dropped=[{"id": "b"}]),
                checkin("2026-10-15", half(goals={"speed": {"status": "achieved"}})),
            )
        ).since
        assert [(one.goal.id, one.before, one.now) for one in found.turned] == [
            ("speed", "on_track", "achieved")
        ]
        assert [one.action.id for one in found.done] == ["a"]
        assert [one.action.id for one in found.dropped] == ["b"]
        assert found.agreed is None
        assert found

    def test_an_agreement_that_came_into_force_since_is_told(self) -> None:
        assert agenda(agreed(held("2026-07-05"))).since.agreed == day("2026-07-10")
        assert not agenda(agreed(held("2026-07-10"))).since

    def test_at_the_first_one_there_is_nothing_to_look_back_at(self) -> None:
        first = checkin("2026-10-15", half(goals={"speed": {"status": "on_track"}}))
        assert not agenda(agreed(first)).since

    @pytest.mark.parametrize(
        ("mine", "theirs", "hint"),
        [
            pytest.param(half(), half(), False, id="nobody wrote"),
            pytest.param(half(), half(topics={"status": "Well"}), False, id="one note says nothing"),
            pytest.param(half(), half(topics={"status": "Well", "next": "Go"}), True, id="the leader alone"),
            pytest.param(
                half(topics={"status": "Well"}), half(topics={"status": "Well"}), False, id="as much"
            ),
            pytest.param(
                half(topics={"status": "Well"}),
                half(topics={"status": "Well"}, actions=[action("call")]),
                True,
                id="one action more",
            ),
            pytest.param(
                half(topics={"status": "Well"}, goals={"speed": {"note": "Fast"}}),
                half(topics={"status": "Well", "next": "Go"}, goals={"speed": {"status": "on_track"}}),
                False,
                id="a goal's note is a point, its status is none",
            ),
        ],
    )
    def test_a_hint_when_most_points_are_the_leaders(
        self, mine: CheckIn, theirs: CheckIn, hint: bool
    ) -> None:
        assert agenda(agreed(checkin("2026-10-15", mine, theirs))).is_led_alone is hint

    def test_where_the_two_differ_they_are_asked_what_each_sees(self) -> None:
        mine, theirs = ({"speed": {"status": one}} for one in ("on_track", "at_risk"))
        both = checkin("2026-09-15", half(held="2026-09-15", goals=mine), half(goals=theirs))
        assert "differ" in agenda(agreed(both)).questions

    def test_actions_carried_twice_are_asked_about(self) -> None:
        raised = held("2026-07-15", actions=[action("call")])
        assert "carried" not in agenda(agreed(raised, held("2026-08-15"))).questions
        assert "carried" in agenda(agreed(raised, held("2026-08-15"), held("2026-09-15"))).questions
        done = held("2026-09-20", done=["call"])
        assert "carried" not in agenda(agreed(raised, held("2026-08-15"), held("2026-09-15"), done)).questions

    def test_it_looks_back_at_the_last_one_held_before_the_day(self) -> None:
        found = agenda(
            agreed(
                held("2026-08-15", topics={"next": "Ship", "support": "Time", "other": "Lunch"}),
                skipped("2026-09-15"),
                held("2026-10-15", topics={"next": "Rest"}),
            )
        )
        assert found.last == day("2026-08-15")
        assert found.promised == (TopicNotes("next", "Ship", None), TopicNotes("support", "Time", None))

    def test_also_when_it_was_held_on_another_day_than_planned(self) -> None:
        moved = checkin("2026-09-15", half(held="2026-09-17", topics={"next": "Ship"}, done=["call"]))
        raised = held("2026-08-15", actions=[action("call")])
        found = agenda(agreed(raised, moved))
        assert found.last == day("2026-09-17")
        assert found.promised[0] == TopicNotes("next", "Ship", None)
        assert [one.action.id for one in found.since.done] == ["call"]

    def test_of_two_held_on_one_day_it_looks_back_at_the_later(self) -> None:
        both = [
            checkin(on, half(held="2026-09-17", topics={"next": on})) for on in ("2026-09-01", "2026-09-15")
        ]
        assert agenda(agreed(*both)).promised[0].employee == "2026-09-15"

    def test_what_was_done_since_is_shown_once(self) -> None:
        found = agenda(
            agreed(
                held("2026-07-15", actions=[action("a"), action("b"), action("c")]),
                held("2026-08-15", done=["a"]),
                held("2026-09-15", done=["b"]),
            )
        )
        assert [one.action.id for one in found.since.done] == ["b"]
        assert [one.action.id for one in found.actions] == ["c"]

    def test_each_sides_notes_stand_side_by_side(self) -> None:
        mine = half(topics={"status": "Well", "lunch": "Soup"})
        theirs = half(topics={"status": "Fine", "lunch": "Stew", "dinner": "Fish"})
        found = agenda(agreed(checkin("2026-10-15", mine, theirs)), known=company(topics=["status", "other"]))
        assert found.topics == (
            TopicNotes("status", "Well", "Fine"),
            TopicNotes("other", None, None),
            TopicNotes("lunch", "Soup", "Stew"),
            TopicNotes("dinner", None, "Fish"),
        )

    def test_open_actions_are_carried_over_from_everywhere(self) -> None:
        old = agreed(held("2026-12-01", actions=[action("old")]))
        text = agreement(actions=[action("proposed")])
        new = conversation(NEXT_H1, held("2027-01-15", actions=[action("new")]), agreement=text)
        found = agenda(old, new, on="2027-02-15")
        assert [one.action.id for one in found.actions] == ["new", "old", "proposed"]

    def test_january_speaks_of_the_goals_in_force(self) -> None:
        found = agenda(agreed(), conversation(NEXT_H1), on="2027-01-15")
        assert [one.goal.id for one in found.goals] == ["speed"]
        assert (found.standing.state, found.frame.period) == ("in_force", NEXT_H1)


class TestTalk:
    OLD = conversation(
        H1,
        held("2026-06-01", goals={"speed": {"status": "on_track"}}, actions=[action("left"), action("over")]),
        agreement=agreed_goals(goal("speed"), goal("teach")),
        review=review(
            {"goals": {"speed": {"result": "achieved"}, "teach": {"result": "missed"}}},
            {"goals": {"speed": {"result": "partly"}}},
        ),
    )

    def test_it_closes_one_period_and_opens_the_next(self) -> None:
        mine = EmployeePreparation(contribute="Calm")
        here = conversation(
            H2,
            preparation=Halves(mine),
            agreement=agreed_goals(goal("next")),
            talk=talk(None, {"place": "Café"}),
        )
        plan = Plan("platform", H2, Brief(message="Welcome"))
        found = talk_agenda(conversation(NEXT_H1), here, self.OLD, plan=plan)
        assert (found.frame.kind, found.frame.period, found.frame.place) == ("talk", H2, "Café")
        assert (found.ended, found.plan, found.preparation.employee) == (H1, plan, mine)
        assert (found.standing.state, found.agreement) == ("proposed", here.agreement)
        assert found.reviews == self.OLD.review

    def test_results_that_differ_are_the_thing_to_talk_about(self) -> None:
        speed, teach = talk_agenda(self.OLD).reviewed
        assert (speed.progress.status, speed.employee, speed.leader, speed.differ) == (
            "on_track",
            "achieved",
            "partly",
            True,
        )
        assert (teach.employee, teach.leader, teach.differ) == ("missed", None, False)

    @pytest.mark.parametrize(
        ("both", "differ"),
        [
            (review(), False),
            (review({"goals": {"speed": {"result": "partly"}}}), False),
            (review(None, {"goals": {"speed": {"result": "partly"}}}), False),
            (
                review(
                    {"goals": {"speed": {"result": "partly"}}}, {"goals": {"speed": {"result": "partly"}}}
                ),
                False,
            ),
            (review({"goals": {"speed": {"note": "Hm"}}}, {"goals": {"speed": {"result": "partly"}}}), False),
        ],
        ids=["nobody said", "the employee said", "the leader said", "the same", "one only noted"],
    )
    def test_results_agree_unless_both_said_otherwise(self, both: Any, differ: bool) -> None:
        one = conversation(H1, agreement=agreed_goals(goal("speed")), review=both)
        assert talk_agenda(one).reviewed[0].differ is differ

    def test_open_actions_are_carried_but_not_those_it_proposes_itself(self) -> None:
        text = agreement(actions=[action("proposed")])
        here = conversation(H2, held("2026-07-10", done=["over"], actions=[action("call")]), agreement=text)
        assert [one.action.id for one in talk_agenda(self.OLD, here).actions] == ["call", "left"]

    def test_it_looks_back_on_the_last_period_before_it(self) -> None:
        found = talk_agenda(conversation(H2), self.OLD, on="2027-01-20")
        assert (found.ended, found.frame.period) == (H2, NEXT_H1)
        assert talk_agenda(self.OLD, conversation(H2), on="2027-01-20").ended == H2

    def test_the_first_talk_looks_back_on_nothing(self) -> None:
        found = talk_agenda()
        assert (found.ended, found.reviewed, found.actions, found.agreement) == (None, (), (), None)
        assert found.standing.state == "none"
        assert not found.reviews
