"""A mail that came back, read: which message it was, and why; nothing else of it is kept."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from uuid import UUID

MOST_BYTES = 64_000
OURS = re.compile(r"<m\.([0-9a-f-]{36})@[^>\s]+>")
FOR_GOOD = re.compile(r"5\.\d{1,3}\.\d{1,3}")
RETURNED = ("message/rfc822", "text/rfc822-headers")
"""What came back stands at the end of the report: whole, or only its headers."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """``job`` is the id of our message, ``status`` an enhanced status code (RFC 3463)."""

    job: UUID
    status: str


def read_bounce(content: bytes) -> Bounce | None:
    """None for whatever is no delivery report (RFC 3464) of one of our messages given up."""
    mail = message_from_bytes(content[:MOST_BYTES], policy=default)
    parts = (part for part in mail.walk() if part.get_content_type() == "message/delivery-status")
    # Of the report's blocks the first that says "failed" for good.
    blocks = (block for part in parts for block in part.get_payload())
    given_up = (
        FOR_GOOD.match(str(block.get("Status", "")).strip())
        for block in blocks
        if str(block.get("Action", "")).strip().casefold() == "failed"
    )
    status = next((code[0] for code in given_up if code), "")
    came_back = next((part for part in mail.walk() if part.get_content_type() in RETURNED), None)
    if not status or came_back is None:
        return None
    if came_back.get_content_type() == "message/rfc822":
        headers = came_back.get_payload(0)
    else:
        headers = message_from_bytes(came_back.get_content().encode(), policy=default)
    known = OURS.search(str(headers.get("Message-ID", "")))
    return Bounce(UUID(known[1]), status) if known else None
