"""A week in a clinic with canaries: patient, stranger, provider, front desk, privacy officer."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.clinic.faults import FILE, PAGE, PRINTING
from tests.clinic.server import Browser, Site
from tests.make.builders import PASSWORD

BORN = {"birth_date-month": 7, "birth_date-day": 14, "birth_date-year": 1979}
NAME, SAID, OTHER, NOTE = "Zyxwolinum", "Quorvexatil", "Brimtaloside", "Plistrovane"
CANARIES = (NAME, SAID, OTHER, NOTE)


def week(site: Site, visit: dict) -> Iterator[dict[str, Browser]]:
    """Wrong turns and right ones; each person has a browser of their own.

    It stops for a look around when everything is there, and when the patient was erased.
    """
    people = ("patient", "stranger", "provider", "front desk", "privacy officer")
    browsers = {name: Browser(site) for name in people}
    patient_answers(browsers["patient"], browsers["stranger"], visit)
    provider_talks(browsers["provider"], visit)
    desk_enters_a_visit(browsers["front desk"], visit)
    yield browsers
    officer_hands_out_and_erases(browsers["privacy officer"], visit)
    yield browsers


def patient_answers(patient: Browser, stranger: Browser, visit: dict) -> None:
    link = f"/p/{visit['token']}/"
    stranger.send(link, **{**BORN, "birth_date-day": 15})
    stranger.get(f"/p/{'x' * 43}/")
    stranger.send("/account/sign-in/", username="ruiz", password=f"{OTHER} is wrong")
    patient.send(link, **BORN)
    patient.send("/p/q/you/1/", full_name=f"Maria {NAME}", has_allergy="yes")
    patient.send("/p/list/allergies/")
    patient.send("/p/q/visit/3/", **{"worries-1": SAID, "ready": "maybe"})  # refused with errors
    patient.send("/p/q/visit/3/", **{"worries-1": SAID, "-later": "yes", "ready": "no"})
    patient.send("/p/q/you/1/", full_name=f"Maria {NAME}", has_allergy="no")
    broken = planted(patient, PAGE, "/p/q/visit/1/", **{"heard": ["other"], "heard-other": OTHER})
    assert broken == 500
    patient.send("/p/q/visit/1/", heard=["other"], **{"heard-other": OTHER})
    patient.post("/p/q/visit/1/", {"heard-other": SAID * 2_000})  # without a token: refused
    patient.send("/p/q/visit/3/", **{"worries-1": SAID, "ready": "yes"})
    patient.get("/p/check/")
    signed = {"-signature": f"Maria {NAME}", "ready": "on"}
    assert patient.send("/p/sign/", **signed)[0] == 302
    assert patient.get("/p/sent/")[0] == 200
    with planting(patient, PRINTING):
        assert patient.get("/p/copy.pdf")[0] == 503
    assert patient.send_to("/p/sent/", "finish")[0] == 200


def signs_in(browser: Browser, username: str) -> None:
    """With both factors."""
    browser.send("/account/sign-in/", username=username, password=PASSWORD)
    code = browser.site.run("manage.py", "load_demonstration", "--code", username).strip()
    assert browser.send("/account/sign-in/code/", code=code)[0] == 302


def provider_talks(provider: Browser, visit: dict) -> None:
    page = f"/provider/visits/{visit['reference']}/"
    signs_in(provider, "ruiz")
    provider.get("/provider/")
    provider.send_to("/provider/", "search", words=NAME)
    _status, shown = provider.get(page)
    _status, everything = provider.get(f"{page}all/")
    assert all(word.encode() in shown + everything for word in (NAME, SAID, OTHER))
    provider.get("/provider/visits/EV-0000-0000/")
    with planting(provider, PRINTING):
        plain = provider.get(f"{page}provider.pdf")[1]
        assert NAME.encode() in plain and not plain.startswith(b"%PDF")
    # What failed a moment ago is not tried at every click; the printers try it again.
    provider.site.run("manage.py", "printer", "--once")
    assert provider.get(f"{page}provider.pdf")[1].startswith(b"%PDF")
    point, outcome = f"{page}points/1/", {"outcome": "discussed", "note-1": NOTE}
    assert planted(provider, PAGE, point, **outcome) == 500
    assert provider.send(point, **outcome)[0] == 302
    lot = {"value": f"Lot {NOTE}", "how": f"Read on {NOTE}"}
    provider.send(f"{page}facts/record.lot/", **lot)
    signing = {"kind": "decline", "reason": f"Because of {NOTE}", "role": "Treating provider"}
    provider.send(f"{page}decision/", **signing, password=f"{OTHER} wrong")
    assert provider.send(f"{page}decision/", **signing, password=PASSWORD)[0] == 302
    added = {"text": f"She asked about {NOTE}", "role": "Treating provider", "password": PASSWORD}
    assert provider.send(f"{page}addendum/", **added)[0] == 302
    assert NOTE.encode() in provider.get(page)[1]
    provider.get(f"{page}patient.pdf?paper=a4")


def desk_enters_a_visit(desk: Browser, visit: dict) -> None:
    signs_in(desk, "desk")
    day = (date.today() + timedelta(days=3)).isoformat()
    new = {"surname-1": NAME, "given-1": "Ana", "born-1": "7/15/1979", "day-1": day}
    today = f"/desk/days/{date.today().isoformat()}/"
    desk.send_to(today, "/enter/", **{**new, "born-1": NAME})  # refused with errors
    status, _page = desk.send_to(today, "/enter/", **new, **{"provider-1": visit["provider"]})
    assert status == 302, "no visit was entered"
    page = desk.get(desk.location)[1].decode()
    assert NAME.upper() in page
    entered = re.findall(r"/desk/visits/(EV-[A-Z0-9-]+)/", page)[-1]
    desk.send(f"/desk/visits/{entered}/")
    desk.get("/admin/intake/patient/")  # refused


def officer_hands_out_and_erases(officer: Browser, visit: dict) -> None:
    signs_in(officer, "officer")
    found = {"surname": NAME, "birth_date": "1979-07-14", "reference": visit["reference"]}
    assert officer.send("/admin/intake/patient/", **found)[0] == 302
    record = officer.location
    assert NAME.encode() in officer.get(record)[1]
    assert officer.send_to(record, "looks")[1].startswith(b"%PDF")
    assert officer.send(f"{record}export/", asked="patient_asked")[1].startswith(b"PK")
    officer.send(f"{record}hold/", reason=f"A claim about {NOTE}")
    officer.send(f"{record}erase/", asked="patient_asked", reference=visit["reference"])
    officer.send(f"{record}lift/", why="matter_over")
    officer.get("/admin/intake/accessevent/?visit=" + visit["reference"])
    officer.get("/admin/intake/accessevent/file.csv")
    officer.get("/admin/intake/stone/due/")
    erased = {"asked": "patient_asked", "reference": visit["reference"]}
    assert officer.send(f"{record}erase/", **erased)[0] == 302
    assert officer.get(record)[0] == 404


class planting:  # noqa: N801 - reads as a statement
    """While this lasts, the clinic has a failure in it."""

    def __init__(self, browser: Browser, failure: str) -> None:
        self.file, self.failure = Path(browser.site.folder) / FILE, failure

    def __enter__(self) -> None:
        self.file.write_text(self.failure)

    def __exit__(self, *_anything: object) -> None:
        self.file.unlink()


def planted(browser: Browser, failure: str, path: str, *, to: str = "", **said: object) -> int:
    """The status of a form that is filled in, and sent while the failure is planted."""
    form, fields = browser.filled(path, to, said)
    with planting(browser, failure):
        return browser.post(form.action or path, fields)[0]
