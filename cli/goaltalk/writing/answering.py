"""How somebody answers exactly one text: accepts an agreement, or declines it (D6)."""

from typing import Literal, NamedTuple

from goaltalk.domain.address import Address
from goaltalk.domain.answers import answer_name, content_of, digest_agreement, last_number
from goaltalk.domain.records import Agreement
from goaltalk.domain.records.fields import Side
from goaltalk.errors import NotAllowed, SaveProblem, UsageProblem
from goaltalk.store.splice import Edit
from goaltalk.workspace import Workspace
from goaltalk.writing.agreement import Desk, as_record
from goaltalk.writing.draft import Draft, make_form, open_draft
from goaltalk.writing.finish import Outcome, finish


class Reply(NamedTuple):
    """What somebody answers; `text` is why, where they decline."""

    word: Literal["accepted", "declined"]
    text: str | None = None


def answering_side(desk: Desk) -> Side:
    """Return the side whose answer git's own identity can give; NotAllowed says who could."""
    return desk.workspace.side(desk.person, desk.workspace.signer)


def answer_agreement(desk: Desk, reply: Reply, *, dry_run: bool = False) -> Outcome:
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
    mine = _open_answer(desk, side, reply)
    message = f"agree {desk.person} {desk.period.label}: {reply.word} ({side})"
    return finish(desk.workspace, [mine, text], message, dry_run=dry_run, once=True)


def _present_text(desk: Desk, agreement: Agreement) -> Draft:
    """Return the text that is answered, to be committed with the answer, if it is still the one read."""
    text = open_draft(desk.workspace, desk.address, lambda: "")
    settings = desk.workspace.company.settings
    now = digest_agreement(as_record(text), desk.person, desk.period.label, settings.id)
    if now != desk.digest:
        raise SaveProblem(f"{text.path}: has changed meanwhile; read it again, and answer that")
    if agreement.proposed is None:
        text = text.edited([Edit("set", ("proposed",), desk.workspace.today.isoformat())])
    return text


def _open_answer(desk: Desk, side: Side, reply: Reply) -> Draft:
    """Return this side's answer: the one that stands if it says so already, else a file of its own."""
    standing = desk.standing
    says_so = side in (standing.accepted if reply.word == "accepted" else standing.declined)
    last = last_number(desk.conversation, "agreement", desk.digest, side)
    name = answer_name("agreement", desk.digest, last if says_so else last + 1)
    address = Address("answer", desk.person, desk.period.label, side, name)
    facts = {
        "to": "agreement",
        "digest": desk.digest,
        "by": desk.workspace.signer,
        "role": side,
        "answer": reply.word,
        "on": desk.workspace.today.isoformat(),
        "text": reply.text,
    }
    return open_draft(
        desk.workspace, address, lambda: make_form(desk.workspace, address, desk.person, **facts)
    )


def _ensure_day(workspace: Workspace, agreement: Agreement) -> None:
    """Refuse an answer from before the text was proposed, or from a day that has not come yet."""
    if agreement.proposed is not None and workspace.today < agreement.proposed:
        raise NotAllowed(f"this text was proposed on {agreement.proposed}; nobody can answer it before that")
    if workspace.today > workspace.call.now.astimezone(workspace.zone).date():
        raise NotAllowed(f"{workspace.today} is ahead; nobody can answer on a day that has not come yet")
