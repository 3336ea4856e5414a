"""Makes visits in the database of a clinic that a test has started; prints what opens them."""

import json
import sys
from datetime import date
from itertools import count

import django

django.setup()

from django.contrib.auth.models import Group  # noqa: E402 - Django is set up above
from django.utils import timezone  # noqa: E402

from intake import models  # noqa: E402
from intake.actions.accounts.accounts import bind_account  # noqa: E402
from intake.actions.accounts.second_factor import in_use  # noqa: E402
from intake.actions.answers.submit import send  # noqa: E402
from intake.actions.visits.contact import Contact, correct_contact  # noqa: E402
from intake.actions.visits.messages import send_now  # noqa: E402
from tests.make import builders, small  # noqa: E402
from tests.make.factor import enrolled  # noqa: E402


def main(plan: dict) -> None:
    # Names go on where those of an earlier run ended.
    builders.numbers = count(models.User.objects.count() + 1)
    document = small.SMALL if plan.get("small") else builders.shipped()
    if not models.Version.objects.exists():
        builders.a_version(document)
    staff = models.User.objects.filter(username="ruiz").first() or builders.a_provider(
        username="ruiz", password=builders.PASSWORD
    )
    staff.groups.add(Group.objects.get(name="provider"))
    bind_account(staff)
    for name, role in (("desk", "front desk"), ("officer", "privacy officer")):
        if not models.User.objects.filter(username=name).exists():
            member = builders.a_user(username=name, password=builders.PASSWORD, is_staff=True)
            member.groups.add(Group.objects.get(name=role))
            bind_account(member)
    for member in models.User.objects.filter(username__in=("ruiz", "desk", "officer")):
        if in_use(member) is None:
            enrolled(member)
    made = [one(plan, document, staff) for _each in range(plan.get("number", 1))]
    if plan.get("written_to"):
        write_to(models.Visit.objects.order_by("pk"), staff)
    sys.stdout.write(json.dumps(made))


def one(plan: dict, document, staff: models.User) -> dict:
    visit = builders.a_visit(name=plan["name"], provider=staff, day=day(plan))
    if plan.get("answered"):
        answers = small.SMALL_ANSWERS if plan.get("small") else builders.patient_answers()
        builders.a_submission(visit=visit, answers=answers)
    if plan.get("sent"):
        session = models.PatientSession.objects.get(invitation__visit=visit)
        send(visit.submission, session=session, signature=plan["name"], at=timezone.now())
    link = "" if plan.get("sent") else builders.a_link(visit)
    return {
        "token": link,
        "reference": visit.reference,
        "visit": visit.pk,
        "provider": visit.provider_id,
    }


def write_to(visits, staff: models.User) -> None:
    """Half by mail, half by text, all of it asked for now."""
    by_mail = Contact(mail="canary@example.org")
    by_text = Contact(phone="+12125550142", agreed=True, prefers=models.Way.TEXT)
    for number, visit in enumerate(visits):
        now = timezone.now()
        correct_contact(visit, by_text if number % 2 else by_mail, by=staff, at=now)
        send_now(visit, at=now)


def day(plan: dict) -> date | None:
    return date.fromisoformat(plan["day"]) if plan.get("day") else None


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
