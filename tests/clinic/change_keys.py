"""In a clinic's own process: reads everything that is sealed, or changes keys and is killed."""

import json
import os
import signal
import sys
from collections import defaultdict
from hashlib import sha256

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django is set up above

from intake.actions.privacy.rotate_keys import rotate, sealed_columns  # noqa: E402
from intake.models import sealed  # noqa: E402
from tests.make.values import key_id_of  # noqa: E402


def read() -> None:
    found = defaultdict(list)
    for model, names in sealed_columns().items():
        for name in names:
            for row in model.objects.exclude(**{name: None}):
                place = f"{model.__name__} {row.pk} {name} ".encode()
                digest = sha256(place + sealed.open_bytes(row, name)).hexdigest()
                found[key_id_of(getattr(row, name))].append(digest)
    sys.stdout.write(json.dumps(found))


def change_and_be_killed() -> None:
    """In the middle of a batch, with its transaction open."""
    seal_bytes, done = sealed.seal_bytes, []

    def sealing(row, name, content):
        seal_bytes(row, name, content)
        done.append(name)
        if len(done) == 5:
            os.kill(os.getpid(), signal.SIGKILL)

    sealed.seal_bytes = sealing
    list(rotate(at=timezone.now(), at_once=2))


if __name__ == "__main__":
    (read if sys.argv[1] == "read" else change_and_be_killed)()
