"""What was answered to exactly which text: digests, and the state of an agreement (DESIGN section 5)."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct

from goaltalk.domain.canonical import canonical_content, parts_of, without_empty
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records import Agreement, Answer
from goaltalk.domain.records.agreement import Amendment
from goaltalk.domain.records.fields import Side

AgreementState = Literal["none", "draft", "proposed", "accepted_by_one", "in_force", "changed", "declined"]
Answerable = Literal["agreement", "review"]
OUTSIDE = ("schema", "proposed", "amendments")
PREFIX = "sha256:"
SHORT = 12
NAMED = re.compile(r"(agreement|review)-([0-9a-f]{12})(?:-([2-9]|[1-9][0-9]{1,3}))?\.(employee|leader)")


class Standing(Struct, frozen=True):
    """Where an agreement stands: its state, since when it is in force, and who has answered this text."""

    state: AgreementState
    since: date | None = None
    accepted: tuple[Side, ...] = ()
    declined: tuple[Side, ...] = ()


def content_of(agreement: Agreement) -> dict[str, Any]:
    """Return what both accept: the agreement without what lies outside the digest, and nothing empty."""
    return without_empty(msgspec.to_builtins(_answered_parts(agreement)))  # type: ignore[no-any-return]


def digest_agreement(agreement: Agreement, person: str, period: str, repository: str) -> str:
    """Return `sha256:` and 64 hex digits over the canonical JSON (RFC 8785) of the agreement's content.

    The same on every machine: independent of layout, comments, the order of keys, and Unicode's form.
    """
    bound = {"person": person, "period": period, "repository": repository}
    return digest_content("agreement", _answered_parts(agreement) | bound)


def _answered_parts(agreement: Agreement) -> dict[str, Any]:
    return {key: value for key, value in parts_of(agreement).items() if key not in OUTSIDE}


def digest_content(to: Answerable, content: dict[str, Any]) -> str:
    """Return the digest of what can be answered: `sha256:` and 64 hex digits.

    Over `goaltalk/KIND/1`, a NUL byte and the canonical JSON (RFC 8785): nulls and empty collections left
    out, recursively, and strings in NFC.
    """
    text = canonical_content(content)
    return PREFIX + hashlib.sha256(f"goaltalk/{to}/1\0".encode() + text).hexdigest()


def digest_of(company: Company, conversation: Conversation) -> str:
    """Return the digest of the present text of a conversation's agreement; empty if there is none."""
    agreement = conversation.agreement
    if agreement is None:
        return ""
    return digest_agreement(agreement, conversation.person, conversation.period.label, company.settings.id)


def answer_name(to: str, digest: str, number: int = 1) -> str:
    """Return the name of an answer: what it answers, the first 12 hex digits of the digest, and which one.

    The first answer of a side to a text has no number. An answer is never rewritten, so a later one has; and
    so has one of the day of an amendment (see `next_number`).
    """
    name = f"{to}-{short_form(digest)}"
    return name if number == 1 else f"{name}-{number}"


def short_form(digest: str) -> str:
    """Return the first 12 hex digits of a digest, by which people and files name it."""
    return digest.removeprefix(PREFIX)[:SHORT]


def next_number(conversation: Conversation, to: str, digest: str, side: Side, today: date) -> int:
    """Return the number of one side's next answer to exactly one text.

    It is above the number of amendments of that day, so that of one day it is known what came after what.
    """
    amendments = conversation.agreement.amendments if conversation.agreement else ()
    of_today = sum(one.on == today for one in amendments) if to == "agreement" else 0
    return max(last_number(conversation, to, digest, side), of_today) + 1


def last_number(conversation: Conversation, to: str, digest: str, side: Side) -> int:
    """Return the number of one side's last answer to exactly one text; 0 if there is none."""
    names = ((read_name(key), one) for key, one in conversation.answers.items() if one.digest == digest)
    return max((name.number for name, one in names if name and (name.to, name.side) == (to, side)), default=0)


class AnswerName(NamedTuple):
    """What the name of an answer's file says; `number` counts a side's answers to one text from 1."""

    to: str
    short: str
    number: int
    side: Side

    def fits(self, answer: Answer) -> bool:
        """Say whether the file holds what its name says."""
        said = (answer.to, short_form(answer.digest), answer.role)
        return (self.to, self.short, self.side) == said


@lru_cache(maxsize=256)  # several rules look at the same few answers one after the other
def read_name(key: str) -> AnswerName | None:
    """Read the name under which a conversation keeps an answer, such as `agreement-3f2a9c1d07be-2.leader`."""
    found = NAMED.fullmatch(key)
    if found is None:
        return None
    side: Side = "employee" if found[4] == "employee" else "leader"
    return AnswerName(found[1], found[2], int(found[3] or 1), side)


def find_standing(company: Company, conversation: Conversation) -> Standing:
    """Return where the agreement of this conversation stands.

    Only answers by the employee, and by the leader of the day of the answer, count; of several by one side to
    one text the last. While a text that both accepted is opened by no amendment, no other is in force; and
    after an amendment answers to texts of before it count no longer.
    """
    agreement = conversation.agreement
    if agreement is None:
        return Standing("none")
    book = _Book(company, conversation)
    if not book.texts:
        return Standing("proposed" if agreement.proposed and content_of(agreement) else "draft")
    present = digest_of(company, conversation)
    mine = book.current(present, agreement.amendments)
    declined = tuple(sorted(side for side, one in mine.items() if one.answer == "declined"))
    accepted = tuple(sorted(side for side, one in mine.items() if one.answer == "accepted"))
    if any(one.digest != present for one in book.not_opened(agreement.amendments)):
        return Standing("changed", accepted=accepted, declined=declined)
    if declined:
        return Standing("declined", accepted=accepted, declined=declined)
    if len(accepted) == 2:
        return Standing("in_force", since=max(one.on for one in mine.values()), accepted=accepted)
    return Standing("accepted_by_one" if accepted else "proposed", accepted=accepted)


def in_force_since(company: Company, conversation: Conversation) -> date | None:
    """Return the day from which both have accepted some text of this agreement, or None.

    An accepted text that was changed later still says from when the two had an agreement.
    """
    return min((one.since for one in _Book(company, conversation).accepted()), default=None)


def accepted_texts(company: Company, conversation: Conversation) -> tuple["AcceptedText", ...]:
    """Return every text that one side or both have accepted, in the order of the acceptances.

    Of one day, the numbers of the answers tell which amendments they came after.
    """
    amendments = conversation.agreement.amendments if conversation.agreement else ()
    book = _Book(company, conversation)
    texts = book.accepted(by_both=False)
    return tuple(
        sorted(texts, key=lambda one: (book.place(one.digest, amendments), one.on, one.since, one.digest))
    )


def place_of(number: int, answer: Answer, amendments: Sequence[Amendment]) -> int:
    """Return how many amendments came before an answer; of one day their numbers tell (DESIGN section 5)."""
    return sum(_is_after((number, answer), place) for place in _places(amendments))


def unopened_text(company: Company, conversation: Conversation, besides: str = "") -> str | None:
    """Return the digest of the text that both accepted last and that no amendment opens, or None.

    `besides` is the digest of a text that is not meant.
    """
    amendments = conversation.agreement.amendments if conversation.agreement else ()
    left_open = [one for one in _Book(company, conversation).not_opened(amendments) if one.digest != besides]
    return max(left_open, key=lambda one: one.on).digest if left_open else None


Numbered = tuple[int, Answer]


class _Book:
    """The answers that count, by text and side, in the order in which each side gave them."""

    def __init__(self, company: Company, conversation: Conversation) -> None:
        found: dict[str, dict[Side, list[Numbered]]] = {}
        for key, one in conversation.answers.items():
            name = read_name(key)
            if name and name.fits(one) and _counts(company, conversation.person, one):
                found.setdefault(one.digest, {}).setdefault(one.role, []).append((name.number, one))
        self.texts: dict[str, dict[Side, list[Numbered]]] = {
            digest: {side: sorted(given, key=lambda numbered: numbered[0]) for side, given in sides.items()}
            for digest, sides in found.items()
        }

    def current(self, digest: str, amendments: Sequence[Amendment]) -> dict[Side, Answer]:
        """Return each side's last answer to a text, as far as it came after the text was made possible.

        An amendment makes texts possible other than the one that it opens.
        """
        places = list(_places(amendments))
        while places and places[-1].opens == digest:
            places.pop()
        return {
            side: given[-1][1]
            for side, given in self.texts.get(digest, {}).items()
            if not places or _is_after(given[-1], places[-1])
        }

    def accepted(self, *, by_both: bool = True) -> Iterator["AcceptedText"]:
        """Yield each text that both, or else at least one side, have accepted at some time."""
        for digest, sides in self.texts.items():
            said = [[one for _, one in given if one.answer == "accepted"] for given in sides.values()]
            said = [given for given in said if given]
            if len(said) > by_both:
                since = max(min(one.on for one in given) for given in said)
                on = min(max(one.on for one in given) for given in said)
                yield AcceptedText(on, since, digest, tuple(sorted(given[-1].by for given in said)))

    def place(self, digest: str, amendments: Sequence[Amendment]) -> int:
        """Return how many amendments came before each side that accepted a text had last done so."""
        last = (
            [place_of(number, one, amendments) for number, one in given if one.answer == "accepted"]
            for given in self.texts[digest].values()
        )
        return min(max(places) for places in last if places)

    def not_opened(self, amendments: Sequence[Amendment]) -> list["AcceptedText"]:
        """Return the texts both accepted that no amendment opens, or that came back after the last one."""
        places = list(_places(amendments))
        opened = {place.opens for place in places}
        return [
            one
            for one in self.accepted()
            if one.digest not in opened
            or one.on > places[-1].on
            or (one.digest != places[-1].opens and self._is_accepted_since(one.digest, places[-1]))
        ]

    def _is_accepted_since(self, digest: str, place: "_Place") -> bool:
        return all(
            any(numbered[1].answer == "accepted" and _is_after(numbered, place) for numbered in given)
            for given in self.texts[digest].values()
        )


class _Place(NamedTuple):
    """Where an amendment stands in time: its day, which one of that day it is, and the text that it opens."""

    on: date
    rank: int
    opens: str


def _places(amendments: Sequence[Amendment]) -> Iterator[_Place]:
    for number, one in enumerate(amendments):
        rank = 1 + sum(before.on == one.on for before in amendments[:number])
        yield _Place(one.on, rank, one.digest)


def _is_after(numbered: Numbered, place: _Place) -> bool:
    """Say whether an answer came after an amendment; of one day their numbers tell."""
    number, answer = numbered
    return answer.on > place.on or (answer.on == place.on and number > place.rank)


class AcceptedText(NamedTuple):
    """A text somebody accepted: the days of the last and of the first acceptances, the digest, by whom."""

    on: date
    since: date
    digest: str
    by: tuple[str, ...]


def _counts(company: Company, person: str, answer: Answer) -> bool:
    return answer.to == "agreement" and is_by_its_side(company, person, answer)


def is_by_its_side(company: Company, person: str, answer: Answer) -> bool:
    """Say whether an answer is by the employee, or by the leader of the day of the answer."""
    if answer.role == "employee":
        return answer.by == person
    return answer.by == company.leader_of(person, answer.on)
