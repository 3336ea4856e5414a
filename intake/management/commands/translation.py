"""The command that hands out the texts of a questionnaire for translation, and takes them back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.catalog.translate import NotComplete, keep_translation
from intake.core.documents.translations import Translated, as_text, standing_of, texts_in, texts_of
from intake.models import Questionnaire


class Command(BaseCommand):
    """``translation SLUG LANGUAGE FILE [--out]``: into the newest version, or out of it."""

    help = (
        "Take the texts of the newest version in another language from a JSON file; with --out"
        " write the file: what is translated already, and the rest with empty words."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("language", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--out", action="store_true", help="write the file")

    def handle(self, *, slug: str, language: str, file: str, out: bool, **_options: Any) -> None:
        draft = Questionnaire.objects.filter(slug=slug).first()
        version = draft.versions.order_by("-number").first() if draft else None
        if version is None:
            raise CommandError(f'There is no published version of "{slug}".')
        path = Path(file)
        known = texts_in(path.read_text(encoding="utf-8")) if path.exists() else {}
        if out:
            wanted = texts_of(version.read())
            blank = Translated("", "")
            texts = {n: Translated(s, known.get(n, blank).text) for n, s in wanted.items()}
            path.write_text(as_text(texts), encoding="utf-8")
            self.stdout.write(
                f"{len(texts)} texts, {len(standing_of(version.read(), texts).missing)} to do"
            )
            return
        try:
            keep_translation(version, language, known, at=timezone.now())
        except NotComplete as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{version} is offered in {language}")
