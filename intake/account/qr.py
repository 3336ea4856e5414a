"""The authenticator's seed as a QR code and in letters."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from intake.actions.accounts.second_factor import letters_of
from intake.display.qr import drawn
from intake.models import Authenticator


@dataclass(frozen=True, slots=True)
class Picture:
    """``path`` draws the dark squares, for an SVG that stands in the page itself."""

    size: int
    path: str
    letters: str
    address: str


def picture_of(authenticator: Authenticator) -> Picture:
    letters, user = letters_of(authenticator), authenticator.user
    # As Google's "Key Uri Format" has it, which every app reads.
    label = quote(f"{user.clinic_name}:{user.get_username()}")
    said = urlencode({"secret": letters, "issuer": user.clinic_name})
    address = f"otpauth://totp/{label}?{said}"
    code = drawn(address)
    return Picture(code.size, code.path, " ".join(re.findall("....", letters)), address)
