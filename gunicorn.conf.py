"""How gunicorn serves the site; every value can be overridden on its command line."""

import os

wsgi_app = "clinicsite.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
control_socket_disable = True
logconfig_dict = {
    "formatters": {"generic": {"()": "clinicsite.logs.AllowListFormatter"}},
    "loggers": {
        "gunicorn.error": {"handlers": ["error_console"], "level": "INFO", "propagate": False},
        # No access log: it keeps addresses, and an address may hold a patient's link.
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}


def when_ready(server):
    if os.environ.get("INTAKE_DEMONSTRATION"):
        server.log.warning("Demonstration: keys lie beside the database. Enter no real patient.")
