"""One code sent twenty times at the same moment is taken once: by threads, and by two processes."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection, connections
from django.utils import timezone

from intake import models
from intake.actions.accounts.second_factor import (
    Tried,
    in_use,
    next_code,
    renew_recovery_codes,
    try_code,
)
from tests.actions.answers.test_at_once import at_once
from tests.environment import BASE
from tests.make.builders import a_user
from tests.make.factor import enrolled

# Threads see what other threads wrote only outside of a test's own transaction.
pytestmark = [pytest.mark.django_db(transaction=True)] if connection.vendor == "postgresql" else []

MANY = 20
WORKER = """
import json, sys, threading
import tests.environment, django
django.setup()
from django.db import connection
from intake.actions.accounts.second_factor import try_code
from intake.models import User
from datetime import datetime
pk, code, at, number = json.loads(sys.argv[1])
user, told = User.objects.get(pk=pk), []
def one():
    told.append(str(try_code(user, code, at=datetime.fromisoformat(at))))
    connection.close()
sys.stdin.readline()
threads = [threading.Thread(target=one) for _ in range(number)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps(told))
"""


@pytest.fixture
def user(shared_database) -> models.User:
    return enrolled(a_user())


def test_c38_one_code_is_taken_once_when_twenty_send_it_at_the_same_moment(user):
    at = timezone.now()
    code = next_code(in_use(user), at=at)
    told = Counter(at_once(lambda _n: try_code(user, code, at=at), range(MANY)))
    assert told[Tried.PASSED] == 1
    assert told[Tried.WRONG] + told[Tried.LOCKED] == MANY - 1


def test_c39_one_recovery_code_is_taken_once_when_five_send_it_at_the_same_moment(user):
    at = timezone.now()
    code = renew_recovery_codes(user, at=at)[0]
    told = Counter(at_once(lambda _n: try_code(user, code, at=at), range(5)))
    assert told[Tried.BY_RECOVERY_CODE] == 1


def test_c38_one_code_is_taken_once_when_two_processes_send_it_ten_times_each(user):
    at = timezone.now()
    plan = json.dumps([user.pk, next_code(in_use(user), at=at), at.isoformat(), MANY // 2])
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, plan],
            cwd=BASE,
            env={**os.environ, "DATABASE_URL": _address(), "DJANGO_SETTINGS_MODULE": SETTINGS},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _each in range(2)
    ]
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    told = Counter(each for worker in workers for each in json.loads(worker.communicate()[0]))
    assert (told["passed"], told.total()) == (1, MANY)


SETTINGS = "clinicsite.settings"


def _address() -> str:
    """Where another process finds the database of this test."""
    kept = connections["default"].settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{kept['NAME']}"
    base, _, _name = os.environ["DATABASE_URL"].rpartition("/")
    return f"{base}/{kept['NAME']}"
