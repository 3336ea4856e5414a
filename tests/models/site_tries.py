"""What the database promises about sites, people and merges, and one try to break each promise."""

from collections.abc import Callable
from datetime import time, timedelta

from django.utils import timezone

from intake.models import Site, User, Visit, VisitMerged, Welcome


def a_welcome(**values: object) -> object:
    user = User.objects.first()
    plain = {"user": user, "made_by": user, "digest": "x", "made_at": timezone.now()}
    return Welcome.objects.create(**plain, **values)


def a_merge(**values: object) -> object:
    plain = {"sequence": 1, "signatures": 0, "why": "twice", "came_from": b"x"}
    plain |= {"visit": Visit.objects.first(), "by": User.objects.first(), "at": timezone.now()}
    return VisitMerged.objects.create(**{**plain, **values})


SITES: dict[str, Callable[[], object]] = {
    "welcome_ends_later": lambda: a_welcome(ends_at=timezone.now() - timedelta(days=1)),
    "visitmerged_why_known": lambda: a_merge(why="because"),
    "visitmerged_sequence_once": lambda: (a_merge(), a_merge()),
    "site_named": lambda: Site.objects.update(name=""),
    "site_closes_after_it_opens": lambda: Site.objects.update(opens=time(19)),
    "site_paper_known": lambda: Site.objects.update(paper="a3"),
    "site_date_order_known": lambda: Site.objects.update(date_order="ymd"),
    "site_quiet_at_night": lambda: Site.objects.update(quiet_from=time(7)),
}
