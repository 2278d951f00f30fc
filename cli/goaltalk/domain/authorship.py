"""Whether what people wrote came in their own commits, and answers stayed as given (DESIGN section 5)."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Literal

from msgspec import Struct

from goaltalk.domain.address import Address
from goaltalk.domain.changes import Change, Commit
from goaltalk.domain.company import Company
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Answer, Feedback
from goaltalk.domain.records.fields import Severity

Verdict = Literal["right", "unsure", "wrong"]
Owners = Mapping[str, Set[str]]
NOT_A_MAILBOX = ("noreply", "no-reply", "donotreply", "do-not-reply")


class Past(Struct, frozen=True):
    """What happened to the records, newest first, and what HEAD has of them.

    `feedback` and `answers` are the records among the contents, by their hashes.
    """

    changes: Sequence[Change]
    standing: Mapping[Address, str]
    feedback: Mapping[str, Feedback] = {}
    answers: Mapping[str, Answer] = {}


class Claim(Struct, frozen=True):
    """One commit that is to carry the signature of one of these writers, and a record that it changed."""

    commit: Commit
    writers: tuple[str, ...]
    about: Address


class Judgement(Struct, frozen=True):
    """What is wrong with a history, and whose signatures it would have to carry."""

    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]


class _Judged(Struct, frozen=True):
    change: Change
    writers: tuple[str, ...]
    verdict: Verdict


def judge(company: Company, past: Past) -> Judgement:
    """Judge every change of a half, an answer or feedback; people who are not here any more are left out."""
    owners = _owners(company)
    histories: dict[Address, list[_Judged]] = {}
    for change in past.changes:
        if is_personal(change.about) and change.about.owner in company.people:
            histories.setdefault(change.about, []).append(_judge(company, owners, past.feedback, change))
    findings: list[Finding] = []
    claims: dict[tuple[str, tuple[str, ...]], Claim] = {}
    for about, history in histories.items():
        standing = past.standing.get(about)
        rule = _judge_answer if about.kind == "answer" else _judge_half
        findings += rule(about, history, standing)
        findings += _judge_speaker(company, about, history, past.answers.get(standing or ""))
        for one in history:
            commit, who = one.change.commit, one.writers
            if one.verdict != "wrong" and who and not one.change.clean:
                claims.setdefault((commit.id, who), Claim(commit, who, about))
    return Judgement(tuple(findings), tuple(claims.values()))


def is_personal(about: Address) -> bool:
    """Say whether a record has one writer: halves, answers and feedback have, the agreement has two."""
    return about.side is not None or about.kind == "feedback"


def find_uncommitted(company: Company, records: Sequence[Address]) -> Iterator[Finding]:
    """Tell of records that are not as the last commit has them: nothing says who wrote them."""
    for about in records:
        if is_personal(about) and about.owner in company.people:
            message = "is not committed as it is here, so its writer is unknown; commit it, or restore it"
            yield _finding("unverified", "warning", about, message)


def _judge(company: Company, owners: Owners, feedback: Mapping[str, Feedback], change: Change) -> _Judged:
    writers = _writers(company, feedback, change)
    found = owners.get(change.commit.email.casefold(), frozenset())
    helpers = {one for email in change.commit.co_authors for one in owners.get(email, ())}
    by_button = not found and _is_no_mailbox(change.commit.email)
    verdict: Verdict = "wrong"
    if change.clean or (len(found) == 1 and found <= set(writers)):
        verdict = "right"
    elif by_button or (found | helpers) & set(writers):
        verdict = "unsure"
    return _Judged(change, writers, verdict)


def _owners(company: Company) -> Owners:
    found: dict[str, set[str]] = {}
    for name, person in company.people.items():
        for email in person.emails:
            found.setdefault(email, set()).add(name)
    return found


def _is_no_mailbox(email: str) -> bool:
    """Say whether a button or a robot made the commit, such as GitHub's squash."""
    mailbox, _, host = email.casefold().partition("@")
    return any(word in mailbox for word in NOT_A_MAILBOX) or ".noreply." in f".{host}"


def _writers(company: Company, feedback: Mapping[str, Feedback], change: Change) -> tuple[str, ...]:
    about = change.about
    if about.side == "employee":
        return (about.owner,)
    leader = company.leader_of(about.owner, change.commit.day)
    if about.kind != "feedback":
        return (leader,) if leader else ()
    before = [feedback[one] for one in change.before if one is not None and one in feedback]
    after = feedback.get(change.after or "")
    here = {one for one in company.people if company.employs(one, change.commit.day)}
    return _feedback_writers(here, about, leader, before, after)


def _feedback_writers(
    here: Set[str], about: Address, leader: str | None, before: Sequence[Feedback], after: Feedback | None
) -> tuple[str, ...]:
    """Only the one asked answers; for somebody who is not here, the one who asked does; either may ask.

    `here` are the ids of all who were employed on the day: who has left cannot write any more.
    """
    told = next((one for one in (*before, after) if one is not None and _words(one)), None)
    known = told or after or next(iter(before), None)
    asked_by_leader = known is None or known.asked_by == "leader"
    askers = {leader} if asked_by_leader else {about.owner}
    insider = next((one for one in (known.from_ if known else "", about.name) if one in here), None)
    old = _words(before[0]) if before else ()
    unchanged = (_words(after) if after else ()) == old
    if told is None or unchanged:
        allowed = {insider, *askers} | ({about.owner} if known is None else set())
    elif insider:
        allowed = {insider}
    else:
        allowed = {told.entered_by} if told.entered_by in (about.owner, leader) else askers
    return tuple(sorted(one for one in allowed if one))


def _words(one: Feedback) -> tuple[object, ...]:
    """Return what the giver says; empty while it is only asked for."""
    return (one.from_, one.given, one.answers, one.entered_by) if one.given or one.answers else ()


def _judge_half(about: Address, history: Sequence[_Judged], standing: str | None) -> Iterator[Finding]:
    """Call a foreign change an error until the writer has put the whole file there anew."""
    if all(one.verdict == "right" for one in history):
        return
    settled = history[0].verdict == "right" and (standing is None or standing in _vouched(history))
    for one in history:
        if one.verdict == "wrong":
            yield _wrong_author(about, one, "warning" if settled else "error")
        elif one.verdict == "unsure" and not settled:
            yield _unsure(about, one)


def _vouched(history: Sequence[_Judged]) -> set[str]:
    """Return the contents that grew, from an empty file on, in the writer's own commits only."""
    own: set[str] = set()
    more = True
    while more:
        grown = {
            one.change.after
            for one in history
            if one.verdict == "right" and one.change.after and _grows_from(own, one.change)
        }
        more = not grown <= own
        own |= grown
    return own


def _grows_from(own: set[str], change: Change) -> bool:
    return all(one is None or one in own for one in change.before)


def _judge_answer(about: Address, history: Sequence[_Judged], standing: str | None) -> Iterator[Finding]:
    """Hold that an answer comes once, from its writer, and stays; what was never theirs may go."""
    given = {one.change.after for one in history if one.change.adds and one.verdict == "right"}
    unsure = {one.change.after for one in history if one.change.adds and one.verdict == "unsure"}
    for one in history:
        after = one.change.after
        if after is None:
            yield from _removed(about, one.change, standing, given | unsure)
        elif not one.change.adds:
            message = f"{one.change.commit.label} changed this answer, and answers are never changed"
            yield _finding("answer-changed", "error", about, f"{message}; take the new text as forged")
        elif one.verdict == "wrong" and after not in given:
            yield _wrong_author(about, one, "error" if standing == after else "warning")
        elif one.verdict == "unsure" and after not in given:
            yield _unsure(about, one)
    if standing is None and not any(one.change.after is None for one in history):
        for one in history:
            if one.change.after in given | unsure:
                message = (
                    f"a merge left out this answer, which came in {one.change.commit.label}; bring it back"
                )
                yield _finding("answer-removed", "error", about, message)


def _judge_speaker(
    company: Company, about: Address, history: Sequence[_Judged], answer: Answer | None
) -> Iterator[Finding]:
    """Hold that an answer speaks for the one whose file and commit it is; ids of before count for nobody."""
    added = next((one for one in history if one.change.adds and one.verdict == "right"), None)
    if answer is None or added is None:
        return
    if answer.role != about.side or answer.by in company.people.keys() - set(added.writers):
        message = f"{added.change.commit.label} brought an answer by {answer.by} for the {answer.role}"
        advice = f"here {' or '.join(added.writers)} answers for the {about.side}"
        yield _finding("wrong-author", "error", about, f"{message}; {advice}")


def _removed(
    about: Address, change: Change, standing: str | None, given: set[str | None]
) -> Iterator[Finding]:
    lost = [one for one in change.before if one is not None and one in given]
    if not lost:
        return
    back = standing in lost
    advice = "it is back, as it was" if back else "bring back exactly what was there"
    message = f"{change.commit.label} removed this answer, and answers are never removed; {advice}"
    yield _finding("answer-removed", "warning" if back else "error", about, message)


def _wrong_author(about: Address, one: _Judged, severity: Severity) -> Finding:
    if one.writers:
        what = f"changed what only {' or '.join(one.writers)} could write on that day"
    else:
        what = f"wrote this, and {about.owner} had no leader on that day"
    message = f"{one.change.commit.label} {what}"
    if severity == "error":
        message += (
            "; if this is an address of theirs, add it to other_emails or .mailmap, "
            "else let them write the file anew"
        )
    else:
        message += "; it does not stand any more"
    return _finding("wrong-author", severity, about, message)


def _unsure(about: Address, one: _Judged) -> Finding:
    who = " or ".join(one.writers) or "its writer"
    message = f"{one.change.commit.label} does not show whether {who} wrote this; merge without squashing"
    return _finding("unverified", "warning", about, message)


def _finding(rule: str, severity: Severity, about: Address, message: str) -> Finding:
    return Finding(rule, severity, message, about, person=about.owner)
