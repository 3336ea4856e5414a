"""The addresses of the three doors."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from clinicsite.health import healthz

handler500 = "clinicsite.outages.failed"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="provider:worklist"), name="home"),
    path("healthz", healthz, name="healthz"),
    path("p/", include("intake.patient.urls")),
    path("provider/", include("intake.provider.urls")),
    path("admin/", admin.site.urls),
]
