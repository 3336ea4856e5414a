"""What the outline says of a draft, and where each of its links leads."""

import re

import pytest

from intake import models
from tests.make.staff import leads_to, page, read
from tests.provider.pages import words

pytestmark = pytest.mark.django_db


def question(key):
    return models.Question.objects.get(key=key)


def row_of(response, asked) -> str:
    """One question as it is written, up to the next."""
    text = response.content.decode()
    _before, _, after = text.partition(f'<li id="question-{asked.pk}" ')
    return after.partition('class="ask')[2].partition('class="ask')[0]


def links(html) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


def test_a_question_is_told_with_its_kind_marks_answers_and_what_goes_by_each(client, outline):
    heard, minutes, claim = question("heard"), question("minutes"), models.Claim.objects.get()
    row = row_of(client.get(outline), heard)
    kind = "Pick from a list, with own words beside “Something else”"
    opens = "→ opens “How many minutes?”"
    told = row.partition(">")[2].rpartition("<li")[0]
    assert words(told).replace("↑ ↓ ", "") == (
        f"What have you heard? heard · {kind} · several answers · settled by: The provider, in the"
        f" talk {opens} It is safe {opens} It is a cure → what is known , opens “How many minutes?”"
        " Something else None of these stands alone + Answer to “What have you heard?” + Condition"
        " for “What have you heard?” + Question below “What have you heard?”"
    )
    spot, there = f"question-{heard.pk}", f"#question-{minutes.pk}"
    assert links(row) == [
        f"{page('question', 'change', heard.pk)}?back={spot}",
        there,
        there,
        f"{page('claim', 'change', claim.pk)}?back={spot}",
        there,
        f"?add=option-{heard.pk}#add",
        f"?add=condition-{heard.pk}#add",
        f"?add=after-{heard.pk}#add",
    ]
    number = words(row_of(client.get(outline), minutes))
    assert "Asked only when “What have you heard?” is “It is safe” or" in number
    assert "+ Answer" not in number


def test_a_section_leads_to_its_form_and_back_and_counts_its_questions(client, outline):
    section, group = models.Section.objects.get(key="you"), question("allergies")
    response = client.get(outline)
    assert f"{page('section', 'change', section.pk)}?back=section-{section.pk}" in leads_to(
        response
    )
    ends = leads_to(response)
    where = ends.index(f"?add=in-{group.pk}#add")
    assert ends[where - 1 : where + 3] == [
        f"?add=condition-{group.pk}#add",
        f"?add=in-{group.pk}#add",
        f"?add=after-{group.pk}#add",
        f"?add=last-{section.pk}#add",
    ]
    assert ends[-1] == "?add=section#add"
    assert "+ Question in this group : “Each allergy”" in read(response)
    assert "About you 4 questions" in read(response) and "No problem found." in read(response)


def test_rows_that_can_be_moved_say_which_way_each_button_moves_them(client, outline):
    asked = question("dose")
    row = row_of(client.get(outline), asked)
    buttons = re.findall(r'name="(\w+)" value="([^"]*)"[^>]*aria-label="([^"]*)"', row)
    assert buttons == [
        (way, f"question-{asked.pk}", f"Move “How much?” {way}") for way in ("up", "down")
    ]
    option = question("heard").options.get(code="cure")
    assert f'name="up" value="option-{option.pk}"' in client.get(outline).content.decode()


def test_what_is_looked_for_stays_in_its_box_and_a_link_shows_everything_again(client, outline):
    response = client.get(outline, {"q": "zzz"})
    assert 'name="q" value="zzz"' in response.content.decode()
    assert "Show everything 0 found Nothing contains “zzz”." in read(response)
    assert outline in leads_to(response)[-4:]
    assert "Show everything" not in read(client.get(outline))


def test_what_is_wrong_with_an_addition_is_said_beside_it_and_cancelling_leads_back(
    client, outline
):
    heard = question("heard")
    refused = client.post(f"{outline}?add=option-{heard.pk}", {"text": " ", "code": "x"})
    told = read(refused).partition("Add an answer to “What have you heard?” ")[2]
    errors = refused.context["addition"].form.errors
    assert told.startswith("Please correct what is marked below.")
    assert errors["text"][0] in told
    assert f"{outline}#question-{heard.pk}" in leads_to(refused)
    assert f"?add=option-{heard.pk}#add" not in leads_to(refused)
    name, picked = question("full_name"), heard.options.get(code="cure")
    posted = {"option": picked.pk, "operator": "="}
    refused = client.post(f"{outline}?add=condition-{name.pk}", posted)
    assert "is asked only after certain answers to “What have you heard?”" in read(refused)


def test_an_addition_opens_in_the_one_place_it_was_asked_for(client, outline):
    heard, group = question("heard"), question("allergies")
    last = models.Section.objects.get(key="visit")
    places = {
        f"option-{heard.pk}": "Add an answer to “What have you heard?”",
        f"in-{group.pk}": "Add a question",
        f"last-{last.pk}": "Add a question",
        "section": "Add a section",
    }
    for spot, title in places.items():
        response = client.get(f"{outline}?add={spot}")
        assert response.content.decode().count('<form id="add"') == 1, spot
        assert title in read(response)
        assert f"?add={spot}#add" not in leads_to(response)


def test_the_questions_of_a_group_stand_within_it(client, outline):
    within = read(client.get(outline)).partition("Each allergy ↑ ↓")[2]
    within = within.partition("Question in this group")[0]
    assert "To what? ↑ ↓ substance · Short text" in within
    assert "Since when? ↑ ↓ since · Date" in within


def test_problems_are_counted_above_the_outline_and_lead_to_the_question(client, outline):
    asked = question("has_allergy")
    models.Question.objects.filter(pk=asked.pk).update(settles="")
    response = client.get(outline)
    assert "1 problem to mend Any allergy? :" in read(response)
    assert f"#question-{asked.pk}" in leads_to(response)
    bare = models.Questionnaire.objects.create(slug="bare", title="Bare")
    assert "No section yet." in read(client.get(page("questionnaire", "outline", bare.pk)))
