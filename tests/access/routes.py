"""Every route of the site with ids of records that exist, and somebody of every role."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from django.utils.regex_helper import normalize

from intake import models
from intake.access.roles import Role
from intake.actions.accounts.accounts import bind_account
from intake.actions.catalog.example_patients import keep_example_patient
from intake.actions.privacy.erase import erase_patient
from intake.actions.sites import keep_logo
from intake.actions.talk.sharing import step_in
from intake.actions.talk.verify import Fact, verify
from intake.models import sealed
from intake.patient.session import COOKIE
from tests.desk.tablets import a_tablet
from tests.make import builders, room
from tests.make.factor import enrolled
from tests.make.files import a_photo, a_picture
from tests.make.providers import a_provider, signed_in
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import signed_in as staff_signed_in

SIGNED = ("provider:addendum", "provider:supersede")
OTHER, ANONYMOUS = "other provider", "anonymous"
ROLES_OF_STAFF = (
    Role.EDITOR,
    Role.FRONT_DESK,
    Role.SCRIBE,
    Role.MANAGER,
    Role.OFFICER,
    Role.ADMINISTRATOR,
)
PEOPLE = (ANONYMOUS, OTHER, *(role for role in Role if role not in (Role.ANYONE, Role.STAFF)))
"""`provider` is the one whose visit it is."""
QUERIES = {"admin:autocomplete": "?app_label=intake&model_name=trigger&field_name=point"}


def every_route() -> Iterator[tuple[str, str]]:
    """Name and address, with %(name)s for its parameters, of whatever the resolver knows."""
    yield from _inside(get_resolver(), (), "/")


def _inside(resolver, spaces: tuple[str, ...], before: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        (part, _names), *_others = normalize(pattern.pattern.regex.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name or pattern.lookup_str]), before + part
        else:
            inner = (*spaces, *filter(None, [pattern.namespace]))
            yield from _inside(pattern, inner, before + part)


def half_in() -> Client:
    """The password was right, and the code is still asked for."""
    user, client = enrolled(a_provider(password=builders.PASSWORD)), Client()
    typed = {"username": user.username, "password": builders.PASSWORD}
    assert client.post("/account/sign-in/", typed)["Location"] == "/account/sign-in/code/"
    return client


class Clinic:
    """One record of every kind, and whoever works or answers there."""

    def __init__(self) -> None:
        self.owner, self.other = a_provider(), a_provider()
        self.photos: dict[str, UUID] = {}
        self.signed = room.a_signed_room(self.owner).visit.reference
        self.sent = room.a_room(self.owner)
        self.photos["provider"] = self._photo_that_was_sent()
        self._talk()
        draft = builders.import_draft(SMALL, by=None, at=timezone.now())
        keep_example_patient(draft, {"name": "Nobody"})
        builders.a_version(SMALL)
        self._register()
        keep_logo(models.Site.objects.get(), a_picture(), by=self.owner, at=timezone.now())
        self.site = models.Site.objects.get()
        self.device = a_tablet()[1].pk
        patient = self._visit_that_is_answered()
        erase_patient(builders.a_visit().patient, by=self.owner, at=timezone.now())
        draft = models.Questionnaire.objects.get(slug=SMALL.key)
        draft.example_patients.create(name="Ana", position=1)
        models.Questionnaire.objects.create(slug="unused", title="Not published yet")
        self.clients = {
            ANONYMOUS: Client(),
            OTHER: signed_in(self.other),
            Role.PROVIDER: signed_in(self.owner),
            Role.PATIENT: Client(),
            Role.HALF_IN: half_in(),
            Role.RANK: staff_signed_in(is_superuser=True),
            **{role: staff_signed_in(role) for role in ROLES_OF_STAFF},
        }
        self.clients[Role.PATIENT].cookies[COOKIE] = patient.key
        signed_in(builders.a_user(username="elsewhere"))
        self.session = models.StaffSession.objects.get(user__username="elsewhere").pk
        tried = {"username": "nobody", "ip_address": "127.0.0.1", "user_agent": "x"}
        AccessAttempt.objects.create(**tried, failures_since_start=1)
        AccessFailureLog.objects.create(**tried)
        AccessLog.objects.create(**tried)

    def _photo_that_was_sent(self) -> UUID:
        """Added in a correction: what was sent takes none."""
        submission = self.sent.submission
        rows = models.Submission.objects.filter(pk=submission.pk)
        rows.update(state="reopened", revision=2)
        photo = models.Photo(submission=submission, revision=1, added_at=timezone.now())
        photo.sha256 = "a" * 64
        for column in ("kind", "content", "small"):
            sealed.seal(photo, column, "label")
        photo.save(force_insert=True)
        rows.update(state="sent", revision=1)
        return photo.pk

    def _talk(self) -> None:
        """What the pages of a talk can be asked about: an outcome, a verified fact, a notice."""
        at, visit = timezone.now(), self.sent.submission.visit
        room.marked(self.sent, 2)
        lot = Fact("record.lot", "A12", "Read on the vial", timezone.localdate(at))
        verify(visit, lot, by=self.owner, at=at, seen=room.fresh(visit).recorded)
        self.reference = visit.reference
        stepped = builders.a_user()
        stepped.groups.set(self.other.groups.all())
        bind_account(stepped)
        self.notice = step_in(visit, reason="On call", by=stepped, at=at).pk

    def _register(self) -> None:
        room.a_kit()

    def _visit_that_is_answered(self):
        visit = builders.a_visit(provider=self.owner)
        entered = builders.an_entry(visit)
        submission = models.Submission.objects.get(visit=visit)
        builders.say(submission, SMALL_ANSWERS)
        self.photos["patient"] = a_photo(submission).pk
        at = timezone.now()
        lot = Fact("record.lot", "A12", "Read on the vial", timezone.localdate(at))
        verify(visit, lot, by=self.owner, at=at, seen=0)
        self.token = builders.a_link(visit)
        return entered

    def address(self, route: str, template: str) -> str:
        places = {
            "reference": self.signed if route in SIGNED else self.reference,
            "number": 1,
            "sequence": 2 if route.endswith("undo_fact") else 1,
            "key": self._key_of(route),
            "sha256": self.site.logo_sha256,
            "pk": self._pk_of(route),
            "day": timezone.localdate().isoformat(),
            "token": self.token,
            "section": "you",
            "group": "allergies",
            "copy": "provider",
            "language": "es",
            "row": uuid4(),
            "app_label": "intake",
            "content_type_id": 1,
            "link_pk": models.Invitation.objects.latest("pk").pk,
            "object_id": 1,
            "id": self.other.pk,
        }
        found = self._record_of(route)
        if found is not None:
            places |= {"pk": found.pk, "object_id": found.pk}
        return template % places + QUERIES.get(route, "")

    def _key_of(self, route: str) -> str:
        keys = {"account": self.session, "clinic": self.site.key, "patient": "ready"}
        return keys.get(route.partition(":")[0], "record.lot")

    def _pk_of(self, route: str) -> object:
        if route.endswith("photo"):
            return self.photos[route.partition(":")[0]]
        if route.startswith("clinic:"):
            return self.other.pk
        if route in ("desk:device_name", "desk:end_pairing"):
            return self.device
        return self._link() if route == "desk:take_back" else self.notice

    def _link(self) -> int:
        return models.Invitation.objects.filter(visit__reference=self.reference).latest("pk").pk

    def _record_of(self, route: str) -> Model | None:
        """The record that a page of the admin is about."""
        space, _, name = route.partition(":")
        app, _, rest = name.partition("_")
        if space != "admin" or app not in ("intake", "axes"):
            return None
        # A translation is edited on the page of its questionnaire.
        model = rest.partition("_")[0].replace("translation", "questionnaire")
        newest = apps.get_model(app, model)._default_manager
        return newest.order_by("pk").last()
