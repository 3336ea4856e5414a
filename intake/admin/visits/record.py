"""What the front desk records on a visit without seeing an answer: choice, facts, its provider."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from intake.actions.access_log import record
from intake.actions.register import Chosen, chosen_for, has_moved_on, offered
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.sharing import reason_of, reassign
from intake.actions.talk.talk_page import ladder_of
from intake.actions.talk.verify import Fact, choose, take_back_verified, verify
from intake.admin.shared.rights import may
from intake.core.talk.ladder import gaps_in
from intake.models import CannotOpen, TalkState

from .forms import ROWS, ChoosingForm, FactForm, HandOnForm

# Of each page: its template, its title, and what its button does.
PAGES = {
    "choose": ("visit/choose", "Product, lot and person", "Choose for this visit"),
    "fact": ("visit/fact", "Verify a fact", "Record as verified"),
    "hand_on": ("ask", "Give the visit to another provider", "Give it to this provider"),
}
HANDED_ON = (
    "Visit {} is {}’s. It leaves that worklist and appears on the next provider’s at once. What was"
    " recorded and signed keeps its names, and whoever opened the visit for a day is shut out."
)
SIGNED = (
    "The record of this visit is signed. Nothing more can be recorded on it; its provider may write"
    " an addendum."
)
NOT_RECORDED = "Nothing was recorded. Please correct what is marked below."
CHOOSE, VERIFY, HAND_ON = "add_choicerecord", "add_verifiedrecord", "add_reassignment"
UNREADABLE = "Something recorded on this visit can't be read. Tell an administrator."


class RecordPages:
    """Adds to the admin of visits what the clinic can show, and who has the visit."""

    def get_urls(self):
        wrap, facts = self.admin_site.admin_view, "<int:pk>/facts/"
        return [
            path("<int:pk>/register/", wrap(self.choose_view), name="intake_visit_choose"),
            path("<int:pk>/hand-on/", wrap(self.hand_on_view), name="intake_visit_hand_on"),
            path(f"{facts}<str:key>/", wrap(self.fact_view), name="intake_visit_fact"),
            path(
                f"{facts}<int:sequence>/undo/",
                wrap(self.undo_fact_view),
                name="intake_visit_undo_fact",
            ),
            *super().get_urls(),
        ]

    def choose_view(self, request, pk):
        visit = self._visit(request, pk, CHOOSE)
        last = chosen_for(visit)
        before = {name: getattr(last, name) for name in ROWS} if last else {}
        form = ChoosingForm(request.POST or None, offered=offered(), initial=before)

        def act(said):
            chosen = Chosen(**{name: said[name] for name in ROWS})
            choose(visit, chosen, by=request.user, at=timezone.now(), seen=said["seen"])
            return "Product, lot and person are chosen."

        return self._recorded(request, visit, form, act) or self._page(
            request, visit, form, "choose", last=last
        )

    def fact_view(self, request, pk, key):
        visit = self._visit(request, pk, VERIFY)
        rungs = self._ladder(visit).get("rungs", ())
        rung = next((each for each in rungs if each.fact == key), None)
        if rung is None:
            raise Http404
        form = FactForm(request.POST or None, initial={"on": visit.site.day(timezone.now())})

        def act(said):
            fact = Fact(key, said["value"], said["how"], said["on"])
            verify(visit, fact, by=request.user, at=timezone.now(), seen=said["seen"])
            return f"{rung.short}: recorded as verified."

        return self._recorded(request, visit, form, act) or self._page(
            request, visit, form, "fact", rung=rung, title=f"Verify: {rung.short}"
        )

    def undo_fact_view(self, request, pk, sequence):
        visit = self._visit(request, pk, VERIFY)
        verified = get_object_or_404(visit.verifiedrecords, sequence=sequence)
        try:
            take_back_verified(verified, by=request.user, at=timezone.now())
            messages.success(request, "Taken back. The earlier entry is kept.")
        except NotRecorded as because:
            messages.error(request, str(because))
        return self._back(visit)

    def hand_on_view(self, request, pk):
        visit = self._visit(request, pk, HAND_ON)
        form = HandOnForm(request.POST or None, visit=visit)

        def act(said):
            after, why = said["provider"], said["reason"]
            reassign(visit, after, reason=why, by=request.user, at=timezone.now())
            before = visit.provider.printed_name
            return f"The visit is {after.printed_name}’s now. {before} is told on the worklist."

        return self._recorded(request, visit, form, act) or self._page(
            request,
            visit,
            form,
            "hand_on",
            intro=[HANDED_ON.format(visit.reference, visit.provider.printed_name)],
        )

    def record_of(self, request, visit):
        """For the visit's own page: what is chosen and verified, and what may be done."""
        user, is_open = request.user, visit.talk != TalkState.SIGNED
        context = {
            "may_choose": may(user, CHOOSE) and is_open,
            "may_verify": may(user, VERIFY) and is_open,
            "may_hand_on": may(user, HAND_ON),
            "handed_on": [(each, _reason(each)) for each in _handings(visit)],
        }
        if may(user, CHOOSE) or may(user, VERIFY):
            context |= self._ladder(visit)
        return context

    def _ladder(self, visit):
        now = timezone.now()
        try:
            rungs = ladder_of(visit, at=now)
            moved_on = has_moved_on(visit, on=visit.site.day(now))
        except CannotOpen:
            return {"no_ladder": UNREADABLE}
        except NotRecorded as because:
            return {"no_ladder": str(because)}
        last = chosen_for(visit)
        return {"rungs": rungs, "gaps": gaps_in(rungs), "chosen": last, "has_moved_on": moved_on}

    def _recorded(self, request, visit, form, act):
        """Back to the visit when it was done; else the form says why not."""
        if not form.is_valid():
            return None
        try:
            done = act(form.cleaned_data)
        except NotRecorded as because:
            form.add_error(None, str(because))
            return None
        self.log_change(request, visit, done)
        messages.success(request, done)
        return self._back(visit)

    def _back(self, visit):
        return redirect("admin:intake_visit_change", visit.pk)

    def _page(self, request, visit, form, what, **more):
        record(f"{what}_read", at=timezone.now(), by=request.user, visit=visit)
        form.brought_up_to(seen=visit.recorded)
        template, title, button = PAGES[what]
        crumbs = self.record_crumbs(visit)
        is_signed = visit.talk == TalkState.SIGNED and what != "hand_on"
        shown = {
            "title": title,
            "crumbs": crumbs,
            "back": crumbs[-1][1],
            "back_words": "Back to the visit" if is_signed else "Back without recording",
            "visit": visit,
            "form": form,
            "button": button,
            "closed": SIGNED if is_signed else "",
            "refused": NOT_RECORDED,
        }
        return self.page(request, template, status=409 if form.errors else 200, **shown | more)


def _handings(visit):
    return visit.reassignments.select_related("from_provider", "to_provider", "by")


def _reason(row):
    try:
        return reason_of(row)
    except CannotOpen:
        return "the reason can't be read"
