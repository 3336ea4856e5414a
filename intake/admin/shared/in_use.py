"""What goes by a record and so keeps it from being deleted: named, with the way to it."""

from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS
from django.urls import reverse
from django.utils.html import format_html

from intake.models import Citation, Claim, ShowIf, TriggerCondition


def users_of(record):
    """Rows that the database protects this record for, those of a kind together."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=[record])
    collector.collect([record])
    return sorted(collector.protected, key=lambda user: (user._meta.model_name, user.pk))


def linked(user):
    """A user by its name, as a link to the page where it can let go."""
    record = user
    if isinstance(user, ShowIf):
        record = user.question
        words = f"the question “{record.text}”, asked when {user}"
    elif isinstance(user, TriggerCondition):
        record = user.trigger
        words = f"the point “{record.point.title}”, raised when {user}"
    elif isinstance(user, Claim):
        words = f"what is known about “{user.option.text}”"
    elif isinstance(user, Citation):
        record = user.question or user.point or user.claim or user.topic
        words = f"{record._meta.verbose_name} “{record}”, which rests on it"
    else:
        words = str(user)
    page = reverse(f"admin:intake_{record._meta.model_name}_change", args=[record.pk])
    return format_html('<a href="{}">{}</a>', page, words)


def refusals(record, name):
    """One sentence for each user, for a form."""
    named = dict.fromkeys(linked(user) for user in users_of(record))
    says = "“{}” can't be deleted, because this goes by it: {}. Change that first."
    return [format_html(says, name, link) for link in named]
