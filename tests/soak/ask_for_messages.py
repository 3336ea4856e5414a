"""In a clinic's own process: a mail address for each patient, and the link to be sent to it."""

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django is set up above

from intake.actions.visits.contact import Contact, correct_contact  # noqa: E402
from intake.actions.visits.messages import send_now  # noqa: E402
from intake.models import User, Visit  # noqa: E402

desk, at = User.objects.get(username="desk"), timezone.now()
for visit in Visit.objects.select_related("patient"):
    correct_contact(visit, Contact(mail="m.delgado@example.org"), by=desk, at=at)
    send_now(visit, at=at)
