"""Who signs in as staff."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property


class User(AbstractUser):
    """A member of staff. Patients have no account."""

    credentials = models.CharField(
        max_length=40,
        blank=True,
        help_text="Letters printed after the name, such as MD or RN.",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "member of staff"
        verbose_name_plural = "members of staff"
        ordering = ["last_name", "first_name", "username"]

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the groups; asked for once in a request."""
        return frozenset(self.groups.values_list("name", flat=True))

    @property
    def printed_name(self) -> str:
        """The name on paper: "Ana Ruiz, MD"."""
        name = self.get_full_name() or self.username
        return f"{name}, {self.credentials}" if self.credentials else name
