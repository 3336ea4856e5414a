"""The printer, run in the test itself: it prints whatever was asked for until now."""

from django.utils import timezone

from intake.printing.work import print_next


def all_is_printed() -> int:
    """How many jobs there were."""
    count = 0
    while print_next(at=timezone.now()):
        count += 1
    return count
