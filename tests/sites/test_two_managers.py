"""Two managers have one part of a site open at once: neither undoes what the other saved."""

import pytest

from intake import models
from intake.clinic.forms import HoursForm

from .test_settings import CHANGES, at, filled, untouched

pytestmark = pytest.mark.django_db


def test_two_managers_who_change_two_things_lose_neither(client, site):
    first, second = filled(client, "about"), filled(client, "about")
    client.post(at("about"), {**first, "phone": "+1 555 0111"})
    client.post(at("about"), {**second, "address": "12 Harbor Way"})
    site.refresh_from_db()
    assert (site.phone, site.address) == ("+1 555 0111", "12 Harbor Way")


CONTESTED = [
    ("about", "phone", "+1 555 0111", "+1 555 0222", "+1 555 0111"),
    ("about", "address", "", "12 Harbor Way", "empty"),
    ("hours", "paper", "a4", "letter", "A4"),
    ("hours", "closes", "17:30", "19:00", "17:30"),
    ("messages", "remind_days", "5, 2", "7", "5,2"),
    ("messages", "lead_days", "7", "10", "7"),
    ("care", "watch_minutes", "45", "60", "45"),
]


@pytest.mark.parametrize(("part", "name", "first", "second", "now"), CONTESTED)
def test_who_changes_the_same_setting_second_is_told_and_may_replace_it(
    client, site, part, name, first, second, now
):
    models.Site.objects.update(address="1 Pier")
    before = filled(client, part)
    client.post(at(part), {**before, name: first})
    saved = models.Site.objects.values().get()
    refused = client.post(at(part), {**before, name: second})
    form = refused.context["form"]
    assert (refused.status_code, list(form.errors)) == (400, [name])
    assert f"It is now: {now}. Yours stands below" in form.errors[name][0]
    assert form[name].value() == second
    assert models.Site.objects.values().get() == saved
    assert client.post(at(part), untouched(refused)).status_code == 302
    assert str(models.Site.objects.values().get()[name])[:5] == second[:5]


def test_a_page_whose_former_value_cannot_be_read_replaces_nothing_unseen(client, site):
    before = filled(client, "hours")
    client.post(at("hours"), {**before, "closes": "17:30"})
    refused = client.post(at("hours"), {**before, "initial-closes": "x", "closes": "19:00"})
    assert "It is now: 17:30." in refused.context["form"].errors["closes"][0]
    site.refresh_from_db()
    assert f"{site.closes:%H:%M}" == "17:30"


def test_a_box_that_two_change_in_the_same_way_is_no_matter(client, site):
    before = filled(client, "messages")
    before.pop("text_on")
    assert client.post(at("messages"), before).status_code == 302
    assert client.post(at("messages"), before).status_code == 302
    site.refresh_from_db()
    assert not site.text_on


@pytest.mark.parametrize(("part", "changes"), CHANGES)
def test_whoever_changes_nothing_undoes_nothing(client, site, part, changes):
    before = filled(client, part)
    client.post(at(part), {**before, **changes})
    saved = models.Site.objects.values().get()
    client.post(at(part), before)
    assert models.Site.objects.values().get() == saved


def test_a_box_that_somebody_else_ticked_stays_ticked(client, site):
    models.Site.objects.update(mail_on=False, text_on=False)
    first = second = filled(client, "messages")
    client.post(at("messages"), {**first, "mail_on": "on"})
    client.post(at("messages"), {**second, "text_on": "on"})
    site.refresh_from_db()
    assert (site.mail_on, site.text_on) == (True, True)


def test_two_times_are_compared_as_they_will_stand(client, site):
    before = filled(client, "hours")
    client.post(at("hours"), {**before, "opens": "13:00"})
    refused = client.post(at("hours"), {**before, "closes": "12:00"})
    assert "The site closes before it opens" in refused.content.decode()
    shown = untouched(refused)
    assert (str(shown["opens"]), shown["closes"]) == ("13:00:00", "12:00")
    assert client.post(at("hours"), {**shown, "closes": "19:00"}).status_code == 302
    site.refresh_from_db()
    assert (str(site.opens), str(site.closes)) == ("13:00:00", "19:00:00")


def test_hours_that_do_not_go_with_what_another_window_saved_get_words(client, site, monkeypatch):
    """Each half is right beside what its window read, and the two together are not."""
    posted, reads = filled(client, "hours") | {"closes": "12:00"}, HoursForm.is_valid

    def saved_meanwhile(form):
        is_valid = reads(form)
        models.Site.objects.update(opens="13:00", closes="17:00")
        return is_valid

    monkeypatch.setattr(HoursForm, "is_valid", saved_meanwhile)
    answer = client.post(at("hours"), posted)
    assert (answer.status_code, "closes before it opens" in answer.content.decode()) == (400, True)
    assert str(models.Site.objects.get().closes) == "17:00:00"
