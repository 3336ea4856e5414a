"""`make mutants`: two faults at a time, each in a copy of its own; says which were caught."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import doors, reasoning, records
from .fault import AnchorGone, Fault

ROOT = Path(__file__).resolve().parents[2]
FAULTS = (*reasoning.FAULTS, *records.FAULTS, *doors.FAULTS)
# Tests find the repository from where they lie, so they are copied with what is planted.
COPIED = ("clinicsite", "intake", "tests", "manage.py")
CAUGHT, LIVED, BROKEN = "caught", "LIVED", "BROKEN"
PATIENCE = 600
HAS_FAILED_A_TEST, HAS_PASSED = 1, 0


def main() -> int:
    wanted = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    wanted.add_argument("words", nargs="*", help="only the faults with one of these words")
    wanted.add_argument("--anchors", action="store_true", help="only see that each still fits")
    given = wanted.parse_args()
    chosen = [fault for fault in FAULTS if _is_wanted(fault, given.words)]
    started, each = time.monotonic(), _fits if given.anchors else _tried
    with ThreadPoolExecutor(2) as two:
        results = [_told(*pair) for pair in zip(chosen, two.map(each, chosen), strict=True)]
    minutes = (time.monotonic() - started) / 60
    counts = ", ".join(f"{results.count(word)} {word}" for word in (CAUGHT, LIVED, BROKEN))
    print(f"{len(results)} faults in {minutes:.0f} minutes: {counts}")
    return int(results.count(CAUGHT) < len(results))


def _is_wanted(fault: Fault, words: list[str]) -> bool:
    return not words or any(word in f"{fault.says} {fault.file}" for word in words)


def _told(fault: Fault, result: tuple[str, str]) -> str:
    word, why = result
    print(f"{word:7} {fault.file}: {fault.says}", *([f"        {why}"] if why else []), sep="\n")
    sys.stdout.flush()
    return word


def _fits(fault: Fault) -> tuple[str, str]:
    try:
        fault.planted(ROOT)
    except AnchorGone as gone:
        return BROKEN, str(gone)
    return CAUGHT, ""


def _tried(fault: Fault) -> tuple[str, str]:
    try:
        return _judged(fault)
    except subprocess.TimeoutExpired:
        return BROKEN, f"its tests took longer than {PATIENCE} seconds"


def _judged(fault: Fault) -> tuple[str, str]:
    """Pytest ends with 1 where a test failed; anything else but 0 is a fault of this script's."""
    with _copy() as folder:
        if broken := _planted(fault, folder):
            return broken
        done = subprocess.run(
            [ROOT / ".venv/bin/python", "-m", "pytest", "-q", "-x", "-n", "0",
             "-p", "no:cacheprovider", *fault.tests.split()],
            cwd=folder, env={**os.environ, "EXAMPLES": "7"},
            capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
    if done.returncode == HAS_FAILED_A_TEST:
        first = next((li for li in done.stdout.splitlines() if li.startswith("FAILED")), "")
        return CAUGHT, first.removeprefix("FAILED ").partition(" - ")[0]
    if done.returncode == HAS_PASSED:
        return LIVED, f"by {fault.tests}"
    return BROKEN, (done.stdout + done.stderr)[-400:]


def _planted(fault: Fault, folder: str) -> tuple[str, str] | None:
    try:
        fault.plant(Path(folder))
    except AnchorGone as gone:
        return BROKEN, str(gone)
    return None


def _copy() -> tempfile.TemporaryDirectory[str]:
    """Of the checkout, with a database that was migrated once where the fault leaves that alone."""
    made = tempfile.TemporaryDirectory(prefix="mutant-")
    folder = Path(made.name)
    for source in ROOT.iterdir():
        if source.name in {"var", ".git"}:
            continue
        if source.name not in COPIED:
            (folder / source.name).symlink_to(source.resolve())
        elif source.is_dir():
            bare = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / source.name, ignore=bare)
        else:
            shutil.copy2(source, folder)
    (folder / "var").mkdir()
    for database in (ROOT / "var").glob("tests-*.sqlite3"):
        shutil.copy2(database, folder / "var")
    return made


if __name__ == "__main__":
    sys.exit(main())
