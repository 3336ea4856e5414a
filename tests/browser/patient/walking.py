"""The patient's whole way in a real browser, with the answers of an example patient in mind."""

from collections.abc import Callable, Mapping
from datetime import date

from intake.core.questionnaire.answers import Answers, Row, Values
from intake.core.questionnaire.questionnaire import Page, Questionnaire
from tests.browser.chromium import Tab
from tests.browser.hands import Keyboard, Pointer
from tests.journeys.person import date_fields, posted
from tests.make.builders import shipped

Hand = Pointer | Keyboard
Look = Callable[[], None]


class Walk:
    """One patient behind one link; ``look`` is called on every page before it is left."""

    def __init__(self, tab: Tab, hand: Hand, *, look: Look = lambda: None) -> None:
        self.tab, self.hand, self.look = tab, hand, look
        self.passed: list[str] = []

    def enter(self, token: str, birth_date: date) -> None:
        self.tab.go(f"/p/{token}/")
        self.fill_in(date_fields("birth_date", birth_date))
        self.press("Continue")

    def fill_in(self, fields: Mapping[str, object]) -> None:
        for name, value in fields.items():
            values = value if isinstance(value, list) else [value]
            if self.hand.has(name):
                self.hand.fill(name, *map(str, values))

    def press(self, words: str) -> None:
        self._leave()
        self.hand.press(words)

    def follow(self, words: str) -> None:
        self._leave()
        self.hand.follow(words)

    def answer_all(
        self, document: Questionnaire, answers: Answers, at_list: Look = lambda: None
    ) -> None:
        """From the first page to checking; ``at_list`` is called on a list that is complete."""
        waiting = {group: list(rows) for group, rows in answers.rows.items()}
        taken: dict[str, Row] = {}
        while self.tab.path != "/p/check/":
            assert len(self.passed) < 500, "the pages lead in a circle"
            if not self.tab.path.startswith("/p/list/"):
                page = page_at(self.tab.path, document)
                values = answers.top
                if page.group:
                    row = self.tab.path.split("/")[5]
                    if row not in taken:
                        taken[row] = waiting[page.group].pop(0)
                    values = taken[row].answers
                self.answer(page, document, values)
            elif waiting[self.tab.path.split("/")[3]]:
                self.press("Add ")
            else:
                at_list()
                self.press("Continue")

    def answer(self, page: Page, document: Questionnaire, values: Values) -> None:
        for key in page.keys:
            self.fill_in(posted(document.by_key[key], values.get(key)))
        self.press("Continue")

    def sign(self, name: str) -> None:
        for statement in shipped().sections[-1].items:
            self.fill_in({statement.key: ["on"]})
        self.fill_in({"-signature": name})
        self.press("Sign and send")

    def _leave(self) -> None:
        self.passed.append(self.tab.path)
        self.look()


def page_at(path: str, document: Questionnaire) -> Page:
    section, number = path.split("/")[3:5]
    return next(p for p in document.pages if (p.section, p.number) == (section, int(number)))
