"""What the database promises about sites, and one try to break each promise."""

from collections.abc import Callable
from datetime import time

from intake.models import Site, SiteLogo


def _logo(**columns: object) -> object:
    given = {"content": b"x", "sha256": "x", "width": 1, "height": 1, **columns}
    return SiteLogo.objects.create(site=Site.objects.get(), **given)


SITES: dict[str, Callable[[], object]] = {
    "site_named": lambda: Site.objects.update(name=""),
    "site_closes_after_it_opens": lambda: Site.objects.update(opens=time(19)),
    "site_paper_known": lambda: Site.objects.update(paper="a3"),
    "site_date_order_known": lambda: Site.objects.update(date_order="ymd"),
    "site_quiet_at_night": lambda: Site.objects.update(quiet_from=time(7)),
    "sitelogo_has_a_size": lambda: _logo(width=0),
}
