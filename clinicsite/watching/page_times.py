"""How long pages take, by route and kind of answer, for all web processes together."""

import os
import time

from django.http import HttpRequest

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own name: without it nothing is counted, and nothing is loaded."""
EDGES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30)


def time_pages(get_response):
    """The name of the route, never the address: an address may hold a patient's link."""
    if FOLDER not in os.environ:
        return get_response
    from prometheus_client import Histogram

    seconds = Histogram(
        "intake_page_seconds", "Time to answer", ["route", "method", "status"], buckets=EDGES
    )

    def middleware(request: HttpRequest):
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        route, kind = match.view_name if match else "none", f"{response.status_code // 100}xx"
        seconds.labels(route, request.method, kind).observe(time.perf_counter() - began)
        return response

    return middleware
