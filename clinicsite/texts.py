"""Reads from the environment how text messages leave: any provider's plain HTTP, described."""

from types import SimpleNamespace
from urllib.parse import parse_qsl

from clinicsite.environment import Environment, parts_of, refuse

HERE = ("localhost", "127.0.0.1", "::1")
URL_IS_ODD = "INTAKE_TEXTS_URL is not understood: write https://host/path."
FORMS = ("form", "json")
NAMES = ("INTAKE_TEXTS_URL", "INTAKE_TEXTS_FIELDS")


def outgoing_texts(environment: Environment) -> SimpleNamespace | None:
    """None where no texts are sent; without ``url`` in a demonstration, where nothing leaves.

    ``fields`` hold {to}, {text} and, if wanted, {id}.

    ``stopped`` are words in a refusal that say that the patient answered STOP.
    """
    if environment.is_demonstration:
        return SimpleNamespace(url=None)
    address, fields = (environment.text(name) for name in NAMES)
    if bool(address) != bool(fields):
        refuse(f"{' and '.join(NAMES)} belong together: set both, or neither.")
    if not address:
        return None
    url, pairs = parts_of(address, URL_IS_ODD), parse_qsl(fields, keep_blank_values=True)
    if url.scheme not in ("https", "http") or not url.hostname:
        refuse(URL_IS_ODD)
    if url.scheme == "http" and url.hostname not in HERE:
        refuse("INTAKE_TEXTS_URL sends in the open: write https://.")
    told = " ".join(value for _name, value in pairs)
    if "{to}" not in told or "{text}" not in told:
        refuse(
            "INTAKE_TEXTS_FIELDS lacks {to} or {text}: write To={to}&From=%2B15550100&Body={text}."
        )
    return SimpleNamespace(
        url=url,
        fields=pairs,
        form=environment.choice("INTAKE_TEXTS_FORM", "form", FORMS),
        authorization=environment.text("INTAKE_TEXTS_AUTHORIZATION"),
        stopped=environment.listed("INTAKE_TEXTS_STOPPED"),
    )
