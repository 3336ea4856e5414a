"""What every request and response carries besides what Django's own middleware sees to."""

import secrets

from django.conf import settings
from django.http import HttpRequest

from clinicsite.logs import request_id

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
    """Static files may be kept by anybody; everything else, redirects and errors too, by nobody."""

    def middleware(request: HttpRequest):
        response = get_response(request)
        if not _is_static(request, response):
            response["Cache-Control"] = "no-store, private"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS
        return response

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


def _is_static(request: HttpRequest, response) -> bool:
    return request.path.startswith(settings.STATIC_URL) and response.status_code in {200, 206, 304}
