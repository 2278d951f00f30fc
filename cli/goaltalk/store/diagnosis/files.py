"""What may be wrong with the files as git and the disk see them: line endings, names, what git leaves out."""

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from goaltalk.domain.records import KINDS
from goaltalk.domain.trouble import Trouble, name_some
from goaltalk.store.gitcall import read_git
from goaltalk.store.layout import PEOPLE, QUESTIONS, SCHEMAS, SETTINGS, UNITS, address_at
from goaltalk.store.reader import newer_version
from goaltalk.store.schema import schema_text
from goaltalk.store.tree import Tree

_FOLDERS = (PEOPLE, UNITS, QUESTIONS)
_CRLF = ("crlf", "mixed")


def examine_attributes(root: Path, tree: Tree) -> Iterator[Trouble]:
    """Yield records of which git's attributes do not say what `init` says, whatever folder says otherwise."""
    paths = [path for folder in (PEOPLE, UNITS) for path in tree.paths(folder) if address_at(path)]
    found = _read_attributes(root, paths or [SETTINGS])
    # What a filter keeps in another form, such as git-crypt, has attributes of its own.
    kept = {path: one for path, one in found.items() if one["filter"] in ("unspecified", "unset")}
    odd = tuple(
        path
        for path, one in kept.items()
        if (one["eol"], one["diff"]) != ("lf", "goaltalk") or one["text"] == "unset"
    )
    if odd:
        where = "" if len(odd) == len(found) else f" ({name_some(odd)})"
        yield Trouble(
            "attributes",
            "warning",
            f".gitattributes does not say how records are kept{where}: line endings may differ, and git diff "
            "shows bare YAML",
            ("add this line to it, and commit it: *.yaml text eol=lf diff=goaltalk",),
            (".gitattributes",),
        )
    blind = tuple(path for path, one in found.items() if one["merge"] == "union")
    if blind:
        yield Trouble(
            "merge-union",
            "error",
            f"git merges records without asking, both sides' lines one after the other: {name_some(blind)}",
            ("git check-attr -a PATH shows it; take merge=union out of .gitattributes for records",),
            blind,
        )


def _read_attributes(root: Path, paths: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what .gitattributes says about each path: `diff`, `eol`, `filter`, `merge`, `text`."""
    names = ("diff", "eol", "filter", "merge", "text")
    asked = b"".join(os.fsencode(path) + b"\0" for path in paths)
    answer = read_git(root, "--no-literal-pathspecs", "check-attr", "-z", "--stdin", *names, stdin=asked)
    told = os.fsdecode(answer.out).split("\0")
    found: dict[str, dict[str, str]] = {}
    for path, name, value in zip(told[::3], told[1::3], told[2::3], strict=False):
        found.setdefault(path, {})[name] = value
    return found


def examine_line_endings(root: Path) -> Iterator[Trouble]:
    """Yield records whose lines end otherwise than .gitattributes says."""
    listed = read_git(root, "ls-files", "-z", "--eol", "--cached", "--others", "--exclude-standard")
    committed, present = [], []
    for line in filter(None, os.fsdecode(listed.out).split("\0")):
        told, _, path = line.partition("\t")
        index, disk, attribute = [*told.split(None, 2), "", "", ""][:3]
        if address_at(path) is None or "eol=lf" not in attribute:
            continue
        if index.removeprefix("i/") in _CRLF:
            committed.append(path)
        elif disk.removeprefix("w/") in _CRLF:
            present.append(path)
    if committed:
        yield Trouble(
            "line-endings",
            "warning",
            f"committed with CRLF, against .gitattributes: {name_some(committed)}",
            ("git add --renormalize . and commit that; nothing but line endings changes",),
            tuple(committed),
        )
    if present:
        yield Trouble(
            "line-endings",
            "warning",
            f"lines end with CRLF here, against .gitattributes: {name_some(present)}",
            ("commit them, then delete them and git checkout them; let the editor use LF (.editorconfig)",),
            tuple(present),
        )


def examine_names(tree: Tree, root: Path | None) -> Iterator[Trouble]:
    """Yield names that are one and the same where case, or the way accents are written, does not count.

    `root` is that of a git repository: its index knows both names where the disk can hold only one.
    """
    paths = {path for folder in _FOLDERS for path in tree.paths(folder)}
    if root is not None:
        paths |= set(filter(None, os.fsdecode(read_git(root, "ls-files", "-z", "--cached").out).split("\0")))
    for names in _find_clashes(one for one in paths if one.startswith(tuple(f"{at}/" for at in _FOLDERS))):
        yield Trouble(
            "same-name",
            "error",
            f"{' and '.join(names)}: the same name on Windows and on a Mac",
            ("git mv one of them to a name of its own, or move its files to the other",),
            names,
        )


def examine_commits(root: Path) -> Iterator[Trouble]:
    """Yield records that exist on this machine only, because git does not know them or ignores them."""
    untracked = _list_others(root)
    if untracked:
        yield Trouble(
            "untracked",
            "warning",
            f"not in git, so on this machine only: {name_some(untracked)}",
            ("run the command that made them again, without --no-commit; or git add and git commit",),
            untracked,
        )
    ignored = _list_others(root, "--ignored")
    if ignored:
        yield Trouble(
            "ignored",
            "error",
            f"git ignores records: {name_some(ignored)}",
            ("git check-ignore -v PATH says which line of which file does it; take it away",),
            ignored,
        )


def examine_schemas(root: Path, tree: Tree) -> Iterator[Trouble]:
    """Yield the schemas for editors that are not those of this goaltalk."""
    found = dict(tree.read([f"{SCHEMAS}/{kind}.json" for kind in KINDS]))
    old = outdated_schemas(found)
    if not (root / SCHEMAS).is_dir():
        what = f"{SCHEMAS} is missing, so editors cannot complete and check records"
    elif old:
        what = f"editors check by schemas of another goaltalk: {name_some(tuple(old))}"
    else:
        return
    yield Trouble("schemas", "warning", what, ("goaltalk doctor --fix writes them anew",), tuple(old))


def outdated_schemas(present: Mapping[str, bytes]) -> dict[str, str]:
    """Return the text that each outdated or missing schema should have, by path; newer ones stay."""
    wanted = {f"{SCHEMAS}/{kind}.json": (kind, schema_text(kind)) for kind in KINDS}
    return {
        path: text
        for path, (kind, text) in wanted.items()
        if _differs(present.get(path), text) and not _is_newer(kind, present.get(path))
    }


def _differs(present: bytes | None, wanted: str) -> bool:
    return present is None or present.replace(b"\r\n", b"\n") != wanted.encode()


def _is_newer(kind: str, present: bytes | None) -> bool:
    """Say whether a schema is of a later version of the record than this program knows."""
    import json

    try:
        stated = json.loads(present or b"{}")["properties"]["schema"]
        return newer_version(kind, stated.get("const") or stated["enum"][0]) is not None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return False


def _list_others(root: Path, *options: str) -> tuple[str, ...]:
    listed = read_git(root, "ls-files", "-z", "--others", "--exclude-standard", *options)
    found = filter(None, os.fsdecode(listed.out).split("\0"))
    return tuple(path for path in found if path == SETTINGS or address_at(path) is not None)


def _find_clashes(paths: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the names that fall together, of folders and of files; below such a folder no more."""
    names: dict[str, set[str]] = {}
    for path in paths:
        parts = path.split("/")
        for depth in range(2, len(parts) + 1):
            name = "/".join(parts[:depth])
            names.setdefault(_fold(name), set()).add(name)
    told: list[str] = []
    for folded, same in sorted(names.items()):
        if len(same) > 1 and not any(folded.startswith(f"{above}/") for above in told):
            told.append(folded)
            yield tuple(sorted(same))


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
