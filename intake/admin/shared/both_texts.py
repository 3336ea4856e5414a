"""Two people changed one record: what each input was, is, and would become."""

from dataclasses import dataclass

from intake.forms.words import number_in

from .inputs import inputs_of, label_of, posted_of, words_of

GONE = "This row was deleted. Your text is below as a new row."


@dataclass(frozen=True)
class Differs:
    """One input that both changed: what is saved now, and what was typed."""

    label: str
    saved: str
    typed: str


class Merge:
    """A posted page laid over what is saved now.

    An input that only one of both changed has that one's value; where both did, what was typed
    stays in the form and both are shown.
    """

    def __init__(self, posted):
        self.data = posted.copy()
        self.differs, self.taken_over = [], []

    def inputs(self, form, base, stands, mine, where=""):
        """The values of one form, ``{name: [values]}``."""
        found = {}
        for name, now in stands.items():
            typed, before = mine.get(name, now), base.get(name)
            found[name] = typed
            if typed == now or now == before:
                continue
            label = f"{where}{label_of(form, name)}"
            if typed == before:
                found[name] = now
                self.taken_over.append(f"{label}: {words_of(form, name, now)}")
            else:
                texts = (words_of(form, name, each) for each in (now, typed))
                self.differs.append(Differs(label, *texts))
        return found

    def put(self, prefix, found):
        for name, values in found.items():
            self.data.setlist(f"{prefix}{name}", values)


def both_texts(posted, base, form, formsets):
    """The page to show again, what differs, and what was taken over from the other."""
    merge = Merge(posted)
    mine = posted_of(form, posted)
    merge.put("", merge.inputs(form, base["record"], inputs_of(form), mine))
    for formset in formsets:
        _merge_rows(merge, posted, base["rows"].get(formset.prefix, {}), formset)
    return merge.data, merge.differs, merge.taken_over


def _merge_rows(merge, posted, base, formset):
    """Rows as they are saved now, each with what was typed in it; new ones come after them."""
    mine, new = _posted_rows(posted, formset)
    rows = {}
    for form in formset.initial_forms:
        pk, stands = str(form.instance.pk), inputs_of(form)
        if pk not in mine and pk not in base:
            merge.taken_over.append(f"New row: {form.instance}")
        typed, deleted = mine.get(pk, (stands, []))
        before = base.get(pk, {}) if pk in mine else stands
        found = merge.inputs(form, before, stands, typed, f"{form.instance}: ")
        rows[pk] = {**found, "DELETE": deleted, formset.model._meta.pk.name: [pk]}
    for pk in mine.keys() - rows.keys():
        (typed, deleted), before = mine[pk], base.get(pk, {})
        if not deleted and any(before.get(name) != values for name, values in typed.items()):
            words = "; ".join(value for values in typed.values() for value in values)
            merge.differs.append(Differs("A row", GONE, words))
            new.append(typed)
        else:
            merge.taken_over.append("A row was deleted")
    counts = {"INITIAL_FORMS": len(rows), "TOTAL_FORMS": len(rows) + len(new)}
    merge.put(f"{formset.prefix}-", {name: [str(count)] for name, count in counts.items()})
    blank = {formset.model._meta.pk.name: [], "DELETE": []}
    for place, found in enumerate([*rows.values(), *new]):
        merge.put(f"{formset.prefix}-{place}-", {**blank, **found})


def _posted_rows(posted, formset):
    """What was typed in the rows that were there, by their id, and in new ones."""
    total = posted.get(f"{formset.prefix}-TOTAL_FORMS", "0")
    mine, new = {}, []
    for place in range(min(number_in(total) or 0, 1_000)):
        form = formset.empty_form
        form.prefix = f"{formset.prefix}-{place}"
        typed = {
            name: values
            for name, values in posted_of(form, posted).items()
            if name != formset.model._meta.pk.name and name != formset.fk.name
        }
        pk = posted.get(f"{form.prefix}-{formset.model._meta.pk.name}", "")
        if pk:
            mine[pk] = (typed, posted.getlist(f"{form.prefix}-DELETE"))
        else:
            new.append(typed)
    return mine, new
