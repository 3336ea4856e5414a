"""What the database promises about sites and people, and one try to break each promise."""

from collections.abc import Callable
from datetime import time, timedelta

from django.utils import timezone

from intake.models import Site, User, Welcome


def a_welcome(**values: object) -> object:
    user = User.objects.first()
    plain = {"user": user, "made_by": user, "digest": "x", "made_at": timezone.now()}
    return Welcome.objects.create(**plain, **values)


SITES: dict[str, Callable[[], object]] = {
    "welcome_ends_later": lambda: a_welcome(ends_at=timezone.now() - timedelta(days=1)),
    "site_named": lambda: Site.objects.update(name=""),
    "site_closes_after_it_opens": lambda: Site.objects.update(opens=time(19)),
    "site_paper_known": lambda: Site.objects.update(paper="a3"),
    "site_date_order_known": lambda: Site.objects.update(date_order="ymd"),
    "site_quiet_at_night": lambda: Site.objects.update(quiet_from=time(7)),
}
