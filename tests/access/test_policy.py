"""Every route by every role and method: what is answered is what the policy table says."""

import re
from itertools import product
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, resolve, reverse

from clinicsite.urls import urlpatterns as ours
from intake import models
from intake.access import policy
from intake.access.gate import Gate
from intake.access.roles import Role, Rule
from intake.access.staff_sessions import CONFIRMED_AT
from intake.actions.accounts.accounts import OPENS_PATIENT_DATA, bind_account
from intake.patient.session import COOKIE
from tests.access.routes import ANONYMOUS, OTHER, PEOPLE, Clinic, every_route
from tests.journeys.screen import astray
from tests.make import builders
from tests.make.builders import a_user
from tests.make.providers import a_provider, events, signed_in
from tests.make.staff import a_member, page

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE")
SAFE = {"GET", "HEAD"}
CHANGES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)")
EVERY_LOOK_NOTES = {"intake_accessevent", "intake_accessseal", "intake_staffsession"}
LET_IN, SIGN_IN, REFUSED, NOT_FOUND, WRONG_METHOD = (
    "let in",
    "asked to sign in",
    "refused",
    "not found",
    "wrong method",
)
HELP = "_helptext"
WITHOUT_AN_ACCOUNT = (ANONYMOUS, Role.PATIENT, Role.HALF_IN)


def expected(rule: Rule, person: str, method: str, template: str) -> str:
    role = Role.PROVIDER if person == OTHER else person
    is_for_patients, is_staff = Role.PATIENT in rule.who, person not in WITHOUT_AN_ACCOUNT
    if is_staff and rule.who == {Role.HALF_IN}:
        return LET_IN  # is there already, and led on
    may_pass = {role, Role.ANYONE, *([Role.STAFF] if is_staff else [])}
    if not (is_for_patients or rule.who & may_pass):
        return REFUSED if is_staff else SIGN_IN
    if method not in rule.methods:
        return WRONG_METHOD
    if is_for_patients and role not in rule.who:
        return REFUSED
    never_ours = ("%(row)s", "sessions/%(key)s")
    is_anothers = any(each in template for each in never_ours)
    if rule.only and (person == OTHER or is_anothers):
        return NOT_FOUND
    return LET_IN


def answered(response) -> str:
    status = response.status_code
    if status == 302 and "sign-in/?next=" in response["Location"]:
        return SIGN_IN
    found = {403: REFUSED, 404: NOT_FOUND, 405: WRONG_METHOD}.get(status)
    return found or (LET_IN if status < 500 else f"status {status}")


class _Undone(Exception):
    """Whatever a request did is taken back before the next one."""


def tried(clinic: Clinic, person: str, address: str, method: str) -> str:
    found = ""
    client = clinic.clients[person]
    cookies = client.cookies.copy()
    changed: set[str] = set()

    def watched(execute, sql, *anything):
        changed.update(CHANGES.findall(sql))
        return execute(sql, *anything)

    try:
        with transaction.atomic(), connection.execute_wrapper(watched):
            response = client.generic(method, address)
            found = answered(response)
            raise _Undone
    except _Undone:
        client.cookies = cookies
    changed -= EVERY_LOOK_NOTES
    if method == "GET" and response.get("Content-Type", "").startswith("text/html"):
        flaws = astray(response.content.decode())
        # Django names a help text in the admin also where it shows none.
        if flaws := [each for each in flaws if "/admin/" not in address or HELP not in each]:
            return f"{found}, with {flaws}"
    return f"changes {sorted(changed)}" if method in SAFE and changed else found


def let_through(person: SimpleNamespace, address: str, method: str) -> str:
    """The gate's word alone, which no view has to be run for."""
    request = RequestFactory().generic(method, address)
    match = request.resolver_match = resolve(request.path)
    request.session, request.user = person.session, person.user
    try:
        with transaction.atomic():
            refused = Gate(None).process_view(request, match.func, match.args, match.kwargs)
            raise _Undone
    except PermissionDenied:
        return REFUSED
    except _Undone:
        return LET_IN if refused is None else answered(refused)


def who(client: Client) -> SimpleNamespace:
    request = SimpleNamespace(session=client.session)
    user = get_user(request)
    return SimpleNamespace(session=request.session, user=user)


@pytest.mark.parametrize("people", [PEOPLE[share::3] for share in range(3)])
def test_c21_every_route_answers_as_the_table_says(people):
    """The role and the method are the gate's word; whose record it is shows only in the view.

    That the gate stands before every view is seen below, on routes of its own.
    """
    clinic, wrong = Clinic(), []
    behind_the_gate = {person: who(clinic.clients[person]) for person in people}
    for person, (route, template) in product(people, every_route()):
        address, rule = clinic.address(route, template), policy.TABLE[route]
        for method in METHODS:
            wanted = expected(rule, person, method, template)
            is_read_or_sent = wanted == LET_IN and method in ("GET", "POST")
            if is_read_or_sent or Role.PATIENT in rule.who or wanted == NOT_FOUND:
                found = tried(clinic, person, address, method)
            else:
                found = let_through(behind_the_gate[person], address, method)
            if found != wanted:
                wrong.append(f"{method} {route} as {person}: {found}, not {wanted}")
    assert wrong == []


def test_c21_every_route_stands_in_the_table_and_every_line_is_a_route():
    assert sorted({route for route, _template in every_route()}) == sorted(policy.TABLE)


SENSITIVE = {
    "admin:auth_user_password_change": Role.ADMINISTRATOR,
    "admin:intake_user_add": Role.ADMINISTRATOR,
    "admin:intake_user_change": Role.ADMINISTRATOR,
    "admin:intake_user_reset_factor": Role.ADMINISTRATOR,
    "admin:intake_questionnaire_publish": Role.EDITOR,
    "admin:intake_questionnaire_retire": Role.EDITOR,
    "admin:intake_patient_export": Role.OFFICER,
    "admin:intake_patient_hold": Role.OFFICER,
    "admin:intake_patient_lift": Role.OFFICER,
    "admin:intake_patient_erase": Role.OFFICER,
    "clinic:care": Role.MANAGER,
    "clinic:invite": Role.MANAGER,
    "clinic:person": Role.MANAGER,
    "clinic:invite_again": Role.MANAGER,
    "clinic:close": Role.MANAGER,
    "clinic:open": Role.MANAGER,
}
"""Written out, because the table that is judged must not say itself what is judged."""


def test_c40_each_sensitive_act_asks_for_the_password_again_and_does_nothing_before():
    clinic, templates = Clinic(), dict(every_route())
    for role in set(SENSITIVE.values()):
        session = clinic.clients[role].session
        session[CONFIRMED_AT] -= 301
        session.save()
    events = models.AccessEvent.objects.count()
    for route, role in SENSITIVE.items():
        address = clinic.address(route, templates[route])
        response = clinic.clients[role].post(address, {"reason": "Asked for", "why": "Asked for"})
        assert response.status_code == 403, route
        assert "Your password again" in response.content.decode(), route
    assert models.AccessEvent.objects.count() == events


def test_c40_nothing_else_is_called_sensitive():
    assert {route for route, rule in policy.TABLE.items() if rule.sensitive} == set(SENSITIVE)


def planted(request):
    return HttpResponse("Zyxwolinum")


urlpatterns = [*ours, path("planted/", planted, name="planted")]


@override_settings(ROOT_URLCONF=__name__)
def test_c21_a_route_that_is_not_in_the_table_is_found_and_open_to_nobody(caplog):
    assert "planted" in {route for route, _template in every_route()} - set(policy.TABLE)
    chief = a_user(is_staff=True, is_superuser=True)
    chief.groups.set(Group.objects.all())
    bind_account(chief)
    for client in (Client(), signed_in(chief)):
        response = client.get("/planted/")
        assert response.status_code == 403
        assert "Zyxwolinum" not in response.content.decode()
    events = [record.event for record in caplog.records if hasattr(record, "event")]
    assert events == ["policy.unlisted"] * 2


@override_settings(ROOT_URLCONF=__name__)
def test_c21_a_view_of_patients_that_forgets_the_session_is_open_to_nobody(monkeypatch):
    monkeypatch.setitem(policy.TABLE, "planted", policy.reads(Role.PATIENT))
    client = Client()
    client.cookies[COOKIE] = builders.an_entry().key
    assert client.get("/planted/").status_code == 302
    assert signed_in(a_provider()).get("/planted/").status_code == 403


@pytest.mark.parametrize("route", ["desk:waiting", "scribe:visits", "clinic:people"])
def test_c21_a_line_of_the_table_that_lets_everybody_in_opens_no_room_of_others(route, monkeypatch):
    monkeypatch.setitem(policy.TABLE, route, policy.reads(Role.STAFF))
    assert signed_in(a_provider()).get(reverse(route)).status_code == 403


def test_c21_a_patients_page_asks_the_gate_for_no_query(django_assert_num_queries):
    request = RequestFactory().get("/p/tasks/")
    request.resolver_match = resolve("/p/tasks/")
    with django_assert_num_queries(0):
        assert Gate(None).process_view(request, request.resolver_match.func, (), {}) is None


def test_refusal_is_recorded_with_the_route():
    editor = a_member(Role.EDITOR)
    assert signed_in(editor).get("/desk/visits/EV-7F3K-29QD/").status_code == 403
    assert events(editor) == [("denied", "", "desk:visit")]


def test_a_role_opens_no_page_of_the_admin_without_staff_status():
    editor = a_user()
    editor.groups.set(Group.objects.filter(name=Role.EDITOR))
    bind_account(editor)
    assert signed_in(editor).get(page("question", "changelist")).status_code == 403


def test_every_role_of_staff_is_a_group_that_migrations_made():
    made = set(Group.objects.values_list("name", flat=True))
    assert made == set(Role) - {Role.ANYONE, Role.PATIENT, Role.HALF_IN, Role.STAFF, Role.RANK}


def test_nobody_but_who_works_with_patients_has_a_page_about_them():
    """Read as an auditor would: no route of a visit or of answers names another role."""
    table = policy.TABLE.items()
    about = [
        rule.who
        for route, rule in table
        if "visit" in route or (rule.only and not route.startswith(("clinic:", "admin:")))
    ]
    named = frozenset().union(*about) - {Role.PATIENT, Role.STAFF}
    assert named <= OPENS_PATIENT_DATA
