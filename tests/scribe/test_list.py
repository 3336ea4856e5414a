"""The list of visits whose paper can be typed in."""

import pytest
from django.utils import timezone

from intake import models
from intake.actions.visits.standing import take_out
from intake.models import Standing, WhyNotPlanned
from intake.scribe import visits
from tests.make.builders import a_submission, a_visit, say
from tests.make.providers import events
from tests.make.small import SMALL_ANSWERS
from tests.scribe.paper import Scribe, a_scribe

pytestmark = pytest.mark.django_db


def test_the_list_says_which_paper_was_begun_and_which_can_be_typed_in_no_more(visit):
    scribe = Scribe()
    assert buttons(scribe.get("/from-paper/")) == ["Type in"]
    scribe.begin(visit)
    assert buttons(scribe.get("/from-paper/")) == ["Go on"]
    take_out(visit, Standing.CANCELLED, why=WhyNotPlanned.PATIENT, by=None, at=timezone.now())
    assert buttons(scribe.get("/from-paper/")) == []


def test_answers_that_can_not_be_read_are_begun_and_leave_the_list_standing(visit):
    a_visit(day=timezone.localdate())
    say(a_submission(visit=visit), SMALL_ANSWERS)
    models.PatientSession.objects.update(ended_at=timezone.now())
    models.AnswerSheet.objects.update(content=b"x")
    scribe = Scribe().get("/from-paper/")
    assert buttons(scribe) == ["Type in"] and "Begun on the link" in scribe.screen.text


def test_a_name_that_cannot_be_read_is_said_and_the_other_lines_stand(visit):
    a_visit(name="Denise Okafor", day=timezone.localdate())
    models.Patient.objects.filter(pk=visit.patient_id).update(name=b"altered")
    scribe = Scribe()
    told = scribe.get("/from-paper/").screen.text
    unread = f"Name can't be read {visit.reference} · born on a date that can't be read ·"
    assert (unread in told, "OKAFOR, Denise" in told) == (True, True)
    assert "Name can't be read Born on a date that can't" in scribe.look_at(visit).screen.text


def buttons(scribe: Scribe) -> list[str]:
    return [words for words in ("Type in", "Go on") if f"{words} :" in scribe.screen.text]


def test_looking_at_the_day_and_for_a_name_is_recorded_with_how_many_were_shown(visit):
    scribe = a_scribe()
    door = Scribe(scribe)

    door.get("/from-paper/")
    door.post("/from-paper/", {"words": "Nobody Else"})

    looked = events(scribe)
    assert ("scribe_day_read", "", "1 found") in looked
    assert ("searched", "", "0 found") in looked


def test_a_search_that_shows_only_some_says_so(visit, monkeypatch):
    monkeypatch.setattr(visits, "MOST_FOUND", 1)
    scribe, sought = Scribe(), {"words": "Delgado"}
    assert "There are more" not in scribe.post("/from-paper/", sought).screen.text
    a_visit(name="Denise Delgado", day=visit.date)
    assert "There are more" in scribe.post("/from-paper/", sought).screen.text
