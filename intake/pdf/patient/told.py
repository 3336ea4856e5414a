"""What a patient told us, to be put right; nothing of what she keeps for the room."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from intake.core.discussion.discussion import AllergyState, Discussion, Said
from intake.core.discussion.private import for_home, keeps_free_words_off
from intake.core.discussion.talking_points import Standing
from intake.display.case import ANSWERER, MEDICINES, PRODUCT, SOURCE, WAY, said_once, taken
from intake.display.worst_first import Level, worst_first
from intake.pdf.provider.first_page import shortened

Say = Callable[..., str]
"""Words of the version, and under which name they stand, to those of the patient's language."""


@dataclass(frozen=True, slots=True)
class AllergyLevel:
    label: str
    names: tuple[str, ...]
    is_severe: bool


@dataclass(frozen=True, slots=True)
class ToldUs:
    """Each is empty where she said nothing, or nothing that may be read at home."""

    answerer: str
    planned: str
    hope: str
    allergies: tuple[AllergyLevel, ...]
    allergy_state: str
    takes: str
    no_medicines: str
    worries: tuple[str, ...]
    question: str


NO_MEDICINES = {
    Standing.GIVEN: gettext_noop("none."),
    Standing.DONT_KNOW: gettext_noop("you do not know the names."),
    Standing.DECLINED: gettext_noop("none."),
    Standing.BLANK: gettext_noop("left blank."),
}
# In words to the patient; only where no allergy is listed by name.
ALLERGY_STATE = {
    AllergyState.NONE_KNOWN: gettext_noop("none that you know of."),
    AllergyState.KNOWN: gettext_noop("yes; your provider has the details."),
    AllergyState.NOT_SURE: gettext_noop("you are not sure."),
    AllergyState.NOT_ANSWERED: gettext_noop("not answered."),
}


def told_us(discussion: Discussion, letters: int, say: Say) -> ToldUs:
    own, said = discussion.own_words, said_once(discussion)
    asked = said.get(MEDICINES)
    is_told = not own.medicines and asked is not None and not asked.is_private
    is_kept = keeps_free_words_off(discussion)
    lines = (each.name for each in taken(discussion))

    def brief(text: str) -> str:
        return shortened("".join(for_home(discussion, text)), letters)

    return ToldUs(
        answerer=", ".join(_answerer(said, say)) or discussion.header.answerer,
        planned="; ".join(filter(None, _planned(discussion, said, brief, say))),
        hope=brief(own.hope),
        allergies=tuple(_level(each, letters, say) for each in worst_first(discussion.allergies)),
        allergy_state=_(ALLERGY_STATE[discussion.allergies.state]),
        takes=shortened("; ".join(for_home(discussion, *lines)), letters),
        no_medicines=_(NO_MEDICINES[asked.standing]) if is_told else "",
        worries=() if is_kept else tuple(filter(None, map(brief, own.worries[:3]))),
        question="" if is_kept else brief(own.questions),
    )


def _answerer(said: dict[str, Said], say: Say) -> Iterable[str]:
    """Who answered, as the header has it; what was picked from a list in the patient's words."""
    for each in (said[key] for key in ANSWERER if key in said):
        if each.standing is Standing.GIVEN:
            picked = (say(words, f"question/{each.question}/") for words in each.words)
            yield from each.own or picked


def _planned(
    discussion: Discussion, said: dict[str, Said], brief: Callable[[str], str], say: Say
) -> Iterable[str]:
    yield _chosen(said.get(WAY), _("how it is given is not known"), say)
    yield _chosen(said.get(SOURCE), _("what it is made from is not known"), say)
    product = next((rung for rung in discussion.ladder if rung.question == PRODUCT), None)
    own = brief("; ".join(product.own)) if product else ""
    is_asked = PRODUCT in said and not said[PRODUCT].is_private
    yield f"“{own}”" if own else _("no product named") if is_asked else ""


def _chosen(said: Said | None, unknown: str, say: Say) -> str:
    """Options as the patient picked them; what was not asked, or is private, is not told."""
    if said is None or said.is_private:
        return ""
    if said.standing is not Standing.GIVEN:
        return unknown
    # "Something else" says nothing beside what was typed for it.
    picked = said.words[:-1] if said.own and said.words else said.words
    words = (say(each, f"question/{said.question}/") for each in picked)
    return "; ".join((*words, *(f"“{own}”" for own in said.own)))


NAMES = 3
"""Times as many letters as one text have the names of all allergies that were as severe."""


def _level(level: Level, letters: int, say: Say) -> AllergyLevel:
    """As many names as there is room for; how many more there are is said."""
    line = level.lines[0]
    known = level.label in line.severity
    label = say(line.severity, "question/").partition(":")[0] if known else _("Not known")
    names: list[str] = []
    room = NAMES * letters
    for name in level.names:
        brief = shortened(name, letters)
        room -= len(brief)
        if room < 0:
            names.append(_("and %(more)d more") % {"more": len(level.names) - len(names)})
            break
        names.append(brief)
    return AllergyLevel(label, tuple(names), level.is_severe)
