"""A draft as a tree: what is asked, when, what can be picked, and which points go by it."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from django.urls import reverse

from intake.actions.catalog.draft_rows import DraftRows
from intake.admin.catalog.readable import marks_of, statement_words
from intake.core.questionnaire.questionnaire import CHOICES
from intake.models import Option, Question, Section
from intake.models.catalog.questions import GROUP, KINDS


@dataclass(frozen=True)
class Use:
    """A point, a claim or another question that goes by an answer."""

    model: str
    words: str
    address: str

    @property
    def said(self) -> str:
        words = {"question": f"opens “{self.words}”", "claim": "what is known"}
        return words.get(self.model, self.words)

    @property
    def leads_away(self) -> bool:
        """Questions stand in the outline itself."""
        return self.model != "question"


@dataclass
class OptionLeaf:
    row: Option
    uses: list[Use]

    @property
    def anchor(self) -> str:
        return f"option-{self.row.pk}"


@dataclass
class Ask:
    """A question or a group, with everything that hangs on it."""

    row: Question
    kind: str
    marks: list[str]
    when: str
    options: list[OptionLeaf]
    uses: list[Use]
    items: list["Ask"] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    begins_page: bool = False

    @property
    def pk(self) -> str:
        return str(self.row.pk)  # a number would be written with the separators of a language

    @property
    def anchor(self) -> str:
        return f"question-{self.pk}"

    @property
    def is_group(self) -> bool:
        return self.row.kind == GROUP

    @property
    def takes_options(self) -> bool:
        return self.row.kind in CHOICES

    @property
    def searched(self) -> str:
        """Everything that the filter looks through."""
        words = [self.row.text, self.row.key, self.row.short, self.when]
        words += [word for leaf in self.options for word in (leaf.row.text, leaf.row.code)]
        uses = [*self.uses, *(use for leaf in self.options for use in leaf.uses)]
        return " ".join([*words, *(use.words for use in uses)]).casefold()


@dataclass
class Branch:
    """A section with what it asks."""

    row: Section
    asked: list[Ask]
    count: int

    @property
    def anchor(self) -> str:
        return f"section-{self.row.pk}"


class Tree:
    """Reads the rows once; nothing here asks the database again."""

    def __init__(self, rows: DraftRows, problems: dict[str, list[str]]) -> None:
        self.rows = rows
        self.problems = problems
        self._name_sources()
        self.uses_of_option: defaultdict[int, list[Use]] = defaultdict(list)
        self.uses_of_question: defaultdict[int, list[Use]] = defaultdict(list)
        self._gather_points()
        self._gather_follow_ups()
        self.branches = [self._branch(section) for section in rows.sections]

    def found(self, sought: str) -> list[Branch]:
        """The sections with only those questions in which some text stands."""
        wanted = sought.casefold()
        branches = []
        for branch in self.branches:
            asked = [
                each
                for each in branch.asked
                if any(wanted in one.searched for one in (each, *each.items))
            ]
            if asked or wanted in branch.row.title.casefold():
                branches.append(Branch(branch.row, asked, branch.count))
        return branches

    def _name_sources(self) -> None:
        """Conditions know the ids of their questions and options; both are at hand."""
        for statements in (*self.rows.show_if.values(), *self.rows.conditions.values()):
            for row in statements:
                if row.source_id in self.rows.questions:
                    row.source = self.rows.questions[row.source_id]
                if row.option_id is None or row.option_id in self.rows.option:
                    row.option = self.rows.option.get(row.option_id)

    def _gather_points(self) -> None:
        # One look-up for all: resolving an address costs more than the rest of a line.
        points, claims = (reverse(f"admin:intake_{m}_changelist") for m in ("point", "claim"))
        for point in self.rows.points:
            use = Use("point", point.title, f"{points}{point.pk}/change/")
            for trigger in self.rows.triggers[point.pk]:
                self._gather(use, self.rows.conditions[trigger.pk])
        for claim in self.rows.claims:
            use = Use("claim", claim.known, f"{claims}{claim.pk}/change/")
            self.uses_of_option[claim.option_id].append(use)

    def _gather_follow_ups(self) -> None:
        for pk, statements in self.rows.show_if.items():
            use = Use("question", self.rows.questions[pk].text, f"#question-{pk}")
            self._gather(use, statements)

    def _gather(self, use: Use, statements) -> None:
        for row in statements:
            held = self.uses_of_option[row.option_id] if row.option_id else None
            users = self.uses_of_question[row.source_id] if held is None else held
            if use not in users:
                users.append(use)

    def _branch(self, section: Section) -> Branch:
        asked = [self._ask(row) for row in self.rows.of_section[section.pk]]
        for before, each in pairwise(asked):
            each.begins_page = each.row.starts_page or each.is_group or before.is_group
        return Branch(section, asked, len(self.rows.asked_in(section)))

    def _ask(self, row: Question) -> Ask:
        show_if = self.rows.show_if[row.pk]
        options = [OptionLeaf(o, self.uses_of_option[o.pk]) for o in self.rows.options[row.pk]]
        asked = Ask(
            row,
            kind=KINDS[row.kind],
            marks=list(marks_of(row)),
            when=statement_words(show_if, row.show_behavior) if show_if else "",
            options=options,
            uses=self.uses_of_question[row.pk],
            problems=self.problems.get(f"question:{row.key}", []),
        )
        asked.items = [self._ask(each) for each in self.rows.of_group[row.pk]]
        for each in asked.items[1:]:
            each.begins_page = each.row.starts_page
        return asked
