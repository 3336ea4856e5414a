"""A form that two people have open at once: each saves what he or she changed, and no more."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils.translation import gettext_lazy

CHANGED = gettext_lazy(
    "Somebody else changed this after you opened the page. It is now: %(now)s. Yours stands below"
    " and is not saved yet; save again to put it in its place."
)


class OpenedWith(BaseForm):
    """Brings back what each field held when its page was opened: ``changed_data`` is against that.

    Otherwise all that somebody else saved meanwhile would count as undone by this person.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        brought = [self.add_initial_prefix(name) in self.data for name in self.fields]
        # What comes from no page of ours is compared with what stands now.
        self.knows_before = not self.is_bound or any(brought)
        for field in self.fields.values():
            field.show_hidden_initial = self.knows_before

    def in_words(self, name: str, value: object) -> str:
        """What stands in a field, as its page says it."""
        raise NotImplementedError

    def put_beside(self, standing: Mapping[str, object]) -> None:
        """What this person did not touch is what stands now, also where the page is shown again.

        What two people changed, each in another way, is told to the second, who may save again.
        """
        self.data = self.data.copy()
        for name, now in standing.items():
            brought = [self.add_initial_prefix(name)]
            if name not in self.changed_data:
                self.cleaned_data[name] = now
                brought.append(self.add_prefix(name))
            elif self.knows_before and self._is_contested(name, now):
                self.add_error(name, CHANGED % {"now": self.in_words(name, now)})
            else:
                continue
            for key in brought:
                self.data.setlist(key, now if isinstance(now, list) else [now])

    def _is_contested(self, name: str, now: object) -> bool:
        field, opened = self.fields[name], self.add_initial_prefix(name)
        given = field.hidden_widget().value_from_datadict(self.data, self.files, opened)
        try:
            before = field.to_python(given)
        except ValidationError:
            before = given
        typed = self.cleaned_data[name]
        if isinstance(now, list):  # boxes that are ticked have no order
            return set(before) != set(now) != set(typed)
        return before != now != typed
