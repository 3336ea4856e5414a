"""The file of a backup: one archive, encrypted to a public key; and which of them are kept."""

import shutil
import tarfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pyrage

from .manifest import Manifest

BEGINS, ENDS = "intake-", ".tar.age"
STAMP = "%Y%m%dT%H%M%SZ"
DAYS, MONTHS = 14, 12
DUMP, MANIFEST = "database", "manifest.json"


class CannotRead(Exception):
    """The file is not a backup, is damaged, or was encrypted to another key."""


def write(folder: Path, dumped: Path, manifest: Manifest, recipient: str, *, at: datetime) -> Path:
    """Put dump and manifest into one encrypted file, which appears only when it is whole."""
    archive = dumped.parent / "backup.tar"
    described = dumped.parent / MANIFEST
    described.write_text(manifest.to_json(), encoding="utf-8")
    with tarfile.open(archive, "w") as tar:
        tar.add(described, MANIFEST)
        tar.add(dumped, DUMP)
    made = folder / f"{BEGINS}{at.strftime(STAMP)}{ENDS}"
    unfinished = made.with_suffix(".unfinished")
    pyrage.encrypt_file(
        str(archive), str(unfinished), [pyrage.x25519.Recipient.from_str(recipient)]
    )
    unfinished.chmod(0o600)
    unfinished.rename(made)
    return made


def read(backup: Path, identity: Path, into: Path) -> tuple[Path, Manifest]:
    """The dump and its manifest, put into a folder that is ours alone."""
    archive = into / "backup.tar"
    try:
        words = identity.read_text(encoding="ascii").splitlines()
        key = next(line for line in words if line.startswith("AGE-SECRET-KEY-"))
        pyrage.decrypt_file(
            str(backup), str(archive), [pyrage.x25519.Identity.from_str(key.strip())]
        )
        with tarfile.open(archive) as tar:
            # The content alone, without owner, rights or links; Debian 12's Python has no filter.
            for name in (MANIFEST, DUMP):
                content = tar.extractfile(name)
                if content is None:
                    raise KeyError(name)
                with (into / name).open("wb") as file:
                    shutil.copyfileobj(content, file)
    except (OSError, StopIteration, KeyError, tarfile.TarError, pyrage.DecryptError,
            pyrage.IdentityError) as why:  # fmt: skip
        raise CannotRead(f"{backup} can't be read with {identity}: {type(why).__name__}.") from None
    archive.unlink()
    text = (into / MANIFEST).read_text(encoding="utf-8")
    return into / DUMP, Manifest.from_json(text)


def forget_old(folder: Path) -> list[Path]:
    """Take away what is not kept any more: one a day for two weeks, one a month for a year."""
    there = sorted(folder.glob(f"{BEGINS}*{ENDS}"))
    stay = kept(there)
    gone = [each for each in there if each not in stay]
    for each in gone:
        each.unlink()
    return gone


def kept(backups: Iterable[Path]) -> set[Path]:
    """The newest of each of the last days and months that have one."""
    newest_of_day: dict[str, Path] = {}
    newest_of_month: dict[str, Path] = {}
    for each in sorted(backups):
        day = each.name.removeprefix(BEGINS)[:8]
        newest_of_day[day] = newest_of_month[day[:6]] = each
    days, months = sorted(newest_of_day)[-DAYS:], sorted(newest_of_month)[-MONTHS:]
    return {newest_of_day[day] for day in days} | {newest_of_month[month] for month in months}
