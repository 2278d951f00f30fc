"""How feedback is asked for and given: named, open to the employee, one file for each who gives it (A7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from goaltalk.domain.address import Address
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.naming import find_people, is_id, make_id, make_unique_id
from goaltalk.domain.periods import Period
from goaltalk.domain.records import Feedback
from goaltalk.domain.records.fields import Side
from goaltalk.errors import BadData, NotAllowed, UsageProblem
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.splice import Edit, is_same
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, Entry, make_form, open_draft
from goaltalk.writing.editor import settle_entry
from goaltalk.writing.finish import Outcome, finish

ASKED = ("from", "asked_by", "asked", "due", "questions", "entered_by")
"""What belongs to who asked, or to goaltalk; the one who gives the feedback answers it."""
NOTICE = (
    "feedback is never anonymous: it carries the name of who gives it and is open to {person}; "
    "everybody with access to the repository can read it"
)


@dataclass(frozen=True)
class Giver:
    """Somebody who is asked: a person's id, or a name from outside, and the name of their file."""

    who: str
    file: str
    is_inside: bool


@dataclass(frozen=True)
class Request:
    """What is asked of each of them."""

    givers: Sequence[Giver]
    questions: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True)
class Waiting:
    """Feedback that was asked for, and who is to write it down."""

    person: str
    period: Period
    name: str
    feedback: Feedback

    @property
    def address(self) -> Address:
        """Where it lies."""
        return Address("feedback", self.person, self.period.label, None, self.name)


def find_givers(workspace: Workspace, person: str, texts: Sequence[str]) -> Iterator[Giver]:
    """Yield whom the texts mean: people here by anything that `PERSON` may be, else names from outside.

    UsageProblem for a text that means several people, the employee, or looks like an id nobody has.
    """
    company, here = workspace.company, _conversation(workspace, person, workspace.period())
    outside = {one.from_: name for name, one in here.feedback.items() if one.from_ not in company.people}
    taken = {*company.people, *outside.values()}
    for text in dict.fromkeys(one.strip() for one in texts):
        if find_people(company.people, text):
            name = workspace.person(text)
            if name == person:
                raise UsageProblem(f"--to {text}: {person} is the one it is about; ask somebody else")
            yield Giver(name, name, is_inside=True)
            continue
        if not make_id(text) or is_id(text) or "@" in text:
            raise UsageProblem(
                f"--to '{text}': nobody here is called that; for somebody from outside write the name, "
                "like 'Berit Aas'"
            )
        file = outside.get(text) or make_unique_id(text, taken)
        taken.add(file)
        yield Giver(text, file, is_inside=False)


def ask_for_feedback(workspace: Workspace, person: str, wanted: Request, *, dry_run: bool) -> Outcome:
    """Write one request for each giver, all in one commit.

    Asking again adds the questions that are new and takes over a new date, until the feedback is given.
    """
    side = workspace.side(person, workspace.actor)
    here = _conversation(workspace, person, workspace.period())
    drafts = [_asked(workspace, here, side, giver, wanted) for giver in wanted.givers]
    message = f"feedback {person} {here.period.label}: asked for ({side})"
    return finish(workspace, drafts, message, dry_run=dry_run)


def find_waiting(workspace: Workspace, person: str, on_behalf: str | None) -> Waiting:
    """Return the request that the actor answers; `on_behalf`: that of somebody from outside, by name or file.

    It is the newest one not answered yet, else the newest one. NotAllowed says who could answer.
    """
    actor = workspace.actor
    if on_behalf is None and actor is None:
        raise NotAllowed(f"{workspace.describe(None)}; feedback is given by those who were asked for it")
    found = [
        Waiting(person, one.period, name, asked)
        for one in workspace.conversations(person)
        if workspace.call.period is None or one.period == workspace.period()
        for name, asked in one.feedback.items()
        if (asked.from_ == actor if on_behalf is None else _is_meant(on_behalf, name, asked))
    ]
    if not found:
        raise _nobody_asked(workspace, person, on_behalf)
    newest = max(found, key=lambda one: (one.feedback.given is None, one.period))
    if on_behalf is not None:
        _ensure_may_enter(workspace, newest)
    return newest


def give_feedback(workspace: Workspace, waiting: Waiting, given: Entry, *, enters: bool) -> Outcome:
    """Fill in the answers; the first of them set the date, and `enters` says who typed them in."""
    opened = open_draft(workspace, waiting.address, str)
    message = f"feedback {waiting.person} {waiting.period.label}: given ({waiting.name})"

    def settle(draft: Draft) -> Outcome:
        kept = _answers_only(draft, opened, is_whole=given.source is not None)
        said = _record(kept)
        edits: list[Edit] = []
        if said.answers and said.given is None:
            edits.append(Edit("set", ("given",), workspace.today.isoformat()))
        if said.answers and enters and said.entered_by is None:
            edits.append(Edit("set", ("entered_by",), workspace.actor))
        return finish(workspace, [kept.edited(edits)], message, dry_run=given.dry_run)

    return settle_entry(opened, given, settle)


def _conversation(workspace: Workspace, person: str, period: Period) -> Conversation:
    here = (one for one in workspace.conversations(person) if one.period == period)
    return next(here, Conversation(person, period))


def _asked(workspace: Workspace, here: Conversation, side: Side, giver: Giver, wanted: Request) -> Draft:
    """Return the request to one giver, new or with what is new in it."""
    address = Address("feedback", here.person, here.period.label, None, giver.file)
    before = here.feedback.get(giver.file)
    if before is None:
        return open_draft(workspace, address, lambda: _make_form(workspace, address, side, giver, wanted))
    draft = open_draft(workspace, address, str)
    edits = [Edit("append", ("questions",), one) for one in wanted.questions if one not in before.questions]
    if wanted.due is not None and wanted.due != before.due:
        edits.append(Edit("set", ("due",), wanted.due.isoformat()))
    if edits and (before.given is not None or before.answers):
        raise UsageProblem(f"{giver.file} has given feedback for {here.period.label} already; thank them")
    if edits and before.asked_by != side:
        raise NotAllowed(
            f"the {before.asked_by} asked {giver.file} for feedback in {here.period.label}; "
            f"you are the {side}, and only who asked changes what was asked"
        )
    return draft.edited(edits)


def _make_form(workspace: Workspace, address: Address, side: Side, giver: Giver, wanted: Request) -> str:
    """Make the form in the language of who fills it in: the giver, or who asked somebody from outside."""
    facts = {
        "subject": workspace.company.people[address.owner].name,
        "who": giver.who,
        "side": side,
        "asked": workspace.today.isoformat(),
        "due": wanted.due.isoformat() if wanted.due else None,
        "questions": list(dict.fromkeys(wanted.questions)),
    }
    writer = giver.who if giver.is_inside else workspace.actor
    return make_form(workspace, address, writer, **facts)


def _is_meant(text: str, name: str, asked: Feedback) -> bool:
    return text.strip().casefold() in (name, asked.from_.casefold())


def _nobody_asked(workspace: Workspace, person: str, on_behalf: str | None) -> NotAllowed | UsageProblem:
    ask = f"goaltalk feedback ask {person} --to"
    if on_behalf is not None:
        return UsageProblem(f"--for '{on_behalf}': nobody has asked them about {person}; {ask} 'NAME' does")
    if workspace.actor == person:
        return NotAllowed(
            f"{workspace.describe(person)}, and it is about you; {ask} WHOM asks others, "
            "and --for NAME enters what somebody from outside said"
        )
    could = [name for name in (person, workspace.company.leader_of(person, workspace.today)) if name]
    return NotAllowed(
        f"{workspace.describe(workspace.actor)}, and nobody has asked you for feedback on {person}; "
        f"{' or '.join(could)} can: {ask} {workspace.actor}"
    )


def _ensure_may_enter(workspace: Workspace, waiting: Waiting) -> None:
    """Refuse to write for somebody who can write themselves, and everybody but the one who asked."""
    company, asked = workspace.company, waiting.feedback
    if asked.from_ in company.people and company.employs(asked.from_, workspace.today):
        raise NotAllowed(
            f"--for is for people from outside; {asked.from_} gives it: "
            f"goaltalk feedback give {waiting.person}"
        )
    side = workspace.side(waiting.person, workspace.actor)
    if side != asked.asked_by:
        raise NotAllowed(f"the {asked.asked_by} asked for it and enters it; you are the {side}")


def _answers_only(draft: Draft, opened: Draft, *, is_whole: bool) -> Draft:
    """Refuse what changes the request; `is_whole`: of a record given whole only the answers are taken."""
    asked = opened.model if isinstance(opened.model, dict) else {}
    model = draft.model if isinstance(draft.model, dict) else {}
    for key in ASKED:
        if not is_same(model.get(key), asked.get(key)) and not (is_whole and model.get(key) is None):
            raise BadData(f"{draft.path}:1:1: {key}: belongs to who asked; write below answers")
    if not is_whole:
        return draft
    wanted = {key: model[key] for key in ("given", "answers") if model.get(key) is not None}
    return opened.edited(
        Edit("set", (key,), value) for key, value in wanted.items() if not is_same(asked.get(key), value)
    )


def _record(draft: Draft) -> Feedback:
    try:
        return cast(Feedback, read_record("feedback", draft.after))
    except Flawed as error:
        raise BadData(
            *(f"{draft.path}:{one.line}:{one.column}: {one.message}" for one in error.flaws)
        ) from None
