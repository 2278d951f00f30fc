"""The last steps of every change: check, save, commit, and one line that says what happened."""

import difflib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from goaltalk.domain.finding import Finding, as_line
from goaltalk.errors import BadData, GitProblem, GoaltalkError, Overtaken
from goaltalk.questions import built_in_questions
from goaltalk.store.audit import audit
from goaltalk.store.history import Committed
from goaltalk.store.layout import PEOPLE, UNITS, path_of
from goaltalk.store.load import Loader
from goaltalk.store.locate import with_places
from goaltalk.store.save import ensure_saveable, lock, remove, save
from goaltalk.store.tree import Overlay
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft

HALF_DONE = "saved but not committed"
NAMED, SOME = 30, 3


class Change(NamedTuple):
    """One file on its way: what lies on the disk (None: nothing), and what shall."""

    path: str
    before: bytes | None
    after: bytes


class Outcome(NamedTuple):
    """What became of a change: one line for the user, and whether anything was saved."""

    line: str
    saved: bool


def finish(
    workspace: Workspace, drafts: Sequence[Draft], message: str, *, dry_run: bool = False, once: bool = False
) -> Outcome:
    """Check, save and commit drafts as one step.

    BadData, with every problem, if the repository would be worse than before; nothing is saved then. When
    somebody else was faster, the door runs the command again, on their text; `once`: not this one, for it is
    about exactly the text that was read.
    """
    changed = [draft for draft in drafts if draft.changes_something]
    if changed:
        _check(workspace, changed)
    if workspace.left_out:
        workspace.left_out.refuse_to_write(one.path for one in changed if one.before is None)
    if dry_run:
        return Outcome(as_patch(drafts), saved=False)
    changes = [Change(draft.path, draft.before, draft.after) for draft in drafts]
    try:
        return save_and_commit(workspace, changes, message)
    except Overtaken as error:
        if not once and not any(draft.is_whole for draft in drafts):
            error.again_in = workspace.root
        raise


def as_patch(drafts: Sequence[Draft]) -> str:
    """Show what would change, as a unified diff."""
    changed = (draft for draft in drafts if draft.changes_something)
    return "".join(map(_patch, changed)).rstrip("\n") or _unchanged(drafts)


def save_and_commit(workspace: Workspace, changes: Sequence[Change], message: str) -> Outcome:
    """Save files and commit exactly them; what is saved already but not committed is committed, too."""
    paths = [one.path for one in changes]
    changed = [one for one in changes if one.before != one.after]
    with lock(workspace.root):
        if workspace.call.commit:
            workspace.history.identity()
            workspace.history.ensure_committable(paths)
        _save_all(workspace.root, changed)
        committed = _commit(workspace, paths, changed, message) if workspace.call.commit else None
    if not changed and committed is None:
        return Outcome(_unchanged(changes), saved=False)
    return Outcome(_line(changed or changes, committed), saved=True)


def _save_all(root: Path, changes: Sequence[Change]) -> None:
    """Save every file, or none: what was saved before one that fails is put back as it was."""
    for one in changes:
        ensure_saveable(root, one.path, one.before)
    saved: list[Change] = []
    try:
        for one in changes:
            save(root, one.path, one.after, one.before)
            saved.append(one)
    except BaseException:
        for one in reversed(saved):
            with suppress(GoaltalkError):
                if one.before is None:
                    remove(root, one.path, one.after)
                else:
                    save(root, one.path, one.before, one.after)
        raise


def _commit(
    workspace: Workspace, paths: Sequence[str], changed: Sequence[Change], message: str
) -> Committed | None:
    try:
        return workspace.history.commit(paths, message)
    except GitProblem as error:
        if not changed or HALF_DONE in str(error):
            raise
        saved = _names([one.path for one in changed])
        note = f"{HALF_DONE}: {saved}; mend the cause and run the same command again"
        raise GitProblem(*error.lines, note) from None


def _check(workspace: Workspace, drafts: Sequence[Draft]) -> None:
    """Check the drafts against each other and against all that they speak of."""
    tree = Overlay(workspace.tree, {draft.path: draft.after for draft in drafts})
    loader = Loader(tree, left_out=workspace.left_out)
    touched = {draft.path for draft in drafts}
    people = {draft.address.owner for draft in drafts if draft.path.startswith(f"{PEOPLE}/")}
    # What makes up the company, and the plans of units, is read once more only where it changes.
    known = (
        workspace.company
        if all(draft.address.period and draft.address.kind != "brief" for draft in drafts)
        else None
    )
    found = [
        one
        for one in audit(loader, built_in_questions(), workspace.today, sorted(people), known)
        if one.about is None or path_of(one.about) in touched
    ]
    flaws = [one for one in (*loader.findings, *with_places(found, tree)) if one.path in touched]
    errors = [one for one in flaws if one.severity == "error" and not _may_come_later(one)]
    if errors:
        raise BadData(*(as_line(one) for one in dict.fromkeys(errors)))


def _may_come_later(finding: Finding) -> bool:
    """Say whether what is missing may be added afterwards, as a unit's leader may."""
    return finding.rule == "reference" and finding.path.startswith(f"{UNITS}/")


def _patch(draft: Draft) -> str:
    before = (draft.before or b"").decode().splitlines(keepends=True)
    path = draft.path.lstrip("/")
    old = f"a/{path}" if draft.before is not None else "/dev/null"
    lines = difflib.unified_diff(before, draft.text.splitlines(keepends=True), old, f"b/{path}")
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def _unchanged(drafts: Sequence[Draft | Change]) -> str:
    return f"nothing to change: {_names([draft.path for draft in drafts])}"


def _line(drafts: Sequence[Change], committed: Committed | None) -> str:
    paths = _names([draft.path for draft in drafts])
    if committed is None:
        return f"saved {paths} (not committed)"
    where = f"on {committed.branch}" if committed.branch else "on no branch: HEAD is detached"
    ahead = f" ({committed.ahead} ahead)" if committed.ahead > 1 else ""
    pushed = "" if committed.pushed == "no remote" else f", {committed.pushed}{ahead}"
    rewritten = f"; a hook rewrote {', '.join(committed.rewritten)}" if committed.rewritten else ""
    return f"saved {paths} (commit {committed.commit} {where}{pushed}){rewritten}"


def _names(paths: Sequence[str]) -> str:
    """Name the files, of very many only the first."""
    if len(paths) <= NAMED:
        return ", ".join(paths)
    return f"{', '.join(paths[:SOME])} and {len(paths) - SOME} more files"
