"""Random keys that are handed out once, and what each of them is for."""

import secrets

BYTES = 32
LINK_BYTES = 16


def new_token() -> str:
    """256 random bits, safe in an address and in a cookie."""
    return secrets.token_urlsafe(BYTES)


LINK, SESSION, RECOVERY_CODE = "link", "patient session", "recovery code"
WELCOMED, PAIRED = "welcome", "device"
"""What a secret is for: equal secrets of two kinds have two digests."""


def new_link_token() -> str:
    """128 random bits: out of reach of every guess, and short enough for a text message."""
    return secrets.token_urlsafe(LINK_BYTES)
