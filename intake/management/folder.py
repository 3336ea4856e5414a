"""A folder into which another program writes files: each is read whole, and put away afterwards."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

DONE, REFUSED = "done", "refused"
UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".swp", "~")
"""How programs call a file that they are still writing."""
SETTLED = 10
"""Seconds without a change, after which a file counts as written."""
LONGEST_NAME = 200
"""Bytes of a name that are kept: a number and the reason's ending still fit behind them."""
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class NoFolder(Exception):
    """The message says what is wrong with it."""


class NotYet(Exception):
    """Somebody is still writing it, holds it, or does not let this account read it."""


class NotAFile(Exception):
    """It is never read: the message says why, and quotes nothing."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything goes through the open folder: nobody can put another in its place meanwhile."""

    fd: int
    most_bytes: int

    def names(self) -> Iterator[str]:
        """What lies there now, in the order of the names; hidden and unfinished files are not."""
        for name in sorted(os.listdir(self.fd)):
            is_hidden = name.startswith(".") or name.endswith(UNFINISHED)
            if not is_hidden and not stat.S_ISDIR(self._lstat(name).st_mode):
                yield name

    def read(self, name: str, *, at: datetime) -> bytes:
        """The whole content; raises ``NotYet`` and ``NotAFile``."""
        found = self._lstat(name)
        if not stat.S_ISREG(found.st_mode):
            raise NotAFile("This is no file but a link to another place, or a device.")
        if 0 <= at.timestamp() - found.st_mtime < SETTLED:
            raise NotYet(name)
        if found.st_size > self.most_bytes:
            raise NotAFile("This is larger than a schedule: at most 1 MB is read.")
        try:
            with os.fdopen(os.open(name, READ, dir_fd=self.fd), "rb") as file:
                return self._content(file)
        except OSError:
            raise NotYet(name) from None

    def put_away(self, name: str, where: str, why: str = "") -> None:
        """Beside what is there already, never over it; the reason first, so that none is lost."""
        with _opened(where, self.fd) as place:
            kept = os.fsdecode(os.fsencode(name)[:LONGEST_NAME])
            taken, number, free = set(os.listdir(place)), 1, kept
            while free in taken or f"{free}.why.txt" in taken:
                number += 1
                free = f"{kept}-{number}"
            if why:
                reason = os.open(f"{free}.why.txt", WRITE, 0o600, dir_fd=place)
                with os.fdopen(reason, "w", encoding="utf-8") as file:
                    file.write(f"{why}\n")
            os.rename(name, free, src_dir_fd=self.fd, dst_dir_fd=place)

    def _content(self, file) -> bytes:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        before = os.fstat(file.fileno()).st_mtime_ns
        content = file.read(self.most_bytes + 1)
        if os.fstat(file.fileno()).st_mtime_ns != before:
            raise BlockingIOError
        return content

    def _lstat(self, name: str) -> os.stat_result:
        return os.stat(name, dir_fd=self.fd, follow_symlinks=False)


@contextmanager
def opened_folder(path: str, *, most_bytes: int) -> Iterator[Folder]:
    """Held for this run alone, with a place for what is done and what is refused."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise NoFolder(f"{path}: can't be opened ({error.strerror}).") from None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.access(".", os.W_OK | os.X_OK, dir_fd=fd):
            raise NoFolder(f"{path}: files can't be moved out of it.")
        for place in (DONE, REFUSED):
            _make(place, fd)
        yield Folder(fd, most_bytes)
    except BlockingIOError:
        raise NoFolder(f"{path}: another run is at it.") from None
    finally:
        os.close(fd)


def _make(place: str, fd: int) -> None:
    """Only this account reads what is put there; a link in its place is refused."""
    try:
        os.mkdir(place, 0o700, dir_fd=fd)
    except FileExistsError:
        pass
    except OSError as error:
        raise NoFolder(f"{place}/ can't be made in it ({error.strerror}).") from None
    with _opened(place, fd) as found:
        if not os.access(".", os.W_OK | os.X_OK, dir_fd=found):
            raise NoFolder(f"{place}/ can't be written to.")


@contextmanager
def _opened(place: str, fd: int) -> Iterator[int]:
    try:
        found = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=fd)
    except OSError:
        raise NoFolder(f"{place} is no folder.") from None
    try:
        yield found
    finally:
        os.close(found)
