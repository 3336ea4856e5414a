"""What a page showed of a draft, as a digest: what acts on a whole draft acts on no other."""

import json

from django.utils import timezone

from intake import models
from intake.core.documents.codec import sha256_of

# What is cited or named by a rule stands after the rows that cite or name it.
ROWS_OF_A_DRAFT = (
    (models.Citation, "evidence__questionnaire"),
    (models.ShowIf, "question__section__questionnaire"),
    (models.TriggerCondition, "trigger__point__questionnaire"),
    (models.Trigger, "point__questionnaire"),
    (models.Claim, "questionnaire"),
    (models.Point, "questionnaire"),
    (models.Option, "question__section__questionnaire"),
    (models.Question, "section__questionnaire"),
    (models.Section, "questionnaire"),
    (models.Evidence, "questionnaire"),
    (models.Topic, "questionnaire"),
    (models.WordsToAvoid, "questionnaire"),
    (models.Waiver, "questionnaire"),
    (models.ListedName, "questionnaire"),
)


LOOK_AGAIN = "The {what} was changed since you looked. Look again before you go on."


class DraftChanged(Exception):
    """Nothing was done: what stands now is not what the page showed. The message is for staff."""

    def __init__(self, words: str = LOOK_AGAIN.format(what="draft")) -> None:
        super().__init__(words)


class PublishedMeanwhile(DraftChanged):
    """Somebody else, or a second click, has made the version that the page announced."""

    def __init__(self, version: models.Version) -> None:
        by, day = version.published_by, timezone.localtime(version.published_at)
        who = by.printed_name if by else "the command line"
        super().__init__(
            f"Version {version.number} was published already, by {who} on {day:%d-%b-%Y %H:%M}."
            " Nothing more was published now."
        )


def standing_sha256(draft: models.Questionnaire | None) -> str:
    """Digest of all that an import or a restored version would replace.

    Of the rows and not of the document: a draft in the middle of work often can't be compiled.
    """
    if draft is None:
        return ""
    tables = ((models.Questionnaire, "pk"), *ROWS_OF_A_DRAFT)
    rows = [
        list(model.objects.filter(**{owner: draft.pk}).order_by("pk").values_list())
        for model, owner in tables
    ]
    return sha256_of(json.dumps(rows, default=str))


def expect_seen(draft: models.Questionnaire | None, seen: str | None) -> None:
    """Raises ``DraftChanged``; None is of a command, where no page was shown."""
    if seen is not None and seen != standing_sha256(draft):
        raise DraftChanged


def seen_to_publish(draft: models.Questionnaire) -> str:
    """The newest version's number, and the digest of draft and translations behind it."""
    newest = draft.versions.order_by("-number").values_list("number", flat=True).first()
    translations = draft.translations.order_by("language").values_list()
    texts = json.dumps(list(translations), default=str)
    return f"{newest or 0} {sha256_of(standing_sha256(draft) + texts)}"


def expect_seen_to_publish(draft: models.Questionnaire, seen: str | None) -> None:
    """The same, with the number that the page announced; raises ``PublishedMeanwhile`` for it."""
    if seen is None or seen == seen_to_publish(draft):
        return
    newest = draft.versions.select_related("published_by").order_by("-number").first()
    number = seen.partition(" ")[0]
    if newest and number.isdecimal() and number != str(newest.number):
        raise PublishedMeanwhile(newest)
    raise DraftChanged
