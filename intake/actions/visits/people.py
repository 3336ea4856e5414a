"""Who a visit is for: filed under the words of the surname, known again, and put right."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from anyascii import anyascii
from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.core.desk.names import folded, taken_apart, terms_of
from intake.core.limits import SHORT_TEXT
from intake.core.questionnaire.free_text import (
    HYPHENATION,
    is_hidden,
    shows_something,
    text_problem,
    tidy,
)
from intake.models import sealed
from intake.models.visits.names import surname_in


class NameRefused(ValueError):
    """The message says what is wrong with it, for whoever typed it."""


def tidy_name(text: str, *, is_needed: bool = True) -> str:
    """A name as it is kept; raises ``NameRefused`` for one that nobody could read."""
    name = tidy(text)
    if not name and not is_needed:
        return ""
    problem = text_problem(name, SHORT_TEXT) if shows_something(name) else "Enter a name."
    if any(is_hidden(letter) or letter in HYPHENATION for letter in name):
        problem = "This name has a letter in it that nobody can see. Type it again."
    if problem:
        raise NameRefused(problem)
    return name


@dataclass(frozen=True, slots=True)
class Named:
    """A whole name as it is printed, and the surname in it."""

    name: str
    surname: str

    @property
    def given(self) -> str:
        """What stands beside the surname in the whole name."""
        name, surname = self.name, self.surname
        cut = name.removesuffix if name.endswith(surname) else name.removeprefix
        return cut(surname).strip()

    @property
    def listed(self) -> str:
        """ "DELGADO, Maria", as it stands in lists."""
        return ", ".join(filter(None, (self.surname.upper(), self.given)))


def file_under(patient: models.Patient, surname: str) -> None:
    """File a patient under every word of her surnames, and under nothing else."""
    digests = {sealed.term_index(term) for term in terms_of_all(patient, surname)}
    patient.terms.exclude(digest__in=digests).delete()
    patient.terms.bulk_create(
        [models.NameTerm(patient=patient, digest=digest) for digest in sorted(digests)],
        ignore_conflicts=True,
    )


def terms_of_all(patient: models.Patient, surname: str = "") -> set[str]:
    """The words of her surname, and of those on records that were merged into hers."""
    own = surname or surname_of(patient)
    surnames = {own, *(other.surname for other in other_names(patient))}
    return {term for each in surnames for term in terms_of(each, latin=anyascii)}


def surname_of(patient: models.Patient) -> str:
    """The surname as it was entered; of people of release 0.1 only its index tells which part."""
    if patient.surname is None:
        name = sealed.open(patient, "name")
        return surname_in(name, patient.surname_index) or taken_apart(name)[0]
    return sealed.open(patient, "surname")


def given_of(patient: models.Patient) -> str:
    return name_of(patient).given


def name_of(patient: models.Patient) -> Named:
    return Named(sealed.open(patient, "name"), surname_of(patient))


def other_names(patient: models.Patient) -> list[Named]:
    """What she was called on records that were merged into this one; raises ``CannotOpen``."""
    if patient.also_named is None:
        return []
    return [Named(*each) for each in json.loads(sealed.open(patient, "also_named"))]


def name_also(patient: models.Patient, names: list[Named]) -> None:
    """Seal other names of a patient, each once and none that is hers now; it is not saved."""
    others = [name for name in dict.fromkeys(names) if name != name_of(patient)]
    patient.also_named = None
    if others:
        kept = [(each.name, each.surname) for each in others]
        sealed.seal(patient, "also_named", json.dumps(kept, ensure_ascii=False))


def known_people(
    surname: str, birth_date: date, *, at: models.Site | None = None
) -> list[models.Patient]:
    """People on record with a word of this surname and this birth date.

    With a site only those who were there: that somebody goes to another is not told.
    """
    found = models.Patient.objects.named(surname).born_on(birth_date)
    if at:
        found = found.filter(visits__site=at)
    return sorted(found, key=lambda patient: str(patient.pk))


def is_same_given(patient: models.Patient, given: str) -> bool:
    """Whether first names of hers do not contradict it: "Ana" and "Ana María" do not."""
    typed = [folded(word) for word in given.split()]
    known = (name.given.split() for name in (name_of(patient), *other_names(patient)))
    return any(
        all(folded(one) == other for one, other in zip(kept, typed, strict=False)) for kept in known
    )


def people_alike(patient: models.Patient, *, user: models.User) -> list[models.Patient]:
    """Others with a word of her surname and her birth date, of whom this member of staff may know.

    Nobody for a patient whose own record may not be known, or can't be read.
    """
    reach = models.Patient.objects.within(user)
    terms = patient.terms.values("digest")
    alike = reach.filter(terms__digest__in=terms, birth_date_index=patient.birth_date_index)
    found = list(alike.exclude(pk=patient.pk).order_by("pk"))
    return found if found and reach.filter(pk=patient.pk).exists() else []


def correct_name(
    visit: models.Visit, surname: str, given: str, *, by: models.User, at: datetime
) -> None:
    """Put a name right; what was frozen keeps the name that it was sent with."""
    surname, given = tidy_name(surname), tidy_name(given, is_needed=False)
    with transaction.atomic():
        patient = models.Patient.objects.select_for_update(no_key=True).get(pk=visit.patient_id)
        name_patient(patient, f"{given} {surname}".strip(), surname)
        patient.save(update_fields=["name", "surname", "surname_index"])
        file_under(patient, surname)
        for each in patient.visits.order_by("pk"):
            record("name_corrected", at=at, by=by, visit=each)


def name_patient(patient: models.Patient, name: str, surname: str) -> None:
    """Seal the whole name, as it is printed, and the surname in it; the patient is not saved."""
    sealed.seal(patient, "name", name)
    sealed.seal(patient, "surname", surname)
    patient.surname_index = sealed.surname_index(surname)
