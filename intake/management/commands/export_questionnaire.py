"""The command that writes a published version, or the draft, as a document."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intake.actions.catalog.import_draft import compile_draft
from intake.core.documents.codec import questionnaire_to_json
from intake.models import Questionnaire


class Command(BaseCommand):
    """``export_questionnaire SLUG [--version N]``: the bytes that import_questionnaire reads."""

    help = "Write a questionnaire as a JSON document: the draft, or a version with --version N."

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        # Django's own --version prints the release of Django; here it names a version.
        kwargs["conflict_handler"] = "resolve"
        return super().create_parser(*args, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--version", type=int, dest="number", metavar="N")

    def handle(self, *, slug: str, number: int | None, **_options: Any) -> None:
        questionnaire = Questionnaire.objects.filter(slug=slug).first()
        if questionnaire is None:
            known = ", ".join(Questionnaire.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f'There is no questionnaire "{slug}". There are: {known}.')
        if number is None:
            document = questionnaire_to_json(compile_draft(questionnaire))
        else:
            version = questionnaire.versions.filter(number=number).first()
            if version is None:
                raise CommandError(f'"{questionnaire.slug}" has no version {number}.')
            document = str(version.document)
        self.stdout.write(document, ending="")
