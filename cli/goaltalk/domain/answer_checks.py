"""What answers must fulfil: each fits its name, is by its own side, and is to what stands there."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.answers import (
    AcceptedText,
    AnswerName,
    accepted_texts,
    digest_of,
    find_standing,
    is_by_its_side,
    read_name,
    short_form,
    unopened_text,
)
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Agreement, Answer
from goaltalk.domain.records.fields import other_side
from goaltalk.domain.reviews import find_review_standing
from goaltalk.domain.shifts import TextChange, compare_texts

KeyPath = tuple[str | int, ...]
WORDS = {"agreement": ("accepted", "declined"), "review": ("received", "refused")}


def check_answers(company: Company, one: Conversation, today: date) -> Iterator[Finding]:
    """Check one conversation's answers, each by itself and against the text of the agreement."""
    last: dict[tuple[str, str, str], date] = {}
    for key, answer in sorted(one.answers.items(), key=lambda pair: _in_order(pair[0])):
        name = read_name(key)
        if name is None:
            continue
        about = Address("answer", one.person, one.period.label, name.side, key.rpartition(".")[0])
        yield from _check_form(company, one, about, name, answer)
        if answer.on > today:
            message = f"is of {answer.on}, which has not come yet"
            yield Finding("date-order", "warning", message, about, ("on",), one.person)
        before = last.get((name.to, name.short, name.side))
        if before is not None and answer.on < before:
            message = f"is of {answer.on}, but the answer before it to the same text is of {before}"
            yield Finding("date-order", "error", message, about, ("on",), one.person)
        last[name.to, name.short, name.side] = answer.on
    yield from (finding for _, finding in find_changed(company, one))
    yield from _check_amendments(company, one)
    yield from _check_review(company, one)


def explain_change(one: Conversation, accepted: Agreement, finding: Finding) -> tuple[Finding, ...]:
    """Say where the agreement differs from the text that both accepted: one finding for each place.

    `finding` is the one that `check_answers` made of it; it stays alone where nothing differs.
    """
    present = one.agreement
    if present is None:
        return (finding,)
    places = [
        replace(finding, key_path=path, message=f"{what} {finding.message}")
        for change in compare_texts(accepted, present)
        for path, what in _places(present, change)
    ]
    return tuple(places) or (finding,)


def _in_order(key: str) -> tuple[str, int]:
    name = read_name(key)
    return (f"{name.to}-{name.short}.{name.side}", name.number) if name else (key, 0)


def _check_form(
    company: Company, one: Conversation, about: Address, name: AnswerName, answer: Answer
) -> Iterator[Finding]:
    def found(rule: str, key: str, message: str) -> Finding:
        return Finding(rule, "error", message, about, (key,), one.person)

    if answer.to != name.to:
        yield found(
            "answer-mismatch", "to", f"answers the {answer.to}, but its file is named after {name.to}"
        )
    elif answer.answer not in WORDS[answer.to]:
        yield found(
            "answer-mismatch",
            "answer",
            f"this is no answer to an {answer.to}: {' or '.join(WORDS[answer.to])}",
        )
    if short_form(answer.digest) != name.short:
        message = f"the digest begins with {short_form(answer.digest)}, the file's name says {name.short}"
        yield found("answer-mismatch", "digest", f"{message}; an answer is never changed or renamed")
    if answer.role != name.side:
        yield found("answer-mismatch", "role", f"is the {answer.role}'s, but its file is the {name.side}'s")
    elif company.knows_leader_of(one.person) and not is_by_its_side(company, one.person, answer):
        yield found("self-answer", "by", _not_that_side(company, one.person, answer))


def _not_that_side(company: Company, person: str, answer: Answer) -> str:
    if answer.role == "employee":
        return f"{answer.by} answers for {person}; nobody answers for somebody else"
    leader = company.leader_of(person, answer.on)
    who = f"that was {leader}" if leader else "nobody did"
    return f"{answer.by} did not lead {person} on {answer.on}; {who}. Who led before stands in former_leaders"


def find_changed(company: Company, one: Conversation) -> Iterator[tuple[AcceptedText, Finding]]:
    """Yield each accepted text that the agreement left though no amendment opens it, and what to say."""
    if one.agreement is None or not one.answers:
        return
    standing = find_standing(company, one)
    if standing.state not in ("changed", "proposed", "accepted_by_one"):
        return  # what most agreements are; the rest costs more digests
    about = Address("agreement", one.person, one.period.label)
    known = {text.digest: text for text in accepted_texts(company, one)}
    present = digest_of(company, one)
    left = unopened_text(company, one, besides=present)
    if standing.state == "changed" and left is not None:
        message = (
            f"is not as {_say_who(known[left])} accepted it, and no amendment opens that text; "
            f"take the change back, or: goaltalk agree {one.person} --period {one.period.label} --amend WHY"
        )
        yield known[left], Finding("answer-mismatch", "error", message, about, (), one.person)
    elif standing.state != "changed":
        opened = {amendment.digest for amendment in one.agreement.amendments}
        for text in known.values():
            waiting = [who for who in text.by if _speaks_last_of(known, who, text)]
            if text.digest not in {present, *opened} and waiting:
                message = (
                    f"is not as {_say_who(text)} accepted it; the present text has no answer from "
                    f"{' and '.join(waiting)}"
                )
                yield text, Finding("answer-mismatch", "warning", message, about, (), one.person)


def _check_amendments(company: Company, one: Conversation) -> Iterator[Finding]:
    """Hold that an amendment is by one of the two, and opens a text that one of them accepted."""
    answered = {answer.digest for answer in one.answers.values()}
    about = Address("agreement", one.person, one.period.label)
    for number, amendment in enumerate(one.agreement.amendments if one.agreement else ()):
        where = ("amendments", number)
        if amendment.by not in (one.person, company.leader_of(one.person, amendment.on)):
            message = f"{amendment.by} is neither {one.person} nor the leader of {amendment.on}"
            yield Finding("self-answer", "error", message, about, (*where, "by"), one.person)
        if amendment.digest not in answered:
            message = "opens a text that nobody has accepted; goaltalk agree --amend writes these notes"
            yield Finding("answer-mismatch", "error", message, about, (*where, "digest"), one.person)


def _check_review(company: Company, one: Conversation) -> Iterator[Finding]:
    """Warn of a review that changed after somebody answered it: what they received is not what stands there.

    It is no error: a review has no amendments, so whoever mends a word in it does nothing wrong.
    """
    if not one.review or not any(answer.to == "review" for answer in one.answers.values()):
        return  # what most reviews are; the rest costs a digest
    for answer in find_review_standing(company, one).stale:
        writer = other_side(answer.role)
        side = writer if one.review.of(writer) is not None else answer.role
        label = one.period.label
        message = (
            f"is not as {answer.by} {answer.answer} it ({short_form(answer.digest)}, {answer.on}), and waits "
            f"for a new answer: goaltalk review {one.person} --period {label} --acknowledge"
        )
        about = Address("review", one.person, label, side)
        yield Finding("answer-mismatch", "warning", message, about, (), one.person)


def _speaks_last_of(known: dict[str, AcceptedText], who: str, text: AcceptedText) -> bool:
    """Say whether this is the text that somebody accepted last."""
    mine = [one for one in known.values() if who in one.by]
    return max(mine, key=lambda one: (one.on, one.digest)) == text


def _say_who(text: AcceptedText) -> str:
    return f"{' and '.join(text.by)} ({short_form(text.digest)}, {text.on})"


def _places(present: Agreement, change: TextChange) -> Iterator[tuple[KeyPath, str]]:
    """Yield where in the present text a change shows, and what it is."""
    path: KeyPath = (change.part,)
    items = getattr(present, change.part)
    if change.id and isinstance(items, tuple):
        place = next((number for number, item in enumerate(items) if item.id == change.id), None)
        path = path if place is None else (*path, place)
    elif isinstance(items, tuple) and change.change == "added" and change.title in items:
        path = (*path, items.index(change.title))
    name = ".".join(filter(None, (change.part, change.id)))
    if change.change != "changed" or not change.shifts:
        yield path, f"{name} ({change.change})"
        return
    for shift in change.shifts:
        if shift.what == change.part:
            yield path, f"{name} (changed)"
        else:
            within = ("measure",) if shift.what in ("target", "baseline", "unit") else ()
            yield (*path, *within, shift.what), f"{name}.{shift.what} (changed)"
