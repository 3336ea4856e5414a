"""The addresses of the doors."""

from django.contrib import admin
from django.urls import include, path

from clinicsite.doctor.health import healthz, readyz
from intake.account.sign_in import home

handler500 = "clinicsite.outages.failed"
urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("p/", include("intake.patient.urls")),
    path("account/", include("intake.account.urls")),
    path("desk/", include("intake.desk.urls")),
    path("provider/", include("intake.provider.urls")),
    path("admin/", admin.site.urls),
]
