"""A record's text as it is, and as a command wants it to be."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from goaltalk.domain.address import Address
from goaltalk.errors import BadData, SaveProblem, UsageProblem
from goaltalk.render.templates import render_form
from goaltalk.store.guard import Model, NotReadable, read_model, read_text
from goaltalk.store.layout import path_of, schema_comment
from goaltalk.store.splice import Edit, EditRefused, apply_edits, is_same
from goaltalk.store.yamltext import scalar
from goaltalk.workspace import Workspace
from goaltalk.writing.keys import read_assignments

KEPT = ("schema", "proposed", "amendments")
"""Keys that the tool looks after; a record given whole does not take them away."""


@dataclass(frozen=True)
class Entry:
    """What the command line says about the content of one record; `interactive`: somebody sits there."""

    assignments: tuple[str, ...] = ()
    source: str | None = None
    no_edit: bool = False
    dry_run: bool = False
    interactive: bool = False

    @property
    def says_something(self) -> bool:
        """Whether any content was given."""
        return bool(self.assignments) or self.source is not None

    @property
    def wants_editor(self) -> bool:
        """Whether the content is to be written in an editor."""
        return self.interactive and not (self.says_something or self.no_edit or self.dry_run)


@dataclass(frozen=True)
class Draft:
    """A record on its way: the bytes that lie on the disk (None: no file yet), and the text wanted.

    `is_whole`: the content was given as a whole, by somebody who had one text before their eyes.
    """

    address: Address
    before: bytes | None
    text: str
    place: str | None = None
    is_whole: bool = False

    @property
    def path(self) -> str:
        """The path from the repository's root, or the whole one of what lies elsewhere, the private notes."""
        return self.place or path_of(self.address)

    @property
    def model(self) -> Model:
        """What the text says; BadData if it cannot be read."""
        return _read(self.path, self.text)

    @property
    def after(self) -> bytes:
        """The bytes to save."""
        return self.text.encode()

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to save."""
        return self.before != self.after

    def edited(self, edits: Iterable[Edit]) -> "Draft":
        """Return the draft with edits made in its text; SaveProblem if that cannot be done safely."""
        try:
            return replace(self, text=apply_edits(self.text, tuple(edits)))
        except EditRefused as error:
            # The patch shows what stands around it; of private notes nothing is shown.
            patch = error.patch.splitlines() if self.place is None else ()
            raise SaveProblem(f"{self.path}: {error.what}", *patch) from None
        except NotReadable as error:
            raise _unreadable(self.path, error) from None


def open_draft(workspace: Workspace, address: Address, form: Callable[[], str]) -> Draft:
    """Open a record's file, or its form when there is none yet."""
    path = path_of(address)
    for _, data in workspace.tree.read((path,)):
        try:
            return Draft(address, data, read_text(data))
        except NotReadable as error:
            raise _unreadable(path, error) from None
    return Draft(address, None, form())


def make_form(workspace: Workspace, address: Address, person: str | None = None, **facts: object) -> str:
    """Fill the form of a record in the language of a person, or of the repository."""
    name = address.kind
    language = workspace.company.language_of(person)
    return render_form(
        f"forms/{name}", language, {"header": schema_comment(address), **facts}, scalar, workspace.root
    )


def fill_in(draft: Draft, entry: Entry) -> Draft:
    """Put into a draft what the command line says: a whole record, then single keys."""
    for assignment in entry.assignments:
        key = assignment.partition("=")[0].removesuffix("+").split(".")[0].strip()
        if key in KEPT:
            raise UsageProblem(f"--set {key}: goaltalk looks after this key itself")
    if entry.source is not None:
        draft = replace(_take_whole(draft, entry.source), is_whole=True)
    return draft.edited(read_assignments(draft.address.kind, draft.model, entry.assignments))


def _take_whole(draft: Draft, source: str) -> Draft:
    """Take the content of a file or of standard input.

    A new record keeps the text with its comments; an existing one gets edits, so that its own comments stay.
    """
    given = _read_source(source)
    wanted = _read("standard input" if source == "-" else source, given)
    if not isinstance(wanted, dict):
        raise UsageProblem(f"--from {source}: holds no keys; give the record as YAML, such as goals: [...]")
    if draft.before is None and (text := _with_header(draft, given, wanted)) is not None:
        return replace(draft, text=text)
    return draft.edited(_merge(draft.model, wanted, ()))


def _read_source(source: str) -> str:
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UsageProblem(f"--from {source}: {error.strerror or error}") from None
    try:
        return read_text(data)
    except NotReadable as error:
        raise _unreadable(source, error) from None


def _with_header(draft: Draft, given: str, wanted: dict[str, Model]) -> str | None:
    """Return the text given below our own first lines; None where they cannot stand there, as with JSON."""
    comment, schema = draft.text.split("\n")[:2]
    lines = [*([] if comment in given else [comment]), *([] if "schema" in wanted else [schema])]
    text = "".join(line + "\n" for line in lines) + given
    try:
        above = read_model(schema)
        return text if isinstance(above, dict) and read_model(text) == {**above, **wanted} else None
    except NotReadable:
        return None


def _merge(old: Model, new: Model, path: tuple[str | int, ...]) -> Iterator[Edit]:
    """Yield the smallest edits that make the old model say what the new one says."""
    if is_same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in new.items():
            yield from _merge(old.get(key), value, (*path, key))
        for key in old:
            if key not in new and old[key] is not None and (path or key not in KEPT):
                yield Edit("delete", (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and path and (ids := _ids(old)) and _ids(new):
        yield from _merge_by_id(old, new, path, ids)
    elif isinstance(old, list) and isinstance(new, list) and len(old) <= len(new) and path:
        for number, value in enumerate(new):
            if number < len(old):
                yield from _merge(old[number], value, (*path, number))
            else:
                yield Edit("append", path, value)
    else:
        yield Edit("set", path, new)


def _ids(items: list[Model]) -> list[str]:
    """Return the ids of items, if all of them have one of their own; else none."""
    ids = [str(item["id"]) for item in items if isinstance(item, dict) and "id" in item]
    return ids if len(set(ids)) == len(items) else []


def _merge_by_id(
    old: list[Model], new: list[Model], path: tuple[str | int, ...], ids: list[str]
) -> Iterator[Edit]:
    """Keep each item with its comments: take away what is gone, change what stays, add what is new."""
    wanted = _ids(new)
    kept = [name for name in ids if name in wanted]
    if [name for name in wanted if name in ids] != kept or wanted[: len(kept)] != kept:
        yield Edit("set", path, new)  # in another order: nobody can say where the comments belong
        return
    for number in reversed(range(len(ids))):
        if ids[number] not in wanted:
            yield Edit("delete", (*path, number))
    for number, name in enumerate(wanted):
        if name in ids:
            yield from _merge(old[ids.index(name)], new[number], (*path, number))
        else:
            yield Edit("append", path, new[number])


def _read(name: str, text: str) -> Model:
    try:
        return read_model(text)
    except NotReadable as error:
        raise _unreadable(name, error) from None


def _unreadable(name: str, error: NotReadable) -> BadData:
    return BadData(*(f"{name}:{one.line}:{one.column}: {one.what}" for one in error.faults))
