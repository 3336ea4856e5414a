"""The command that seals everything again with the first sealing key, and says when it is done."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.key_checks import forget_other_keys
from intake.actions.privacy.rotate_keys import rotate, still_on_other_keys
from intake.models.sealed import current_key_id


class Command(BaseCommand):
    """``rotate_keys``: put the new key first, keep the old one behind it, run this, remove it."""

    help = (
        "Seal every sealed column again with the first of INTAKE_SEALING_KEYS. It may run while"
        " the site serves; if it is stopped, run it again and it goes on. Once it says so, the"
        " older keys can be removed from the environment, but keep them as long as you keep"
        " backups that were made with them."
    )

    def handle(self, **_options: Any) -> None:
        rotation = None
        for rotation in rotate(at=timezone.now()):
            done = sum(rotation.done.values())
            self.stdout.write(f"\r{done} columns sealed again", ending="")
        self.stdout.write("")
        if rotation and rotation.unreadable:
            listed = "\n".join(f"  {place}" for place in rotation.unreadable)
            raise CommandError(f"No key here opens these; keep the older keys:\n{listed}")
        left = still_on_other_keys()
        if left:
            raise CommandError("Something was sealed with an older key meanwhile. Run it again.")
        forget_other_keys()
        self.stdout.write(
            f'Everything is sealed with the key "{current_key_id()}". The others can be removed.'
        )
