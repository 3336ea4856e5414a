"""Who signs in as staff, and the sessions in which they are."""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from .sealed import SealedField
from .sites import Site

# Asked with every request of staff. Django would write it anew each time, which takes five times
# as long as asking.
SITES = """
SELECT site.*, EXISTS (
    SELECT 1 FROM intake_user_sites chosen WHERE chosen.site_id = site.id AND chosen.user_id = %s
) AS is_own
FROM intake_site site ORDER BY site.name, site.id
"""


class User(AbstractUser):
    """A member of staff. Patients have no account."""

    credentials = models.CharField(
        max_length=40,
        blank=True,
        help_text="Letters printed after the name, such as MD or RN.",
    )
    password_is_given = models.BooleanField(
        default=False,
        editable=False,
        help_text="Set by an administrator; the next sign-in asks for a new one.",
    )
    session_round = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="Counts up when roles, password or second factor change: older sessions end.",
    )

    sites = models.ManyToManyField(
        Site,
        blank=True,
        related_name="staff",
        help_text="Where this person works. None ticked: at every site, also at those to come.",
    )
    binding = SealedField(null=True, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = "member of staff"
        verbose_name_plural = "members of staff"
        ordering = ["last_name", "first_name", "username"]

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the groups; asked for once in a request."""
        return frozenset(self.groups.values_list("name", flat=True))

    @cached_property
    def sites_to_choose(self) -> list[Any]:
        """Every site, by name, each with ``is_own``; asked for once in a request."""
        return list(Site.objects.raw(SITES, [self.pk]))

    @property
    def is_everywhere(self) -> bool:
        """Whether this person works at every site, also at those that are opened later."""
        return not any(site.is_own for site in self.sites_to_choose)

    @property
    def reach(self) -> list[Site]:
        """The sites whose visits this person may open: his or her own, or all if none is."""
        own = [site for site in self.sites_to_choose if site.is_own]
        return own or self.sites_to_choose

    @property
    def only_site(self) -> Site | None:
        """The one site in reach; None where there are several."""
        return self.reach[0] if len(self.reach) == 1 else None

    @property
    def clinic_name(self) -> str:
        """For whom this person works: the one site, or the group of them."""
        site = self.only_site
        return site.name if site else settings.CLINIC.name

    def bound_to(self) -> tuple[object, ...]:
        """What signing in rests on; the authenticator in use is the binding's secret."""
        rank = self.is_active, self.is_staff, self.is_superuser
        own = sorted(site.pk for site in self.sites_to_choose if site.is_own)
        # Nothing is added for who works everywhere: accounts from before there were sites fit.
        at = [f"at {' '.join(map(str, own))}"] if own else []
        return self.username, self.password, *rank, ",".join(sorted(self.roles)), *at

    def check_password(self, raw_password: str | None) -> bool:
        """Without Django's silent new hash, which would not fit the binding any more."""
        return check_password(raw_password, self.password)

    @property
    def printed_name(self) -> str:
        """The name on paper: "Ana Ruiz, MD"."""
        name = self.get_full_name() or self.username
        return f"{name}, {self.credentials}" if self.credentials else name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django compares this on every request with what the session was begun under."""
        bound = f"{self.session_round}:{self.password}"
        salt = "intake.models.accounts.User.session_round"
        return salted_hmac(salt, bound, secret=secret, algorithm="sha256").hexdigest()


class StaffSession(AbstractBaseSession):
    """A session, under the digest of its key; with its owner, so that owners can list them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField()

    class Meta:
        verbose_name = "session"
        ordering = ["-started_at"]
