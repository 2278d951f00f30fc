"""Where the leader's own notes lie: in a folder of the user's, never in the goals repository."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import cast

from goaltalk.domain.records import PrivatePreparation
from goaltalk.errors import BadData, SaveProblem
from goaltalk.store.gitdir import find_git_folder
from goaltalk.store.layout import SETTINGS
from goaltalk.store.reader import LIFT, UPGRADE, Flaw, Flawed, read_record
from goaltalk.store.save import save
from goaltalk.store.tree import WorkingTree

KIND = "preparation.private"
FILE = "prep.leader.yaml"
VARIABLE = "GOALTALK_PRIVATE"
ONLY_ME, ONLY_MY_FILE = 0o700, 0o600


def find_private_folder() -> Path:
    """Return the folder for all that is only for this user: `GOALTALK_PRIVATE`, else among their data."""
    if chosen := os.environ.get(VARIABLE):
        return Path(os.path.expanduser(chosen)).absolute()  # noqa: PTH111 - the other one may raise
    # Imported here because most commands have nothing to do with private notes.
    from platformdirs import user_data_path

    return user_data_path("goaltalk", appauthor=False)


def lies_in_repository(place: Path, root: Path) -> bool:
    """Say whether a place, links followed, lies where a commit could take it into a goals repository.

    That is the work tree that holds `root`, one linked to it, and any other folder with settings in it.
    """
    real = Path(os.path.realpath(place))
    ours, theirs = find_git_folder(root), find_git_folder(_nearest(real))
    if ours is not None and theirs is not None and ours.shared == theirs.shared:
        return True
    inside = [root, *((ours.top, ours.own, ours.shared) if ours is not None else ())]
    above = [one for one in (real, *real.parents) if one.exists()]
    # Asked of the disk, because a name may be written in several ways where case does not count.
    return any((one / SETTINGS).is_file() or any(map(one.samefile, inside)) for one in above)


def make_private(file: Path) -> None:
    """Make a file that nobody else may read, or take that right away where it was there before."""
    file.touch(mode=ONLY_MY_FILE)
    file.chmod(ONLY_MY_FILE)


def list_notes(root: Path, repository: str) -> list["Notes"]:
    """Return this user's notes on all people of a repository, in order; SaveProblem as `Notes` says."""
    found = sorted((find_private_folder() / repository).glob(f"*/*/{FILE}"))
    return [Notes(root, repository, one.parent.parent.name, one.parent.name) for one in found]


class Notes:
    """The leader's own notes on one person in one period; `repository` is the settings' id."""

    def __init__(self, root: Path, repository: str, person: str, period: str) -> None:
        self.folder = find_private_folder()
        self.person, self.period = person, period
        self.name = f"{repository}/{person}/{period}/{FILE}"
        if lies_in_repository(self.folder / self.name, root):
            raise SaveProblem(
                f"{self.folder}: lies in the goals repository, and private notes never do; "
                f"let {VARIABLE} name a folder outside it"
            )

    @property
    def path(self) -> str:
        """The whole path, for the user."""
        return str(self.folder / self.name)

    def read(self) -> bytes | None:
        """Return the content of the file, or None if there is none yet."""
        try:
            return next((data for _, data in WorkingTree(self.folder).read((self.name,))), None)
        except BadData as error:
            raise BadData(*self._named(error.lines)) from None

    def record(self, data: bytes) -> PrivatePreparation:
        """Make the record of a content; BadData says where it is wrong, and never what is written there."""
        try:
            return cast(PrivatePreparation, read_record(KIND, data))
        except Flawed as error:
            raise BadData(
                *(f"{self.path}:{one.line}:{one.column}: {_say(one)}" for one in error.flaws)
            ) from None

    def load(self) -> PrivatePreparation | None:
        """Read the record, or None if there is none yet; BadData as `record` says."""
        data = self.read()
        return self.record(data) if data is not None else None

    def save(self, new: bytes, expected: bytes | None) -> None:
        """Save the content, which was read as `expected`, for nobody else to read."""
        target = self.folder / self.name
        try:
            self._make_folders(target.parent)
            save(self.folder, self.name, new, expected, is_private=True)
            target.chmod(ONLY_MY_FILE)
        except SaveProblem as error:
            raise SaveProblem(*self._named(error.lines)) from None

    def keep_copy(self, data: bytes) -> str:
        """Keep a copy of what lies here beside it, for nobody else to read; return its whole path.

        The copies are numbered, and none is ever written over.
        """
        self._make_folders((self.folder / self.name).parent)
        for number in count(1):
            name = f"{self.name}.{number}.bak"
            if os.path.lexists(self.folder / name):
                continue
            save(self.folder, name, data, None, is_private=True)
            (self.folder / name).chmod(ONLY_MY_FILE)
            break
        return str(self.folder / name)

    def make_workplace(self) -> Path:
        """Make a folder beside the notes for an editor to work in; nobody else can look into it."""
        home = (self.folder / self.name).parent
        try:
            self._make_folders(home)
            if home.resolve() != self.folder.resolve() / Path(self.name).parent:
                raise SaveProblem(f"{home}: a folder on the way is a link; put the folder itself here")
            return Path(tempfile.mkdtemp(prefix="editing-", dir=home))
        except OSError as error:
            raise SaveProblem(
                f"{home}: cannot be written to ({error.strerror}); make it writable for you"
            ) from None

    def _make_folders(self, last: Path) -> None:
        if not self.folder.exists():
            self.folder.mkdir(parents=True)
            self.folder.chmod(ONLY_ME)
        below = [last, *last.parents]
        for place in reversed(below[: below.index(self.folder)]):
            if place.is_symlink():
                return  # `save` refuses it, with a reason
            with suppress(FileExistsError):
                place.mkdir()
            place.chmod(ONLY_ME)

    def _named(self, lines: tuple[str, ...]) -> Iterator[str]:
        return (line.replace(self.name, self.path, 1) for line in lines)


def _say(flaw: Flaw) -> str:
    if flaw.message.endswith((UPGRADE, LIFT)):
        return flaw.message
    # Where a colon was forgotten or added, a key is a piece of the text, so even keys are not named.
    if flaw.rule == "unknown-key":
        return "there is no such key here; goaltalk schema preparation.private shows them"
    if flaw.rule == "schema":
        return "is not what this key holds; goaltalk schema preparation.private says what does"
    if flaw.rule == "yaml-subset":
        return "this is YAML that is not used here, or a key that stands twice; mend this line"
    return flaw.message


def _nearest(place: Path) -> Path:
    return next(one for one in (place, *place.parents) if one.is_dir())
