"""Reads from git which commit changed which record, in batches, and the contents by their names."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.authorship import is_personal
from goaltalk.domain.changes import Change, Commit
from goaltalk.errors import GitProblem
from goaltalk.store.filters import without_filters
from goaltalk.store.gitcall import Answer, read_git
from goaltalk.store.gitdir import find_git_folder, is_bare
from goaltalk.store.layout import PEOPLE, address_at, path_of
from goaltalk.store.porcelain import ask_status
from goaltalk.store.worktree import refuse_other_work_tree

# Objects that only this clone puts in another's place would be believed otherwise.
TRUE_OBJECTS = "--no-replace-objects"
PLAIN = ("--no-renames", "--no-relative", "--no-ext-diff", "--no-textconv", "--no-color", "--no-notes")
SETTINGS = ("-c", "log.follow=false", "-c", "log.showRoot=true")
FIELDS = ("%H", "%at", "%aN", "%aE", "%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x0a)")
# -c shows of a merge only what is as in none of its parents: what came in by it is told where it was written.
LOG = (
    *(TRUE_OBJECTS, *SETTINGS, "log", "-z", f"--format={'%x00'.join(FIELDS)}", "--encoding=UTF-8"),
    *("--raw", "--no-abbrev", "-c", "--full-history", "--topo-order", *PLAIN),
)
# --cc shows of those files only the lines that are in none of the parents, each of them indented.
MERGES = (
    *(TRUE_OBJECTS, *SETTINGS, "log", "--no-walk=unsorted", "--format=commit:%H", "--stdin", "--cc"),
    *("--patch", "--src-prefix=a/", "--dst-prefix=b/", *PLAIN),
)
LONGEST_NAME = 80


@dataclass(frozen=True)
class Ground:
    """A whole history to ask: where the goals repository lies below the top of the work tree."""

    root: Path
    prefix: str
    has_remote: bool = False

    def address_of(self, path: bytes) -> Address | None:
        """Return which record a path from the top is."""
        text = os.fsdecode(path)
        return address_at(text.removeprefix(self.prefix)) if text.startswith(self.prefix) else None


def find_ground(root: Path) -> Ground:
    """Find the history; GitProblem where there is none, or not all of it. Starts no process as a rule."""
    folder = find_git_folder(root)
    if folder is None:
        if is_bare(root):
            raise GitProblem("this is a bare repository, which has no files; clone it and run check there")
        raise GitProblem("not a git repository, so there is no history to verify; leave out --verify")
    if folder.shallow:
        raise GitProblem(
            "history is cut off in this clone, so nothing can be verified; run git fetch --unshallow first"
        )
    refuse_other_work_tree(root, folder)
    below = root.resolve().relative_to(folder.top).as_posix()
    return Ground(root, "" if below == "." else f"{below}/", folder.has_remote)


def read_uncommitted(ground: Ground) -> tuple[bool, list[Address]]:
    """Say whether there is any commit, and which records are not as it has them; one process.

    No filter is started that the repository names; where it names any, that takes a second process.
    """
    try:
        status = ask_status(ground.root, [PEOPLE], env=without_filters(ground.root))
    except GitProblem as error:
        raise GitProblem(
            "git cannot read this repository; mend what it says here", *error.lines[1:]
        ) from None
    found = (ground.address_of(os.fsencode(change.path)) for change in status.changes)
    return bool(status.head), sorted({one for one in found if one is not None}, key=path_of)


def read_changes(ground: Ground, zone: tzinfo) -> list[Change]:
    """Read what every commit up to HEAD did to the records of people, newest first.

    One process; a second where a merge changed a half, to see whether anything in it is the merge's own.
    """
    answer = _ask(ground, (*LOG, "HEAD", "--", PEOPLE))
    changes = list(_read_log(ground, answer.out, zone))
    suspects = {
        one.commit.id for one in changes if len(one.before) > 1 and one.after and _may_be_clean(one.about)
    }
    if not suspects or not _is_plain(ground.prefix):
        return changes
    asked = "".join(f"{name}\n" for name in sorted(suspects)).encode()
    own = set(_read_merges(ground, _ask(ground, (*MERGES, "--", PEOPLE), asked).out))
    return [
        replace(one, clean=True)
        if one.commit.id in suspects and _may_be_clean(one.about) and (one.commit.id, one.about) not in own
        else one
        for one in changes
    ]


def read_objects(ground: Ground, names: Sequence[str]) -> dict[str, tuple[str, bytes]]:
    """Read objects by their names (`HEAD:./path`): hash and content of each that exists; one process."""
    if not names:
        return {}
    asked = "".join(f"{name}\n" for name in names)
    out = _ask(ground, (TRUE_OBJECTS, "cat-file", "--batch"), os.fsencode(asked)).out
    found: dict[str, tuple[str, bytes]] = {}
    place = 0
    for name in names:
        end = out.index(b"\n", place)
        told = out[place:end].split(b" ")
        place = end + 1
        if len(told) == 3 and told[2].isdigit():
            size = int(told[2])
            found[name] = told[0].decode(), out[place : place + size]
            place += size + 1
    return found


def _ask(ground: Ground, arguments: Sequence[str], stdin: bytes = b"") -> Answer:
    answer = read_git(ground.root, *arguments, stdin=stdin)
    if answer.code:
        raise GitProblem(
            "git cannot read all of the history; mend what it says here "
            "(where a clone is partial: git fetch --refetch --no-filter)",
            *(f"  git: {line}" for line in answer.quote),
        )
    return answer


def _read_log(ground: Ground, out: bytes, zone: tzinfo) -> Iterator[Change]:
    tokens = (token.lstrip(b"\n") for token in out.split(b"\0"))
    commit: Commit | None = None
    for token in tokens:
        if token.startswith(b":"):
            about = ground.address_of(next(tokens))
            if about is not None and commit is not None and (is_personal(about) or about.kind == "person"):
                change = _read_change(commit, about, token)
                if set(change.before) != {change.after}:  # else only the mode of the file is another
                    yield change
        elif token:
            commit = _read_commit(token, [next(tokens) for _ in FIELDS[1:]], zone)


def _read_change(commit: Commit, about: Address, token: bytes) -> Change:
    # A colon for each parent, a mode for each and for the result, a hash for each, and letters.
    parents = len(token) - len(token.lstrip(b":"))
    hashes = [_hash(one) for one in token.split(b" ")[parents + 1 : 2 * parents + 2]]
    return Change(commit, about, tuple(hashes[:-1]), hashes[-1])


def _hash(text: bytes) -> str | None:
    return text.decode() if text.strip(b"0") else None


def _read_commit(name: bytes, fields: Sequence[bytes], zone: tzinfo) -> Commit:
    seconds, author, email, trailers = fields
    co_authors = re.findall(r"<([^<>\n]+)>", trailers.decode(errors="replace"))
    return Commit(
        id=name.decode(),
        day=_day(seconds, zone),
        name=_shown(author),
        email=_shown(email),
        co_authors=tuple(one.strip().casefold() for one in co_authors),
    )


def _day(seconds: bytes, zone: tzinfo) -> date:
    # Authors choose their dates; one that no calendar has is as wrong as any other.
    try:
        return datetime.fromtimestamp(int(seconds), UTC).astimezone(zone).date()
    except (ValueError, OverflowError, OSError):
        return date.max


def _shown(text: bytes) -> str:
    told = text.decode(errors="replace").strip()
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in told)[:LONGEST_NAME]


def _may_be_clean(about: Address) -> bool:
    """Say whether a merge may rightly put a file together: an answer is never changed, so never merged."""
    return is_personal(about) and about.kind != "answer"


def _is_plain(prefix: str) -> bool:
    """Say whether git shows paths below this folder without quotes."""
    return prefix.isprintable() and not set('"\\') & set(prefix)


def _read_merges(ground: Ground, out: bytes) -> Iterable[tuple[str, Address]]:
    commit = ""
    for line in out.split(b"\n"):
        if line.startswith(b"commit:"):
            commit = line.removeprefix(b"commit:").decode()
        elif line.startswith(b"diff --cc "):
            about = ground.address_of(line.removeprefix(b"diff --cc "))
            if about is not None:
                yield commit, about
