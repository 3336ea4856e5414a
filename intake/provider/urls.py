"""The addresses of the provider's door; none of them names a patient."""

from django.urls import path

from intake.models import Copy

from .discussion import page as visits
from .discussion import papers, photos
from .talk import addenda, corrections, kept, outcomes
from .talk import choose as choosing
from .talk import page as talk
from .talk import sharing as stepping_in
from .talk import sign_off as decision
from .talk import verify as ladder
from .worklist import day
from .worklist import pages as worklist

app_name = "provider"

VISIT = "visits/<slug:reference>/"

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("search/", worklist.search, name="search"),
    path("day.pdf", day.day, name="day"),
    path("another-visit/", stepping_in.another_visit, name="another_visit"),
    path("notices/<uuid:pk>/seen/", stepping_in.seen, name="notice_seen"),
    path(VISIT, talk.visit, name="visit"),
    path(f"{VISIT}all/", visits.everything, name="everything"),
    path(f"{VISIT}photos/<uuid:pk>/", photos.photo, name="photo"),
    path(f"{VISIT}photos/<uuid:pk>/small/", photos.photo, {"small": True}, name="small_photo"),
    path(f"{VISIT}keep/", kept.keep, name="keep"),
    path(f"{VISIT}points/<int:number>/", outcomes.outcome, name="outcome"),
    path(f"{VISIT}points/<int:number>/answer/", outcomes.answered, name="answered"),
    path(f"{VISIT}told/", outcomes.told, name="told"),
    path(f"{VISIT}outcomes/<int:sequence>/undo/", outcomes.undo, name="undo_outcome"),
    path(f"{VISIT}register/", choosing.choosing, name="choose"),
    path(f"{VISIT}facts/", ladder.with_one_button, name="facts"),
    path(f"{VISIT}facts/<str:key>/", ladder.fact, name="fact"),
    path(f"{VISIT}verified/<int:sequence>/undo/", ladder.undo, name="undo_fact"),
    path(f"{VISIT}decision/", decision.decision, name="decision"),
    path(f"{VISIT}decision/another/", decision.superseding, name="supersede"),
    path(f"{VISIT}addendum/", addenda.addendum, name="addendum"),
    path(f"{VISIT}reopen/", corrections.reopening, name="reopen"),
    path(f"{VISIT}reopen/cancel/", corrections.cancelling, name="cancel_reopening"),
    path(f"{VISIT}unchanged/", corrections.confirming, name="confirm_unchanged"),
    path(f"{VISIT}provider.pdf", papers.paper, {"copy": Copy.PROVIDER}, name="provider_copy"),
    path(f"{VISIT}both.pdf", papers.both, name="both_copies"),
    path(f"{VISIT}patient.pdf", papers.paper, {"copy": Copy.PATIENT}, name="patient_copy"),
]
