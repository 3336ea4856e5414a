"""Lets manage.py run without an environment where no patient's data can be touched."""

import base64
import os
import secrets
import sys
import tempfile
from collections.abc import MutableMapping, Sequence
from pathlib import Path

WITHOUT_A_DATABASE = ("try_answers",)
DEMONSTRATION_FILE = Path(__file__).resolve().parent.parent / "var" / "demonstration.env"


def settle_environment(values: MutableMapping[str, str], arguments: Sequence[str]) -> None:
    """Fill an environment that names no keys; one that does is left as it is.

    A command that keeps nothing gets keys that are thrown away with the process. Any other gets
    the demonstration's own only when it is told to: in the folder of a clinic where ``make run``
    was once tried, a purge without its environment worked on invented patients and said "done".
    """
    said = {name for name in values if name.startswith("INTAKE_") or name == "DATABASE_URL"}
    if not said and set(arguments[1:2]) & set(WITHOUT_A_DATABASE):
        sealing, index = (base64.b64encode(os.urandom(32)).decode() for _each in range(2))
        values["INTAKE_DEMONSTRATION"] = "1"
        values["INTAKE_SECRET_KEY"] = secrets.token_urlsafe(50)
        values["INTAKE_SEALING_KEYS"] = f"throwaway:{sealing}"
        values["INTAKE_INDEX_KEY"] = index
        values["DATABASE_URL"] = f"sqlite:///{tempfile.gettempdir()}/never-opened.sqlite3"
    elif said == {"INTAKE_DEMONSTRATION"} and DEMONSTRATION_FILE.exists():
        lines = DEMONSTRATION_FILE.read_text(encoding="utf-8").splitlines()
        pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
        values.update({name: value for name, value in pairs})
    elif not said and DEMONSTRATION_FILE.exists():
        sys.exit(
            "No setting of the clinic is here: load its environment (docs/operate/install.md)."
            "\nTo work on the demonstration in var/, say so: INTAKE_DEMONSTRATION=1"
        )
