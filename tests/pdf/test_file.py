"""The finished file: the same bytes each time, nothing active in it, no name in its metadata."""

import subprocess
import sys

import pytest

from intake import __version__
from intake.pdf.copies import provider_copy
from tests.make.discussions import maria
from tests.pdf import prints
from tests.pdf.pages import opened

SCRIPT = """
import django
from django.conf import settings
settings.configure()
django.setup()
import sys
from intake.pdf.copies import patient_copy, provider_copy
from tests.make.discussions import maria
for printing in (provider_copy, patient_copy):
    sys.stdout.write(printing(maria(), paper="letter").sha256 + " ")
"""


@pytest.fixture(scope="module")
def copies() -> dict[str, bytes]:
    return {"provider": prints.provider().content, "patient": prints.patient().content}


def test_same_discussion_gives_the_same_bytes_here_and_in_another_process(copies):
    again = [provider_copy(maria(), paper="letter"), prints.patient()]
    assert again[0].content == copies["provider"]
    elsewhere = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert elsewhere.stdout.split() == [printed.sha256 for printed in again]


def keys_in(pdf) -> set[str]:
    found: set[str] = set()
    for held in pdf.objects:
        if hasattr(held, "keys"):
            found.update(held.keys())
    return found


@pytest.mark.parametrize("copy", ["provider", "patient"])
def test_nothing_in_the_file_acts_or_is_attached(copies, copy):
    with opened(copies[copy]) as pdf:
        active = {"/JS", "/JavaScript", "/Launch", "/AA", "/OpenAction", "/URI", "/EmbeddedFiles"}
        assert keys_in(pdf) & active == set()
        assert "/AcroForm" not in pdf.Root


@pytest.mark.parametrize("copy", ["provider", "patient"])
def test_metadata_names_the_reference_and_nobody(copies, copy):
    with opened(copies[copy]) as pdf:
        told = pdf.Root.Metadata.read_bytes().decode() + str(dict(pdf.docinfo.items()))
    assert "EV-7F3K-29QD" in told
    assert "2026-12-01T01:12:00" in told
    assert __version__ in told
    for private in ("Maria", "DELGADO", "Delgado", "1979", "Okafor", "penicillin"):
        assert private not in told


def test_links_lead_from_points_to_answers_and_evidence(copies):
    with opened(copies["provider"]) as pdf:
        names = [str(name) for name in pdf.Root.Names.Dests.Names[::2]]
        titles = [str(entry.title) for entry in pdf.open_outline().root]
    assert {"p1", "a1", "E01", "end-of-page-1"} <= set(names)
    assert titles == ["DELGADO, Maria"]


def test_fonts_are_the_packaged_ones_and_embedded(copies):
    families = ("Atkinson-Hyperlegible", "Noto-Sans")
    with opened(copies["provider"]) as pdf:
        fonts = [
            o for o in pdf.objects if getattr(o, "get", dict().get)("/Type") == "/FontDescriptor"
        ]
        assert fonts
        for font in fonts:
            assert str(font.FontName)[8:].startswith(families)
            assert font.keys() & {"/FontFile2", "/FontFile3"}
