"""Where the access log ended is printed on the copies, so that a tail cut off later is noticed."""

import io

import pytest
from django.utils import timezone
from pypdfium2 import PdfDocument

from intake.actions.privacy.verify_log import check_log
from intake.models import FrozenDiscussion, StoredPdf, sealed
from intake.models.chain import Head
from tests.make.builders import a_sent_submission, a_version
from tests.make.printers import all_is_printed
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db


def words_on(pdf: StoredPdf) -> str:
    document = PdfDocument(io.BytesIO(sealed.open_bytes(pdf, "content")))
    pages = (page.get_textpage().get_text_range() for page in document)
    return " ".join(" ".join(pages).split())


def test_c117_both_copies_show_the_head_that_the_check_takes():
    a_version(SMALL)
    frozen = a_sent_submission(answers=SMALL_ANSWERS)
    all_is_printed()
    head = FrozenDiscussion.objects.get().log_head
    copies = list(frozen.pdfs.all())
    assert len(copies) == 2
    for pdf in copies:
        assert f"Log {head}" in words_on(pdf)
    assert check_log([Head.read(head)], at=timezone.now()).is_whole
