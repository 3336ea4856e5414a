"""What every request and response carries besides what Django's own middleware sees to."""

import logging
import secrets

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils import timezone

from clinicsite.logs import request_id
from intake.core.limits import PHOTO_BODY

logger = logging.getLogger(__name__)

UNKNOWN_PROXY = (
    "This site is not set up yet: the proxy in front of it is not trusted."
    " Whoever looks after it: name the proxy's address in INTAKE_TRUSTED_PROXIES.\n"
)
LARGEST_BODY = 1024 * 1024
"""Of a file of 1 MB with its form around it; as in deploy/nginx.conf."""
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class CompressPages(GZipMiddleware):
    """HTML is a tenth as large on the line; paper and static files are packed already.

    A page's length tells nothing of its token: Django masks the token anew for every page, and adds
    a random number of bytes to what is packed.
    """

    def process_response(self, request, response):
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


def number_the_request(get_response):
    """Gives each request an id by which a log line can be found from an error page."""

    def middleware(request: HttpRequest):
        request.request_id = secrets.token_hex(8)
        token = request_id.set(request.request_id)
        try:
            return get_response(request)
        finally:
            request_id.reset(token)

    return middleware


def keep_responses_private(get_response):
    """Static files and logos may be kept by anybody; everything else, errors too, by nobody."""

    def middleware(request: HttpRequest):
        response = get_response(request)
        is_file = request.path.startswith(settings.STATIC_URL)
        if getattr(response, "may_be_kept", False):
            response["Cache-Control"] = "public, max-age=31536000, immutable"
        elif not (is_file and response.status_code in {200, 206, 304}):
            response["Cache-Control"] = "no-store, private"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS
        return response

    return middleware


def refuse_large_bodies(get_response):
    """Django bounds only what is not a file: here a whole body is, before a byte of it is read.

    No body is larger than the proxy lets through; one page takes a photo as a phone makes it.
    """

    def middleware(request: HttpRequest):
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length) > LARGEST_BODY:
            is_photo = request.path == reverse("patient:photos")
            if not is_photo or int(length) > PHOTO_BODY:
                raise RequestDataTooBig("a body is larger than any form of ours")
        return get_response(request)

    return middleware


def keep_papers_apart(get_response):
    """A PDF stands in a sandbox: whatever is in it reaches nothing of the site."""

    def middleware(request: HttpRequest):
        response = get_response(request)
        if response.get("Content-Type") == "application/pdf":
            response._csp_update = {"sandbox": True}
        return response

    return middleware


def refuse_unknown_proxy(get_response):
    """Says what is wrong where a redirect to https would lead to itself for ever.

    A proxy that is not in INTAKE_TRUSTED_PROXIES is not believed when it says that the browser came
    by https, so the product would send the browser there again and again.
    """

    def middleware(request: HttpRequest):
        says_https = request.META.get("HTTP_X_FORWARDED_PROTO") == "https"
        if settings.SECURE_SSL_REDIRECT and says_https and not request.is_secure():
            logger.error("proxy not trusted", extra={"event": "proxy.not_trusted"})
            return HttpResponse(UNKNOWN_PROXY, status=503, content_type="text/plain")
        return get_response(request)

    return middleware


def name_the_origin(get_response):
    """Lets forms be posted from pages that are sent with `Referrer-Policy: no-referrer`.

    On such pages browsers send every form with `Origin: null`, which Django's CSRF check refuses.
    `Sec-Fetch-Site` cannot be set by a page and says whether the form was ours; browsers too old to
    send it are left to the CSRF token, which a stranger can neither read nor plant (`__Host-`).
    """

    def middleware(request: HttpRequest):
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if request.headers.get("Origin") == "null" and site == "same-origin":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return get_response(request)

    return middleware


def forget_the_last_clock(get_response):
    """A thread goes from request to request, and Django would keep the zone of the last one."""

    def middleware(request: HttpRequest):
        with timezone.override(None):
            return get_response(request)

    return middleware
