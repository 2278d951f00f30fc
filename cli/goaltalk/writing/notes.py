"""How the leader's own notes are written, and how single keys of them are shared."""

from collections.abc import Callable, Sequence

from goaltalk.domain.address import Address
from goaltalk.domain.periods import Period
from goaltalk.domain.records import LeaderPreparation, PrivatePreparation
from goaltalk.errors import BadData, NotAllowed, UsageProblem
from goaltalk.render.templates import render_form, standing_words
from goaltalk.store.guard import Model, NotReadable, read_text
from goaltalk.store.private import KIND, Notes
from goaltalk.store.splice import Edit, is_same
from goaltalk.store.yamltext import scalar
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, Entry, make_form, open_draft
from goaltalk.writing.editor import settle_entry
from goaltalk.writing.finish import Outcome, as_patch, finish
from goaltalk.writing.picks import find_unknown_questions, find_unknown_standing, refuse_hidden_questions

SHARED = tuple(LeaderPreparation.__struct_fields__)
NEVER_SHARED = tuple(name for name in PrivatePreparation.__struct_fields__ if name not in SHARED)


def write_notes(
    workspace: Workspace, person: str, period: Period, given: Entry, tell: Callable[[str], None]
) -> Outcome:
    """Make or edit the leader's own notes; nothing is committed, for they lie outside the repository.

    Git keeps nothing of them, either, so what `--from` or `--set` takes away is kept beside them; `tell` is
    told where.
    """
    notes = _find_notes(workspace, person, period)

    def settle(draft: Draft) -> Outcome:
        _check_notes(workspace, notes, period, draft)
        if given.dry_run:
            return Outcome(as_patch([draft]), saved=False)
        kept = notes.keep_copy(draft.before or b"") if _loses(opened, draft, given) else None
        notes.save(draft.after, draft.before)
        if kept is not None:
            tell(f"your notes as they were are kept in {kept}")
        if not draft.changes_something:
            return Outcome(f"nothing to change: {notes.path}", saved=False)
        return Outcome(f"saved your own notes in {notes.path} (private, not in the repository)", saved=True)

    opened = _open_notes(workspace, notes, person, period, wants_editor=given.wants_editor)
    return settle_entry(opened, given, settle, notes.make_workplace)


def share_notes(
    workspace: Workspace, person: str, period: Period, keys: Sequence[str], *, dry_run: bool
) -> Outcome:
    """Copy single keys of the leader's own notes into the repository, and commit them.

    NotAllowed for what is never shared; UsageProblem for other keys, and for keys that hold nothing.
    """
    _require_shareable(keys)
    private = _find_notes(workspace, person, period).load()
    if private is None:
        raise UsageProblem(
            f"you have no notes on {person} for {period.label}; goaltalk prep {person} makes them"
        )
    address = Address("preparation.leader", person, period.label, "leader")
    draft = open_draft(workspace, address, lambda: make_form(workspace, address, person))
    for key in dict.fromkeys(keys):
        value = getattr(private, key)
        value = list(value) if isinstance(value, tuple) else value
        if not value:
            raise UsageProblem(
                f"--share {key}: is empty in your own notes; goaltalk prep {person} edits them"
            )
        model = draft.model
        if not (isinstance(model, dict) and is_same(model.get(key), value)):
            draft = draft.edited([Edit("set", (key,), value)])
    refuse_hidden_questions(workspace, person, draft.model)
    return finish(workspace, [draft], f"prep {person} {period.label} (leader)", dry_run=dry_run)


def _loses(opened: Draft, draft: Draft, given: Entry) -> bool:
    """Say whether what the command line gives takes away something that is written there."""
    if opened.before is None or not draft.changes_something or given.wants_editor:
        return False
    return given.source is not None or not _holds(draft.model, opened.model)


def _holds(new: Model, old: Model) -> bool:
    """Say whether everything that stood there still stands there."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(_holds(new.get(key), value) for key, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return all(item in new for item in old)
    return not old or new == old


def _check_notes(workspace: Workspace, notes: Notes, period: Period, draft: Draft) -> None:
    """Refuse what `check` would refuse in the shared file; a standing may stay as it was."""
    record = notes.record(draft.after)
    if not draft.changes_something:
        return
    person = draft.address.owner
    refuse_hidden_questions(workspace, person, draft.model)
    flaws = [*find_unknown_questions(workspace, person, period, record, draft.text)]
    if record.standing and record.standing != _standing_before(notes, draft):
        flaws += find_unknown_standing(workspace, person, record.standing, draft.text)
    if flaws:
        raise BadData(*(f"{notes.path}:{one}" for one in flaws))


def _standing_before(notes: Notes, draft: Draft) -> str | None:
    """Return what stood there; the words of a team may have changed since."""
    try:
        return notes.record(draft.before).standing if draft.before is not None else None
    except BadData:
        return None


def _find_notes(workspace: Workspace, person: str, period: Period) -> Notes:
    return Notes(workspace.root, workspace.settings.id, person, period.label)


def _require_shareable(keys: Sequence[str]) -> None:
    for key in keys:
        if key in NEVER_SHARED:
            raise NotAllowed(f"--share {key}: {', '.join(NEVER_SHARED)} stay with you and are never shared")
        if key not in SHARED:
            raise UsageProblem(
                f"--share {key}: there is no such key; what can be shared is {', '.join(SHARED)}"
            )


def _open_notes(
    workspace: Workspace, notes: Notes, person: str, period: Period, *, wants_editor: bool
) -> Draft:
    """Open the notes or their form; what is broken can be mended in the editor and not otherwise."""
    address = Address(KIND, person, period.label, "leader")
    data = notes.read()
    if data is None:
        return Draft(address, None, _make_form(workspace, person, period), place=notes.path)
    if not wants_editor:
        notes.record(data)
    try:
        return Draft(address, data, read_text(data), place=notes.path)
    except NotReadable as error:
        one = error.faults[0]
        raise BadData(f"{notes.path}:{one.line}:{one.column}: {one.what}") from None


def _make_form(workspace: Workspace, person: str, period: Period) -> str:
    plan = workspace.plan(person, period)
    language = workspace.company.language_of(person)
    facts = {
        # No link to a schema: the file lies nowhere near the repository, which may move.
        "header": f"# {person} {period.label}",
        "scale": workspace.settings.standing_scale or standing_words(language, workspace.root),
        "needs": plan.brief.needs if plan else (),
    }
    return render_form(f"forms/{KIND}", language, facts, scalar, workspace.root)
