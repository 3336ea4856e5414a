"""A patient with a phone and no script: opens the link, reads, fills in, presses buttons."""

import re
from datetime import date

from django.test import Client

from intake import models
from intake.core.questionnaire.answers import Answer, Answers, Chosen, Row, Unsaid, Values
from intake.core.questionnaire.questionnaire import Page, Question, Questionnaire
from tests.journeys.screen import Form, Screen, astray
from tests.make.builders import BIRTH_DATE, a_link, a_visit


class Person:
    """One browser behind one link."""

    def __init__(
        self,
        visit: models.Visit | None = None,
        *,
        birth_date: date = BIRTH_DATE,
        token: str = "",
        client: Client | None = None,
    ) -> None:
        self.token = token or a_link(visit or a_visit(birth_date=birth_date))
        self.client = client or Client()
        self.birth_date = birth_date
        self.response = self._read = self._screen = None

    @property
    def screen(self) -> Screen:
        """The page that was answered last, read once."""
        if self._read is not self.response:
            html = self.response.content.decode()
            assert astray(html) == []
            self._read, self._screen = self.response, Screen(html)
        return self._screen

    @property
    def at(self) -> str:
        """The address of the page on the screen, without what follows a question mark."""
        return self.response.request["PATH_INFO"]

    def get(self, address: str) -> "Person":
        self.response = self.client.get(address, follow=True)
        return self

    def post(self, address: str, fields: dict[str, object]) -> "Person":
        self.response = self.client.post(address, fields, follow=True)
        return self

    def send(self, form: Form, **changes: object) -> "Person":
        """Press a form's button with its fields as they stand but for ``changes``."""
        fields = {**form.fields, **changes}
        return self.post(form.action or self._here(), fields)

    def enter(self) -> "Person":
        return self.post(f"/p/{self.token}/", date_fields("birth_date", self.birth_date))

    def say(self, **changes: object) -> "Person":
        """Fill in some fields of the page on the screen and press Continue."""
        names = {name.replace("__", "-"): value for name, value in changes.items()}
        return self.send(self.screen.main, **names)

    def answer(self, questions: tuple[Question, ...], values: Values) -> "Person":
        """Answer the page on the screen like somebody who has these answers in mind."""
        form = self.screen.main
        shown = [q for q in questions if any(is_of(name, q.key) for name in _names(form))]
        for question in shown:
            for name in [n for n in form.fields if is_of(n, question.key)]:
                del form.fields[name]
            form.fields |= posted(question, values.get(question.key))
        return self.send(form)

    def _here(self) -> str:
        asked = self.response.request
        query = asked.get("QUERY_STRING", "")
        return asked["PATH_INFO"] + (f"?{query}" if query else "")


def date_fields(name: str, day: date) -> dict[str, object]:
    return {f"{name}-month": day.month, f"{name}-day": day.day, f"{name}-year": day.year}


def posted(question: Question, answer: Answer | None) -> dict[str, object]:
    """The fields that say an answer."""
    key = question.key
    match answer:
        case None:
            return {}
        case Unsaid():
            return {key: [answer.value]}
        case Chosen(codes, text):
            return {key: list(codes), f"{key}-other": text} if text else {key: list(codes)}
        case bool():
            return {key: "yes" if answer else "no"}
        case tuple():
            return {f"{key}-{n}": text for n, text in enumerate(answer, 1)}
        case date():
            return date_fields(key, answer)
    return {key: str(answer)}


def is_of(name: str, key: str) -> bool:
    return name == key or name.startswith(f"{key}-")


def fill_in(person: Person, document: Questionnaire, answers: Answers) -> list[str]:
    """Go from the list of sections to the check, page by page; the addresses passed."""
    entries = Entries(answers)
    passed = []
    person.get("/p/tasks/").get(
        next(href for href in person.screen.links.values() if "/q/" in href)
    )
    while person.at != "/p/check/":
        passed.append(person.at)
        assert person.response.status_code == 200, (person.at, person.screen.text)
        assert len(passed) < 1_000, "the pages lead in a circle"
        if person.at.startswith("/p/list/"):
            next_entry(person, entries.waiting(person.at.split("/")[3]))
        else:
            page = page_on(person, document)
            values = entry_on(person, entries, page, document) if page.group else answers.top
            person.answer(tuple(map(document.by_key.__getitem__, page.keys)), values)
    return passed


class Entries:
    """Which of the entries in mind each row on the screen is about."""

    def __init__(self, answers: Answers) -> None:
        self._left = {group: list(rows) for group, rows in answers.rows.items()}
        self._taken: dict[str, Row] = {}

    def waiting(self, group: str) -> list[Row]:
        return self._left.get(group, [])

    def of(self, row: str, group: str, key: str, named: str) -> Values:
        """``named`` is what its field ``key`` shows already, because it was ticked."""
        if row not in self._taken:
            self._taken[row] = self._next(group, key, named)
        return self._taken[row].answers

    def _next(self, group: str, key: str, named: str) -> Row:
        """The one that is named on the screen already; else the next."""
        left = self.waiting(group)
        if not left:
            return Row("made from a tick", a_ticked_entry(named, key))
        found = next((row for row in left if row.answers.get(key) == named), left[0])
        left.remove(found)
        return found


def entry_on(person: Person, entries: Entries, page: Page, document: Questionnaire) -> Values:
    key = document.roles.allergy.substance
    # Of an entry that a tick named, its page says the name and does not ask for it.
    told = re.search(r"This entry: (.*?) Write the name", person.screen.text)
    named = told[1] if told else person.screen.main.fields.get(key, [""])[0]
    return entries.of(person.at.split("/")[5], page.group, key, named)


def a_ticked_entry(name: str, key: str) -> Values:
    """What somebody says of an entry that only a tick asked for."""
    return {
        key: name,
        "allergy_category": Unsaid.DONT_KNOW,
        "allergy_reaction": Unsaid.DONT_KNOW,
        "allergy_severity": Unsaid.DONT_KNOW,
        "allergy_treatment": Unsaid.DONT_KNOW,
        "allergy_when": Unsaid.DONT_KNOW,
    }


def next_entry(person: Person, waiting: list[Row]) -> None:
    """Add the next entry on the list on the screen, or go on when there is none."""
    if waiting:
        person.send(person.screen.form_to("/add/"))
    else:
        person.send(person.screen.onward)


def page_on(person: Person, document: Questionnaire) -> Page:
    section, number = person.at.split("/")[3:5]
    return next(p for p in document.pages if (p.section, p.number) == (section, int(number)))


def sign(person: Person, name: str = "Maria Delgado") -> Person:
    person.get("/p/sign/")
    form = person.screen.main
    ticked = {name: values[0] for name, values in form.offered.items()}
    person.send(form, **ticked, **{"-signature": name})
    if "Is this your name?" in person.screen.text:
        person.send(person.screen.main, **{"-as-it-is": "yes"})
    return person


def _names(form: Form) -> set[str]:
    return {*form.fields, *form.offered}
