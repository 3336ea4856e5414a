"""Reads from the environment where mail goes out, and who is told of errors."""

import re
from types import SimpleNamespace
from urllib.parse import unquote

from clinicsite.environment import Environment, parts_of, refuse

ADDRESS = re.compile(r"[^@\s,;<>\"]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
HERE = ("localhost", "127.0.0.1", "::1")
TOGETHER = (
    "INTAKE_MAIL_URL and INTAKE_ERROR_MAIL (who is told of errors) or INTAKE_MESSAGES_FROM (whom"
    " patients are written to by) belong together: set both, or neither."
)
URL_IS_ODD = (
    "INTAKE_MAIL_URL is not understood: write smtp+tls://user:password@host:587, with %2F for a /"
    " in the password."
)


def outgoing(environment: Environment) -> SimpleNamespace:
    """Without an address there is no mail at all."""
    told = environment.listed("INTAKE_ERROR_MAIL")
    sender = environment.text("INTAKE_MESSAGES_FROM")
    for address in told:
        if not ADDRESS.fullmatch(address):
            refuse(f"INTAKE_ERROR_MAIL holds {address!r}: write addresses like it@clinic.org.")
    if sender and not ADDRESS.fullmatch(sender):
        refuse(f"INTAKE_MESSAGES_FROM is {sender!r}: write an address like visits@clinic.org.")
    url = parts_of(environment.text("INTAKE_MAIL_URL"), URL_IS_ODD)
    if bool(told or sender) != bool(url.scheme):
        refuse(TOGETHER)
    if url.scheme and (url.scheme not in PORTS or not url.hostname):
        refuse(URL_IS_ODD)
    if url.scheme == "smtp" and url.hostname not in HERE:
        refuse("INTAKE_MAIL_URL sends in the open: write smtp+tls:// or smtp+ssl://.")
    return SimpleNamespace(
        told=told,
        sender=told[0] if told else "",
        messages_from=sender,
        scheme=url.scheme,
        host=url.hostname or "",
        port=url.port or PORTS.get(url.scheme, 25),
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
    )
