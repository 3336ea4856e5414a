"""A small draft, and an editor who works on it."""

import pytest

from tests.make.staff import EDITOR, a_small_draft, page, signed_in


@pytest.fixture
def draft():
    return a_small_draft()


@pytest.fixture
def client(draft):
    return signed_in(EDITOR)


@pytest.fixture
def outline(draft):
    return page("questionnaire", "outline", draft.pk)
