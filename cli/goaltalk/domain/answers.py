"""What was answered to exactly which text: digests, and the state of an agreement (DESIGN section 5)."""

import hashlib
import unicodedata
from datetime import date
from typing import Any, Literal

import msgspec
from msgspec import Struct

from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records import Agreement, Answer
from goaltalk.domain.records.fields import Side

AgreementState = Literal["none", "draft", "proposed", "accepted_by_one", "in_force", "changed", "declined"]
OUTSIDE = ("schema", "proposed", "amendments")
PREFIX = "sha256:"
SHORT = 12


class Standing(Struct, frozen=True):
    """Where an agreement stands: its state, since when it is in force, and who has answered this text."""

    state: AgreementState
    since: date | None = None
    accepted: tuple[Side, ...] = ()
    declined: tuple[Side, ...] = ()


def content_of(agreement: Agreement) -> dict[str, Any]:
    """Return what both accept: the agreement without what lies outside the digest, and nothing empty.

    A wish that is listed without an answer says nothing yet, so it is as empty as a blank key.
    """
    plain = msgspec.to_builtins(agreement)
    plain["wishes"] = [one for one in plain.get("wishes", ()) if one.get("answer") or one.get("why")]
    return {key: value for key, value in _without_empty(plain).items() if key not in OUTSIDE}


def digest_agreement(agreement: Agreement, person: str, period: str, repository: str) -> str:
    """Return `sha256:` and 64 hex digits over the canonical JSON (RFC 8785) of the agreement's content.

    The same on every machine: independent of layout, comments, the order of keys, and Unicode's form.
    """
    from rfc8785 import dumps

    bound = {"person": person, "period": period, "repository": repository}
    canonical = dumps(_composed(content_of(agreement) | bound))
    return PREFIX + hashlib.sha256(b"goaltalk/agreement/1\0" + canonical).hexdigest()


def answer_name(to: str, digest: str) -> str:
    """Return the name of an answer: what it answers and the first 12 hex digits of the digest."""
    return f"{to}-{digest.removeprefix(PREFIX)[:SHORT]}"


def find_standing(company: Company, conversation: Conversation) -> Standing:
    """Return where the agreement of this conversation stands.

    Only answers by the employee, and by the leader of the day of the answer, count.
    """
    agreement = conversation.agreement
    if agreement is None:
        return Standing("none")
    valid = [one for one in conversation.answers.values() if _counts(company, conversation.person, one)]
    if not valid:
        return Standing("proposed" if agreement.proposed and content_of(agreement) else "draft")
    present = digest_agreement(agreement, conversation.person, conversation.period.label, company.settings.id)
    mine = [one for one in valid if one.digest == present]
    declined = tuple(sorted({one.role for one in mine if one.answer == "declined"}))
    accepted = tuple(sorted({one.role for one in mine if one.answer == "accepted"} - set(declined)))
    if declined:
        return Standing("declined", accepted=accepted, declined=declined)
    if len(accepted) == 2:
        return Standing("in_force", since=max(one.on for one in mine), accepted=accepted)
    if accepted:
        return Standing("accepted_by_one", accepted=accepted)
    return Standing("changed" if _was_in_force(agreement, valid) else "proposed")


def in_force_since(company: Company, conversation: Conversation) -> date | None:
    """Return the day from which both have accepted some text of this agreement, or None.

    An accepted text that was changed later still says from when the two had an agreement.
    """
    valid = [one for one in conversation.answers.values() if _counts(company, conversation.person, one)]
    days = [max(one.on for one in pair) for pair in _by_digest(valid).values() if len(pair) > 1]
    return min(days, default=None)


def _counts(company: Company, person: str, answer: Answer) -> bool:
    if answer.to != "agreement":
        return False
    if answer.role == "employee":
        return answer.by == person
    return answer.by == company.leader_of(person, answer.on)


def _was_in_force(agreement: Agreement, answers: list[Answer]) -> bool:
    """Say whether both accepted an older text that no amendment opens."""
    opened = {amendment.digest for amendment in agreement.amendments}
    return any(len(pair) > 1 and digest not in opened for digest, pair in _by_digest(answers).items())


def _by_digest(answers: list[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, dict[Side, Answer]] = {}
    for one in answers:
        if one.answer == "accepted":
            found.setdefault(one.digest, {})[one.role] = one
    return {digest: list(sides.values()) for digest, sides in found.items()}


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_empty(child) for key, child in value.items()}
        return {key: child for key, child in kept.items() if child is not None and child not in ({}, [])}
    if isinstance(value, list | tuple):
        items = [_without_empty(child) for child in value]
        return [child for child in items if child is not None and child not in ({}, [])]
    return value


def _composed(value: Any) -> Any:
    if isinstance(value, dict):
        return {_composed(key): _composed(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_composed(child) for child in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
