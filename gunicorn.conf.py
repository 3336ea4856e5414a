"""How gunicorn serves the site; every value can be overridden on its command line."""

import os

wsgi_app = "clinicsite.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
accesslog = None  # an access log keeps addresses, and an address may hold a patient's link
logconfig_dict = {"formatters": {"generic": {"()": "clinicsite.logs.AllowListFormatter"}}}
control_socket_disable = True


def when_ready(server):
    if os.environ.get("INTAKE_DEMONSTRATION"):
        server.log.warning(
            "DEMONSTRATION: plain http, keys lie beside the database. Enter no real patient."
        )
