"""The case in two lines: how, from what, which product, how far shown, for what, with what hope."""

import re
from dataclasses import dataclass

from intake.core.discussion.discussion import Discussion, Rank, Said
from intake.core.discussion.talking_points import Standing

from .traces import brief

# The keys that the shipped content gives to what a case is made of. A document that lacks one
# has a case without it; nothing is decided by these, they only choose what is told first.
WAY, SOURCE, PRODUCT, GOAL, MEDICINES = (
    "route",
    "source_type",
    "product_identity",
    "treatment_goal",
    "medicines_list",
)
SITE = ("injection_site", "site_side")
ANSWERER = ("proxy_name", "proxy_relation", "proxy_phone")
SIDED = re.compile(r"\b(joint|eye)\b")
"""Ways that have a left and a right."""
BESIDE = {
    ("medicines_risk", "blood_thinner"): "blood thinner",
    ("medicines_risk", "antiplatelet"): "aspirin or a drug like it",
    ("other_conditions", "implant"): "implant",
    ("other_conditions", "man_made_joint"): "man-made joint at the site",
}
"""Answers that stand in the case itself: whoever holds the needle has to know them."""

NOT_SAID = {
    Standing.DONT_KNOW: "not known",
    Standing.DECLINED: "not known",
    Standing.BLANK: "left blank",
}
SHOWN = {
    Rank.TOLD: "only told",
    Rank.SEEN: "papers seen by the patient",
    Rank.REFUSED: "asked, not shown",
    Rank.UNKNOWN: "nothing shown",
    None: "nothing shown",
}


@dataclass(frozen=True, slots=True)
class Case:
    """What stands first on page 1; texts that the patient typed are in ``own_product``, ``hope``"""

    way: str
    source: str
    product: str
    own_product: str
    shown: str
    goal: str
    own_goal: str
    hope: str
    site: str = ""
    """Which joint and side; said in words where nobody recorded it."""
    beside: tuple[str, ...] = ()


def case_of(discussion: Discussion) -> Case:
    said = said_once(discussion)
    product = next((rung for rung in discussion.ladder if rung.question == PRODUCT), None)
    own = "; ".join(product.own) if product else ""
    asked, goal, way = said.get(PRODUCT), said.get(GOAL), said.get(WAY)
    unnamed = NOT_SAID.get(asked.standing, "not named") if asked else "not named"
    sites = [word for key in SITE if key in said for word in (*said[key].words, *said[key].own)]
    is_sided = way is not None and any(map(SIDED.search, way.words))
    codes = {(b.question, b.value) for point in discussion.points for b in point.because}
    return Case(
        way=_words(way, "Way"),
        source=_words(said.get(SOURCE), "source"),
        product="" if own else f"product {unnamed}",
        own_product=own,
        shown=SHOWN[product.rank if product else None],
        goal="; ".join(_run_in(brief(words)) for words in goal.words) if goal else "",
        own_goal="; ".join(goal.own) if goal else "",
        hope=discussion.own_words.hope,
        site=", ".join(sites) or ("side not recorded" if is_sided else ""),
        beside=tuple(words for code, words in BESIDE.items() if code in codes),
    )


def said_once(discussion: Discussion) -> dict[str, Said]:
    """What was said to each question outside of rows."""
    everything = (said for section in discussion.sections for said in section.said)
    return {said.question: said for said in everything if said.row is None}


def medicines(discussion: Discussion) -> str:
    """How the question for medicines stands where nothing was typed: never simply missing."""
    said = said_once(discussion).get(MEDICINES)
    if said is None:
        return "not asked"
    return (
        "; ".join(said.words)
        if said.words and said.standing is Standing.GIVEN
        else (NOT_SAID.get(said.standing, "none"))
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """A medicine as the patient wrote it, and in brackets what its name is known to be."""

    name: str
    note: str


def taken(discussion: Discussion) -> tuple[Taken, ...]:
    """Line by line; what was asked for as one text is one line."""
    own = discussion.own_words
    if not own.medicine_lines:
        return (Taken(own.medicines, ""),) if own.medicines else ()
    found = []
    for line in own.medicine_lines:
        kinds = [
            _run_in(brief(kind).removeprefix("A ").removeprefix("An "))
            + (": not ticked" if kind in line.unticked else "")
            for kind in line.kinds
        ]
        found.append(Taken(line.name, ", ".join(kinds)))
    return tuple(found)


def _words(said: Said | None, label: str) -> str:
    if said is None:
        return f"{label} not asked"
    if said.standing is not Standing.GIVEN:
        return f"{label} {NOT_SAID[said.standing]}"
    # "Something else" says nothing beside what was typed for it.
    picked = said.words[:-1] if said.own else said.words
    return "; ".join((*map(brief, picked), *(f"“{own}”" for own in said.own)))


def _run_in(words: str) -> str:
    """An option within a sentence: "Joint or back pain" begins small, "MS" does not."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words
