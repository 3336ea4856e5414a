"""What the database promises about sites, people and schedules, and a try to break each."""

from collections.abc import Callable
from datetime import time, timedelta

from django.utils import timezone

from intake.models import (
    Device,
    Invitation,
    Questionnaire,
    Site,
    User,
    Visit,
    VisitMerged,
    WaitingLine,
    Welcome,
)


def a_welcome(**values: object) -> object:
    user = User.objects.first()
    plain = {"user": user, "made_by": user, "digest": "x", "made_at": timezone.now()}
    return Welcome.objects.create(**plain, **values)


def a_merge(**values: object) -> object:
    plain = {"sequence": 1, "signatures": 0, "why": "twice", "came_from": b"x"}
    plain |= {"visit": Visit.objects.first(), "by": User.objects.first(), "at": timezone.now()}
    return VisitMerged.objects.create(**{**plain, **values})


def a_device(**values: object) -> object:
    plain = {"digest": "x", "asked_at": timezone.now(), "code": "ABCDEF"}
    return Device.objects.create(**plain | values)


def a_paired_device(**values: object) -> object:
    plain = {"code": None, "name": "Window", "site": Site.objects.first()}
    user = User.objects.first()
    return a_device(**plain | {"paired_at": timezone.now(), "paired_by": user} | values)


def two_of_one_name() -> object:
    a_paired_device()
    return a_paired_device(digest="y")


def a_link_on_no_device() -> object:
    return Invitation.objects.update(device=a_paired_device())


def a_line(**values: object) -> object:
    plain = {"source": "clinic", "digest": "x", "content": b"x", "kept_at": timezone.now()}
    plain |= {"site": Site.objects.first(), "questionnaire": Questionnaire.objects.first()}
    return WaitingLine.objects.create(**{**plain, **values})


SITES: dict[str, Callable[[], object]] = {
    "welcome_ends_later": lambda: a_welcome(ends_at=timezone.now() - timedelta(days=1)),
    "visitmerged_why_known": lambda: a_merge(why="because"),
    "visitmerged_sequence_once": lambda: (a_merge(), a_merge()),
    "device_paired_or_shows_a_code": lambda: a_paired_device(name=""),
    "device_revoked_who_and_when": lambda: a_paired_device(revoked_at=timezone.now()),
    "device_named_once": two_of_one_name,
    "invitation_of_a_device_is_on_it": a_link_on_no_device,
    "waitingline_decided_who_and_when": lambda: a_line(decision="taken"),
    "waitingline_decision_known": lambda: a_line(
        decision="perhaps",
        content=None,
        decided_at=timezone.now(),
        decided_by=User.objects.first(),
    ),
    "site_named": lambda: Site.objects.update(name=""),
    "site_closes_after_it_opens": lambda: Site.objects.update(opens=time(19)),
    "site_paper_known": lambda: Site.objects.update(paper="a3"),
    "site_date_order_known": lambda: Site.objects.update(date_order="ymd"),
    "site_quiet_at_night": lambda: Site.objects.update(quiet_from=time(7)),
}
