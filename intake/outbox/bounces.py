"""A mail that came back, read: which message it was, and why; nothing else of it is kept."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from uuid import UUID

MOST_BYTES = 64_000
OURS = re.compile(r"<m\.([0-9a-f-]{36})@[^>\s]+>")
FOR_GOOD = re.compile(r"5\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Bounce:
    """``job`` is the id of our message, ``status`` an enhanced status code (RFC 3463)."""

    job: UUID
    status: str


def read_bounce(content: bytes) -> Bounce | None:
    """None for whatever is no delivery report (RFC 3464) of one of our messages given up."""
    mail = message_from_bytes(content[:MOST_BYTES], policy=default)
    status = next((found for part in mail.walk() if (found := _status(part))), "")
    known = OURS.search(_returned(mail)) if status else None
    return Bounce(UUID(known[1]), status) if known else None


def _status(part: Message) -> str:
    """Of the report's blocks the first that says "failed" for good."""
    if part.get_content_type() != "message/delivery-status":
        return ""
    for block in part.get_payload():
        action, status = str(block.get("Action", "")), str(block.get("Status", ""))
        if action.strip().casefold() == "failed" and (code := FOR_GOOD.match(status.strip())):
            return code[0]
    return ""


def _returned(mail: Message) -> str:
    """The Message-ID of what came back, from its headers at the end of the report."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            return str(inner.get("Message-ID", "")) if isinstance(inner, Message) else ""
        if part.get_content_type() == "text/rfc822-headers" and isinstance(part, EmailMessage):
            headers = message_from_bytes(part.get_content().encode(), policy=default)
            return str(headers.get("Message-ID", ""))
    return ""
