"""Lifts all files of older versions at once, with their comments: the repository's in one commit."""

from collections.abc import Sequence

from goaltalk.domain.address import Address
from goaltalk.domain.trouble import name_some
from goaltalk.errors import BadData
from goaltalk.store.gitdir import find_git_folder
from goaltalk.store.guard import Model, NotReadable, read_model, read_text
from goaltalk.store.layout import address_at
from goaltalk.store.migrate import STEPS, is_lift, lift
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
    What an earlier run has lifted and not committed is committed along. BadData if a file cannot be read, or
    was written by a newer program; nothing is changed then.
    """
    if workspace.left_out:
        raise BadData("this sparse checkout leaves files out; first run git sparse-checkout disable")
    drafts = find_older(workspace)
    notes = find_older_notes(workspace, drafts)
    halfway = find_uncommitted(workspace) if workspace.call.commit else []
    lines: list[str] = []
    if drafts or (halfway and not dry_run):
        both = sorted((*drafts, *halfway), key=lambda one: one.path)
        files = "1 file" if len(both) == 1 else f"{len(both)} files"
        shown = drafts if dry_run else both
        lines.append(finish(workspace, shown, f"migrate: {files}", dry_run=dry_run).line)
    if halfway and dry_run:
        lines.append(f"would commit what is lifted already: {name_some([one.path for one in halfway])}")
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


def find_uncommitted(workspace: Workspace) -> list[Draft]:
    """Return the files that are to the byte what lifting makes of the last commit, in order of their paths.

    A run that was cut short, or whose commit was refused, leaves such. One git process, where there is
    anything that could be lifted at all.
    """
    kinds = {kind for kind, _ in STEPS}
    known = {path: at for path in workspace.tree.paths() if (at := address_at(path)) and at.kind in kinds}
    if not known or find_git_folder(workspace.root) is None:
        return []
    # Imported here: most repositories have nothing to lift.
    from goaltalk.store.objects import Objects

    committed = Objects(workspace.root).read([f"HEAD:./{path}" for path in known])
    found = []
    present = dict(workspace.tree.read(list(known)))
    for path, old in zip(known, committed, strict=True):
        data = present.get(path, b"")
        # Git may keep other ends of lines than the disk.
        unix = data.replace(b"\r\n", b"\n")
        if old is not None and any(is_lift(known[path].kind, old.content, one) for one in (data, unix)):
            found.append(Draft(known[path], data, read_text(data)))
    return found


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
