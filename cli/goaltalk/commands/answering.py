"""How a command shows a text, says what changed in it, asks, and takes the answer."""

import typer

from goaltalk.commands.options import ask, on_terminal, show, show_document
from goaltalk.domain.address import Address
from goaltalk.domain.answer_checks import explain_change, find_changed
from goaltalk.domain.answers import AcceptedText, short_form
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.finding import Finding
from goaltalk.domain.meetings import find_state, talk_day
from goaltalk.domain.records.fields import Side, other_side
from goaltalk.domain.rewording import choose_texts, find_rewording
from goaltalk.errors import GitProblem, UsageProblem
from goaltalk.render.views import agreement_document, changes_document
from goaltalk.store.versions import find_texts
from goaltalk.workspace import Workspace
from goaltalk.writing.agreement import AgreementDesk, open_desk
from goaltalk.writing.answering import Reply, answer_agreement, answering_side
from goaltalk.writing.draft import make_form, open_draft
from goaltalk.writing.finish import finish
from goaltalk.writing.meeting import say_how_it_went

NOT_FOUND = (
    "the text accepted on {on} ({short}) is in no commit here, so what changed since cannot be told; "
    "if this clone is shallow: git fetch --unshallow"
)


def text_of(desk: AgreementDesk) -> str:
    """Return the agreement as a document; UsageProblem if there is none."""
    workspace = desk.workspace
    if desk.conversation.agreement is None:
        raise UsageProblem(f"{desk.person} has no agreement for {desk.period.label} yet")
    plan = workspace.plan(desk.person, desk.period)
    return agreement_document(
        workspace.company,
        desk.conversation,
        desk.standing,
        workspace.today,
        plan,
        workspace.root,
        desk.conversations,
    )


def changes_since(desk: AgreementDesk) -> str:
    """Return what changed since both accepted a text; the one before, where the present one is accepted.

    UsageProblem if there is no such text, GitProblem if git does not have it any more.
    """
    text_of(desk)
    chosen = choose_texts(desk.workspace.company, desk.conversation)
    if chosen is None:
        raise UsageProblem(
            f"the two have accepted no other text for {desk.period.label} before this one, "
            "so nothing can have changed; leave out --changes"
        )
    return _describe(desk, *chosen)


def explain(workspace: Workspace, one: Conversation, finding: Finding) -> tuple[Finding, ...]:
    """Say where an agreement differs from the text that was accepted, as far as git remembers that."""
    company = workspace.company
    about = {found: text.digest for text, found in find_changed(company, one)}
    digest = about.get(finding, "")
    texts = find_texts(workspace.root, company, one, {digest}) if digest else {}
    return explain_change(one, texts[digest], finding) if digest in texts else (finding,)


def accept_text(desk: AgreementDesk, *, yes: bool, dry_run: bool) -> None:
    """Show the present text and what is new in it, ask, and write the answer."""
    side = answering_side(desk)
    has_accepted = side in desk.standing.accepted
    if not (yes or dry_run or has_accepted or _agree_on_terminal(desk, side)):
        show("nothing accepted")
        return
    show(answer_agreement(desk, Reply("accepted"), dry_run=dry_run).line)
    if dry_run:
        return
    _say_where_it_stands(desk, side)
    _offer_held(open_desk(desk.workspace, desk.person, is_read=True), side, asks=not yes and on_terminal())


def decline_text(desk: AgreementDesk, why: str, *, dry_run: bool) -> None:
    """Write that one side declines the present text, and why."""
    show(answer_agreement(desk, Reply("declined", why.strip()), dry_run=dry_run).line)
    if not dry_run:
        show(f"the agreement for {desk.period.label} is declined; talk it over, then change the text")


def _agree_on_terminal(desk: AgreementDesk, side: Side) -> bool:
    if not on_terminal():
        raise UsageProblem("there is nobody to ask here; add --yes to accept exactly the present text")
    language = desk.workspace.company.language_of(desk.person)
    show_document(text_of(desk), language)
    chosen = choose_texts(desk.workspace.company, desk.conversation, by_both=False)
    if chosen is not None:
        try:
            show_document(_describe(desk, *chosen), language)
        except GitProblem as error:
            typer.echo(f"note: {error}", err=True)
    return ask(f"Accept exactly this text, as the {side}?")


def _describe(desk: AgreementDesk, before: AcceptedText, after: AcceptedText | None) -> str:
    workspace = desk.workspace
    texts = find_texts(workspace.root, workspace.company, desk.conversation, {before.digest})
    if before.digest not in texts:
        raise GitProblem(NOT_FOUND.format(on=before.on, short=short_form(before.digest)))
    rewording = find_rewording(desk.conversation, texts[before.digest], before, after)
    return changes_document(
        workspace.company, desk.conversation, rewording, workspace.root, desk.conversations
    )


def _say_where_it_stands(desk: AgreementDesk, side: Side) -> None:
    standing = open_desk(desk.workspace, desk.person, is_read=True).standing
    other = other_side(side)
    if standing.state == "in_force":
        show(f"both have accepted: the agreement for {desk.period.label} is in force")
    elif other in standing.declined:
        show(f"the {other} has declined this text; talk it over, then change it")
    else:
        show(f"the agreement for {desk.period.label} now waits for the {other}'s answer")


def _offer_held(desk: AgreementDesk, side: Side, *, asks: bool) -> None:
    """Offer to record that the talk was held, where it is planned for today and nobody has said so."""
    workspace, talk = desk.workspace, desk.conversation.talk
    if talk_day(desk.conversation) != workspace.today or find_state(talk, None, workspace.today) == "held":
        return
    if not asks:
        show(f"if the talk was held today, say so: goaltalk talk {desk.person} --held")
        return
    if ask("The talk is planned for today. Record that it was held?"):
        address = Address("talk", desk.person, desk.period.label, side)
        half = open_draft(workspace, address, lambda: make_form(workspace, address, desk.person))
        held = half.edited(say_how_it_went(half.model, None, None, workspace.today))
        show(finish(workspace, [held], f"talk {desk.person} {desk.period.label} ({side})").line)
        show(f"how was it for you? goaltalk talk {desk.person} --experience 'TEXT'")
