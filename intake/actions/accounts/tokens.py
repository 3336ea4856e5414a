"""Random keys that are handed out once, and the digests that are kept of them."""

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """256 random bits, safe in an address and in a cookie."""
    return secrets.token_urlsafe(BYTES)


def sha256_of_token(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
