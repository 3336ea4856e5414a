"""Makes the pictures of README and guides anew from the demonstration:  make pictures"""

import io
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser.chromium import program, start

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PHONE, TABLET, DESK = (375, 800), (768, 1024), (1280, 900)
GAP = 24
SCHEDULE = """Date,Time,Name,Born,Mobile,Provider
{day},8:30 am,"Ortega, Luz",3/4/1961,+1 212 555 0142,Ana Ruiz
{day},9:00 am,"Delgado, Maria",7/14/1979,,Ana Ruiz
{day},11:15 am,"Whitfield, Ada",2/30/1970,,Ana Ruiz
"""
PAPERS = {
    "paper-holds": "penicillin_unknown_ingredients",
    "paper-knows-nothing": "knows_nothing",
}


def run(_shipped: str) -> None:
    """Serves a demonstration of its own on a free port, and photographs it."""
    with served() as site, sync_playwright() as playwright:
        browser = start(playwright, program() or sys.exit("There is no Chromium on this machine."))
        patient(browser, site)
        provider(browser, site)
        desk(browser, site)
        browser.close()
    for name, story in PAPERS.items():
        paper(name, story)


class Site:
    """Where the demonstration is served, and how its people get in."""

    def __init__(self, address: str, environment: dict[str, str], said: str) -> None:
        self.address, self.environment = address, environment
        self.link = re.search(r"/p/\S+/", said)[0]
        self.password = re.search(r"password: (\S+)", said)[1]

    def code(self, who: str) -> str:
        return manage("load_demonstration", "--code", who, environment=self.environment).split()[-1]

    def signed_in(self, browser: Browser, who: str, size: tuple[int, int]) -> Page:
        page = a_page(browser, size)
        page.goto(f"{self.address}/account/sign-in/")
        page.get_by_label("User name").fill(who)
        page.get_by_label("Password").fill(self.password)
        follow(page, page.locator("main button"))
        page.locator("main input:not([type=hidden])").fill(self.code(who))
        follow(page, page.locator("main button"))
        return page


@contextmanager
def served() -> Iterator[Site]:
    with TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
        free.close()
        environment = {
            **os.environ,
            "PORT": port,
            "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3",
            "INTAKE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        manage("migrate", "--verbosity", "0", environment=environment)
        manage("collectstatic", "--no-input", "--verbosity", "0", environment=environment)
        said = manage("load_demonstration", environment=environment)
        command = [str(Path(sys.executable).with_name("gunicorn"))]
        serving = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            answers(address)
            yield Site(address, environment, said)
        finally:
            serving.terminate()
            serving.wait()


def manage(*words: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout


def answers(address: str) -> None:
    """Waits until the site is there."""
    for _try in range(60):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)  # noqa: S310
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit("The demonstration did not start.")


def follow(page: Page, control: Locator) -> None:
    with page.expect_navigation():
        control.click()


def a_page(browser: Browser, size: tuple[int, int]) -> Page:
    return browser.new_page(viewport={"width": size[0], "height": size[1]})


def patient(browser: Browser, site: Site) -> None:
    """Three phone screens beside each other: the start, who answers, allergies."""
    page = a_page(browser, PHONE)
    page.goto(f"{site.address}{site.link}")
    page.locator("select").first.select_option("7")
    page.locator("input[inputmode=numeric]").nth(0).fill("14")
    page.locator("input[inputmode=numeric]").nth(1).fill("1979")
    follow(page, page.locator("main button").first)
    shots = [page.screenshot()]
    for section in ("about_you", "allergies"):
        page.goto(f"{site.address}/p/q/{section}/1/")
        shots.append(page.screenshot())
    beside(shots).save(PICTURES / "patient.png")


def beside(shots: list[bytes]) -> Image.Image:
    images = [Image.open(io.BytesIO(shot)) for shot in shots]
    width = sum(image.width for image in images) + GAP * (len(images) - 1)
    whole = Image.new("RGB", (width, max(image.height for image in images)), "white")
    left = 0
    for image in images:
        whole.paste(image, (left, 0))
        left += image.width + GAP
    return whole


def provider(browser: Browser, site: Site) -> None:
    page = site.signed_in(browser, "provider", TABLET)
    page.screenshot(path=PICTURES / "worklist.png")
    holds = page.locator("li", has_text=re.compile(r"\d hold")).first
    follow(page, holds.get_by_role("link").first)
    page.screenshot(path=PICTURES / "discussion.png")


def desk(browser: Browser, site: Site) -> None:
    page = site.signed_in(browser, "frontdesk", DESK)
    page.goto(f"{site.address}/desk/days/{date.today() + timedelta(days=3)}/")
    page.screenshot(path=PICTURES / "desk-day.png")
    follow(page, page.get_by_role("link", name=re.compile("DELGADO")).first)
    page.screenshot(path=PICTURES / "desk-visit.png")
    page.goto(f"{site.address}/desk/import/")
    page.locator("main textarea").fill(SCHEDULE.format(day=date.today() + timedelta(days=3)))
    follow(page, page.locator("main form button").last)
    page.screenshot(path=PICTURES / "desk-import.png")
    pairing(browser, page, site)


def pairing(browser: Browser, page: Page, site: Site) -> None:
    """The tablet with its code, beside the desk where it is typed."""
    tablet = a_page(browser, TABLET)
    tablet.goto(f"{site.address}/p/tablet/")
    follow(tablet, tablet.locator("main button"))
    page.set_viewport_size({"width": 900, "height": TABLET[1]})
    page.goto(f"{site.address}/desk/devices/")
    code = tablet.locator("main .code").inner_text()
    for name, typed in (("Code on the tablet", code), ("Name", "Tablet at the window")):
        page.get_by_label(name, exact=True).fill(typed)
    beside([tablet.screenshot(), page.screenshot()]).save(PICTURES / "desk-tablet.png")


def paper(name: str, story: str) -> None:
    """Page 1 as it leaves the printer."""
    with TemporaryDirectory() as folder:
        pdf = Path(folder) / "copy.pdf"
        words = ("try_answers", f"fixtures/patients/{story}.json", "--pdf", str(pdf))
        subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, check=False, capture_output=True
        )
        pypdfium2.PdfDocument(pdf)[0].render(scale=1.25).to_pil().save(PICTURES / f"{name}.png")
