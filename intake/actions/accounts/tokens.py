"""Random keys that are handed out once, and the digests that are kept of them."""

import hashlib
import secrets

from intake.models import sealed

BYTES = 32
LINK_BYTES = 16


def new_token() -> str:
    """256 random bits, safe in an address and in a cookie."""
    return secrets.token_urlsafe(BYTES)


LINK, SESSION, RECOVERY_CODE = "link", "patient session", "recovery code"
WELCOMED, PAIRED = "welcome", "device"
"""What a secret is for: equal secrets of two kinds have two digests."""


def sha256_of_token(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def digest_of(purpose: str, sha256: str) -> str:
    """What is stored: without the index key nobody can tell which secret would fit."""
    return sealed.blind(purpose, sha256)


def digests_of(purpose: str, sha256: str) -> list[str]:
    """What may be stored, as long as an older index key is in use."""
    return sealed.blinds(purpose, sha256)


def new_link_token() -> str:
    """128 random bits: out of reach of every guess, and short enough for a text message."""
    return secrets.token_urlsafe(LINK_BYTES)
