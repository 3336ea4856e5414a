"""A form that two people have open at once: each saves what he or she changed, and no more."""

from collections.abc import Mapping

from django.forms import BaseForm


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

    def leave_alone(self, standing: Mapping[str, object]) -> None:
        """What this person did not touch is what stands now, also where the page is shown again."""
        self.data = self.data.copy()
        for name in standing.keys() - set(self.changed_data):
            self.cleaned_data[name] = now = standing[name]
            for brought in (self.add_prefix(name), self.add_initial_prefix(name)):
                self.data.setlist(brought, now if isinstance(now, list) else [now])
