"""The command that seals everything again with the first sealing key, and says when it is done."""

from itertools import chain
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.key_checks import forget_other_keys
from intake.actions.privacy.rotate_indexes import rotate_indexes
from intake.actions.privacy.rotate_keys import Rotation, rotate, still_on_other_keys
from intake.actions.privacy.verify_log import check_log, keep_acceptances
from intake.models.sealed import current_key_id


class Command(BaseCommand):
    """``rotate_keys``: put the new key first, keep the old one behind it, run this, remove it."""

    help = (
        "Seal every sealed column again with the first of INTAKE_SEALING_KEYS, filled up so that"
        " its length tells nothing, and make every digest again with INTAKE_INDEX_KEY if"
        " INTAKE_OLD_INDEX_KEYS still holds another; then the whole access log is read at the end,"
        " while the key of its older lines is still there. It may run while the site serves; if it"
        " is stopped, run it again and it goes on. Once it says so, the older keys can be removed"
        " from the environment, but keep them as long as you keep backups that were made with them."
    )

    def handle(self, **_options: Any) -> None:
        kept = Rotation()
        for rotation in chain(rotate(kept, at=timezone.now()), rotate_indexes(kept)):
            done = sum(rotation.done.values())
            self.stdout.write(f"\r{done} columns made again", ending="")
        self.stdout.write("")
        if kept.unreadable:
            listed = "\n".join(f"  {place}" for place in kept.unreadable)
            raise CommandError(f"No key here opens these; keep the older keys:\n{listed}")
        left = still_on_other_keys()
        if left:
            listed = "\n".join(f"  {count} in {place}" for place, count in sorted(left.items()))
            raise CommandError(f"Sealed with an older key, or as 0.1 did. Run it again:\n{listed}")
        if len(settings.INDEX_KEYS) > 1:
            self._read_the_log()
        forget_other_keys(at=timezone.now())
        self.stdout.write(
            f'Everything is sealed with the key "{current_key_id()}". The others can be removed.'
        )

    def _read_the_log(self) -> None:
        """While its older key is still here: later checks go on from where this one ended."""
        checked = check_log(at=timezone.now())
        if not checked.is_whole:
            listed = "\n".join(f"  {problem}" for problem in checked.problems)
            raise CommandError(f"The access log is not whole; keep the older keys:\n{listed}")
        keep_acceptances()
        self.stdout.write(f"The access log is whole: {checked.lines} lines.\nHead: {checked.head}")
