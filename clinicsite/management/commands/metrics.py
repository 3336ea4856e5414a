"""The command that offers numbers to Prometheus, on a port of its own and on this machine only."""

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from clinicsite.watching.numbers import numbers
from clinicsite.watching.page_times import FOLDER

PORT = 9108


class Numbers:
    """Asked anew at every scrape; a database that is away is a number too."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("intake_database_up", "Whether the database answers")
        families: dict[str, GaugeMetricFamily] = {}
        try:
            close_old_connections()
            for name, words, labels, value in numbers(at=timezone.now()):
                if name not in families:
                    families[name] = GaugeMetricFamily(name, words, labels=list(labels))
                families[name].add_metric(list(labels.values()), value)
            up.add_metric([], 1)
        except DatabaseError:
            up.add_metric([], 0)
        yield up
        yield from families.values()


class Command(BaseCommand):
    """``metrics [--port 9108]``: page times are in it when web processes share a folder."""

    help = "Offer numbers to Prometheus on port 9108 of this machine; none is about anybody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=PORT)

    def handle(self, *, port: int, **_options: Any) -> None:
        _server, thread = start_http_server(port, addr="127.0.0.1", registry=registry())
        thread.join()


def registry() -> CollectorRegistry:
    made = CollectorRegistry()
    made.register(Numbers())
    if os.environ.get(FOLDER):
        MultiProcessCollector(made)
    return made
