"""A device that makes passkeys, in place of a telephone: it signs whatever it is asked."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT_AND_VERIFIED, WITH_KEY = 0x05, 0x40


class Device:
    """One key, made at one origin."""

    def __init__(self, origin: str = "http://testserver") -> None:
        self.origin, self.uses = origin, 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = secrets.token_bytes(16)

    def make(self, asked: dict[str, Any], *, with_key: bool = True) -> dict[str, Any]:
        where = asked["publicKey"]["rp"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + len(self.name).to_bytes(2) + self.name + public
        if with_key:
            data = self._about(where, PRESENT_AND_VERIFIED | WITH_KEY) + attested
        else:
            data = self._about(where, PRESENT_AND_VERIFIED)
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked)
        return self._said(clientDataJSON=client, attestationObject=made)

    def use(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.uses += 1
        data = self._about(asked["publicKey"]["rpId"], PRESENT_AND_VERIFIED)
        client = self._client("webauthn.get", asked)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._said(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _about(self, where: str, flags: int) -> bytes:
        return hashlib.sha256(where.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4)

    def _client(self, kind: str, asked: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": asked["publicKey"]["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _said(self, **parts: bytes) -> dict[str, Any]:
        letters = {name: websafe_encode(part) for name, part in parts.items()}
        name = websafe_encode(self.name)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": letters,
            "clientExtensionResults": {},
        }
