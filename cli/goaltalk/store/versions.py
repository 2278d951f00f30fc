"""The versions of one file that git remembers, the latest first; two git processes in all."""

from collections.abc import Collection, Iterator
from pathlib import Path

from goaltalk.domain.address import Address
from goaltalk.domain.answers import digest_agreement
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records import Agreement
from goaltalk.errors import GitProblem
from goaltalk.store.gitcall import read_git
from goaltalk.store.gitdir import find_git_folder
from goaltalk.store.layout import path_of
from goaltalk.store.migrate import lifted
from goaltalk.store.reader import Flawed, read_record


def read_versions(root: Path, path: str) -> Iterator[bytes]:
    """Yield what the file held in each commit that changed it, on any line of history; nothing without git.

    `path` counts from the root of the goals repository. GitProblem where git cannot read its own history.
    """
    if find_git_folder(root) is None:
        return
    # Without --full-history git leaves out a line of history whose changes a merge did not keep.
    listed = read_git(root, "log", "--full-history", "--format=%H", "HEAD", "--", path)
    commits = listed.out.split()
    if listed.code or not commits:
        return  # no commit yet, or a file that git has never seen
    asked = b"".join(commit + b":./" + path.encode() + b"\n" for commit in commits)
    answer = read_git(root, "cat-file", "--batch", "--buffer", stdin=asked)
    if answer.code:
        raise GitProblem(
            f"{path}: git cannot read its history; mend what git says here",
            *(f"  git: {line}" for line in answer.quote),
        )
    yield from _contents(answer.out)


def find_texts(
    root: Path, company: Company, conversation: Conversation, wanted: Collection[str]
) -> dict[str, Agreement]:
    """Return the texts of one agreement that have these digests, as far as git remembers them."""
    person, period = conversation.person, conversation.period.label
    found: dict[str, Agreement] = {}
    for data in read_versions(root, path_of(Address("agreement", person, period))):
        if len(found) == len(wanted):
            break
        try:
            record = read_record("agreement", lifted("agreement", data))
        except Flawed:
            continue  # a version that was broken was never accepted
        if isinstance(record, Agreement):
            digest = digest_agreement(record, person, period, company.settings.id)
            if digest in wanted:
                found[digest] = record
    return found


def _contents(out: bytes) -> Iterator[bytes]:
    """Take apart what `cat-file --batch` writes: a header line, the content, a line feed; or `missing`."""
    place = 0
    while place < len(out):
        end = out.index(b"\n", place)
        header = out[place:end].rsplit(b" ", 2)
        place = end + 1
        if len(header) == 3 and header[1] == b"blob":
            size = int(header[2])
            yield out[place : place + size]
            place += size + 1
