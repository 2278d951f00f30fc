"""Looks at a set-up as a whole, and mends of it what is safe to mend."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from goaltalk.domain.trouble import Trouble, in_order, name_some
from goaltalk.errors import BadData, GitProblem, SaveProblem
from goaltalk.store.diagnosis.clone import (
    DRIVER,
    DRIVER_COMMAND,
    examine_access,
    examine_driver,
    examine_history,
    examine_locks,
    examine_schedule,
    find_missing_program,
    read_config,
)
from goaltalk.store.diagnosis.files import (
    examine_attributes,
    examine_commits,
    examine_line_endings,
    examine_names,
    examine_schemas,
    outdated_schemas,
)
from goaltalk.store.diagnosis.machine import (
    close_place,
    examine_git,
    examine_identity,
    examine_private_notes,
)
from goaltalk.store.diagnosis.people import examine_address, examine_signing
from goaltalk.store.gitcall import write_git
from goaltalk.store.gitdir import find_git_folder
from goaltalk.store.layout import SCHEMAS
from goaltalk.store.save import find_leftovers, find_lock, is_held, lock
from goaltalk.workspace import Workspace
from goaltalk.writing.finish import Change, save_and_commit


def examine(workspace: Workspace) -> list[Trouble]:
    """Return what is wrong with this set-up; outside a goals repository only what concerns the machine."""
    root = workspace.root if workspace.exists else None
    here = root or (workspace.call.repo or Path.cwd()).absolute()
    found = list(examine_git(here))
    has_git = not any(one.rule == "git-missing" for one in found)
    if has_git:
        found += examine_identity(here)
    found += examine_private_notes(root)
    if root is not None:
        found += _examine_repository(workspace, has_git)
    return in_order(found)


def mend(workspace: Workspace, trouble: Trouble) -> str | None:
    """Mend a trouble where that is safe, and return what was done, as one line; None where it is not.

    No record is ever touched. Raises what saving and committing raise.
    """
    way = _WAYS.get(trouble.rule)
    return way(workspace, trouble) if way is not None else None


def _examine_repository(workspace: Workspace, has_git: bool) -> Iterator[Trouble]:
    root, tree = workspace.root, workspace.tree
    folder = find_git_folder(root)
    yield from examine_schemas(root, tree)
    usable = has_git and folder is not None
    if has_git and folder is None:
        yield Trouble(
            "no-git",
            "warning",
            "this is no git repository with files: nothing is committed, and there is no history",
            ("git init here, or work in a clone",),
        )
    if usable and folder is not None:
        refused = list(examine_access(root, folder))
        yield from refused
        yield from examine_locks(root, folder)
        usable = not refused
    if usable and folder is not None:
        config = read_config(root)
        yield from examine_driver(folder.top, config)
        yield from examine_attributes(root, tree)
        yield from examine_history(folder, config)
        yield from examine_line_endings(root)
        yield from examine_commits(root)
        yield from _examine_company(workspace, config)
        with suppress(BadData):
            yield from examine_schedule(root, folder, workspace.today)
    yield from examine_names(tree, root if usable else None)


def _examine_company(workspace: Workspace, config: Mapping[str, str]) -> Iterator[Trouble]:
    try:
        company = workspace.company
    except BadData:
        what = "the settings cannot be read, so nothing here works"
        yield Trouble("settings", "error", what, ("goaltalk check says where it is wrong",))
        return
    yield from examine_address(workspace.root, company)
    yield from examine_signing(workspace.root, company, config)


def _set_driver(workspace: Workspace, _: Trouble) -> str:
    if missing := find_missing_program(workspace.root, DRIVER_COMMAND):
        raise GitProblem(
            f"{DRIVER} is not set: git would not find {missing}, and git diff would fail; put it on the PATH"
        )
    answer = write_git(workspace.root, "config", "--local", DRIVER, DRIVER_COMMAND)
    if answer.code:
        raise GitProblem(f"git config {DRIVER}: git cannot set it; mend what it says", *answer.quote)
    return f"set {DRIVER} in this clone"


def _remove_lock(workspace: Workspace, _: Trouble) -> str:
    place = find_lock(workspace.root)
    if is_held(workspace.root):
        raise SaveProblem(f"{place}: is held by now; run doctor again in a while")
    place.unlink(missing_ok=True)
    return f"deleted {place}"


def _remove_leftovers(workspace: Workspace, _: Trouble) -> str:
    with lock(workspace.root):
        left = find_leftovers(workspace.root)
        for path in left:
            (workspace.root / path).unlink(missing_ok=True)
    return f"deleted {name_some(left)}"


def _write_schemas(workspace: Workspace, _: Trouble) -> str:
    present = dict(workspace.tree.read(workspace.tree.paths(SCHEMAS)))
    wanted = outdated_schemas(present)
    changes = [Change(path, present.get(path), text.encode()) for path, text in wanted.items()]
    return save_and_commit(workspace, changes, "doctor: schemas").line


def _close_notes(_: Workspace, trouble: Trouble) -> str:
    for path in trouble.paths:
        close_place(path)
    return f"closed to others: {name_some(trouble.paths)}"


_WAYS: Mapping[str, Callable[[Workspace, Trouble], str]] = {
    "diff-driver": _set_driver,
    "stale-lock": _remove_lock,
    "leftovers": _remove_leftovers,
    "schemas": _write_schemas,
    "private-mode": _close_notes,
}
