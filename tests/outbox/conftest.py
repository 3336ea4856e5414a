"""The mail server of these tests."""

from socket import socket

import pytest
from aiosmtpd.controller import Controller

from tests.outbox.server import Server


@pytest.fixture
def mail(settings):
    server = Server()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = Controller(server, hostname="127.0.0.1", port=port)
    running.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.MESSAGES_FROM = "visits@clinic.example"
    settings.MESSAGES_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    yield server
    running.stop()
