"""How long patients of this clinic took over each page: counted, and read a few times an hour."""

import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache

from django.db import DatabaseError

from intake import models
from intake.actions.prepared_sql import Change
from intake.core.limits import LONGEST_ON_A_PAGE, STEP_OF_TIMES
from intake.core.questionnaire.times import PageTimes, times_of
from intake.models.catalog.page_times import PageTime

FRESH_FOR = 900
"""Seconds for which a process goes on with what it read."""

COUNTED = Change(
    PageTime,
    "INSERT INTO TABLE (version_id, page, seconds, count) VALUES (%s, %s, %s, 1)"
    " ON CONFLICT (version_id, page, seconds) DO UPDATE SET count = TABLE.count + 1",
    *("version", "page", "seconds"),
)


def count_time(version: models.Version, page: str, seconds: int) -> None:
    """One more sitting of that length; whoever was away for long counts as the longest."""
    step = min(seconds, LONGEST_ON_A_PAGE) // STEP_OF_TIMES * STEP_OF_TIMES
    with suppress(DatabaseError):  # the page is kept by now, and one sitting less is no harm
        COUNTED.run(version.pk, page, step)


def page_times(version: models.Version) -> PageTimes:
    """What is known of the pages of a version; nothing of those with few sittings."""
    return _page_times(version.pk, version.sha256, int(time.monotonic() // FRESH_FOR))


@lru_cache(maxsize=32)
def _page_times(version: int, _digest: str, _fresh: int) -> PageTimes:
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    rows = PageTime.objects.filter(version=version).values_list("page", "seconds", "count")
    for page, seconds, count in rows:
        found[page][seconds] = count
    counts: Mapping[str, Mapping[int, int]] = found
    return times_of(counts)


forget_times = _page_times.cache_clear
