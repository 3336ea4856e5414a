"""What the pages of the room share: the visit they stand in, the way back, and refusals."""

import re
from collections.abc import Callable, Mapping
from functools import wraps

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from intake.actions.afterwards import after_the_commit
from intake.actions.talk.kept_notes import forget_notes, keep_notes, notes_of
from intake.actions.talk.rules import ChangedElsewhere, NotRecorded
from intake.actions.talk.sign_off import ANOTHER_SINCE
from intake.actions.talk.talk_page import Room, Signed, room_of
from intake.forms.record import SeenFields, ShownForm
from intake.models import CannotOpen, FrozenDiscussion, User, Visit
from intake.provider.access import for_providers, open_visit
from intake.provider.discussion.banner import banner_of_sent
from intake.provider.discussion.page import cannot_be_read

NOTHING: Mapping[str, str] = {}
View = Callable[..., HttpResponse]


class SeenForm(SeenFields):
    """With the revision and the edition that the page was about."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    edition = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def shown_in(self, room: Room) -> "SeenForm":
        frozen = room.frozen
        return self.brought_up_to(seen=room.seen, revision=frozen.revision, edition=frozen.edition)

    def discussion_of(self, visit: Visit) -> FrozenDiscussion:
        sent = FrozenDiscussion.objects.select_related("submission__visit")
        revision, edition = self.cleaned_data["revision"], self.cleaned_data["edition"] or 1
        wanted = sent.filter(submission__visit=visit, revision=revision, edition=edition)
        found = wanted.first()
        if found is None:
            raise NotRecorded("This revision was never sent. Go back to the discussion.")
        return found


class AfterSigningForm(ShownForm):
    """``signed`` is the digest of the decision that the page showed: what is signed is about that.

    A page that showed an earlier decision is refused once, and is about the newest from then on.
    """

    signed = forms.CharField(required=False, widget=forms.HiddenInput)

    def decision_shown(self, room: Room) -> Signed:
        for signed in (room.signed, *room.signed.earlier) if room.signed else ():
            if signed.record.sha256 == self.cleaned_data["signed"]:
                return signed
        raise ChangedElsewhere(ANOTHER_SINCE)

    def refuse(self, because: NotRecorded) -> None:
        self.add_error(None, str(because))
        if isinstance(because, ChangedElsewhere):
            self.brought_up_to(signed=self.initial["signed"])


TYPED = re.compile(
    r"(note|way|ask|back)-\d{1,4}|sure-[a-z]{1,20}|kind|until|what|reason|role|options|leaning"
    r"|matters|yes|present|why_open|why_open_as|why_unknown|text|told"
)
"""Fields of the talk's pages in which something is typed or picked before it is recorded."""
APART = ("supersede", "addendum", "reopen")
"""Pages whose fields are named like those of the decision, and are kept beside them."""


def in_the_room(view: View) -> View:
    """Takes the visit through whoever it stands open to; what can't be read is said so.

    Whatever button was pressed, everything typed on the page is kept first. A view lets a refusal
    through, unless its own form is to say why.
    """

    @wraps(view)
    def standing(request: HttpRequest, reference: str, **place: str) -> HttpResponse:
        visit = open_visit(request, reference)
        try:
            try:
                keep_notes(visit, typed_in(request), by=request.user, at=timezone.now())
            except NotRecorded as because:
                return refused(request, visit, because, not_kept=typed_in(request))
            try:
                return view(request, visit, **place)
            except NotRecorded as because:
                return refused(request, visit, because)
        except CannotOpen:
            return cannot_be_read(request, visit)

    return for_providers(standing)


def room_or_404(request: HttpRequest, visit: Visit) -> Room:
    room = room_of(visit, by=request.user, at=timezone.now())
    if room is None:
        raise Http404
    return room


def typed_in(request: HttpRequest) -> dict[str, str]:
    """By the name under which it is kept; what is picked of several stands in one line."""
    page = request.GET.get("page", request.resolver_match.url_name)
    apart = f"{page}." if page in APART else ""
    posted = {name: " ".join(texts) for name, texts in request.POST.lists()}
    if "password" in posted:  # the whole page and not a script's single field
        posted.setdefault("options", "")
    return {f"{apart}{name}": text for name, text in posted.items() if TYPED.fullmatch(name)}


def kept_of(page: str, visit: Visit, user: User) -> dict[str, str]:
    """What was typed on one of the pages apart, by its fields."""
    return {
        name.removeprefix(f"{page}."): text
        for name, text in notes_of(visit, user).items()
        if name.startswith(f"{page}.")
    }


def forget_kept(page: str, visit: Visit, user: User) -> None:
    with after_the_commit():
        fields = [f"{page}.{name}" for name in kept_of(page, visit, user)]
        forget_notes(visit, fields, by=user)


def room_page(
    request: HttpRequest, room: Room, template: str, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "visit": room.visit,
        "room": room,
        "banner": banner_of_sent(room),
        "is_own": room.grant is None,
        **more,
    }
    return render(request, f"intake/provider/talk/{template}", context, status=status)


def refused(
    request: HttpRequest,
    visit: Visit,
    because: NotRecorded,
    not_kept: Mapping[str, str] = NOTHING,
) -> HttpResponse:
    """Nothing was done, and the page says why; what could not be kept stands on it."""
    room = room_or_404(request, visit)
    texts = [text for name, text in not_kept.items() if text and name != "told"]
    page = {"because": because, "not_kept": texts}
    return room_page(request, room, "refused.html", status=409, **page)


def back_to(visit: Visit, anchor: str = "") -> HttpResponse:
    """The talk, at the place where the provider was."""
    address = reverse("provider:visit", args=[visit.reference])
    return redirect(f"{address}#{anchor}" if anchor else address)
