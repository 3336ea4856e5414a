"""Somebody of the clinic with a paper in her hand, who types it in without script."""

from datetime import date

from django.test import Client

from intake import models
from tests.journeys.person import Person, date_fields
from tests.make.factor import let_in
from tests.make.staff import a_member

READER, SIGNED_ON = "Ana Ruiz", date(2026, 11, 20)


def a_scribe(first: str = "Kim", last: str = "Lee", **columns: object) -> models.User:
    return a_member("scribe", first_name=first, last_name=last, **columns)


class Scribe(Person):
    """The patient's own pages, behind a button instead of a link."""

    def __init__(self, user: models.User | None = None) -> None:
        self.user = user or a_scribe()
        super().__init__(token="none", client=let_in(Client(), self.user))

    def look_at(self, visit: models.Visit) -> "Scribe":
        return self.get(f"/from-paper/visits/{visit.reference}/")

    def begin(self, visit: models.Visit, **said: str) -> "Scribe":
        return self.look_at(visit).send(self.screen.form_to("/type-in/"), **said)

    def type_small(self) -> "Scribe":
        """The small questionnaire, up to its signature."""
        self.get("/p/q/you/1/").say(has_allergy="no").say(heard=["none"])
        return self.say().say(ready="yes")

    def press_send(self, **changes: object) -> "Scribe":
        """Everything ticked that can be, the name, the day and the reader; then Send."""
        form = self.get("/p/sign-paper/").screen.main
        ticked = {n: v[0] for n, v in form.offered.items() if not n.startswith("-")}
        signed = {"-signature": "Maria Delgado", "-read-back-by": READER}
        return self.send(form, **ticked | signed | date_fields("-signed-on", SIGNED_ON) | changes)
