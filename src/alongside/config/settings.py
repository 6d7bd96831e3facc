"""Settings: one file, driven by the environment (see `environment.py` for what it may say)."""

import shlex
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from alongside.config import environment

ENVIRONMENT = environment.read()
MODE = ENVIRONMENT.mode
IS_DEMO = ENVIRONMENT.is_demo
PACKAGE = Path(__file__).resolve().parent.parent
VAR = ENVIRONMENT.var.resolve()
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key or environment.DEMO_KEY
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts) or ["localhost", "127.0.0.1", "[::1]", "testserver"]
DEMO_NOTES = import_module("alongside.demo.cast").NOTES if IS_DEMO else {}
DEMO_PASSWORD = import_module("alongside.demo.cast").PASSWORD if IS_DEMO else ""
# The name of the borough's own partnership, which stands beside its figures: never the software's.
PARTNERSHIP = (
    ENVIRONMENT.partnership
    or (import_module("alongside.demo.cast").PARTNERSHIP if IS_DEMO else "")
    or "This partnership"
)
SEAL_SECONDS = ENVIRONMENT.seal_seconds

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "alongside.audit",
    "alongside.areas",
    "alongside.partners",
    "alongside.people",
    "alongside.support",
    "alongside.places",
    "alongside.programmes",
    "alongside.community",
    "alongside.outcomes",
    "alongside.precheck",
    "alongside.web",
    "alongside.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alongside.web.pathways.holidays.KnownHolidays",
    "alongside.web.accounts.middleware.KeptSession",
    "alongside.web.accounts.middleware.KeptTyping",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "alongside.web.accounts.middleware.OwnPasswordFirst",
    "alongside.web.accounts.middleware.SecondFactorFirst",
    "alongside.web.design.doors.Doorkeeper",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "alongside.config.urls"
WSGI_APPLICATION = "alongside.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "alongside.web.design.templates.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]

# The limits on signing in are counted here: in files, so that all workers count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

DATABASES = {"default": environment.database(ENVIRONMENT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "partners.Member"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Accounts: made by an agency's administrator, so there is no signing up and no reset by e-mail.
SECOND_FACTOR_REQUIRED = MODE == "production"
# A proxy says for whom it asks. Where it is on the same machine (insecure_http), nobody else is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if MODE == "production" else 0
ONLY_LOCAL_PROXY = ENVIRONMENT.insecure_http
ACCOUNT_ADAPTER = "alongside.web.accounts.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,30/h/key"}
MFA_ADAPTER = "alongside.web.accounts.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Alongside"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A browser gives passkeys to localhost without TLS, and only there.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE != "production"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "alongside.web.accounts.lockout.locked"
AXES_CLIENT_IP_CALLABLE = "alongside.web.accounts.lockout.address_of"
AXES_USERNAME_CALLABLE = "alongside.web.accounts.lockout.name_of"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

FORM_RENDERER = "alongside.web.design.forms.PageForms"

LANGUAGE_CODE = "en-gb"
# Pages of members are in English. Public pages choose a language by their address (`web.design.tongue`).
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "design" / "static"]
WHITENOISE_USE_FINDERS = MODE != "production"
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = VAR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = ENVIRONMENT.upload_megabytes * 1024 * 1024

PRECHECK = ENVIRONMENT.precheck
PRECHECK_DPIA = ENVIRONMENT.precheck_dpia
PRECHECK_DAILY = ENVIRONMENT.precheck_daily
PRECHECK_ENCODER = shlex.split(ENVIRONMENT.precheck_encoder)
PRECHECK_MATCHER = shlex.split(ENVIRONMENT.precheck_matcher)

SECURE = MODE == "production" and not ENVIRONMENT.insecure_http
SESSION_COOKIE_AGE = ENVIRONMENT.session_minutes * 60
CSRF_FAILURE_VIEW = "alongside.web.design.pages.csrf_failure"
SESSION_SAVE_EVERY_REQUEST = False  # web.accounts.middleware counts anew once a minute instead
SESSION_LONGEST_HOURS = 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

MAIL = environment.mail(ENVIRONMENT)
SENDS_MESSAGES = MAIL.sends
EMAIL_BACKEND = MAIL.backend
DEFAULT_FROM_EMAIL = MAIL.sender
EMAIL_FILE_PATH = MAIL.folder
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.tls_later, MAIL.tls_first
EMAIL_TIMEOUT = 20
NOTIFY_KEY, NOTIFY_TEMPLATE = ENVIRONMENT.notify_key, MAIL.template
PUBLIC_URL = environment.public_url(ENVIRONMENT)
DIGEST_HOUR = ENVIRONMENT.digest_hour

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level if MODE != "test" else "ERROR"},
    # Four lines for each sign-in that works; our own log of who signed in is in the database.
    "loggers": {"axes": {"level": "WARNING"}},
}

if MODE == "test":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
