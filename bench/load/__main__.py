"""Measures a clinic under load: python -m bench.load --senders 10 --at-once [--code CHECKOUT]."""

import argparse
import math
import os
import time
from pathlib import Path

from .clinic import Clinic, a_clinic
from .people import Sender, Times, Walker


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


def measured(clinic: Clinic, visits: list[dict[str, str]], asked: argparse.Namespace) -> Times:
    times = Times()
    tokens = [visit["token"] for visit in visits]
    walkers = [
        Walker(clinic.address, token, times, think=asked.think) for token in tokens[: asked.walkers]
    ]
    pause = asked.within / max(asked.senders, 1)
    senders = [
        Sender(clinic.address, token, times, after=number * pause)
        for number, token in enumerate(tokens[asked.walkers :])
    ]
    for walker in walkers:
        walker.start()
    time.sleep(3)  # everything is warm, and pages are being turned
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    time.sleep(2)
    for walker in walkers:
        walker.done.set()
        walker.join(30)
    return times


def median(taken: list[float]) -> float:
    return percentile(taken, 0.5)


def percentile(taken: list[float], part: float) -> float:
    return sorted(taken)[min(len(taken) - 1, math.ceil(part * len(taken)) - 1)]


if __name__ == "__main__":
    main()
