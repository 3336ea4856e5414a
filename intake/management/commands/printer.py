"""The command that prints: a worker that takes print jobs from the database, one after another."""

from datetime import datetime

from intake.actions.privacy.sealed_log import seal_log
from intake.management.loop import Worker
from intake.printing.work import print_next


class Command(Worker):
    """``printer [--once] [--with-parent]``: start several, they share the work."""

    help = (
        "Print the copies of what was sent and signed. Start it as a service beside the site, more"
        " than one if they fall behind. It ends at SIGTERM, after the copy in hand."
    )
    name = "printer"
    niceness = 5
    """Pages go first: a copy may wait a second, a patient who presses Continue may not."""

    def do_next(self, *, at: datetime) -> bool:
        return print_next(at=at)

    def each_beat(self, *, at: datetime) -> object:
        """Lines of the access log are chained soon after they were added."""
        return seal_log(at=at)
