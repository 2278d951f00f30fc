"""How somebody answers exactly one text: an agreement (D6), or a review, which is only received."""

from typing import Literal, NamedTuple

from goaltalk.domain.address import Address
from goaltalk.domain.answers import (
    Answerable,
    answer_name,
    content_of,
    digest_agreement,
    last_number,
    next_number,
)
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records import Agreement
from goaltalk.domain.records.fields import Side
from goaltalk.errors import NotAllowed, SaveProblem, UsageProblem
from goaltalk.store.splice import Edit
from goaltalk.workspace import Workspace
from goaltalk.writing.agreement import AgreementDesk, as_record
from goaltalk.writing.draft import Draft, make_form, open_draft
from goaltalk.writing.finish import Outcome, finish


class Reply(NamedTuple):
    """What somebody answers; `text` is why, where they decline or refuse, or a written response."""

    word: Literal["accepted", "declined", "received", "refused"]
    text: str | None = None


class Asked(NamedTuple):
    """Exactly one text that somebody answers: what it is, whose and of which period, and its digest."""

    to: Answerable
    conversation: Conversation
    digest: str


def answering_side(desk: AgreementDesk) -> Side:
    """Return the side whose answer git's own identity can give; NotAllowed says who could."""
    return desk.workspace.side(desk.person, desk.workspace.signer)


def answer_agreement(desk: AgreementDesk, reply: Reply, *, dry_run: bool = False) -> Outcome:
    """Write the signer's answer to exactly the text of the desk.

    SaveProblem if the file says something else by now; NotAllowed for a day before the proposal, or ahead.
    """
    side = answering_side(desk)
    agreement = desk.conversation.agreement
    if agreement is None or not content_of(agreement):
        raise UsageProblem(
            f"{desk.person} has no agreement for {desk.period.label} to answer yet; "
            f"goaltalk agree {desk.person} drafts one"
        )
    _ensure_day(desk.workspace, agreement)
    text = _present_text(desk, agreement)
    standing = desk.standing
    is_said = side in (standing.accepted if reply.word == "accepted" else standing.declined)
    asked = Asked("agreement", desk.conversation, desk.digest)
    mine = open_answer(desk.workspace, asked, side, reply, is_said=is_said)
    message = f"agree {desk.person} {desk.period.label}: {reply.word} ({side})"
    outcome = finish(desk.workspace, [mine, text], message, dry_run=dry_run, once=True)
    if not dry_run:
        _ensure_as_answered(desk, outcome)
    return outcome


def _present_text(desk: AgreementDesk, agreement: Agreement) -> Draft:
    """Return the text that is answered, to be committed with the answer, if it is still the one read."""
    text = open_draft(desk.workspace, desk.address, lambda: "")
    if _digest(desk, text) != desk.digest:
        raise SaveProblem(f"{text.path}: has changed meanwhile; read it again, and answer that")
    if agreement.proposed is None:
        text = text.edited([Edit("set", ("proposed",), desk.workspace.today.isoformat())])
    return text


def _ensure_as_answered(desk: AgreementDesk, outcome: Outcome) -> None:
    """Refuse to call a text answered that a hook has made another one meanwhile."""
    text = open_draft(desk.workspace, desk.address, lambda: "")
    if _digest(desk, text) != desk.digest:
        raise SaveProblem(
            f"{text.path}: a hook made this another text than the one you answered; "
            "read it, and answer that, or mend the hook",
            outcome.line,
        )


def _digest(desk: AgreementDesk, text: Draft) -> str:
    settings = desk.workspace.company.settings
    return digest_agreement(as_record(text), desk.person, desk.period.label, settings.id)


def open_answer(workspace: Workspace, asked: Asked, side: Side, reply: Reply, *, is_said: bool) -> Draft:
    """Return the signer's answer for a side: the last one if that says so already, else a file of its own."""
    to, conversation, digest = asked
    last = last_number(conversation, to, digest, side)
    number = last if is_said else next_number(conversation, to, digest, side, workspace.today)
    name = answer_name(to, digest, number)
    person = conversation.person
    address = Address("answer", person, conversation.period.label, side, name)
    facts = {
        "to": to,
        "digest": digest,
        "by": workspace.signer,
        "role": side,
        "answer": reply.word,
        "on": workspace.today.isoformat(),
        "text": reply.text,
    }
    return open_draft(workspace, address, lambda: make_form(workspace, address, person, **facts))


def _ensure_day(workspace: Workspace, agreement: Agreement) -> None:
    """Refuse an answer from before the text was proposed, or from a day that has not come yet."""
    if agreement.proposed is not None and workspace.today < agreement.proposed:
        raise NotAllowed(f"this text was proposed on {agreement.proposed}; nobody can answer it before that")
    ensure_day_has_come(workspace)


def ensure_day_has_come(workspace: Workspace) -> None:
    """Refuse an answer from a day that has not come yet."""
    if workspace.today > workspace.call.now.astimezone(workspace.zone).date():
        raise NotAllowed(f"{workspace.today} is ahead; nobody can answer on a day that has not come yet")
