"""The command that tells the clinic by mail how the day stands, in numbers and no names."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand
from django.utils import timezone

from clinicsite.management.commands.doctor import found
from clinicsite.watching.numbers import day_in_numbers
from intake.actions.jobs import sign_of_life


class Command(BaseCommand):
    """``morning_digest``: prints it, and mails it where mail is set up."""

    help = "Tell INTAKE_ERROR_MAIL how the day stands: counts only, and what the doctor found."

    def handle(self, **_options: Any) -> None:
        at = timezone.now()
        day = timezone.localdate(at)
        lines = [f"{count:6}  {what}" for what, count in day_in_numbers(at=at).items()]
        findings = [f"{each.name}: {each.problem}" for each in found(at=at, here=True)]
        lines += ["", *(findings or ["All is well."]), "", settings.CLINIC.public_url]
        words = "\n".join(lines)
        self.stdout.write(words)
        if settings.MAIL.told:
            subject = f"{settings.CLINIC.name}, {day:%A, %B} {day.day}"
            send_mail(subject, words, settings.MAIL.sender, settings.MAIL.told)
        sign_of_life("morning_digest", at=at)
