"""The one settings file: fed by the environment, secure unless INTAKE_DEMONSTRATION is set."""

import os
from datetime import timedelta
from pathlib import Path

from clinicsite import environment as read
from clinicsite import keys, mail, texts
from intake.core.limits import PHOTO_BODY

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read.Environment(os.environ)

# --- What the environment says -----------------------------------------------------------------

DEBUG = False  # There is no debug mode: its pages show answers.
DEMONSTRATION = ENVIRONMENT.is_demonstration
SECRET_KEY = keys.secret_key(ENVIRONMENT)
SEALING_KEYS = keys.sealing_keys(ENVIRONMENT)  # id -> 32 bytes; the first one seals
INDEX_KEYS = keys.index_keys(ENVIRONMENT, SEALING_KEYS)  # the first makes digests
ALLOWED_HOSTS = read.allowed_hosts(ENVIRONMENT)
TRUSTED_PROXIES = read.trusted_proxies(ENVIRONMENT)
DATABASES = {"default": read.database(ENVIRONMENT, BASE_DIR)}
TIME_ZONE = read.time_zone(ENVIRONMENT)
CLINIC = read.clinic(ENVIRONMENT, ALLOWED_HOSTS)
BACKUP = read.backup(ENVIRONMENT)
KEEP_YEARS = read.keep_years(ENVIRONMENT)
MAIL = mail.outgoing(ENVIRONMENT)
TEXTS = texts.outgoing_texts(ENVIRONMENT)
del ENVIRONMENT

# --- The application ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "intake",
    "clinicsite.apps.SiteConfig",
    "clinicsite.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "adminsortable2",
    "csp",
    "axes",
]
MIDDLEWARE = [
    "clinicsite.watching.page_times.time_pages",
    "clinicsite.middleware.number_the_request",
    "clinicsite.middleware.CompressPages",
    "clinicsite.middleware.keep_responses_private",
    "clinicsite.middleware.refuse_unknown_proxy",
    "clinicsite.middleware.refuse_large_bodies",
    "intake.patient.session.speak_as_asked",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "clinicsite.middleware.keep_papers_apart",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "clinicsite.middleware.name_the_origin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "clinicsite.middleware.forget_the_last_clock",
    "intake.access.gate.Gate",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "clinicsite.urls"
WSGI_APPLICATION = "clinicsite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clinicsite.context.clinic",
            ],
            "libraries": {"provider_words": "intake.provider.filters"},
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "clinic"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("clinic",)
CRISPY_FAIL_SILENTLY = False
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755  # of static files, for a proxy; all else is ours alone
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is uploaded
    "staticfiles": {"BACKEND": "clinicsite.static_files.StaticFiles"},
}

# A page of answers is small; whatever is larger is not a page of answers.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 2  # a photo from the camera, or one from the gallery
# What is uploaded stays in memory: no file of a patient's ever lies in a folder.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = PHOTO_BODY  # of the one page that takes photos; see the middleware

# --- Staff sign-in -----------------------------------------------------------------------------

AUTH_USER_MODEL = "intake.User"
LOGIN_URL = "account:sign_in"
LOGOUT_REDIRECT_URL = "account:sign_in"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "intake.access.accounts.BoundAccounts",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "intake.access.password_rules.ClinicWordsValidator"},
]
# Its tables are empty most of the time and nobody works in them.
AXES_ENABLE_ADMIN = False
# axes' own defaults lock a whole address out after three tries, and for ever.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "intake/account/locked.html"
AXES_CLIENT_IP_CALLABLE = "intake.access.client_address.client_address"
AXES_DISABLE_ACCESS_LOG = True  # the product keeps its own access log
AXES_HANDLER = "intake.access.sign_in_attempts.FormlessHandler"

# --- What the browser is told ------------------------------------------------------------------

COOKIE_PREFIX = "" if DEMONSTRATION else "__Host-"  # binds a cookie to this host and to https
SESSION_ENGINE = "intake.access.staff_sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = not DEMONSTRATION
SESSION_COOKIE_AGE = 15 * 60  # idle time, since every request saves the session
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = not DEMONSTRATION
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = not DEMONSTRATION
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked from this machine, without https
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMONSTRATION
SECURE_HSTS_PRELOAD = not DEMONSTRATION
SECURE_REFERRER_POLICY = "no-referrer"  # an address may hold a patient's link
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

# --- Logs: by allow list, see clinicsite/logs.py -----------------------------------------------

LINES = "AllowListFormatter" if DEMONSTRATION else "JsonFormatter"
HANDLERS = {"console": {"class": "logging.StreamHandler", "formatter": "allowed"}}
if MAIL.told:
    HANDLERS["mail"] = {
        "class": "clinicsite.error_mail.ErrorMail",
        "told": MAIL.told,
        "sender": MAIL.sender,
    }
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"allowed": {"()": f"clinicsite.logs.{LINES}"}},
    "handlers": HANDLERS,
    "root": {"handlers": list(HANDLERS), "level": "WARNING"},
    # Django's own loggers print paths and mail tracebacks; both go through our formatter instead.
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": [], "propagate": True},
        # Scanners try host names all day: a line in the log, and no mail.
        "django.security.DisallowedHost": {"handlers": ["console"], "propagate": False},
        "intake": {"level": "INFO"},
        "clinicsite": {"level": "INFO"},
    },
}
DEFAULT_EXCEPTION_REPORTER = "clinicsite.error_mail.QuietReporter"

# --- Mail: only to whoever looks after the site, see clinicsite/error_mail.py -------------------

EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.scheme == "smtp+tls", MAIL.scheme == "smtp+ssl"
EMAIL_TIMEOUT = 5  # seconds
# Whom patients are written to by; empty where nobody is. In the demonstration nothing leaves this
# machine: the desk has a page that shows what would have been sent.
MESSAGES_FROM = "visits@demonstration.invalid" if DEMONSTRATION else MAIL.messages_from
MESSAGES_BACKEND = f"django.core.mail.backends.{'dummy' if DEMONSTRATION else 'smtp'}.EmailBackend"
