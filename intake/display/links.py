"""A patient's link as it is given out: its address, and the last whole day on which it works."""

from datetime import date, datetime, timedelta, tzinfo

from django.conf import settings
from django.urls import reverse


def link_address(token: str) -> str:
    return f"{settings.CLINIC.public_url}{reverse('patient:link', args=[token])}"


def last_day_of(expires_at: datetime, zone: tzinfo) -> date:
    """The last day on which a link surely works: one that ends at midnight ends the day before."""
    return (expires_at - timedelta(seconds=1)).astimezone(zone).date()
