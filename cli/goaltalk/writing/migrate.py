"""Lifts all files of older versions at once, with their comments: the repository's in one commit."""

from collections.abc import Sequence

from goaltalk.domain.address import Address
from goaltalk.errors import BadData
from goaltalk.store.guard import Model, NotReadable, read_model, read_text
from goaltalk.store.layout import address_at
from goaltalk.store.migrate import lift
from goaltalk.store.private import KIND, Notes, list_notes
from goaltalk.store.reader import newer_version
from goaltalk.store.splice import Edit, EditRefused
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft
from goaltalk.writing.finish import Outcome, finish

NOTHING = "nothing to do: every file is of the version that this goaltalk writes"


def migrate(workspace: Workspace, *, dry_run: bool = False) -> Outcome:
    """Lift every file of an older version, all of them or none, and then this user's own notes.

    The notes lie outside the repository, so everybody lifts their own: what is lifted already is left alone.
    BadData if a file cannot be read, or was written by a newer program; nothing is changed then.
    """
    if workspace.left_out:
        raise BadData("this sparse checkout leaves files out; first run git sparse-checkout disable")
    drafts = find_older(workspace)
    notes = find_older_notes(workspace, drafts)
    lines: list[str] = []
    if drafts:
        files = "1 file" if len(drafts) == 1 else f"{len(drafts)} files"
        lines.append(finish(workspace, drafts, f"migrate: {files}", dry_run=dry_run).line)
    for one, draft in notes:
        if not dry_run:
            one.save(draft.after, draft.before)
        done = "would save" if dry_run else "saved"
        lines.append(f"{done} your own notes in {one.path} (private, not in the repository)")
    return Outcome("\n".join(lines) or NOTHING, saved=bool(lines) and not dry_run)


def find_older(workspace: Workspace) -> list[Draft]:
    """Return the files of older versions, each with its text as it is to be, in order of their paths.

    Never an answer: it stays as it was given.
    """
    known = {path: at for path in workspace.tree.paths() if (at := address_at(path)) is not None}
    drafts, problems = [], []
    for path, data in workspace.tree.read(list(known)):
        kind = known[path].kind
        try:
            text = read_text(data)
            model = read_model(text)
        except NotReadable as error:
            problems += [f"{path}:{one.line}:{one.column}: {one.what}" for one in error.faults]
            continue
        try:
            edits = _edits(path, kind, model)
        except BadData as error:
            problems += error.lines
            continue
        if edits:
            drafts.append(Draft(known[path], data, text).edited(edits))
    if problems:
        raise BadData(*problems)
    return drafts


def find_older_notes(workspace: Workspace, drafts: Sequence[Draft]) -> list[tuple[Notes, Draft]]:
    """Return this user's own notes of older versions; `drafts` may hold the settings, which say whose."""
    lifted = [one.model for one in drafts if one.address.kind == "settings"]
    repository = lifted[0]["id"] if lifted and isinstance(lifted[0], dict) else workspace.settings.id
    found = []
    for notes in list_notes(workspace.root, str(repository)):
        data = notes.read()
        if data is None:
            continue
        try:
            text = read_text(data)
            model = read_model(text)
        except NotReadable:
            notes.record(data)  # says where, and never what is written there
            raise
        if edits := _edits(notes.path, KIND, model):
            address = Address(KIND, notes.person, notes.period, "leader")
            found.append((notes, Draft(address, data, text, place=notes.path).edited(edits)))
    return found


def _edits(path: str, kind: str, model: Model) -> tuple[Edit, ...]:
    """Return what lifts a record; BadData for a newer one, and for one that cannot be lifted as it is."""
    if newer := newer_version(kind, model.get("schema") if isinstance(model, dict) else None):
        raise BadData(f"{path}:1:1: {newer}")
    try:
        return lift(kind, model)
    except EditRefused as error:
        raise BadData(f"{path}:1:1: cannot be lifted: {error.what}; mend it, and run migrate again") from None
