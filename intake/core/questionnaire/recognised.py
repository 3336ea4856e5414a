"""What names on a patient's lists say to other questions: options to tick, never a rule's answer.

No rule reads what was typed. A name that is known here ticks an option, which the patient sees and
can take away; rules read the tick.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from .answers import NOTHING, Answer, Answers, Chosen, Marks, Row, Unsaid, Values, codes_in
from .names import ListedName, folded
from .questionnaire import Question, Questionnaire
from .walk import Walk


@dataclass(frozen=True, slots=True)
class Recognised:
    """Something typed, and the option that it stands for; ``row`` is the entry it is in."""

    typed: str
    asked: str
    row: str | None
    question: str
    code: str

    @property
    def option(self) -> str:
        return f"{self.question}/{self.code}"

    @property
    def refusal(self) -> str:
        """What is remembered when the patient takes the tick away: for this name only."""
        return f"{self.option} {folded(self.typed)}"


@dataclass(frozen=True, slots=True)
class Beside:
    """What names change beside the page that was saved."""

    values: Mapping[str, Answer | None]
    marks: Marks


def recognised(document: Questionnaire, answers: Answers) -> tuple[Recognised, ...]:
    """Every option that a name stands for, in the order of the lists.

    What ticked in another language stands for that tick for as long as it is on its list.
    """
    found = []
    listed = {option: folded(typed) for option, typed in answers.listed.items()}
    for asked, row, typed, known in typed_names(document, answers):
        ticks = [tick for name in known for tick in name.ticks]
        # Of this list alone: heparin is an allergy on one and a medicine on another.
        of_list = {tick for name in document.names_of[asked.key].names for tick in name.ticks}
        others = of_list.intersection(listed).difference(ticks)
        ticks += sorted(tick for tick in others if listed[tick] == folded(typed))
        for tick in ticks:
            question, _, code = tick.partition("/")
            found.append(Recognised(typed, asked.key, row, question, code))
    return tuple(found)


def typed_names(
    document: Questionnaire, answers: Answers
) -> Iterator[tuple[Question, str | None, str, tuple[ListedName, ...]]]:
    """What was typed in a box that offers names: its question, row, words, and the names in it."""
    for key, names in document.names_of.items():
        question, group = document.by_key[key], document.group_of.get(key)
        for row in answers.rows_of(group.key) if group else (None,):
            for typed in lines_in(answers.get(key, row)):
                known = names.within(typed) if question.repeats else names.whole(typed)
                yield question, row.id if row else None, typed, known


def lines_in(answer: Answer | None) -> tuple[str, ...]:
    if isinstance(answer, str):
        return (answer,)
    return answer if isinstance(answer, tuple) else ()


def is_open_to(question: Question, answer: Answer | None) -> bool:
    """Whether a name may tick an option: "None of these" and what is said in person stay."""
    if answer is Unsaid.DONT_KNOW:
        return True
    return isinstance(answer, Chosen) and question.alone.isdisjoint(answer.codes)


def ticked(question: Question, answer: Answer | None, code: str) -> Chosen:
    """The answer with one more option, in the order of the list; it takes the place of others
    only where they stand alone, or where one is taken."""
    own = answer.text if isinstance(answer, Chosen) else ""
    before = () if isinstance(answer, Unsaid) else codes_in(answer)
    kept = set(before) - question.alone if question.repeats else set()
    return Chosen(tuple(each for each in question.texts if each in {*kept, code}), own)


def unticked(answer: Chosen, code: str) -> Chosen | None:
    """The answer without an option; nothing where that was all of it."""
    codes = tuple(each for each in answer.codes if each != code)
    return Chosen(codes, answer.text) if codes else None


def unfit(document: Questionnaire, answers: Answers) -> tuple[Recognised, ...]:
    """Names beside an answer that says "none of these": to be asked, never to be changed."""
    found = []
    for each in recognised(document, answers):
        question, answer = document.by_key[each.question], answers.top.get(each.question)
        is_none = isinstance(answer, Chosen) and not question.alone.isdisjoint(answer.codes)
        if is_none:
            found.append(each)
    return tuple(found)


def follow(
    walked: Walk, marks: Marks, *, saved: Iterable[str] = (), before: Values = NOTHING
) -> Beside:
    """Ticks that the names on her lists ask for, and those whose name is gone.

    ``saved`` are the questions of a page that was just kept, ``before`` its answers until then: a
    tick that she took away there stays away, and one that she left there is hers.
    """
    following = _Following(walked, marks, frozenset(saved))
    following.refuse(before)
    following.drop()
    following.add()
    return Beside(following.changed, following.marks)


def follow_out(walked: Walk, marks: Marks, row: Row, group: str) -> Beside:
    """An entry was taken off its list: with it the ticks, also her own, that stood for it alone."""
    following = _Following(walked, marks, frozenset())
    following.drop()
    following.untick(recognised(walked.questionnaire, Answers(rows={group: (row,)})))
    return Beside(following.changed, following.marks)


def follow_back(walked: Walk, marks: Marks, row: str) -> Beside:
    """An entry was put back on its list: it ticks again, also where nothing is left ticked.

    What other names could tick on a question that was left open stays open.
    """
    following = _Following(walked, marks, frozenset())
    following.add(back=row)
    return Beside(following.changed, following.marks)


def take_away(walked: Walk, marks: Marks, option: str) -> Beside:
    """A tick that a name made, and the patient does not want."""
    following = _Following(walked, marks, frozenset())
    following.take_away(option)
    return Beside(following.changed, following.marks)


class _Following:
    """Where one pass over the names has got to; lives only inside ``follow``."""

    def __init__(self, walked: Walk, marks: Marks, saved: frozenset[str]) -> None:
        self.document, self.marks, self.saved = walked.questionnaire, marks, saved
        self.found = recognised(self.document, replace(walked.counted, listed=marks.names))
        self.asked = {asked.question.key for asked in walked.asked if asked.row is None}
        self.answers = dict(walked.counted.top)
        self.changed: dict[str, Answer | None] = {}

    def refuse(self, before: Values) -> None:
        gone = (
            each.refusal
            for each in self.found
            if each.question in self.saved
            and each.code in codes_in(before.get(each.question))
            and not self._is_ticked(each)
        )
        self.marks = replace(self.marks, refused=self.marks.refused | {*gone})

    def drop(self) -> None:
        names = {each.option: each.typed for each in self.found}
        kept = {}
        for option, (_typed, was_unknown) in self.marks.listed.items():
            key, _, code = option.partition("/")
            if code not in codes_in(self.answers.get(key)):
                continue
            if option in names:
                kept[option] = (names[option], was_unknown)
            elif key not in self.saved:
                self._untick(key, code, was_unknown)
        self.marks = replace(self.marks, listed=kept)

    def untick(self, gone: Iterable[Recognised]) -> None:
        others = {each.option for each in self.found}
        for each in gone:
            if each.option not in others and self._is_ticked(each):
                self._untick(each.question, each.code, False)

    def take_away(self, option: str) -> None:
        _typed, was_unknown = self.marks.listed.get(option, ("", False))
        key, _, code = option.partition("/")
        listed = {each: said for each, said in self.marks.listed.items() if each != option}
        refused = {each.refusal for each in self.found if each.option == option}
        self.marks = replace(self.marks, listed=listed, refused=self.marks.refused | refused)
        self._untick(key, code, was_unknown)

    def add(self, *, back: str = "") -> None:
        for each in self.found:
            question, answer = self.document.by_key[each.question], self.answers.get(each.question)
            is_wanted = each.question in self.asked and each.refusal not in self.marks.refused
            is_open = is_open_to(question, answer) or (each.row == back and answer is None)
            if self._is_ticked(each) or not (is_wanted and is_open):
                continue
            self._change(each.question, ticked(question, answer, each.code))
            listed = {**self.marks.listed, each.option: (each.typed, answer is Unsaid.DONT_KNOW)}
            self.marks = replace(self.marks, listed=listed)

    def _is_ticked(self, each: Recognised) -> bool:
        return each.code in codes_in(self.answers.get(each.question))

    def _untick(self, key: str, code: str, was_unknown: bool) -> None:
        answer = self.answers.get(key)
        # Answered anew in another window, it holds nothing that could be taken away.
        if isinstance(answer, Chosen) and code in answer.codes:
            left = unticked(answer, code)
            self._change(key, left or (Unsaid.DONT_KNOW if was_unknown else None))

    def _change(self, key: str, answer: Answer | None) -> None:
        self.changed[key] = answer
        self.answers = {k: a for k, a in (self.answers | {key: answer}).items() if a is not None}
