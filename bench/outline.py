"""The staff's outline of a draft: seconds and queries, beside the same for a small draft."""

import time
from functools import partial

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.access.staff_sessions import SIGNED_IN_AT
from intake.actions.accounts.accounts import bind_account
from intake.actions.catalog.import_draft import import_draft

from .table import Line, in_turns, show
from .visits import asked_by_client, questionnaires

BUDGET_MS = 2_000
ROUNDS = 5


def run(_shipped: str) -> None:
    with asked_by_client():
        client = _editor()
        names = {name: _address(name) for name in ("shipped", "1000")}
        ways = {name: partial(client.get, address) for name, address in names.items()}
        medians = in_turns(ways, rounds=ROUNDS, clock=time.perf_counter)
        queries = {name: _queries(client, address) for name, address in names.items()}
    _show(medians, queries)


def _show(medians: dict[str, float], queries: dict[str, int]) -> None:
    large, small = medians["1000"], medians["shipped"]
    budget = f"<= {BUDGET_MS:,} ms"
    kept = {"budget": budget, "is_kept": large <= BUDGET_MS}
    same = {"budget": "the same", "is_kept": queries["1000"] == queries["shipped"]}
    show(
        "Outline of a draft, as staff open it",
        [
            Line("the shipped questionnaire", small, "ms"),
            Line("1,000 questions, 1,000 points", large, "ms", **kept),
            Line("queries, the shipped questionnaire", queries["shipped"], ""),
            Line("queries, 1,000 questions", queries["1000"], "", **same),
        ],
    )


def _editor() -> Client:
    user = models.User.objects.create_user("outliner", is_staff=True)
    user.groups.set(Group.objects.filter(name="question editor"))
    bind_account(user)
    client = Client()
    client.force_login(user)
    session = client.session
    session[SIGNED_IN_AT] = timezone.now().timestamp()
    session.save()
    return client


def _address(name: str) -> str:
    draft = import_draft(questionnaires()[name], by=None, at=timezone.now())
    return reverse("admin:intake_questionnaire_outline", args=[draft.pk])


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)
