"""What a member of staff may do."""

from django.contrib.auth.models import Permission


def may(user, right: str) -> bool:
    """Whether a role of this user gives a right.

    Rank alone opens no patient data: an administrator needs the role like anybody else
    (SECURITY C26).
    """
    if not user.is_superuser:
        return user.has_perm(f"intake.{right}")
    granted = Permission.objects.filter(group__user=user, content_type__app_label="intake")
    return user.is_active and granted.filter(codename=right).exists()
