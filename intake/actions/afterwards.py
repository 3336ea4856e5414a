"""What follows a commit may fail: the answer stays what it was."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

logger = logging.getLogger(__name__)


@contextmanager
def after_the_commit() -> Iterator[None]:
    """Something is kept, and this only tidies up behind it: nobody is told that nothing was."""
    try:
        yield
    except DatabaseError:
        logger.warning("what follows a commit failed", extra={"event": "after_the_commit.failed"})
