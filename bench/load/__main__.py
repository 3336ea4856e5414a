"""Measures a clinic under load: python -m bench.load --senders 10 --at-once [--code CHECKOUT]."""

import argparse
import os
from pathlib import Path

from .clinic import a_clinic
from .run import measured, median, percentile


def main() -> None:
    asked = arguments()
    with a_clinic(asked.code, webs=asked.webs, printers=asked.printers) as clinic:
        visits = clinic.prepare(asked.walkers + asked.senders)
        clinic.start()
        times = measured(clinic, visits, asked)
    database = "PostgreSQL" if "postgres" in clinic.database else "SQLite"
    print(
        f"{database}, {asked.webs} web, {asked.printers} printers; {asked.walkers} patients turn"
        f" pages, {asked.senders} send in {asked.within:g} s; load {os.getloadavg()[0]:.1f}"
    )
    print(f"{'':16}{'count':>7}{'median':>9}{'p95':>9}{'longest':>9}")
    for what, taken in sorted(times.taken.items()):
        row = (median(taken), percentile(taken, 0.95), max(taken))
        print(f"{what:16}{len(taken):7}" + "".join(f"{seconds:8.3f}s" for seconds in row))
    print(f"failed: {len(times.failed)} {sorted(set(times.failed))}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--code", type=Path, default=Path(), help="another checkout to measure")
    parser.add_argument("--webs", type=int, default=2)
    parser.add_argument("--printers", type=int, default=1)
    parser.add_argument("--walkers", type=int, default=10)
    parser.add_argument("--think", type=float, default=3.0, help="seconds between two pages")
    parser.add_argument("--senders", type=int, default=10)
    parser.add_argument("--within", type=float, default=0.0, help="seconds; 0 is all at once")
    return parser.parse_args()


if __name__ == "__main__":
    main()
