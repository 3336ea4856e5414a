"""The authenticator's seed as a QR code and in letters."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import segno
from django.conf import settings

from intake.actions.accounts.second_factor import letters_of
from intake.models import Authenticator

EDGE = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """``path`` draws the dark squares, for an SVG that stands in the page itself."""

    size: int
    path: str
    letters: str
    address: str


def picture_of(authenticator: Authenticator) -> Picture:
    letters = letters_of(authenticator)
    address = _address(letters, authenticator.user.get_username())
    code = segno.make(address, error="m", micro=False)
    size = code.symbol_size(border=EDGE)[0]
    rows = enumerate(code.matrix_iter(border=EDGE))
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in rows for x, is_dark in enumerate(row) if is_dark
    )
    return Picture(size, path, " ".join(re.findall("....", letters)), address)


def _address(letters: str, name: str) -> str:
    """As Google's "Key Uri Format" has it, which every app reads."""
    clinic = settings.CLINIC.name
    label = quote(f"{clinic}:{name}")
    return f"otpauth://totp/{label}?{urlencode({'secret': letters, 'issuer': clinic})}"
