"""What the environment may say, checked before anything starts.

A setting that makes no sense is refused with the name of the variable and what would be right.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

Mode = Literal["production", "demo", "test"]
DEMO_KEY = "demo-only-key-that-production-refuses-0123456789-abcdefghij"


TO_THE_DRIVER = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name")
PREPARE_AFTER = 5  # times that a statement is asked; from then on the database plans it no more


class SettingsError(ImproperlyConfigured):
    """The environment asks for something that Alongside refuses; the text says what to change."""


class Environment(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    mode: Mode = "production"
    secret_key: str = ""
    database_url: str = ""
    allowed_hosts: tuple[str, ...] = ()
    var: Path = Path("var")
    data: Path | None = None
    partnership: str = ""
    email_url: str = ""
    email_from: str = ""
    notify_key: str = ""
    public_url: str = ""
    digest_hour: int = Field(default=7, ge=0, le=23)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    session_minutes: int = Field(default=30, ge=5, le=480)
    insecure_http: bool = False
    seal_seconds: int = Field(default=60, ge=5, le=86_400)
    upload_megabytes: int = Field(default=50, ge=1, le=2_000)
    precheck: bool = False
    precheck_dpia: str = ""
    precheck_daily: int = Field(default=10, ge=1, le=100)
    precheck_encoder: str = ""
    precheck_matcher: str = ""

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"sqlite", "postgresql", "postgres"}:
            raise ValueError("must begin with sqlite:/// or postgresql://")
        asked = dict(parse_qsl(urlsplit(value).query, keep_blank_values=True))
        if asked.get("prepare", "off") not in {"on", "off"}:
            raise ValueError("may say prepare=on, unless there is a pooler that keeps no statements, or prepare=off")
        if unknown := set(asked) - {"prepare", *TO_THE_DRIVER}:
            raise ValueError(f"says {', '.join(sorted(unknown))}; it may say prepare, {', '.join(TO_THE_DRIVER)}")
        return value

    @field_validator("email_url")
    @classmethod
    def _known_mail(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError as error:
            raise ValueError(f"is no address of a mail server: {error}") from None
        if value and (not parts.scheme or parts.scheme not in BACKENDS):
            raise ValueError("must begin with smtp://, smtps://, file:///, notify: or console:")
        if parts.scheme in {"smtp", "smtps"} and not parts.hostname:
            raise ValueError("must name the mail server, such as smtp://name:password@mail.example:587")
        return value

    @field_validator("public_url")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ValueError("must be the address of the sign-in page's site, such as https://alongside.example")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _mail_is_whole(self) -> "Environment":
        scheme = urlsplit(self.email_url).scheme
        if scheme == "notify" and not (self.notify_key and urlsplit(self.email_url).path):
            raise ValueError(
                "ALONGSIDE_EMAIL_URL=notify:TEMPLATE_ID needs the number of a template, and ALONGSIDE_NOTIFY_KEY"
            )
        if scheme in {"smtp", "smtps"} and "@" not in self.email_from:
            raise ValueError("ALONGSIDE_EMAIL_FROM must be the address that messages come from")
        return self

    @model_validator(mode="after")
    def _production_is_strict(self) -> "Environment":
        if self.mode != "production":
            return self
        if len(self.secret_key) < 50 or self.secret_key == DEMO_KEY:
            raise ValueError(
                "ALONGSIDE_SECRET_KEY must be a private random text of 50 characters or more in production; "
                "for the demo borough, run `make demo`"
            )
        if not self.allowed_hosts or "*" in self.allowed_hosts:
            raise ValueError("ALONGSIDE_ALLOWED_HOSTS must name the host names served, separated by commas")
        return self

    @model_validator(mode="after")
    def _precheck_is_whole(self) -> "Environment":
        missing = [name for name in ("dpia", "encoder", "matcher") if not getattr(self, f"precheck_{name}")]
        if self.precheck and missing:
            named = ", ".join(f"ALONGSIDE_PRECHECK_{name.upper()}" for name in missing)
            raise ValueError(f"ALONGSIDE_PRECHECK needs {named} too; see docs/how-to/precheck.md")
        return self

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"


def read(source: Mapping[str, str] | None = None) -> Environment:
    """Read ALONGSIDE_* and DATABASE_URL; raise `SettingsError` naming every variable that is wrong."""
    source = os.environ if source is None else source
    given = {
        name: source[f"ALONGSIDE_{name.upper()}"]
        for name in Environment.model_fields
        if f"ALONGSIDE_{name.upper()}" in source and name != "database_url"
    }
    if source.get("DATABASE_URL"):
        given["database_url"] = source["DATABASE_URL"]
    for empty in [name for name, value in given.items() if value == ""]:
        del given[empty]
    try:
        return Environment.model_validate(given)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(detail) for detail in error.errors())) from None


def _sentence(detail: Any) -> str:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    words = str(detail["msg"]).removeprefix("Value error, ")
    if not name:
        return f"- {words}"
    variable = "DATABASE_URL" if name == "database_url" else f"ALONGSIDE_{name.upper()}"
    # The address of a mail server, or of a database, may hold a password.
    secret = name in {"secret_key", "notify_key", "email_url", "database_url"}
    return f"- {variable}: {words}" if secret else f"- {variable}: {words} (it is {detail['input']!r})"


# A page asks the same thirty questions each time: planned once, they cost the database half (borough_scale). Not by
# default: a statement bound by the server may hold 65,535 values at most, and Django 5.2 does not cut longer ones.
PREPARED = {"server_side_binding": True, "prepare_threshold": PREPARE_AFTER}


def database(environment: Environment) -> dict[str, Any]:
    """Django's settings for the one database: SQLite in WAL by default, PostgreSQL for a borough."""
    if environment.database_url and not environment.database_url.startswith("sqlite"):
        parts = urlsplit(environment.database_url)
        asked = dict(parse_qsl(parts.query))
        prepared = PREPARED if asked.pop("prepare", "off") == "on" else {}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**asked, **prepared},
        }
    path = environment.database_url.removeprefix("sqlite:///") or str(environment.var / "alongside.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536; "
                # Every list writes its log: brought over into the database at 32 MB instead of 4, pages that many
                # rows of the log touch are written once, and fewer readers wait for it.
                "PRAGMA wal_autocheckpoint=8192;"
            ),
        },
        "TEST": {"NAME": os.environ.get("ALONGSIDE_TEST_DATABASE") or None},
    }


SMTP_PORTS = {"smtp": 587, "smtps": 465}
BACKENDS = {
    "": "django.core.mail.backends.dummy.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
    "notify": "alongside.exchange.govuk_notify.GovukNotify",
}
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Mail:
    """How messages leave. `sends` is false where no way is set: they wait until there is one."""

    sends: bool
    backend: str
    sender: str
    folder: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls_later: bool = False
    tls_first: bool = False
    template: str = ""


def mail(environment: Environment) -> Mail:
    """From one address. Without it: files in the demo, nothing in production."""
    url = environment.email_url or ("" if environment.mode == "production" else f"file://{environment.var / 'sent'}")
    parts = urlsplit(url)
    host = parts.hostname or ""
    return Mail(
        sends=bool(url), backend=BACKENDS[parts.scheme], sender=environment.email_from or "alongside@localhost",
        folder=unquote(parts.netloc + parts.path) if parts.scheme == "file" else "", host=host,
        port=parts.port or SMTP_PORTS.get(parts.scheme, 0), user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        # Never in the clear over a network: a server that offers no TLS is refused.
        tls_later=parts.scheme == "smtp" and host not in THIS_MACHINE, tls_first=parts.scheme == "smtps",
        template=parts.path if parts.scheme == "notify" else "",
    )  # fmt: skip


def public_url(environment: Environment) -> str:
    """Where members sign in, for the links in messages."""
    if environment.public_url:
        return environment.public_url
    hosts = environment.allowed_hosts
    return f"https://{hosts[0].lstrip('.')}" if environment.mode == "production" and hosts else "http://localhost:8000"
