"""One run: patients turn pages, others send, and what it took is noted."""

import argparse
import math
import time

from .clinic import Clinic
from .people import Sender, Times, Walker


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
