"""Lines of a schedule that nobody could take without looking, as they came through a folder."""

from datetime import timedelta

from django.utils import timezone

from intake import models
from intake.actions.visits.waiting import Feed, take_feed
from intake.core.desk.seen import Seen, Unclear
from tests.make.builders import a_user

DAY = timezone.localdate() + timedelta(days=5)
BORN = {"birth_date": timezone.localdate().replace(year=1979, month=7, day=14)}


def came(*seen: Seen, site: models.Site | None = None) -> list[models.WaitingLine]:
    here = site or models.Site.objects.earliest("pk")
    feed = Feed("clinic", here, models.Questionnaire.objects.get(), None)
    take_feed(seen, feed, by=a_user(), at=timezone.now())
    return list(models.WaitingLine.objects.filter(decision="", site=here))


def a_line(**columns) -> Seen:
    first = {"surname": "Delgado", "given": "Maria", "day": DAY, "provider": "Ruiz", **BORN}
    return Seen("line 1", **{**first, **columns})


NO_BIRTH_DATE = {"birth_date": None, "unclear": (Unclear.NO_BIRTH_DATE,)}
