"""Faults in the core, in forms, and in what page and paper show."""

from .fault import Fault

CORE, FORMS, PAPER = "tests/spec tests/core", "tests/forms tests/fuzz/test_forms.py", "tests/pdf"
QUESTIONNAIRE, DISCUSSION = "intake/core/questionnaire", "intake/core/discussion"

FAULTS = (
    Fault(
        "“all of these” is taken for “any of these” when a question is shown",
        f"{QUESTIONNAIRE}/answers.py",
        "combine = all if show_if.behavior is Behavior.ALL else any",
        "combine = any if show_if.behavior is Behavior.ALL else all",
        CORE,
    ),
    Fault(
        "an answer at the limit does not count as “at least”",
        f"{QUESTIONNAIRE}/answers.py",
        "Operator.AT_LEAST: operator.ge",
        "Operator.AT_LEAST: operator.gt",
        CORE,
    ),
    Fault(
        "“I don't know” counts as an answer that exists",
        f"{DISCUSSION}/raise_points.py",
        "elif condition.values[0] and not isinstance(said.answer, Unsaid):",
        "elif condition.values[0]:",
        CORE,
    ),
    Fault(
        "conditions on two different entries of a list raise a point together",
        f"{DISCUSSION}/raise_points.py",
        "if any(condition.question in seen.in_group for condition in trigger.conditions):",
        "if False:",
        CORE,
    ),
    Fault(
        "the first trigger of a point is ignored",
        f"{DISCUSSION}/raise_points.py",
        "for number, trigger in enumerate(point.triggers)\n",
        "for number, trigger in list(enumerate(point.triggers))[1:]\n",
        CORE,
    ),
    Fault(
        "the lowest severity wins",
        f"{DISCUSSION}/raise_points.py",
        "highest = max(severities,",
        "highest = min(severities,",
        CORE,
    ),
    Fault(
        "a number that was given is given again",
        f"{DISCUSSION}/numbering.py",
        "last = before.last_number if before else 0",
        "last = 0",
        CORE,
    ),
    Fault(
        "the trace is digested without its values, so a lifted hold stays lifted",
        f"{DISCUSSION}/numbering.py",
        "(each.question, each.row, each.value, *",
        "(each.question, each.row, *",
        CORE,
    ),
    Fault(
        "the trace is digested without what an entry is about: lifted for one drug, for all",
        f"{DISCUSSION}/in_words.py",
        "found = (self.about(match.row), beside)",
        'found = ("", beside)',
        CORE,
    ),
    Fault(
        "a hold that was lifted for one product is lifted for all",
        "intake/core/talk/verified_facts.py",
        "about=_about(choice.shown, on) if choice else {},",
        "about={},",
        "tests/actions/talk/test_who_ends_a_hold.py",
    ),
    Fault(
        "a hold that a correction took away is gone without a word",
        f"{DISCUSSION}/numbering.py",
        "gone = {point.key: point for point in before.holds} if before else {}",
        "gone = {}",
        CORE,
    ),
    Fault(
        "“none known” although one allergy question was left blank",
        f"{DISCUSSION}/allergies.py",
        "if not answers or None in answers:",
        "if not answers:",
        CORE,
    ),
    Fault(
        "“go ahead” is possible while a hold stays",
        "intake/core/talk/readiness.py",
        "elif decision.kind is DecisionKind.GO_AHEAD:",
        "elif decision.kind is DecisionKind.DECLINE:",
        CORE,
    ),
    Fault(
        "a hold is lifted without a reason",
        "intake/core/talk/outcomes.py",
        "if outcome in ENDS_A_HOLD and not shows_something(note):",
        "if outcome is Outcome.CONFIRMED and not shows_something(note):",
        CORE,
    ),
    Fault(
        "a cell that begins with a sign is a formula again",
        "intake/core/privacy/csv_cells.py",
        'SIGNS = "=+\\\\-@',
        'SIGNS = "+\\\\-@',
        CORE,
    ),
    Fault(
        "“none of these” goes together with an allergy",
        f"{QUESTIONNAIRE}/questionnaire.py",
        "return frozenset((*self.exclusive, DONT_KNOW))",
        "return frozenset((DONT_KNOW,))",
        FORMS,
    ),
    Fault(
        "an answer sent twice is taken",
        "intake/forms/page.py",
        "len(self.data.getlist(name)) > 1",
        "len(self.data.getlist(name)) > 2",
        FORMS,
    ),
    Fault(
        "letters that look like others are not pointed out",
        "intake/display/printable.py",
        'if "LATIN" in alphabets and is_foreign:',
        "if False:",
        "tests/display",
    ),
    Fault(
        "a text without a visible letter is a text",
        "intake/core/questionnaire/free_text.py",
        "return any(letter not in _BLANK for letter in seen)",
        "return bool(text)",
        CORE,
    ),
    Fault(
        "pages that lost the end of an answer are kept",
        "intake/pdf/completeness.py",
        "if place < 0 or found < 0:",
        "if place < 0:",
        f"{PAPER}/test_complete.py",
    ),
)
