"""Lifts all files of older versions at once, with their comments, in one commit."""

from goaltalk.errors import BadData
from goaltalk.store.guard import NotReadable, read_model, read_text
from goaltalk.store.layout import address_at
from goaltalk.store.migrate import lift
from goaltalk.store.reader import newer_version
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft
from goaltalk.writing.finish import Outcome, finish

NOTHING = "nothing to do: every file is of the version that this goaltalk writes"


def migrate(workspace: Workspace, *, dry_run: bool = False) -> Outcome:
    """Lift every file of an older version, all of them or none.

    BadData if a file cannot be read, or was written by a newer program; nothing is changed then.
    """
    drafts = find_older(workspace)
    if not drafts:
        return Outcome(NOTHING, saved=False)
    files = "1 file" if len(drafts) == 1 else f"{len(drafts)} files"
    return finish(workspace, drafts, f"migrate: {files}", dry_run=dry_run)


def find_older(workspace: Workspace) -> list[Draft]:
    """Return the files of older versions, each with its text as it is to be, in order of their paths."""
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
        if newer := newer_version(kind, model.get("schema") if isinstance(model, dict) else None):
            problems.append(f"{path}:1:1: {newer}")
        elif edits := lift(kind, model):
            drafts.append(Draft(known[path], data, text).edited(edits))
    if problems:
        raise BadData(*problems)
    return drafts
