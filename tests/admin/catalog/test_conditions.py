"""Conditions can't be wrong: no forward references, nothing goes that something goes by, and what
may be there once is refused a second time."""

from html import unescape

import pytest

from intake import models
from intake.actions.catalog.import_draft import compile_draft
from tests.make.builders import a_version
from tests.make.staff import a_small_draft, add_row, errors, filled, page

pytestmark = pytest.mark.django_db

EARLY = "is asked only after certain answers to"


@pytest.fixture
def outline_of():
    return lambda draft: page("questionnaire", "outline", draft.pk)


def question(key):
    return models.Question.objects.get(key=key)


def option(question_key, code):
    return models.Option.objects.get(question__key=question_key, code=code)


def test_condition_on_a_later_question_is_refused_when_it_is_saved(client):
    address = page("question", "change", question("full_name").pk)
    posted = filled(client.get(address))
    picked = option("heard", "cure").pk
    add_row(posted, "show_if", line=1, option=picked, source="", operator="=", value="")
    assert errors(client.post(address, posted)) == [
        f"“What is your name?” {EARLY} “What have you heard?”, so it must come after it."
    ]
    assert not models.ShowIf.objects.filter(question__key="full_name").exists()


@pytest.mark.parametrize(("key", "field"), [("substance", "parent"), ("allergies", "section")])
def test_question_of_a_group_stays_in_the_section_of_its_group(client, draft, key, field):
    before, visit = compile_draft(draft), models.Section.objects.get(key="visit")
    address = page("question", "change", question(key).pk)
    response = client.post(address, filled(client.get(address)) | {"section": visit.pk})
    says = ["Questions of a group stay in the group's section."]
    assert response.context["adminform"].form.errors[field] == says
    assert compile_draft(draft) == before


def test_condition_on_its_own_answer_is_refused(client):
    address = page("question", "change", question("has_allergy").pk)
    posted = filled(client.get(address))
    picked = option("has_allergy", "yes").pk
    add_row(posted, "show_if", line=1, option=picked, source="", operator="=", value="")
    assert errors(client.post(address, posted)) == ["“Any allergy?” can't look at its own answer."]


def test_new_question_stands_last_so_it_may_look_at_all_of_its_section(client, draft):
    section = models.Section.objects.get(key="visit")
    address = f"{page('question', 'add')}?section={section.pk}"
    posted = {**filled(client.get(address)), "text": "Really?", "short": "R", "kind": "boolean"}
    add_row(posted, "show_if", line=1, option="", source=question("ready").pk, operator="=")
    posted["show_if-0-value"] = "yes"
    assert client.post(address, posted).status_code == 302
    assert compile_draft(draft).by_key["really"].show_if.conditions[0].question == "ready"


def test_question_is_not_moved_to_a_section_before_the_one_it_depends_on(client):
    address = page("question", "change", question("minutes").pk)
    earlier = models.Section.objects.get(key="you")
    response = client.post(address, {**filled(client.get(address)), "section": earlier.pk})
    assert f"“How many minutes?” {EARLY} “What have you heard?”" in errors(response)[0]


def test_question_is_not_moved_to_a_section_behind_what_depends_on_it(client):
    address = page("question", "change", question("has_allergy").pk)
    later = models.Section.objects.get(key="visit")
    response = client.post(address, {**filled(client.get(address)), "section": later.pk})
    assert any(f"“Each allergy” {EARLY} “Any allergy?”" in each for each in errors(response))


@pytest.mark.parametrize(
    ("model", "key", "prefix"), [("section", "you", "questions"), ("questionnaire", "", "sections")]
)
def test_order_that_puts_a_follow_up_first_is_refused(client, draft, model, key, prefix):
    record = models.Section.objects.get(key=key) if key else draft
    address = page(model, "change", record.pk)
    posted = filled(client.get(address))
    last = int(posted[f"{prefix}-TOTAL_FORMS"])
    for number in range(last):
        posted[f"{prefix}-{number}-position"] = last - number
    found = errors(client.post(address, posted))
    assert found
    assert all(each.startswith("Not moved. “") and EARLY in each for each in found)


def test_option_that_rules_go_by_is_not_deleted_and_they_are_named_and_linked(client, draft):
    before = compile_draft(draft)
    address = page("question", "change", question("has_allergy").pk)
    posted = filled(client.get(address))
    posted["options-0-DELETE"] = "on"
    found = " ".join(errors(client.post(address, posted)))
    trigger = models.Trigger.objects.get(severity="hold")
    assert f'<a href="{page("trigger", "change", trigger.pk)}">' in found
    assert "the point “About allergy”, raised when “Any allergy?” is “Yes”" in found
    assert f'<a href="{page("question", "change", question("allergies").pk)}">' in found
    assert compile_draft(draft) == before


@pytest.mark.parametrize(
    ("model", "record", "says"),
    [
        (
            "question",
            lambda: question("minutes"),
            "the point “About allergy”, raised when “How many minutes?” is less than 30",
        ),
        (
            "question",
            lambda: question("heard"),
            "what is known about “It is a cure”",
        ),
        (
            "evidence",
            lambda: models.Evidence.objects.get(key="E2"),
            "claim “Nobody has shown a cure.”, which rests on it",
        ),
    ],
)
def test_what_is_in_use_is_not_deleted_and_its_users_are_linked(client, model, record, says):
    found = record()
    address = page(model, "delete", found.pk)
    text = client.get(address).content.decode()
    assert says in unescape(text)
    assert '<li><a href="/admin/intake/' in text
    assert client.post(address, {"post": "yes"}).status_code in (200, 403)
    found.refresh_from_db()


def test_condition_reads_as_a_sentence():
    a_small_draft()
    assert sorted(map(str, models.ShowIf.objects.all()))[:2] == [
        "“Any allergy?” is not “No”",
        "“Any allergy?” is “Yes”",
    ]
    assert "“How much?” is at least 2.5" in map(str, models.TriggerCondition.objects.all())


def test_question_with_answers_that_nothing_goes_by_is_deleted(client):
    section = models.Section.objects.get(key="visit")
    asked = models.Question.objects.create(section=section, key="extra", kind="choice", text="Or?")
    asked.options.create(code="yes", text="Yes")
    client.post(page("question", "delete", asked.pk), {"post": "yes"})
    assert not models.Question.objects.filter(key="extra").exists()


def operators_offered(client, address):
    formsets = client.get(address).context["inline_admin_formsets"]
    forms = formsets[-1].formset.initial_forms if formsets else ()
    return {
        form.instance.source.key: [code for code, _words in form.fields["operator"].widget.choices]
        for form in forms
    }


def test_operators_on_offer_fit_the_kind_of_question(client):
    found = {}
    for each in models.Trigger.objects.all():
        found |= operators_offered(client, page("trigger", "change", each.pk))
    assert found["has_allergy"] == ["=", "exists"]
    assert found["minutes"] == ["=", "exists", ">", "<", ">=", "<="]


def test_question_is_deleted_and_the_outline_shows_where_it_stood(client, draft, outline_of):
    section = models.Section.objects.get(key="visit")
    asked = models.Question.objects.create(section=section, key="extra", kind="text", text="Or?")
    response = client.post(page("question", "delete", asked.pk), {"post": "yes"})
    assert response["Location"] == f"{outline_of(draft)}#section-{section.pk}"


def test_section_whose_questions_go_only_by_each_other_is_deleted(client, draft, outline_of):
    section = models.Section.objects.create(questionnaire=draft, key="extra", title="Extra")
    first, second = (
        models.Question.objects.create(section=section, key=key, kind="choice", text=key)
        for key in ("one", "two")
    )
    picked = first.options.create(code="yes", text="Yes")
    models.ShowIf.objects.create(question=second, source=first, option=picked)
    assert client.post(page("question", "delete", first.pk), {"post": "yes"}).status_code != 302
    response = client.post(page("section", "delete", section.pk), {"post": "yes"})
    assert response["Location"] == outline_of(draft)
    assert not models.Question.objects.filter(key__in=("one", "two")).exists()


def test_draft_that_was_never_published_is_deleted_whole(client, draft):
    assert (
        client.post(page("questionnaire", "delete", draft.pk), {"post": "yes"}).status_code == 302
    )
    assert not models.Questionnaire.objects.filter(pk=draft.pk).exists()
    assert not models.TriggerCondition.objects.exists()


def test_section_that_others_go_by_is_not_deleted_and_they_are_named(client):
    address = page("section", "delete", models.Section.objects.get(key="you").pk)
    assert "the question “How many minutes?”" in unescape(client.get(address).content.decode())
    client.post(address, {"post": "yes"})
    assert models.Section.objects.filter(key="you").exists()


def test_trigger_that_is_added_takes_no_answer_of_another_questionnaire(client, draft):
    a_version()
    other = models.Questionnaire.objects.exclude(pk=draft.pk).get()
    section = models.Section.objects.create(questionnaire=other, key="s", title="S")
    asked = models.Question.objects.create(section=section, key="q", kind="integer", text="Q?")
    stranger = models.Option.objects.create(question=asked, code="a", text="A")
    own = models.Point.objects.get(key="allergy")
    for row in ({"option": stranger.pk}, {"source": asked.pk, "value": "3"}):
        posted = filled(client.get(page("trigger", "add")))
        posted |= {"point": own.pk, "severity": "hold", "behavior": "all"}
        add_row(posted, "conditions", line=1, operator="=", **row)
        response = client.post(page("trigger", "add"), posted)
        assert "This belongs to another questionnaire." in errors(response)


HALF_WRITTEN = "Pick an answer, or pick a question and write a value."
NOT_BOTH = "Pick an answer or compare a question with a value, not both."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"line": "first"}, "Enter a whole number."),
        ({"option": ""}, HALF_WRITTEN),
        ({"value": "yes"}, NOT_BOTH),
    ],
    ids=["line", "nothing picked", "both"],
)
@pytest.mark.parametrize("model", ["question", "trigger"])
def test_condition_on_an_answer_that_is_changed_wrongly_is_refused_in_words(
    client, model, changes, said
):
    rows = models.ShowIf if model == "question" else models.TriggerCondition
    prefix = "show_if" if model == "question" else "conditions"
    row = rows.objects.exclude(option=None).first()
    address = page(model, "change", getattr(row, f"{model}_id"))
    posted = filled(client.get(address))
    number = next(n for n in range(9) if posted[f"{prefix}-{n}-id"] == row.pk)
    posted |= {f"{prefix}-{number}-{name}": value for name, value in changes.items()}
    assert said in errors(client.post(address, posted))
    kept = rows.objects.get(pk=row.pk)
    assert (kept.line, kept.option, kept.source) == (row.line, row.option, row.source)


@pytest.fixture
def points(draft):
    """Two of one draft; the first is the one that is raised when somebody else answers."""
    first, second = models.Point.objects.filter(questionnaire=draft)[:2]
    models.Point.objects.update(is_identity=False)
    models.Point.objects.filter(pk=first.pk).update(is_identity=True)
    return first, second


def test_a_second_point_for_names_that_do_not_fit_is_refused_and_the_first_named(client, points):
    first, second = points
    address = page("point", "change", second.pk)
    posted = {**filled(client.get(address)), "is_identity": "on"}
    words = f"“{first.title}” is raised then. Take its tick away first."
    assert errors(client.post(address, posted)) == [words]

    add = page("point", "add")
    new = {"questionnaire": first.questionnaire_id, "title": "Who?", "provider": "Ask who it is."}
    assert words in errors(
        client.post(add, {**filled(client.get(add)), **new, "is_identity": "on"})
    )

    same = page("point", "change", first.pk)
    assert client.post(same, filled(client.get(same))).status_code == 302


def test_a_claim_has_one_line_of_what_is_known(client, draft):
    claim = models.Claim.objects.get(questionnaire=draft)
    free = models.Option.objects.exclude(pk=claim.option_id).first()
    other = draft.claims.create(option=free, known="Nobody knows.", position=9)
    words = "What is known of this claim is written already. Change that."
    for address in (page("claim", "change", other.pk), page("claim", "add")):
        posted = {"questionnaire": draft.pk, "known": "More.", "option": claim.option_id}
        posted = {**filled(client.get(address)), **posted}
        assert words in errors(client.post(address, posted))
