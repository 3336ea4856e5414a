"""What comes with a posted page beside its answers, and keeping it as a draft."""

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from intake.actions.answers import page_drafts as leave
from intake.core.limits import POSTED_LETTERS
from intake.forms.page import belongs_to
from intake.models import Submission
from intake.walking.places import Place

# No key of a question is empty, so a name that starts with "-" is never a question's.
REVISION = "-revision"
VISIT = "-visit"
LATER = "-later"
RESOLVING = "-resolving"


def revision_in(posted: QueryDict) -> int:
    """The revision the page was built from; odd ones are older than everything."""
    return number_in(posted.get(REVISION, ""))


def number_in(typed: str) -> int:
    """A small number from an address or a hidden field; 0 for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def is_for(submission: Submission, posted: QueryDict) -> bool:
    """Whether the page was shown for this visit: one browser may hold pages of two patients."""
    return posted.get(VISIT) == str(submission.pk)


def fields_of(place: Place, posted: QueryDict) -> dict[str, list[str]]:
    """The fields of a page as they were posted, with the revision, and nothing else."""
    return {
        name: posted.getlist(name)
        for name in posted
        if name == REVISION or any(belongs_to(name, key) for key in place.page.keys)
    }


def keep_as_draft(
    submission: Submission,
    place: Place,
    request: HttpRequest,
    *,
    held: bool = False,
    revision: int | None = None,
) -> None:
    """Keep a posted page as it stands; ``revision`` where it is newer than the posted one."""
    fields = fields_of(place, request.POST)
    if revision is not None:
        fields[REVISION] = [str(revision)]
    if sum(len(each) for typed in fields.values() for each in typed) > POSTED_LETTERS:
        return
    leave.keep_draft(submission, place.page, fields, row=place.row, held=held, at=timezone.now())


def as_posted(draft: leave.Draft) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, typed in draft.posted.items():
        posted.setlist(name, list(typed))
    return posted
