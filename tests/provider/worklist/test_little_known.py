"""Where no hold fired and a fourth or more is not known, every list and page says how much."""

import re

import pytest

from intake.pdf.copies import provider_pages
from tests.make.builders import a_version
from tests.make.providers import a_provider, signed_in
from tests.make.shipped import shipped
from tests.pdf.pages import page_in, without_tags
from tests.provider.pages import address, sent_by, words

pytestmark = pytest.mark.django_db


def sent(name: str):
    return sent_by(name, provider=a_provider(), version=a_version(shipped()))


def everywhere(frozen) -> dict[str, str]:
    """What worklist, the day on paper, the strip of each page and page 1 say."""
    visit = frozen.submission.visit
    client = signed_in(visit.provider)
    pages = {"talk": "", "everything": "all/", "decision": "decision/"}
    said = {
        name: words(client.get(address(visit, page)).content.decode().partition("</header>")[0])
        for name, page in pages.items()
    }
    listed = client.get("/provider/").content.decode()
    said["worklist"] = words(re.search(r'class="holds">(.*?)</li>', listed, re.S).group(1))
    day = client.get("/provider/day.pdf", {"day": visit.date.isoformat()})
    said["day on paper"] = page_in(day.content, 1)
    said["page 1"] = words(without_tags(next(provider_pages(frozen.read()))))
    return said


def test_much_that_is_not_known_stands_beside_no_hold_everywhere():
    frozen = sent("knows_nothing")
    made = frozen.read()
    assert (made.holds, made.is_much_unknown) == ((), True)
    told = f"{made.not_known_count} of {made.asked_count} not known"
    assert [name for name, text in everywhere(frozen).items() if told not in text] == []


def test_little_that_is_not_known_is_not_told_on_lists():
    said = everywhere(sent("oona_fitzsimmons"))
    assert [name for name, text in said.items() if re.search(r"\d+ of \d+ not known", text)] == []
    assert "0 holds, not clearance" in said["worklist"]
