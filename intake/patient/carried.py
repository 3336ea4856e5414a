"""What goes along from page to page: in the addresses of the door, and in hidden fields."""

import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import get_script_prefix, reverse
from django.utils.crypto import get_random_string

from intake.actions.answers.page_drafts import SHOWN, Draft, Stamp, shown_in
from intake.core.limits import POSTED_LETTERS
from intake.forms.page import belongs_to
from intake.models import Submission
from intake.walking.route import Listed, Place, Stop

# No key of a question is empty, so a name that starts with "-" is never a question's.
REVISION = "-revision"
VISIT = "-visit"
TAB = "-tab"
OPENED = "-opened"
SEQ = "-seq"
LATER = "-later"
RESOLVING = "-resolving"
ASKED = "-asked"
"""What was noticed and shown on this page once."""
LISTED = "-listed"
"""Options of this page that names on it ticked."""
SIGNATURE = "-signature"
SURE = "-sure"
"""Posted by a patient who was asked once more and stays with another birth date."""
BLANK = "-blank"
"""What has no answer on this page was left blank on the paper that it is typed in from."""


def address(name: str, /, query: Mapping[str, object] | None = None, **kwargs: object) -> str:
    """The address of a page of this door; what is empty in ``query`` is left out."""
    said = urlencode({key: value for key, value in (query or {}).items() if value})
    return _path(get_script_prefix(), name, **kwargs) + (f"?{said}" if said else "")


@lru_cache(maxsize=4_096)
def _path(_prefix: str, name: str, **kwargs: object) -> str:
    # A page holds up to a hundred addresses, and Django searches for each anew.
    return reverse(f"patient:{name}", kwargs=kwargs)


def to(stop: Stop) -> str:
    """Said in the address: that the patient came from checking and wants to go back there."""
    query = {"from": stop.via, "closed": stop.closed, "opened": stop.opened}
    return address(stop.name, query, **stop.kwargs)


def address_of(place: Place | Listed, /, *, via: str = "", **query: object) -> str:
    stop = Stop.at(place)
    return address(stop.name, {"from": via, **query}, **stop.kwargs)


def number_in(typed: str) -> int:
    """A small number from an address or a hidden field; 0 for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def revision_in(posted: QueryDict) -> int:
    """The revision the page was built from; odd ones are older than everything."""
    return number_in(posted.get(REVISION, ""))


def seconds_open(posted: QueryDict) -> int | None:
    """Since the page was shown first; None where that can't be told."""
    typed = posted.get(OPENED, "")
    shown = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 10 else 0
    return int(time.time()) - shown if 0 < shown <= time.time() else None


def stamp_in(posted: QueryDict) -> Stamp:
    tab = posted.get(TAB, "")
    is_ours = len(tab) <= 22 and tab.isascii() and tab.isalnum()
    seq = number_in(posted.get(SEQ, ""))
    shown = shown_in(posted.getlist(SHOWN)) if SHOWN in posted else {}
    return Stamp(tab if is_ours else "", seq, shown)


def is_for(submission: Submission, posted: QueryDict) -> bool:
    """Whether the page was shown for this visit: one browser may hold pages of two patients."""
    return posted.get(VISIT) == str(submission.pk)


def stamps(submission: Submission, revision: int, draft: Draft | None) -> list[tuple[str, object]]:
    """The hidden fields of a page: each time it is shown it is a window of its own."""
    first = (as_posted(draft).get(OPENED) if draft else "") or int(time.time())
    named = [(REVISION, revision), (VISIT, submission.pk), (TAB, get_random_string(16)), (SEQ, 0)]
    named.append((OPENED, first))
    shown = {**draft.shown, draft.id: draft.seq} if draft else {}
    return named + [(SHOWN, f"{pk}.{seq}") for pk, seq in shown.items()]


def fields_of(place: Place, posted: QueryDict) -> dict[str, list[str]]:
    """The fields of a page as they were posted, with its stamps, and nothing else."""
    ours = {REVISION, SHOWN, OPENED, SIGNATURE, RESOLVING, ASKED, LISTED, BLANK}
    return {
        name: posted.getlist(name)
        for name in posted
        if name in ours or any(belongs_to(name, key) for key in place.page.keys)
    }


def as_posted(draft: Draft) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, typed in draft.posted.items():
        posted.setlist(name, list(typed))
    return posted


def is_too_long(fields: Mapping[str, Iterable[str]]) -> bool:
    return sum(len(each) for typed in fields.values() for each in typed) > POSTED_LETTERS
