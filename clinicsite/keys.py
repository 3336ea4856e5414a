"""The keys that records are sealed with: from the environment or files, refused when weak."""

import base64
import binascii
import re
from pathlib import Path

from clinicsite.environment import Environment, refuse

SIZE = 32
DEMONSTRATION = "demonstration"
HOW = (
    "make one with: python3 -c"
    " 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())'"
)


def secret_key(environment: Environment) -> str:
    name = "INTAKE_SECRET_KEY"
    key = _value_or_file(environment, name)
    how = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    if not key:
        refuse(f"{name} is missing: {how}")
    if len(key) < 50 or len(set(key)) < 16:
        refuse(f"{name} is too short or too plain; at least 50 mixed characters are needed: {how}")
    if re.search("insecure|example|changeme|change-me|secret-key|password", key, re.IGNORECASE):
        refuse(f"{name} is copied from an example: {how}")
    _refuse_demonstration(environment, name, key)
    return key


def sealing_keys(environment: Environment) -> dict[str, bytes]:
    """Every key by its id. The first seals; all of them open, so that old records stay readable."""
    inline = environment.listed("INTAKE_SEALING_KEYS")
    paths = environment.listed("INTAKE_SEALING_KEY_FILES")
    if bool(inline) == bool(paths):
        refuse(f"Set INTAKE_SEALING_KEYS (id:key, …) or INTAKE_SEALING_KEY_FILES (path, …); {HOW}")
    if paths:
        named = [(Path(path).name, _read(path)) for path in paths]
    else:
        named = [(name, key) for name, _, key in (pair.partition(":") for pair in inline)]
    keys: dict[str, bytes] = {}
    for name, encoded in named:
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,32}", name):
            refuse(
                "Give each sealing key an id of letters and digits: id:key, or a file of that name."
            )
        if name in keys:
            refuse(f"The sealing key id {name!r} is used twice: give every key an id of its own.")
        _refuse_demonstration(environment, "INTAKE_SEALING_KEYS", name)
        keys[name] = _decoded(f"The sealing key {name!r}", encoded)
    if len(set(keys.values())) < len(keys):
        refuse(f"Two sealing keys are the same: keep one of them, and for a new one {HOW}")
    return keys


def index_key(environment: Environment, sealing: dict[str, bytes]) -> bytes:
    """The key of the blind index by which people are found without storing their names."""
    name = "INTAKE_INDEX_KEY"
    encoded = _value_or_file(environment, name)
    if not encoded:
        refuse(f"{name} is missing: {HOW}")
    key = _decoded(name, encoded)
    if key in sealing.values():
        refuse(f"{name} is also a sealing key: {HOW}")
    return key


def index_keys(environment: Environment, sealing: dict[str, bytes]) -> tuple[bytes, ...]:
    """The current one makes digests; with the old ones they are still found until all are new."""
    current = index_key(environment, sealing)
    paths = environment.listed("INTAKE_OLD_INDEX_KEY_FILES")
    encoded = environment.listed("INTAKE_OLD_INDEX_KEYS") + [_read(path) for path in paths]
    old = [_decoded("An old index key", each) for each in encoded]
    if len({current, *old, *sealing.values()}) < 1 + len(old) + len(sealing):
        refuse(f"An old index key is in use a second time; for a new one {HOW}")
    return current, *old


def _value_or_file(environment: Environment, name: str) -> str:
    value, path = environment.text(name), environment.text(f"{name}_FILE")
    if value and path:
        refuse(f"{name} and {name}_FILE are both set: unset one of them.")
    return _read(path) if path else value


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        refuse(f"The key file {path} cannot be read: check path, owner, and that it is text.")


def _decoded(what: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        refuse(f"{what} is not base64: {HOW}")
    if len(key) != SIZE:
        refuse(f"{what} has {len(key)} bytes instead of {SIZE}: {HOW}")
    # Random keys are in practice never all printable, nor made of fewer than 16 different bytes.
    if (key.isascii() and key.decode().isprintable()) or len(set(key)) < 16:
        refuse(f"{what} is not random, it looks like an example: {HOW}")
    return key


def _refuse_demonstration(environment: Environment, name: str, value: str):
    if value.startswith(DEMONSTRATION) and not environment.is_demonstration:
        refuse(f"{name} holds the demonstration's key: make real keys for real patients.")
