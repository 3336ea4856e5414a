"""What a process makes sure of before it serves anybody: that its keys are this database's."""

import logging

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils import timezone

from intake.actions.key_checks import KeyDoesNotFit, expect_keys_fit

logger = logging.getLogger(__name__)


def expect_fitting_keys() -> None:
    """A wrong key stops the start: pages would fail, and the log's new lines never verify.

    A database that is away or not migrated does not: ``/readyz`` says so, and it may come back.
    """
    try:
        expect_keys_fit(at=timezone.now())
    except KeyDoesNotFit as why:
        raise ImproperlyConfigured(str(why)) from None
    except DatabaseError:
        logger.warning("keys not compared", extra={"event": "start.keys_not_compared"})
