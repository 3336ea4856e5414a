"""The addresses of entry from paper; the questions themselves are the patient's own pages."""

from django.urls import path

from . import visits

app_name = "scribe"

urlpatterns = [
    path("", visits.visits, name="visits"),
    path("visits/<slug:reference>/", visits.visit, name="visit"),
    path("visits/<slug:reference>/give-up/", visits.taking_out, name="give_up"),
]
