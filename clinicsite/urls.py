"""The addresses of the doors."""

from django.contrib import admin
from django.urls import include, path, re_path

from clinicsite.doctor.health import healthz, readyz
from intake.account.sign_in import home
from intake.clinic.logo import shown as logo
from intake.patient.link import mend

handler500 = "clinicsite.outages.failed"
urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("p/", include("intake.patient.urls")),
    path("account/", include("intake.account.urls")),
    path("desk/", include("intake.desk.urls")),
    path("from-paper/", include("intake.scribe.urls")),
    path("clinic/", include("intake.clinic.urls")),
    path("logo/<slug:sha256>.png", logo, name="logo"),
    path("provider/", include("intake.provider.urls")),
    path("admin/", admin.site.urls),
    # A patient's link as mail and chat programs leave it: two slashes, a capital P, and behind it
    # the dot of the sentence, a bracket, a quotation mark. No address above looks like it.
    re_path(
        r"^(?:/*)[pP]/+(?P<token>[A-Za-z0-9_-]{22,43})(?P<rest>[^A-Za-z0-9_-].*)?$",
        mend,
        name="mended_link",
    ),
]
