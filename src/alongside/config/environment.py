"""What the environment may say, checked before anything starts.

A setting that makes no sense is refused with the name of the variable and what would be right.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

Mode = Literal["production", "demo", "test"]
DEMO_KEY = "demo-only-key-that-production-refuses-0123456789-abcdefghij"


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
    partnership: str = "Alongside"
    email_url: str = ""
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
        return value

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
    return f"- {variable}: {words} (it is {detail['input']!r})" if name != "secret_key" else f"- {variable}: {words}"


def database(environment: Environment) -> dict[str, Any]:
    """Django's settings for the one database: SQLite in WAL by default, PostgreSQL for a borough."""
    if environment.database_url and not environment.database_url.startswith("sqlite"):
        parts = urlsplit(environment.database_url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
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
                "PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536;"
            ),
        },
        "TEST": {"NAME": os.environ.get("ALONGSIDE_TEST_DATABASE") or None},
    }
