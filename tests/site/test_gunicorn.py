"""What gunicorn is told to do with a worker before it serves."""

import runpy
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

from django.conf import settings

from intake.actions.answers import session


def test_every_thread_of_a_worker_has_asked_the_database_before_a_patient_comes(monkeypatch):
    asked_by = set()

    def look(_key, *, at):
        asked_by.add(threading.get_ident())
        raise OSError("the database is not there yet")

    monkeypatch.setattr(session, "open_session", look)
    conf = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))
    with ThreadPoolExecutor(conf["threads"]) as pool:
        told = SimpleNamespace(tpool=pool, cfg=SimpleNamespace(threads=conf["threads"]))
        conf["post_worker_init"](told)

    assert len(asked_by) == conf["threads"] == 4
