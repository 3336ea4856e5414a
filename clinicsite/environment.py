"""Reads the environment; a missing or odd value stops the start and says what to do."""

import re
import tempfile
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

KNOWN = {
    "INTAKE_DEMONSTRATION",
    "INTAKE_SECRET_KEY",
    "INTAKE_SECRET_KEY_FILE",
    "INTAKE_SEALING_KEYS",
    "INTAKE_SEALING_KEY_FILES",
    "INTAKE_INDEX_KEY",
    "INTAKE_INDEX_KEY_FILE",
    "INTAKE_OLD_INDEX_KEYS",
    "INTAKE_OLD_INDEX_KEY_FILES",
    "INTAKE_ALLOWED_HOSTS",
    "INTAKE_TRUSTED_PROXIES",
    "INTAKE_CLINIC_NAME",
    "INTAKE_CLINIC_PHONE",
    "INTAKE_CLINIC_LOCATION",
    "INTAKE_WATCH_MINUTES",
    "INTAKE_EMERGENCY_NUMBER",
    "INTAKE_TIME_ZONE",
    "INTAKE_PAPER",
    "INTAKE_PUBLIC_URL",
    "INTAKE_KEEP_YEARS",
    "INTAKE_MAIL_URL",
    "INTAKE_ERROR_MAIL",
    "INTAKE_MESSAGES_FROM",
    "INTAKE_TEXTS_URL",
    "INTAKE_TEXTS_FIELDS",
    "INTAKE_TEXTS_FORM",
    "INTAKE_TEXTS_AUTHORIZATION",
    "INTAKE_TEXTS_STOPPED",
    "INTAKE_STATEMENT_SECONDS",
    "INTAKE_BACKUP_FOLDER",
    "INTAKE_BACKUP_RECIPIENT",
}
THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"]
GONE_AFTER_A_RESTART = (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/run")  # noqa: S108 - refused below
YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


# Such sentences leave the URL out, which may hold a password.
DATABASE_URL_IS_ODD = (
    "DATABASE_URL is not understood: write postgres://user:password@host/name, with %2F for a / in"
    " the password, or sqlite:////full/path.sqlite3."
)


def refuse(sentence: str) -> NoReturn:
    raise ImproperlyConfigured(sentence)


@contextmanager
def refusing_with(sentence: str) -> Iterator[None]:
    """An address that can't be taken apart; what the library says may quote a password in it."""
    try:
        yield
    except ValueError:
        raise ImproperlyConfigured(sentence) from None


def parts_of(url: str, sentence: str) -> SplitResult:
    with refusing_with(sentence):
        parts = urlsplit(url)
        _port = parts.port  # an odd one is noticed when it is read
    return parts


class Environment:
    """The values of one start, all strings, each asked for by its full name."""

    def __init__(self, values: Mapping[str, str]):
        self.values = values
        for name in sorted(values):
            if name.startswith("INTAKE_") and name not in KNOWN:
                self._refuse_unknown(name)
        self.is_demonstration = self.switch("INTAKE_DEMONSTRATION")
        if not self.is_demonstration and values.get("DEBUG", "").strip().lower() not in NO:
            refuse("DEBUG is set. Debug pages show patients' answers to strangers: unset DEBUG.")

    def _refuse_unknown(self, name: str):
        if name == "INTAKE_DEBUG":
            refuse("INTAKE_DEBUG is set, but debug pages would show answers: unset it.")
        near = get_close_matches(name, KNOWN, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        refuse(f"{name} is set, but there is no such setting: correct or unset it.{hint}")

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def listed(self, name: str) -> list[str]:
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def switch(self, name: str) -> bool:
        value = self.text(name).lower()
        if value not in YES | NO:
            refuse(f"{name} is {value!r}: set it to 1, or unset it.")
        return value in YES

    def choice(self, name: str, default: str, offered: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in offered:
            refuse(
                f"{name} is {value!r}: choose from {', '.join(filter(None, offered))}, or unset it."
            )
        return value


def allowed_hosts(environment: Environment) -> list[str]:
    name = "INTAKE_ALLOWED_HOSTS"
    hosts = environment.listed(name)
    if environment.is_demonstration:
        if set(hosts) - set(THIS_MACHINE):
            refuse(
                f"{name} names another machine; a demonstration answers on this one only: unset it."
            )
        return THIS_MACHINE
    if not hosts:
        refuse(
            f"{name} is missing: set it to the site's host names, for example intake.clinic.org."
        )
    for host in hosts:
        if not re.fullmatch(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]", host) or host.startswith("."):
            refuse(f"{name} holds {host!r}: name each host in full, no wildcard, https:// or port.")
    return hosts


def database(environment: Environment, base: Path) -> dict:
    url = environment.text("DATABASE_URL", f"sqlite:///{base / 'var' / 'intake.sqlite3'}")
    scheme = url.partition("://")[0]
    if scheme not in {"postgres", "postgresql", "sqlite"}:
        refuse(DATABASE_URL_IS_ODD)
    with refusing_with(DATABASE_URL_IS_ODD):
        config = Env.db_url_config(url)
    if scheme != "sqlite":
        return _postgresql(config, environment)
    if config["NAME"] == ":memory:":
        refuse("DATABASE_URL names a database in memory, which forgets everything: name a file.")
    path = (base / config["NAME"]).resolve()
    fleeting = any(path.is_relative_to(place) for place in GONE_AFTER_A_RESTART)
    if fleeting and not environment.is_demonstration:
        refuse("DATABASE_URL names a folder that is emptied at a restart: choose a lasting one.")
    if not path.parent.is_dir():
        refuse(f"The database's folder {path.parent} does not exist: make it, or set DATABASE_URL.")
    # IMMEDIATE: two writers wait for each other; Django's default lets the second fail at once.
    # FULL: an answer that the patient was told is kept survives a power cut.
    # secure_delete: erased text is overwritten.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    options = {"timeout": 10, "transaction_mode": "IMMEDIATE", "init_command": pragmas}
    return {"ENGINE": config["ENGINE"], "NAME": path, "OPTIONS": options}


def _postgresql(config: dict, environment: Environment) -> dict:
    host = unquote(config["HOST"])  # a socket's folder comes as %2Fvar%2Frun%2Fpostgresql
    is_near = host in {"", "localhost", "127.0.0.1", "::1"} or host.startswith("/")
    if not (is_near or environment.is_demonstration or "sslmode" in config.get("OPTIONS", {})):
        refuse(
            "DATABASE_URL names another machine: end it with ?sslmode=verify-full,"
            " or another sslmode that you answer for."
        )
    seconds = environment.text("INTAKE_STATEMENT_SECONDS", "8")
    if not re.fullmatch("[0-9]{1,4}", seconds):
        refuse(f"INTAKE_STATEMENT_SECONDS is {seconds!r}: set it to whole seconds, or unset it.")
    # How long anything waits for the database: a page that hangs is worse than "come back".
    patience = (
        f"-c statement_timeout={int(seconds) * 1000}"
        " -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000"
    )
    options = {"connect_timeout": 5, "options": patience} | config.get("OPTIONS", {})
    pooled = bool(options.pop("pooled", ""))
    if pooled:
        # A pool between passes no start-up options on: its own settings, or the role's, hold them.
        options.pop("options")
    # Long, because a connection that is made anew costs more than the page that waits for it.
    kept_open = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    more = {"HOST": host, "OPTIONS": options, "DISABLE_SERVER_SIDE_CURSORS": pooled}
    return config | kept_open | more


def trusted_proxies(environment: Environment) -> list[str]:
    """Whose word is believed about addresses and https: by default a proxy on this machine."""
    default = [] if environment.is_demonstration else ["127.0.0.1", "::1"]
    return environment.listed("INTAKE_TRUSTED_PROXIES") or default


def backup(environment: Environment) -> SimpleNamespace:
    """Where backups are put, and the public key that they are encrypted to."""
    recipient = environment.text("INTAKE_BACKUP_RECIPIENT")
    if recipient and not re.fullmatch("age1[0-9a-z]{58}", recipient):
        refuse("INTAKE_BACKUP_RECIPIENT is not an age public key: it begins with age1.")
    folder = environment.text("INTAKE_BACKUP_FOLDER")
    return SimpleNamespace(recipient=recipient, folder=Path(folder) if folder else None)


def time_zone(environment: Environment) -> str:
    name = environment.text("INTAKE_TIME_ZONE", "UTC")
    if name not in zoneinfo.available_timezones():
        refuse(f"INTAKE_TIME_ZONE is {name!r}: use a name such as America/New_York.")
    return name


def keep_years(environment: Environment) -> int:
    """How long what was sent is kept after the visit; `manage.py purge` erases it then."""
    text = environment.text("INTAKE_KEEP_YEARS", "10")
    if not re.fullmatch(r"[1-9][0-9]?", text):
        refuse(f"INTAKE_KEEP_YEARS is {text!r}: set it to a whole number of years, from 1 to 99.")
    return int(text)


def clinic(environment: Environment, hosts: list[str]) -> SimpleNamespace:
    """What pages and paper say about the clinic itself."""
    number = environment.text("INTAKE_EMERGENCY_NUMBER", "911")
    if not re.fullmatch(r"\+?[0-9][0-9 -]{1,14}", number):
        refuse(
            f"INTAKE_EMERGENCY_NUMBER is {number!r}: set the number people dial, like 911 or 112."
        )
    minutes = environment.text("INTAKE_WATCH_MINUTES", "30")
    if not re.fullmatch(r"[1-9][0-9]{0,2}", minutes):
        refuse(f"INTAKE_WATCH_MINUTES is {minutes!r}: set it to a whole number of minutes.")
    return SimpleNamespace(
        name=environment.text("INTAKE_CLINIC_NAME", "The clinic"),
        phone=environment.text("INTAKE_CLINIC_PHONE"),
        location=environment.choice("INTAKE_CLINIC_LOCATION", "", ("", "in_us", "outside_us")),
        emergency_number=number,
        watch_minutes=int(minutes),
        paper=environment.choice("INTAKE_PAPER", "letter", ("letter", "a4")),
        public_url=_public_url(environment, hosts),
    )


def _public_url(environment: Environment, hosts: list[str]) -> str:
    default = "http://127.0.0.1:8000" if environment.is_demonstration else f"https://{hosts[0]}"
    url = environment.text("INTAKE_PUBLIC_URL", default).rstrip("/")
    parts = re.fullmatch(r"(https?)://([^/?#@]+?)(:[0-9]+)?", url)
    schemes = {"http", "https"} if environment.is_demonstration else {"https"}
    if not parts or parts[1] not in schemes or parts[2] not in hosts:
        refuse(
            f"INTAKE_PUBLIC_URL is {url!r}: write https:// and a name from INTAKE_ALLOWED_HOSTS."
        )
    return url
