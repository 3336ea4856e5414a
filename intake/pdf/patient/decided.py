"""What was decided, in a patient's words, and how each point of hers ended."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from intake.core.limits import LONG_TEXT
from intake.core.talk.outcomes import PointOutcome
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.pdf.filters import in_words
from intake.pdf.provider.first_page import shortened
from intake.pdf.talk import IN_DISCUSSION, NOT_VALID, TalkSoFar


@dataclass(frozen=True, slots=True)
class Decided:
    """``words`` is what happens next; ``by`` and ``at`` stay empty until it is signed."""

    words: str
    more: str = ""
    by: str = ""
    at: datetime | None = None
    notes: tuple[str, ...] = ()
    """What has to be said of the signature, each in a sentence."""


def decided(
    talk: TalkSoFar | None, *, with_reason: bool = True, letters: int = LONG_TEXT
) -> Decided:
    if talk is None:
        return Decided(
            _("Nothing is decided yet."), _("You can take your time, and you can say no.")
        )
    if talk.signed is None:
        return Decided(_("The talk is not finished. Nothing is decided yet."))
    signed, by = talk.signed, talk.signed.signature
    words, more = _("Decided."), _ask()
    if decision := signed.decision:
        words, more = in_plain_words(replace(decision, what=shortened(decision.what, letters)))
        if with_reason and not _is_shorthand(decision.reason):
            reason = shortened(decision.reason, letters)
            end = "" if reason[-1:] in (".", "!", "?", "…", "") else "."
            more = f"{reason}{end} {more}".strip()
    if signed.superseded:
        said = _("Ask the clinic for the new one. This one said: “%(words)s”") % {"words": words}
        words, more = _("This paper is out of date: a later decision took its place."), said
    fits = _("The signature does not fit what is stored. Ask the clinic.")
    later = _("Something was added to your record later: ask your provider about it.")
    notes = (
        "" if talk.is_valid else fits,
        _("This takes the place of an earlier decision.") if signed.earlier else "",
        later if signed.addenda else "",
    )
    return Decided(words, more, by.name, talk.here(by.at), tuple(filter(None, notes)))


def foot(talk: TalkSoFar | None) -> str:
    """How things stand, on every page; empty before anything was recorded."""
    if talk is None:
        return ""
    if talk.signed is None:
        return _(IN_DISCUSSION)
    if talk.signed.superseded:
        return _("OUT OF DATE: a later decision took its place")
    return _("Signed") if talk.is_valid else _(NOT_VALID)


def _ask() -> str:
    return _("Ask your provider what this is about.")


def _is_shorthand(text: str) -> bool:
    """Whether it uses the clinic's own word for a point that waits."""
    return re.search(r"\bholds?\b", text, re.IGNORECASE) is not None


def in_plain_words(decision: Decision) -> tuple[str, str]:
    """One sentence, and what belongs to it.

    What was typed is left out where it uses the clinic's own word for a point that waits.
    """
    what = "" if _is_shorthand(decision.what) else decision.what
    match decision.kind:
        case DecisionKind.GO_AHEAD:
            return _("You decided to go ahead."), _("You can change your mind at any time.")
        case DecisionKind.WAIT_UNTIL:
            until = in_words(decision.until) if decision.until else ""
            words = _("You will wait until %(day)s.") % {"day": until}
            first = _("What has to happen first: %(what)s.") % {"what": what} if what else ""
            return words if until else _("You will wait."), first or ("" if until else _ask())
        case DecisionKind.REFER_TO:
            return _("You will see somebody else first."), what or _ask()
        case DecisionKind.DECLINE:
            return (
                _("Your provider will not give this treatment."),
                _("Ask what else can help you."),
            )


def how_it_ended(ended: PointOutcome | None) -> str:
    """Only what waits before a treatment is told as settled or not; nothing else is judged."""
    if ended is None or not ended.is_hold or ended.is_open:
        return ""
    if ended.is_staying:
        return _("Not settled: this must be solved first.")
    return _("Settled.")
