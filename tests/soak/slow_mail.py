"""A mail server that takes its time, and keeps of each mail only its id."""

import os
import time
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Each id is a line of the file ``mails`` in the clinic's folder."""

    def send_messages(self, messages: list) -> int:
        for message in messages:
            time.sleep(0.3)
            with (Path(os.environ["TMPDIR"]).parent / "mails").open("a") as mails:
                mails.write(message.extra_headers["Message-ID"] + "\n")
            time.sleep(0.3)
        return len(messages)
