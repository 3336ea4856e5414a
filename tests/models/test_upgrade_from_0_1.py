"""A clinic of release 0.1 becomes one of this release: nothing is lost, and all of it opens."""

import shutil
from collections import Counter
from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as conf
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from intake import models
from intake.access.roles import Role
from intake.actions.answers.page_drafts import drafts_of
from intake.actions.answers.sheet import load_answers
from intake.actions.talk import editions, load
from intake.actions.talk.signature import decision_of
from intake.core.questionnaire.answers import Answers, Chosen, Row
from intake.core.talk.outcomes import Outcome
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.models import sealed
from intake.models.sealed import is_bound
from intake.models.sites import FIRST_SITE
from tests.databases import made_in_this_run, migrated_to, using
from tests.make.builders import a_visit
from tests.make.staff import a_site

from .release_0_1 import DIGEST, NOTE, RELEASE_0_1, ROWS, Clinic

BEFORE_THE_TALK, THE_TALK = "0070_one_site_and_roles_of_0_2", "0071_talk_into_contents"
TALK_OF_THEN = "0047_talk_into_contents"
LAKESIDE = {**vars(conf.CLINIC), "name": "Lakeside Clinic", "phone": "+1 555 0111"}
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="needs a file of its own")


def half_way(path: Path) -> None:
    """All tables are there, and nothing that is sealed was moved yet."""
    with migrated_to(path, RELEASE_0_1) as old:
        Clinic(old)
        with override_settings(CLINIC=SimpleNamespace(**LAKESIDE)):
            call_command("migrate", "intake", BEFORE_THE_TALK, verbosity=0)


def all_the_way(path: Path) -> None:
    """The move of the talk was stopped after some rows: what is moved is passed over."""
    shutil.copy(made_in_this_run("half-upgraded", half_way), path)
    with using(path):
        call_command("migrate", "intake", THE_TALK, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE intake_outcomerecord SET content = NULL WHERE takes_back_id > 0")
            names = [THE_TALK, TALK_OF_THEN]
            cursor.execute("DELETE FROM django_migrations WHERE name IN (%s, %s)", names)
        call_command("migrate", "intake", verbosity=0)


@pytest.fixture
def upgraded(django_db_blocker):
    with django_db_blocker.unblock(), using(made_in_this_run("upgraded", all_the_way)):
        yield


def visit_of(reference: str) -> models.Visit:
    return models.Visit.objects.get(reference=reference)


@on_sqlite
def test_answers_rows_revisions_and_drafts_come_over(upgraded):
    submission = visit_of("EV-1").submission
    given, (removed, kept) = load_answers(submission), ROWS
    assert given.answers == Answers(
        {"full_name": "Maria", "has_allergy": Chosen(("yes",))},
        {"allergies": (Row(str(kept), {"substance": "Nuts"}),)},
    )
    assert (given.removed, given.kept["counter"]) == ({removed: "allergies"}, 9)
    assert given.taken_out["allergies"][0].answers == {"substance": "Latex"}
    assert (given.revisions[None, "minutes"], given.revisions[kept, "substance"]) == (7, 4)
    (draft,) = drafts_of(submission, given)
    assert (draft.page, draft.row, draft.posted) == ("you/2", kept, {"substance": ["half"]})


@on_sqlite
def test_what_was_recorded_of_a_talk_comes_over_though_it_was_stopped(upgraded):
    visit = visit_of("EV-2")
    lifted, undone = load.outcomes_of(visit)
    assert (lifted.number, lifted.key, lifted.digest) == (1, "reaction", "0123")
    assert (lifted.outcome, lifted.note) == (Outcome.LIFTED, NOTE)
    assert (undone.outcome, undone.note, undone.takes_back) == (Outcome.LIFTED, "", 1)
    (fact,) = load.verified_of(visit)
    assert (fact.fact, fact.value, fact.how) == ("given_by", "Nurse", "Said in the talk")
    assert (fact.on, fact.codes, fact.is_shown) == (date(2026, 1, 2), (), True)
    assert decision_of(models.SignOff.objects.get()) == Decision(
        DecisionKind.WAIT_UNTIL, "Tests first.", date(2027, 1, 2), "The donor's papers"
    )
    assert editions.briefs_of([visit.pk]) == {visit.pk: {"holds": 2}}


@on_sqlite
def test_an_altered_outcome_stays_unreadable_and_stops_nothing(upgraded):
    unreadable: list = []
    assert load.outcomes_of(visit_of("EV-3"), unreadable) == ()
    assert len(unreadable) == 1
    altered = models.OutcomeRecord.objects.get(visit=visit_of("EV-3"))
    assert bytes(altered.content) == b"\0"


@on_sqlite
def test_nothing_is_taken_away_with_the_wrong_key(tmp_path, settings, django_db_blocker):
    settings.SEALING_KEYS = {name: bytes(32) for name in settings.SEALING_KEYS}
    with django_db_blocker.unblock():
        path = shutil.copy(made_in_this_run("half-upgraded", half_way), tmp_path / "old.sqlite3")
        with using(path), connection.cursor() as cursor:
            with pytest.raises(sealed.CannotOpen):
                call_command("migrate", "intake", verbosity=0)
            cursor.execute("SELECT count(*) FROM intake_outcomerecord WHERE content IS NULL")
            assert cursor.fetchone() == (3,)


@on_sqlite
def test_what_gives_access_fits_its_seal_and_is_found_by_keyed_digests(upgraded):
    bound = ("User", "Visit", "Invitation", "PatientSession", "RecoveryCode")
    found = {
        name: [is_bound(row) for row in getattr(models, name).objects.all()]
        for name in (*bound, "FrozenDiscussion", "SignOff")
    }
    assert found == {
        "User": [True],
        "Visit": [True] * 3,
        "Invitation": [True],
        "PatientSession": [True],
        "RecoveryCode": [True],
        "FrozenDiscussion": [True] * 2,
        "SignOff": [True],
    }
    purposes = {"Invitation": "link", "PatientSession": "patient session"}
    for name, digest in DIGEST.items():
        keyed = sealed.blind(purposes.get(name, "recovery code"), digest)
        assert getattr(models, name).objects.get().digest == keyed


@on_sqlite
def test_staff_sign_in_again(upgraded):
    assert not models.StaffSession.objects.exists()


@on_sqlite
def test_every_visit_is_at_the_one_site_that_the_environment_names(upgraded, settings):
    settings.TIME_ZONE = "America/Denver"
    [site] = models.Site.objects.all()
    assert (site.name, site.phone) == ("Lakeside Clinic", "+1 555 0111")
    assert set(models.Visit.objects.values_list("site", flat=True)) == {site.pk}
    # What else the environment says stands where the site says nothing.
    assert (site.zone.key, site.paper_size) == ("America/Denver", settings.CLINIC.paper)
    assert site.years_kept == settings.KEEP_YEARS
    assert models.User.objects.get().reach == [site]


@on_sqlite
def test_people_are_filed_under_each_surname_and_one_that_cannot_be_read_is_not(upgraded):
    digests = {sealed.term_index(term) for term in ("delgado", "garcia", "delgadogarcia")}
    filed = models.NameTerm.objects.values_list("patient", "digest")
    assert set(filed) == {(visit_of("EV-2").patient_id, digest) for digest in digests}


@on_sqlite
def test_choices_are_looked_at_again_unless_the_visit_is_signed(upgraded):
    looked_at = dict(models.Visit.objects.values_list("reference", "facts_until"))
    assert looked_at == {"EV-1": None, "EV-2": None, "EV-3": date(2000, 1, 1)}


@on_sqlite
def test_test_patients_are_example_patients_and_their_rights_are_called_so(upgraded):
    example = models.ExamplePatient.objects.get()
    assert (example.name, example.answers, example.beside) == ("Ana, 30", {"a": 1}, {})
    rights = Permission.objects.filter(content_type__model="examplepatient")
    actions = ("add", "change", "delete", "view")
    assert {right.codename: right.name for right in rights} == {
        f"{action}_examplepatient": f"Can {action} example patient" for action in actions
    }


@on_sqlite
def test_there_are_all_roles_and_the_question_editor_edits_names_and_example_patients(upgraded):
    no_groups = {Role.ANYONE, Role.PATIENT, Role.HALF_IN, Role.STAFF, Role.RANK}
    assert set(Group.objects.values_list("name", flat=True)) == set(Role) - no_groups
    rights = Group.objects.get(name="question editor").permissions
    edited = Counter(rights.values_list("content_type__model", flat=True))
    assert (edited["listedname"], edited["examplepatient"]) == (4, 4)


@pytest.mark.django_db
def test_a_new_installation_has_one_site_and_knows_its_keys():
    assert models.Site.objects.get().pk == FIRST_SITE
    assert set(models.KeyCheck.objects.values_list("key_id", flat=True)) == {
        *conf.SEALING_KEYS,
        models.KeyCheck.INDEX,
    }


@on_sqlite
def test_a_database_of_0_1_notes_its_keys_later(upgraded):
    assert not models.KeyCheck.objects.exists()


@pytest.mark.django_db
def test_visits_are_bound_to_their_site_and_those_of_the_first_as_they_always_were():
    from django.apps import apps

    home, second = models.Site.objects.get(), a_site("second")
    first, moved = a_visit(site=home), a_visit(site=second)
    models.Visit.objects.update(binding=None)
    for _twice in range(2):
        import_module("intake.migrations.0073_names_and_bindings_of_0_1").bind_all(apps, None)
    assert [is_bound(visit) for visit in models.Visit.objects.all()] == [True, True]
    models.Visit.objects.filter(pk=moved.pk).update(site=FIRST_SITE)
    models.Visit.objects.filter(pk=first.pk).update(patient=moved.patient)
    assert [is_bound(visit) for visit in models.Visit.objects.all()] == [False, False]


def test_every_migration_comes_after_all_that_a_database_may_have_applied():
    """A backup names the newest by its name: numbers of replaced migrations are not used again."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    [(_app, newest)] = loader.graph.leaf_nodes("intake")
    replaced = [name for each in loader.replacements.values() for _app, name in each.replaces]
    assert len(replaced) == len(set(replaced)) == 66
    assert newest > max(replaced)
