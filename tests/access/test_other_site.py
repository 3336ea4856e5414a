"""Staff of one site get for the other's records what they get for none, in the whole table."""

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.access.policy import TABLE
from intake.access.roles import OWN_SITE, OWN_VISIT, Role
from intake.actions.access_log import record
from intake.actions.privacy.read_log import Wanted, read_log
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.sharing import reassign, step_in
from intake.actions.visits.visits_and_links import Appointment, NotAtThisSite, create_visit
from tests.access.routes import Clinic, every_route
from tests.access.test_policy import NOT_FOUND, tried
from tests.make.builders import a_user, a_visit
from tests.make.providers import a_provider, signed_in
from tests.make.staff import FRONT_DESK, PRIVACY, a_member, a_site, works_at
from tests.make.staff import signed_in as staff_signed_in

pytestmark = pytest.mark.django_db
OF_A_SITE = (OWN_SITE, OWN_VISIT)


def test_staff_of_one_site_find_nothing_of_the_other_in_the_whole_table():
    """Everybody is sent to another site, the provider away from her own visits as well."""
    clinic = Clinic()
    here, elsewhere = models.Site.objects.get(), a_site("elsewhere")
    for user in models.User.objects.all():
        works_at(user, elsewhere)
    works_at(clinic.other, here)
    works_at(a_user(username="zz-stays"), here)
    wrong, count = [], 0
    for route, template in every_route():
        rule = TABLE[route]
        if rule.only not in OF_A_SITE:
            continue
        address = clinic.address(route, template)
        for role in rule.who:
            for method in rule.methods:
                count += 1
                found = tried(clinic, role, address, method)
                if found != NOT_FOUND:
                    wrong.append(f"{method} {route} as {role}: {found}")
    assert wrong == []
    assert count > 150


NAMES_ONE = {
    "desk:": ("reference", "pk"),
    "scribe:": ("reference",),
    "provider:": ("reference",),
    "clinic:": ("key", "pk"),
    "admin:intake_patient_": ("pk", "object_id"),
    "admin:intake_user_": ("pk", "object_id"),
    "admin:auth_user_": ("id",),
}


def test_every_address_that_names_a_record_of_a_site_is_of_own_sites():
    """A route that is added without it would be found by nobody until it leaks."""
    named = {
        route
        for route, template in every_route()
        for start, names in NAMES_ONE.items()
        if route.startswith(start) and any(f"%({name})s" in template for name in names)
    }
    never = {"admin:intake_user_delete"}
    assert {route for route in named - never if TABLE[route].only not in OF_A_SITE} == set()
    assert len(named) > 60


@pytest.fixture
def two():
    """A visit here, and somebody of every kind who works elsewhere."""
    visit = a_visit(provider=a_provider())
    return visit, a_site("elsewhere")


def test_lists_and_searches_of_one_site_show_nothing_of_the_other(two):
    visit, elsewhere = two
    desk = signed_in(works_at(a_member(FRONT_DESK), elsewhere))
    shown = [
        desk.get(reverse("desk:day", args=[visit.date.isoformat()])),
        desk.post(reverse("desk:search"), {"words": "Delgado"}),
        desk.post(reverse("desk:search"), {"words": visit.reference}),
        desk.post(reverse("desk:search"), {"words": "7/14/1979"}),
        desk.get(reverse("desk:messages")),
    ]
    owner = signed_in(works_at(visit.provider, elsewhere))
    shown += [
        owner.get(reverse("provider:worklist")),
        owner.post(reverse("provider:search"), {"words": "Delgado"}),
        owner.get(reverse("provider:day"), {"day": visit.date.isoformat()}),
    ]
    for response in shown:
        text = response.content.decode()
        assert visit.reference not in text.replace(f'value="{visit.reference}"', "")
        assert "DELGADO" not in text


def test_somebody_known_only_elsewhere_is_not_offered_and_becomes_no_duplicate_here(two):
    visit, elsewhere = two
    a_provider(last_name="East")
    desk = signed_in(works_at(a_member(FRONT_DESK), elsewhere))
    day = visit.date.isoformat()
    typed = {"surname-1": "Delgado", "given-1": "Maria", "born-1": "7/14/1979", "day-1": day}
    typed |= {"provider-1": str(models.User.objects.get(last_name="East").pk)}
    answer = desk.post(reverse("desk:enter", args=[day]), typed)
    assert answer.status_code == 302, "nobody is asked about a person of another site"
    assert models.Visit.objects.latest("pk").site == elsewhere


def test_a_guest_an_heir_and_a_new_visits_provider_work_at_the_site(two):
    visit, elsewhere = two
    stranger, at = works_at(a_provider(), elsewhere), timezone.now()
    with pytest.raises(NotRecorded):
        step_in(visit, reason="On call", by=stranger, at=at)
    with pytest.raises(NotRecorded):
        reassign(visit, stranger, reason="Ill", by=visit.provider, at=at)
    with pytest.raises(NotAtThisSite):
        create_visit(
            visit.patient,
            Appointment(stranger, visit.questionnaire, visit.date, site=visit.site),
            by=stranger,
            at=at,
        )
    answer = signed_in(stranger).post(
        reverse("provider:another_visit"), {"reference": visit.reference, "reason": "On call"}
    )
    assert answer.status_code == 409 and "There is no visit" in answer.content.decode()


def test_an_officer_of_one_site_reads_and_finds_its_people_only(two):
    visit, elsewhere = two
    officer = works_at(a_member(PRIVACY), elsewhere)
    record("visit_opened", at=timezone.now(), by=visit.provider, visit=visit)
    assert read_log(Wanted(), by=officer, at=timezone.now()).lines == ()
    both = a_visit(provider=visit.provider, site=visit.site)
    models.Visit.objects.filter(pk=both.pk).update(patient=visit.patient, site=elsewhere)
    assert list(models.Patient.objects.within(officer)) == [], "she was at both sites"
    models.Visit.objects.update(site=elsewhere)
    assert visit.patient in models.Patient.objects.within(officer)
    assert signed_in(officer).get(reverse("admin:intake_stone_changelist")).status_code == 403


def test_who_belongs_to_no_site_in_particular_works_at_all_also_at_those_to_come(two):
    visit, _elsewhere = two
    desk = staff_signed_in(FRONT_DESK)
    a_site("opened-later")
    assert desk.get(reverse("desk:visit", args=[visit.reference])).status_code == 200


def test_sites_ticked_by_hand_in_the_database_let_nobody_sign_in(two):
    visit, elsewhere = two
    member = works_at(a_member(FRONT_DESK), elsewhere)
    desk = signed_in(member)
    assert desk.get(reverse("desk:today")).status_code == 302
    member.sites.add(visit.site)
    answer = desk.get(reverse("desk:visit", args=[visit.reference]))
    assert answer.status_code == 302 and "sign-in" in answer["Location"]


def test_the_chosen_site_of_another_window_does_not_take_the_rows_of_this_one(two):
    visit, elsewhere = two
    desk = staff_signed_in(FRONT_DESK)
    day = visit.date.isoformat()
    desk.post(reverse("desk:site"), {"site": elsewhere.key, "day": day})
    typed = {"site": visit.site.key, "surname-1": "Okafor", "born-1": "7/14/1979", "day-1": day}
    assert desk.post(reverse("desk:enter", args=[day]), typed).status_code == 302
    assert models.Visit.objects.latest("pk").site == visit.site
    assert desk.post(reverse("desk:site"), {"site": "nowhere"}).status_code == 404
    assert Role.FRONT_DESK in TABLE["desk:site"].who
