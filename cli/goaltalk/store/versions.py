"""The versions of agreements that git remembers, the latest first; at most two git processes in all."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from goaltalk.domain.address import Address
from goaltalk.domain.answers import digest_agreement
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records import Agreement
from goaltalk.store.gitcall import read_git, unreadable
from goaltalk.store.gitdir import find_git_folder
from goaltalk.store.layout import address_at, path_of
from goaltalk.store.migrate import lifted
from goaltalk.store.objects import Objects
from goaltalk.store.reader import Flawed, read_record
from goaltalk.store.tree import ENOUGH

Wanted = Mapping[tuple[str, str], Collection[str]]
"""Digests of texts, by the person and the period whose agreement they are of."""
# Without --full-history git leaves out a line of history whose changes a merge did not keep; -m names what a
# merge itself came to. Paths go in by stdin: there may be more of them than a command line holds.
LOG = (
    "log",
    "--full-history",
    "-m",
    "--raw",
    "--no-ext-diff",
    "--no-textconv",
    "--no-abbrev",
    "--no-renames",
    "-z",
    "--format=",
    "--relative",
)
UNPLACED = b"0"


class Found(NamedTuple):
    """The texts by their digests, and of which agreements git knows any version at all.

    `is_cut`: history is cut off in this clone, so what is not found may be elsewhere. `is_unborn`: nothing is
    committed on the branch, so there is no history to look in.
    """

    texts: dict[str, Agreement]
    remembered: frozenset[tuple[str, str]] = frozenset()
    is_cut: bool = False
    is_unborn: bool = False


def find_all_texts(
    root: Path, repository: str, wanted: Wanted, commit: str = "HEAD", objects: Objects | None = None
) -> Found:
    """Return the texts of agreements that have these digests, as far as git remembers them up to a commit.

    `repository` is the id in the settings; `objects` reads in a process that runs already. GitProblem where
    git cannot read its own history.
    """
    folder = find_git_folder(root)
    if folder is None or not wanted:
        return Found({})
    paths = {path_of(Address("agreement", *about)): about for about in wanted}
    versions = _read_versions(root, list(paths), commit)
    if versions is None:
        return Found({}, is_cut=folder.shallow, is_unborn=True)
    contents = (objects or Objects(root)).read([blob for _, blob in versions], ENOUGH)
    texts: dict[str, Agreement] = {}
    for (path, _), found in zip(versions, contents, strict=True):
        if found is not None:  # else a partial clone lacks it
            digest, text = _read_text(found.content, repository, *paths[path])
            if text is not None and digest in wanted[paths[path]]:
                texts[digest] = text
    return Found(texts, frozenset(paths[path] for path, _ in versions), folder.shallow)


def find_texts(
    root: Path, company: Company, conversation: Conversation, wanted: Collection[str]
) -> dict[str, Agreement]:
    """Return the texts of one agreement that have these digests; see `find_all_texts`."""
    about = conversation.person, conversation.period.label
    return find_all_texts(root, company.settings.id, {about: wanted} if wanted else {}).texts


def _read_versions(root: Path, paths: Collection[str], commit: str) -> list[tuple[str, str]] | None:
    """Return path and hash of what each commit made of these files, on any line of history, each once.

    None where there is no commit yet.
    """
    asked = "".join(f"{line}\n" for line in (commit, "--", *paths)).encode()
    listed = read_git(root, "--no-replace-objects", *LOG, "--stdin", stdin=asked)
    if listed.code:
        if commit == "HEAD" and not read_git(root, "rev-parse", "--verify", "--quiet", "HEAD").out:
            return None
        raise unreadable(listed)
    return list(dict.fromkeys(_parse(listed.out)))


def _parse(listed: bytes) -> Iterator[tuple[str, str]]:
    tokens = iter(listed.split(b"\0"))
    for token in tokens:
        if token.lstrip(b"\n").startswith(b":"):
            blob, path = token.split(b" ")[3], next(tokens).decode(errors="surrogateescape")
            if blob.strip(UNPLACED) and address_at(path) is not None:
                yield path, blob.decode()


def _read_text(data: bytes, repository: str, person: str, period: str) -> tuple[str, Agreement | None]:
    try:
        record = read_record("agreement", lifted("agreement", data))
    except Flawed:
        return "", None  # a version that was broken was never accepted
    if not isinstance(record, Agreement):
        return "", None
    return digest_agreement(record, person, period, repository), record
