"""Writes one file whole or not at all, under the repository's lock, and never over somebody else's change."""

import errno
import hashlib
import os
import secrets
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from goaltalk.errors import Overtaken, SaveProblem
from goaltalk.store.gitdir import find_git_folder

if TYPE_CHECKING:
    from filelock import FileLock

LOCK = "goaltalk.lock"
LOCK_SECONDS, LOCK_PAUSE = 10.0, 0.03
# Nothing here may lead elsewhere, or keep us waiting, whatever somebody has put in its place.
STRAIGHT = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
TURN_BYTES = 16
LEFTOVER = ".goaltalk-*.tmp"
LEFTOVER_SECONDS = 3600
# Windows refuses to replace a file while an editor or a virus scanner has it open, mostly for moments.
REPLACE_PAUSES = (0.05, 0.1, 0.2, 0.4)


def save(root: Path, path: str, new: bytes, expected: bytes | None, *, is_private: bool = False) -> None:
    """Make `new` the content of `path`, which the caller read as `expected` (None: the file must not exist).

    A root that `is_private` is a folder of this user's alone; outside git it holds its lock itself.

    Raises SaveProblem, and leaves everything as it was, when the file has changed since (Overtaken), is
    read-only, or is not a plain file in plain folders below `root`.
    """
    with lock(root, is_private=is_private):
        target = ensure_saveable(root, path, expected)
        if new == expected:
            return
        made = _missing_folders(target.parent)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, path, new, expected)
        except BaseException as failure:
            for folder in made:
                with suppress(OSError):
                    folder.rmdir()
            if isinstance(failure, OSError):
                raise _failed(path, failure) from failure
            raise
        for folder in (target.parent, *(folder.parent for folder in made)):
            _sync_folder(folder)


def ensure_saveable(root: Path, path: str, expected: bytes | None) -> Path:
    """Refuse, before anything is written, what `save` would refuse; return where the file lies."""
    target = _find_target(root, path)
    _require_writable(target, path)
    _require_unchanged(target, path, expected)
    return target


def remove(root: Path, path: str, expected: bytes) -> None:
    """Delete `path`, which the caller read as `expected`; refuses where `save` would."""
    with lock(root):
        target = ensure_saveable(root, path, expected)
        try:
            target.unlink()
        except OSError as failure:
            raise _failed(path, failure) from failure
        _sync_folder(target.parent)


@contextmanager
def lock(root: Path, *, is_private: bool = False) -> Iterator[None]:
    """Hold the repository's lock, which ends with its holder; may be taken again by the one who has it.

    However many wait, each gets its turn; SaveProblem if one and the same holder keeps it for too long.
    """
    # Imported here because reading commands need no lock.
    from filelock import Timeout

    place = find_lock(root, is_private=is_private)
    mine = _lock_at(place)
    is_first = not mine.is_locked
    turn = _turn_of(place)
    while True:
        try:
            held = mine.acquire(timeout=LOCK_SECONDS, poll_interval=LOCK_PAUSE)
        except Timeout as failure:
            last, turn = turn, _turn_of(place)
            if turn != last:
                continue
            seconds = f"{LOCK_SECONDS:.0f} seconds"
            raise SaveProblem(
                f"another goaltalk has held the lock for {seconds}; wait for it, then try again"
            ) from failure
        except OSError as failure:
            raise SaveProblem(
                f"{place}: cannot be locked ({failure.strerror}); make it writable for you"
            ) from failure
        break
    with held:
        if is_first:
            _take_turn(place)
        yield


def is_held(root: Path) -> bool:
    """Say whether another goaltalk holds the lock at this moment; makes no file."""
    from filelock import Timeout

    place = find_lock(root)
    if not place.is_file():
        return False
    try:
        with _lock_at(place).acquire(timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def _lock_at(place: Path) -> "FileLock":
    from filelock import FileLock

    # In a git folder others may be meant to read along; anywhere else nobody is.
    return FileLock(place, mode=0o644 if place.name == LOCK else 0o600, is_singleton=True)


def _turn_of(place: Path) -> bytes | None:
    """Return whose turn it is, or was: another value for each time that the lock was taken."""
    try:
        with _open_turn(place, os.O_RDONLY) as turn:
            return os.read(turn, TURN_BYTES)
    except OSError:
        return None


def _take_turn(place: Path) -> None:
    # The lock's own file tells nothing: some versions of filelock touch it even while they wait. Where this
    # cannot be written those who wait give up sooner than they need to, and that is all.
    with suppress(OSError), _open_turn(place, os.O_WRONLY | os.O_CREAT) as turn:
        os.write(turn, secrets.token_hex(TURN_BYTES // 2).encode())


@contextmanager
def _open_turn(place: Path, flags: int) -> Iterator[int]:
    mode = 0o666 if place.name == LOCK else 0o600
    turn = os.open(place.with_suffix(".turn"), flags | STRAIGHT | getattr(os, "O_BINARY", 0), mode)
    try:
        told = os.fstat(turn)
        if not stat.S_ISREG(told.st_mode) or told.st_nlink > 1:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        yield turn
    finally:
        os.close(turn)


def find_lock(root: Path, *, is_private: bool = False) -> Path:
    """Return where a folder's lock lies: in its git folder, else in itself or among what is temporary."""
    folder = find_git_folder(root)
    if folder is not None:
        return folder.own / LOCK
    if is_private:
        return root / f".{LOCK}"
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"goaltalk-{name}.lock"


def _find_target(root: Path, path: str) -> Path:
    parts = PurePosixPath(path).parts
    foreign = PureWindowsPath(path)
    if not parts or "\0" in path or ".." in (*parts, *foreign.parts) or parts[0] == "/" or foreign.anchor:
        raise SaveProblem(f"{path}: is not a path inside the goals repository; correct it")
    if any(part.casefold() == ".git" for part in foreign.parts):
        raise SaveProblem(f"{path}: lies in git's own folder; choose another name")
    real = root.resolve()
    target = real.joinpath(*parts)
    # One comparison finds links and junctions at any height.
    if os.path.normcase(os.path.realpath(target.parent)) != os.path.normcase(target.parent):
        raise SaveProblem(
            f"{path}: a folder on the way is a link; goaltalk writes in plain folders only, replace it"
        )
    if os.path.lexists(target) and not stat.S_ISREG(target.lstat().st_mode):
        raise SaveProblem(f"{path}: is a link or not a file; goaltalk writes plain files only, replace it")
    return target


def _require_writable(target: Path, path: str) -> None:
    if target.exists() and not is_writable(target):
        raise SaveProblem(f"{path}: is read-only; make it writable (chmod u+w), then try again")
    folder = next(folder for folder in target.parents if folder.exists())
    if not folder.is_dir():
        raise SaveProblem(f"{path}: {folder.name} is not a folder; rename it")
    # On Windows the read-only mark of a folder means something else.
    if os.name != "nt" and not is_writable(folder):
        raise SaveProblem(f"{path}: its folder is read-only; make it writable (chmod u+w), then try again")


def is_writable(place: Path) -> bool:
    """Say whether the user may write a file or folder, and is meant to."""
    # The mode is asked too: it says what the owner wants, even to an administrator who may do everything.
    return os.access(place, os.W_OK) and bool(place.stat().st_mode & 0o222)


def _require_unchanged(target: Path, path: str, expected: bytes | None) -> None:
    try:
        present = target.read_bytes()
    except FileNotFoundError:
        present = None
    except OSError as failure:
        raise _failed(path, failure) from failure
    if present != expected:
        what = "was made" if expected is None else "was deleted" if present is None else "was changed"
        raise Overtaken(
            f"{path}: {what} by somebody else meanwhile, nothing is written; run the command again"
        )


def _missing_folders(folder: Path) -> list[Path]:
    return [place for place in (folder, *folder.parents) if not place.exists()]


def _replace(target: Path, path: str, new: bytes, expected: bytes | None) -> None:
    _sweep(target.parent)
    draft = target.with_name(LEFTOVER.replace("*", secrets.token_hex(8)))
    try:
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666), "wb"
        ) as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        if expected is not None:
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        # Asked again, because editors do not take our lock, and the disk may have been slow.
        _require_unchanged(target, path, expected)
        _replace_patiently(draft, target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _replace_patiently(draft: Path, target: Path) -> None:
    for pause in REPLACE_PAUSES:
        try:
            draft.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    draft.replace(target)


def find_leftovers(root: Path) -> tuple[str, ...]:
    """Return the paths, from the root, of what a killed goaltalk left behind more than an hour ago."""
    found = sorted(one for one in root.rglob(LEFTOVER) if ".git" not in one.relative_to(root).parts)
    return tuple(one.relative_to(root).as_posix() for one in found if _is_left(one))


def _sweep(folder: Path) -> None:
    for draft in folder.glob(LEFTOVER):
        if _is_left(draft):
            with suppress(OSError):
                draft.unlink()


def _is_left(draft: Path) -> bool:
    # Young ones may still be somebody's, in case a clock or a lock cannot be trusted.
    try:
        return time.time() - draft.lstat().st_mtime > LEFTOVER_SECONDS
    except OSError:
        return False


def _sync_folder(folder: Path) -> None:
    # The file is in place already; where a folder cannot be flushed (Windows, some network disks) so be it.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _failed(path: str, failure: OSError) -> SaveProblem:
    return SaveProblem(
        f"{path}: not saved ({failure.strerror or failure}); mend that, then run the command again"
    )
