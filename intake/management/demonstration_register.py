"""An invented register for the demonstration, chosen for one visit that differs from it."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from intake import models
from intake.actions.register import Chosen, enter
from intake.actions.talk.verify import choose

SHIPPED = Path(settings.BASE_DIR) / "fixtures" / "demonstration_register.json"
# Each day is kept as so many days from today, so that the demonstration never grows old.
DAYS = {
    "checked_in_days": "checked_on",
    "again_in_days": "check_again_on",
    "seen_in_days": "seen_on",
    "valid_in_days": "valid_from",
    "made_in_days": "made_on",
    "expires_in_days": "expires_on",
    "certificate_in_days": "certificate_on",
    "good_in_days": "license_good_until",
}


def stock_register(*, by: models.User, at: datetime) -> Chosen:
    """Enter every row; the first of each kind is what a visit would be given."""
    rows, today = json.loads(SHIPPED.read_text(encoding="utf-8")), timezone.localdate(at)
    papers, prices = rows["product"].pop("papers"), rows["product"].pop("prices")
    product = models.Product(**_columns(rows["product"], today))
    enter(product, by=by, at=at)
    lots = [models.Lot(product=product, **_columns(each, today)) for each in rows["lots"]]
    people = [models.Practitioner(**_columns(each, today)) for each in rows["people"]]
    beside = [
        *(models.ProductPaper(product=product, **_columns(each, today)) for each in papers),
        *(models.Price(product=product, **_columns(each, today)) for each in prices),
        *(models.EmergencyKit(**_columns(each, today)) for each in rows["kits"]),
    ]
    for row in (*lots, *people, *beside):
        enter(row, by=by, at=at)
    return Chosen(product, lots[0], people[0])


def choose_for(visit: models.Visit, chosen: Chosen, *, by: models.User, at: datetime) -> None:
    choose(visit, chosen, by=by, at=at, seen=visit.recorded)


def _columns(row: dict[str, Any], today: date) -> dict[str, Any]:
    return {
        DAYS.get(name, name): today + timedelta(days=value) if name in DAYS else value
        for name, value in row.items()
    }
