"""Who may have changed a record, judged from commits alone."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltalk.domain.address import Address
from goaltalk.domain.authorship import Past, find_uncommitted, judge
from goaltalk.domain.changes import Change, Commit, follow_moves
from goaltalk.domain.company import Company
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Feedback

from .build import ANNE, KARI, OLA, PER, company, day, kari, make, person, steadily

PREP = Address("preparation.employee", KARI, "2026-H2", "employee")
TALK = Address("talk", KARI, "2026-H2", "leader")
ANSWER = Address("answer", KARI, "2026-H2", "employee", "agreement-0123456789ab")
FEEDBACK = Address("feedback", KARI, "2026-H2", None, ANNE)
NOREPLY = "noreply@github.com"
HERE = company({ANNE: person(ANNE), OLA: person(OLA)})


def commit(author: str, number: int = 0, on: str = "2026-09-01", co_authors: tuple[str, ...] = ()) -> Commit:
    email = author if "@" in author else f"{author}@example.com"
    return Commit(f"{number:040x}", day(on), author, email, co_authors)


def past(about: Address, *steps: tuple[str, str | None], here: Company = HERE) -> list[tuple[str, str]]:
    """Judge a history of (author, content afterwards), oldest first; return rules and severities."""
    return [(one.rule, one.severity) for one in judge(here, linear(about, *steps)).findings]


def linear(about: Address, *steps: tuple[str, str | None]) -> Past:
    changes: list[Change] = []
    content: str | None = None
    for number, (author, after) in enumerate(steps):
        if after != content:
            changes.insert(0, Change(commit(author, number), about, (content,), after))
        content = after
    return Past(changes, {about: content} if content else {})


@pytest.mark.parametrize(
    ("about", "steps", "expected"),
    [
        (PREP, [(KARI, "a"), (KARI, "b")], []),
        (PREP, [(PER, "a")], [("wrong-author", "error")]),
        (TALK, [(PER, "a"), (PER, None)], []),
        (TALK, [(KARI, "a")], [("wrong-author", "error")]),
        (TALK, [(ANNE, "a")], [("wrong-author", "error")]),
        (PREP, [(KARI, "a"), (PER, "b"), (KARI, "c")], [("wrong-author", "error")]),
        (PREP, [(KARI, "a"), (PER, "b"), (KARI, "a")], [("wrong-author", "warning")]),
        (PREP, [(KARI, "a"), (PER, "b"), (KARI, None), (KARI, "b")], [("wrong-author", "warning")]),
        (PREP, [(KARI, "a"), (KARI, "b"), (PER, "a")], [("wrong-author", "error")]),
        (PREP, [(KARI, "a"), (PER, None)], [("wrong-author", "error")]),
        (PREP, [("stranger@example.org", "a")], [("wrong-author", "error")]),
        (PREP, [(NOREPLY, "a")], [("unverified", "warning")]),
        (PREP, [("1+kari@users.noreply.github.com", "a")], [("unverified", "warning")]),
        (PREP, [("someone@noreply.git.example", "a")], [("unverified", "warning")]),
        (PREP, [("kari@example.com.noreply", "a")], [("wrong-author", "error")]),
        (ANSWER, [(KARI, "a")], []),
        (ANSWER, [(PER, "a")], [("wrong-author", "error")]),
        (ANSWER, [(NOREPLY, "a")], [("unverified", "warning")]),
        (ANSWER, [(KARI, "a"), (KARI, "b")], [("answer-changed", "error")]),
        (ANSWER, [(KARI, "a"), (KARI, None)], [("answer-removed", "error")]),
        (ANSWER, [(KARI, "a"), (KARI, None), (PER, "a")], [("answer-removed", "warning")]),
        (ANSWER, [(KARI, "a"), (PER, None), (KARI, "b")], [("answer-removed", "error")]),
        (ANSWER, [(PER, "a"), (KARI, None)], [("wrong-author", "warning")]),
        (ANSWER, [(NOREPLY, "a"), (PER, None)], [("answer-removed", "error"), ("unverified", "warning")]),
    ],
)
def test_what_histories_amount_to(
    about: Address, steps: list[tuple[str, str | None]], expected: list[tuple[str, str]]
) -> None:
    assert past(about, *steps) == expected


def test_who_lacks_a_leader_has_no_leaders_half() -> None:
    about = Address("talk", PER, "2026-H2", "leader")
    found = judge(HERE, linear(about, (ANNE, "a"))).findings
    assert [one.rule for one in found] == ["wrong-author"]
    assert f"{PER} had no leader on that day" in found[0].message


def test_an_address_of_two_people_decides_nothing() -> None:
    shared = company({**kari(email="both@example.com"), PER: person(PER, email="both@example.com")})
    assert past(PREP, ("both@example.com", "a"), here=shared) == [("unverified", "warning")]


def test_people_who_are_not_here_are_left_out() -> None:
    about = Address("preparation.employee", "somebody-else", "2026-H2", "employee")
    assert past(about, (PER, "a")) == []


def test_a_clean_merge_is_its_parents_work_and_another_is_the_mergers() -> None:
    ours, theirs = (Change(commit(KARI, n), PREP, (None,), text) for n, text in enumerate("ab"))
    for clean, expected in ((True, []), (False, ["wrong-author"])):
        merge = Change(commit(PER, 3), PREP, ("a", "b"), "c", clean=clean)
        found = judge(HERE, Past([merge, theirs, ours], {PREP: "c"})).findings
        assert [one.rule for one in found] == expected


def feedback(**keys: object) -> Feedback:
    return make({"from": ANNE, "asked_by": "employee"} | keys, Feedback)


@pytest.mark.parametrize(
    ("author", "before", "after", "right"),
    [
        (KARI, None, feedback(), True),
        (PER, None, feedback(), False),
        (PER, None, feedback(asked_by="leader"), True),
        (ANNE, feedback(), feedback(given="2026-09-01", answers=["Well"]), True),
        (KARI, feedback(), feedback(given="2026-09-01", answers=["Well"]), False),
        (KARI, feedback(), feedback(given="2026-09-01", entered_by=KARI), False),
        (KARI, feedback(answers=["Well"]), feedback(answers=["Well"], due="2026-10-01"), True),
        (KARI, feedback(answers=["Well"]), feedback(answers=["Very well"]), False),
        (KARI, feedback(answers=["Well"]), feedback(), False),
        (KARI, feedback(answers=["Well"]), None, False),
        (KARI, feedback(), None, True),
        (ANNE, feedback(answers=["Well"]), None, True),
        (KARI, feedback(answers=["Well"]), feedback(**{"from": "Anne", "answers": ["So-so"]}), False),
    ],
)
def test_only_who_is_asked_says_what_they_think(
    author: str, before: Feedback | None, after: Feedback | None, right: bool
) -> None:
    versions = {name: one for name, one in (("a", before), ("b", after)) if one}
    change = Change(commit(author), FEEDBACK, ("a" if before else None,), "b" if after else None)
    found = judge(HERE, Past([change], {}, versions)).findings
    assert [one.rule for one in found] == ([] if right else ["wrong-author"])


@pytest.mark.parametrize(("author", "right"), [(KARI, True), (PER, False), (ANNE, False)])
def test_somebody_outside_is_entered_by_the_side_that_asked(author: str, right: bool) -> None:
    about = Address("feedback", KARI, "2026-H2", None, "a-customer")
    after = feedback(**{"from": "A Customer", "answers": ["Well"], "entered_by": KARI})
    found = judge(
        HERE, Past([Change(commit(author), about, (None,), "b")], {about: "b"}, {"b": after})
    ).findings
    assert [one.rule for one in found] == ([] if right else ["wrong-author"])


def test_signatures_are_asked_of_those_commits_that_count() -> None:
    changes = [
        Change(commit(KARI, 1), PREP, (None,), "a"),
        Change(commit(KARI, 1), ANSWER, (None,), "b"),
        Change(commit(PER, 2), PREP, ("a",), "c"),
        Change(commit(PER, 3), Address("person", KARI), (None,), "d"),
        Change(commit(PER, 4), Address("agreement", KARI, "2026-H2"), (None,), "e"),
        Change(commit(NOREPLY, 5), TALK, (None,), "f"),
    ]
    claims = judge(HERE, Past(changes, {})).claims
    assert [(int(one.commit.id, 16), one.writers) for one in claims] == [(1, (KARI,)), (5, (PER,))]


def test_only_what_has_one_writer_must_be_committed() -> None:
    records = (PREP, Address("agreement", KARI, "2026-H2"), Address("person", KARI), FEEDBACK)
    assert [one.about for one in find_uncommitted(HERE, records)] == [PREP, FEEDBACK]


contents = st.sampled_from(["a", "b", "c", None])
authors = st.sampled_from([KARI, PER, ANNE, NOREPLY])


@steadily
@given(st.lists(st.tuples(st.just(KARI), contents), max_size=8))
def test_law_what_the_writer_does_with_a_half_is_never_wrong(steps: list[tuple[str, str | None]]) -> None:
    assert past(PREP, *steps) == []


@steadily
@given(st.lists(st.tuples(authors, contents), max_size=8))
def test_law_no_foreign_change_of_a_half_goes_untold(steps: list[tuple[str, str | None]]) -> None:
    history = linear(PREP, *steps)
    told = named(judge(HERE, history).findings)
    for change in history.changes:
        foreign = change.commit.name in (PER, ANNE)
        assert any(change.commit.label in text for text in told) or not foreign


@steadily
@given(st.lists(st.tuples(authors, contents), max_size=8))
def test_law_without_errors_an_answer_stands_as_its_writer_or_a_button_gave_it(
    steps: list[tuple[str, str | None]],
) -> None:
    history = linear(ANSWER, *steps)
    if any(one.severity == "error" for one in judge(HERE, history).findings):
        return
    given_ = {one.after for one in history.changes if one.adds and one.commit.name in (KARI, NOREPLY)}
    assert history.standing.get(ANSWER) in given_ | {None}
    assert not [one for one in history.changes if one.before[0] and one.after]


def named(findings: Sequence[Finding]) -> list[str]:
    return [one.message for one in findings]


def moved(about: Address, owner: str) -> Address:
    return Address(about.kind, owner, about.period, about.side, about.name)


def rename(author: str, *kept: Address, number: int = 9) -> list[Change]:
    """Rename Kari's folder to kari-berg's in one commit, with `kept` as they are."""
    one = commit(author, number)
    both = [Change(one, Address("person", KARI), ("p",), None)]
    both += [Change(one, Address("person", "kari-berg"), (None,), "q")]
    for about in kept:
        both += [Change(one, about, ("a",), None), Change(one, moved(about, "kari-berg"), (None,), "a")]
    return both


BERG = Company(HERE.settings, HERE.units, {"kari-berg": person(KARI), PER: person(PER)})


def test_a_renamed_folder_keeps_its_history() -> None:
    changes = [*rename(PER, PREP), Change(commit(KARI, 1), PREP, (None,), "a")]
    followed = follow_moves(changes, BERG.people)
    assert [one.about for one in followed if one.about.kind != "person"] == [moved(PREP, "kari-berg")]
    assert judge(BERG, Past(followed, {moved(PREP, "kari-berg"): "a"})).findings == ()


def test_a_folder_moved_onto_somebody_who_is_still_here_is_no_rename() -> None:
    changes = [*rename(PER, PREP), Change(commit(KARI, 1), PREP, (None,), "a")]
    both = Company(HERE.settings, HERE.units, {**BERG.people, KARI: person(ANNE)})
    found = judge(both, Past(follow_moves(changes, both.people), {moved(PREP, "kari-berg"): "a"})).findings
    assert "wrong-author" in [one.rule for one in found]


def test_what_somebody_else_wrote_does_not_become_anothers_by_a_rename() -> None:
    changes = [*rename(PER, PREP), Change(commit(PER, 1), PREP, (None,), "a")]
    found = judge(BERG, Past(follow_moves(changes, BERG.people), {moved(PREP, "kari-berg"): "a"})).findings
    assert [(one.rule, one.severity) for one in found] == [("wrong-author", "error")]


def test_without_a_rename_nothing_moves() -> None:
    changes = [Change(commit(KARI, 2), PREP, ("a",), None), Change(commit(KARI, 1), PREP, (None,), "a")]
    assert follow_moves(changes, HERE.people) == changes
