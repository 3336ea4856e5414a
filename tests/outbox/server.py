"""A mail server on this machine, and what goes out to it."""

from datetime import datetime, time
from email import message_from_bytes
from email.policy import default

from django.utils import timezone

from intake.actions.visits.messages import plan
from intake.outbox.work import send_next

NOON = timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))


class Server:
    """Takes mail, or answers as it is told to."""

    def __init__(self) -> None:
        self.taken, self.answer, self.sender_answer = [], "250 OK", "250 OK"

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.sender_answer.startswith("5"):
            return self.sender_answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answer.startswith("5") or self.answer.startswith("4"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


def sent(mail: Server, at: datetime = NOON) -> list:
    plan(at=at)
    while send_next(at=at):
        pass
    return mail.taken
