"""Photos by the patient as the provider's copy prints them: small, after the answers."""

import base64
import hashlib
from dataclasses import dataclass

IN_PLACE = "data:image/jpeg;base64,"
"""The only address that the printer follows: the picture stands in it."""


@dataclass(frozen=True, slots=True)
class PrintedPhoto:
    caption: str
    jpeg: bytes
    """Nothing where it can't be read any more, which the caption says."""

    @property
    def source(self) -> str:
        return IN_PLACE + base64.b64encode(self.jpeg).decode()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.caption.encode() + self.jpeg).hexdigest()
