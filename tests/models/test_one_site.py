"""An installation from before there were sites becomes one, with its name, phone and visits."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from intake import models
from intake.models import sealed
from intake.models.sealed import bind, is_bound
from intake.models.sites import FIRST_SITE
from tests.databases import migrated_to
from tests.make.builders import a_visit
from tests.make.staff import a_site

BEFORE, AFTER = "0049_page_times", "0052_every_visit_at_a_site"
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="needs a file of its own")


@pytest.fixture
def before(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), migrated_to(tmp_path / "old.sqlite3", BEFORE) as old:
        yield old


def a_visit_of(old, reference: str) -> int:
    at, get = timezone.now(), old.get_model
    user, _ = get("intake", "User").objects.get_or_create(username="ana")
    draft, _ = get("intake", "Questionnaire").objects.get_or_create(slug="small", title="Small")
    patient = get("intake", "Patient").objects.create(name=b"x", birth_date=b"x")
    who = {"patient": patient, "provider": user, "questionnaire": draft, "created_by": user}
    made = get("intake", "Visit").objects.create(
        reference=reference, date=at.date(), created_at=at, **who
    )
    return made.pk


def test_every_visit_is_at_the_one_site_that_the_environment_names(before, settings):
    settings.CLINIC = SimpleNamespace(
        **{**vars(settings.CLINIC), "name": "Lakeside Clinic", "phone": "+1 555 0111"}
    )
    settings.TIME_ZONE = "America/Denver"
    kept = [a_visit_of(before, f"EV-{n}") for n in range(3)]
    call_command("migrate", "intake", AFTER, verbosity=0)
    [site] = models.Site.objects.all()
    assert (site.name, site.phone) == ("Lakeside Clinic", "+1 555 0111")
    assert list(models.Visit.objects.order_by("pk").values_list("pk", "site")) == [
        (pk, site.pk) for pk in kept
    ]
    # What else the environment says stands where the site says nothing.
    assert (site.zone.key, site.paper_size) == ("America/Denver", settings.CLINIC.paper)
    assert site.years_kept == settings.KEEP_YEARS


def test_accounts_from_before_fit_their_seal_and_work_everywhere(before):
    before.get_model("intake", "User").objects.create(username="ana", is_active=True)
    call_command("migrate", "intake", AFTER, verbosity=0)
    user = models.User.objects.get()
    bind(user, "")
    user.save(update_fields=["binding"])
    assert is_bound(models.User.objects.get())
    assert models.User.objects.get().reach == list(models.Site.objects.all())


def test_a_new_installation_has_one_site_too(before):
    call_command("migrate", "intake", AFTER, verbosity=0)
    assert models.Site.objects.count() == 1


@pytest.mark.django_db
def test_visits_of_other_sites_are_bound_to_them_and_one_that_was_altered_is_not():
    """Before, the seal said whose visit it is and who may read it, and nothing of the site."""
    home, second = models.Site.objects.get(), a_site("second")
    first, moved, altered = (a_visit(site=site) for site in (home, second, second))
    for visit in models.Visit.objects.all():
        sealed.seal(visit, "binding", f"|{visit.patient_id}|{visit.provider_id}|")
        visit.save(update_fields=["binding"])
    models.Visit.objects.filter(pk=altered.pk).update(patient=first.patient)
    for _twice in range(2):
        import_module("intake.migrations.0066_visits_bound_to_their_site").bind_to_site(apps, None)
    found = {visit.pk: is_bound(visit) for visit in models.Visit.objects.all()}
    assert found == {first.pk: True, moved.pk: True, altered.pk: False}
    models.Visit.objects.filter(pk=moved.pk).update(site=FIRST_SITE)
    assert not is_bound(models.Visit.objects.get(pk=moved.pk))
