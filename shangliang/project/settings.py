"""All settings, from the environment only. docs/production.md lists every variable; a test compares."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from shangliang.look import assets
from shangliang.project import database, env
from shangliang.surfaces.cli import postgres

BASE = Path(__file__).resolve().parent.parent
HOME = postgres.home()

DEBUG = env.flag("SHANGLIANG_DEBUG")
PUBLIC_URL = env.text("SHANGLIANG_URL", f"http://127.0.0.1:{env.number('SHANGLIANG_PORT', 8000)}")
LIVE_URL = env.text("SHANGLIANG_LIVE_URL")
HTTPS = PUBLIC_URL.startswith("https://")

KEYS = Path(env.text("SHANGLIANG_KEYS", str(HOME / "keys")))
SECRET_KEY = env.text("SHANGLIANG_SECRET_KEY") or database.key(KEYS / "secret.key")
# Contact data of the public are sealed with this key; it never enters the database.
SEAL_KEY = env.text("SHANGLIANG_SEAL_KEY") or database.key(KEYS / "seal.key")

ALLOWED_HOSTS = env.words("SHANGLIANG_HOSTS", "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("SHANGLIANG_BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"

DATABASES = {"default": database.parse(env.text("DATABASE_URL") or postgres.url(HOME))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MODULES = [
    "org",
    "people",
    "handling",
    "voices",
    "topics",
    "plans",
    "gatherings",
    "remote",
    "deliberation",
    "floor",
    "kits",
    "minutes",
    "outcomes",
    "lists",
    "briefs",
    "proposals",
    "supervision",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "shangliang.kernel",
    "shangliang.look",
    *(f"shangliang.modules.{module}" for module in MODULES),
    "shangliang.surfaces.portal",
    "shangliang.surfaces.desk",
    "shangliang.surfaces.api",
    "shangliang.surfaces.live",
    "shangliang.surfaces.demo",
    "shangliang.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shangliang.surfaces.portal.cached.Cached",
    "shangliang.look.failures.Failures",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shangliang.surfaces.desk.signing.SignedIn",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shangliang.modules.people.seating.Seating",
    "shangliang.surfaces.desk.pressed.Pressed",
    "shangliang.project.unfit.Unfit",
]

ROOT_URLCONF = "shangliang.project.urls"
WSGI_APPLICATION = "shangliang.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            BASE / "look" / "templates",
            *(BASE / "modules" / module / "templates" for module in MODULES),
            BASE / "surfaces" / "portal" / "templates",
            BASE / "surfaces" / "desk" / "templates",
        ],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "shangliang.look.jinja.environment"},
    },
    # Only for what third parties render themselves; no template of ours is written for it.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

AUTH_USER_MODEL = "people.Person"
SEAT_MODEL = "people.Seat"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "shangliang.look.failures.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Tries are counted for each address; behind a proxy that is the one it says it was asked from.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("SHANGLIANG_BEHIND_PROXY") else 0
ACCOUNT_ADAPTER = "shangliang.modules.people.adapter.Adapter"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英语"))]
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = env.text("SHANGLIANG_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = None  # files are served from where they lie, with their content's hash in the address
WHITENOISE_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = assets.immutable
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "shangliang.look.assets.Assets"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# One attachment, in bytes (DOMAIN 1.7: at most five of 32 MB each).
UPLOAD_LIMIT = env.number("SHANGLIANG_UPLOAD_LIMIT", 32 * 1024 * 1024)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("SHANGLIANG_MAIL_HOST")
if not EMAIL_HOST:
    # Without a mail server the letters are kept as files, so that nothing is lost and all can be read.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
EMAIL_PORT = env.number("SHANGLIANG_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("SHANGLIANG_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("SHANGLIANG_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("SHANGLIANG_MAIL_TLS")
DEFAULT_FROM_EMAIL = env.text("SHANGLIANG_MAIL_FROM", "shangliang@localhost")

# A video server for rooms on the network (Janus). Without one, `shangliang video start` may run one on this machine.
VIDEO = {
    "url": env.text("SHANGLIANG_VIDEO_URL"), "api": env.text("SHANGLIANG_VIDEO_API"),
    "secret": env.text("SHANGLIANG_VIDEO_SECRET"), "admin_key": env.text("SHANGLIANG_VIDEO_ADMIN_KEY"),
    "turn": env.text("SHANGLIANG_VIDEO_TURN"), "turn_secret": env.text("SHANGLIANG_VIDEO_TURN_SECRET"),
}  # fmt: skip
VIDEO_NOTE = HOME / "run" / "video.json"

# A language model that may draft minutes, where a place allows it; without an address there is none.
DRAFTER_URL = env.text("SHANGLIANG_DRAFTER_URL")
DRAFTER_MODEL = env.text("SHANGLIANG_DRAFTER_MODEL")
DRAFTER_KEY = env.text("SHANGLIANG_DRAFTER_KEY")
DRAFTER_SECONDS = env.number("SHANGLIANG_DRAFTER_SECONDS", 60)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *([LIVE_URL] if LIVE_URL else [])],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("SHANGLIANG_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016", "security.W021"]
