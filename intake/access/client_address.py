"""From which address a request came, when a proxy stands in between."""

from django.conf import settings


def client_address(request) -> str:
    """The peer; or, when the peer is our own proxy, the last address that proxy wrote down.

    Earlier entries of X-Forwarded-For are whatever the client sent: believing them would let a
    guesser have a fresh address for every try.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if peer not in settings.TRUSTED_PROXIES:
        return peer
    return request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or peer
