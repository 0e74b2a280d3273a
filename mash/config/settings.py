"""Django's settings. What an operator may set stands in `environment.py`; the rest is the same for every hub."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mash.config.desks import found_desks
from mash.config.environment import CHECKOUT, Surroundings, data_dir

SURROUNDINGS = Surroundings.read()
DATA_DIR = data_dir()
DEMO = SURROUNDINGS.demo
SECRET_KEY = SURROUNDINGS.secret_key
BASE_URL = SURROUNDINGS.base_url
DEBUG = False
ALLOWED_HOSTS = ["*"] if DEMO else [urlsplit(BASE_URL).hostname or "localhost"]

DESKS = found_desks(SURROUNDINGS.desks)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "mash.foundation.ledger",
    "mash.foundation.partnership",
    "mash.foundation.access",
    "mash.foundation.files",
    "mash.foundation.post",
    "mash.pathway.people",
    "mash.pathway.enquiries",
    "mash.pathway.intelligence",
    "mash.pathway.gathering",
    "mash.pathway.triage",
    "mash.pathway.decisions",
    "mash.pathway.handover",
    "mash.pathway.disagreements",
    "mash.pathway.casework",
    *DESKS,
    "mash.ui",
    "mash.demo",
]

MIDDLEWARE = [
    "mash.config.requests.Counted",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mash.foundation.access.middleware.Headers",
    "mash.config.health.Probes",
    "mash.foundation.files.uploads.Whole",
    "mash.foundation.access.middleware.Door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "mash.config.urls"
WSGI_APPLICATION = "mash.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "mash.config.pages.environment", "context_processors": ["mash.ui.page.context"]},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# The owner migrates and applies the guards; the hub itself only ever connects as the login role, which is NOINHERIT
# and has no grant of its own: a forgotten binding is an error, not a union.
_owner = urlsplit(SURROUNDINGS.database_url or "postgresql://mash_owner@127.0.0.1:1/mash")
_name = _owner.path.lstrip("/") or "mash"


def login_password(database: str) -> str:
    """The login role's password, worked out from the secret key so that it need not be stored."""
    return hmac.new(SECRET_KEY.encode(), b"login:" + database.encode(), hashlib.sha256).hexdigest()


_connection = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": _name,
    "HOST": _owner.hostname or "",
    "PORT": str(_owner.port or ""),
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
    # Statements are prepared once they come back: to plan a page's queries under row security takes PostgreSQL longer
    # than to run them. It plans anew by itself when the role, a policy or an index has changed.
    "OPTIONS": {"connect_timeout": 5, "server_side_binding": True, "prepare_threshold": 3},
}
DATABASES = {
    "default": {
        **_connection,
        "USER": f"mash_login_{_name}",
        "PASSWORD": login_password(_name),
        "TEST": {"MIRROR": "owner"},
    },
    "owner": {
        **_connection,
        "USER": unquote(_owner.username or ""),
        "PASSWORD": unquote(_owner.password or ""),
        "TEST": {"DEPENDENCIES": []},
    },
}
DATABASE_ROUTERS = ["mash.config.routing.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/start"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mash.foundation.access.accounts.ClosedDoors"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# Wrong attempts are counted in the database, which all processes share, and not in allauth's cache.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = not DEMO
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "mash.foundation.access.accounts.KeptSecrets"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "OpenMASH"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False

# Fifteen idle minutes end a session in a shared room (SECURITY section 9); in demo mode a working day does. Both
# limits are kept by `access/sign_in/limits.py`: a page that polls by itself is not somebody at work.
SESSION_IDLE_SECONDS = 8 * 3600 if DEMO else 15 * 60
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
# Behind a proxy that ends TLS a form comes from here by https, though the hub itself is asked by http.
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
CSRF_FAILURE_VIEW = "mash.foundation.access.failures.stale_form"
SECURE_PROXY_SSL_HEADER = SURROUNDINGS.tls_header
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31536000 if BASE_URL.startswith("https://") else 0
# What is typed; files have limits of their own. More files than a form takes are counted so that it can say so.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
FILE_UPLOAD_HANDLERS = ["mash.foundation.files.uploads.Bounded"]
CLAMD = SURROUNDINGS.clamd
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS: list[Path] = []
STATICFILES_FINDERS = [
    "mash.ui.static.FrontEndFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
NODE_MODULES = CHECKOUT / "node_modules"
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = None

OUTBOX = DATA_DIR / "outbox"
DEFAULT_FROM_EMAIL = "OpenMASH <no-reply@mash.example>"
SMTP_URL = SURROUNDINGS.smtp_url

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": "mash.config.logs.WithoutWords", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "mash.config.logs.AsJson"},
    },
    "filters": {
        "routes": {"()": "mash.config.logs.RoutesForAddresses"},
        "no_health_checks": {"()": "mash.config.logs.NoHealthChecks"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": SURROUNDINGS.log,
            "filters": ["routes", "no_health_checks"],
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "mash": {"level": "INFO"},
        # A line for every request is for programs; at a terminal it would bury all else.
        "mash.requests": {"level": "INFO" if SURROUNDINGS.log == "json" else "WARNING"},
        # What may not be seen is not found: an everyday answer, which the ledger keeps.
        "django.request": {"level": "ERROR"},
    },
}
