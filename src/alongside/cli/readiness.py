"""What must hold before Alongside runs, and how to see that it answers."""

import errno
import http.client
import socket
from collections.abc import Iterator

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from alongside.people.measures import model_of_before

# Whether a council's other subdomains speak TLS only is for the council to say, not for this system.
NOT_OURS_TO_SAY = frozenset({"security.W005", "security.W021"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104


def why_not_start(host: str, port: int) -> list[str]:
    """Sentences that say what to do first; none when everything is in order."""
    return [*_database(), *_checks(), *_port(host, port)]


def _database() -> Iterator[str]:
    try:
        waiting = MigrationExecutor(connections[DEFAULT_DB_ALIAS]).migration_plan(
            MigrationExecutor(connections[DEFAULT_DB_ALIAS]).loader.graph.leaf_nodes()
        )
    except DatabaseError as error:
        yield f"The database cannot be reached: {str(error).strip()}. Check DATABASE_URL."
        return
    if waiting:
        first = "make demo" if settings.IS_DEMO else "alongside migrate"
        yield f"The database is not up to date ({len(waiting)} migrations wait). Run `{first}` first."
    elif version := model_of_before():
        yield (
            f"Records are matched by model {version}, which was made for another version of Alongside. Run "
            "`alongside identity adopt` first: it takes the model of this version and weighs all pairs anew, and what "
            "people decided holds. A model of your own is trained anew and given as a file."
        )


def _checks() -> Iterator[str]:
    """Django's own checks; with those for deployment where real people's data will be."""
    in_earnest = settings.MODE == "production"
    # Whoever allows plain HTTP has said so by name; Django's warnings would only repeat it.
    level = checks.WARNING if in_earnest and settings.SECURE else checks.ERROR
    for message in checks.run_checks(include_deployment_checks=in_earnest, databases=[DEFAULT_DB_ALIAS]):
        if message.is_serious(level) and not message.is_silenced() and message.id not in NOT_OURS_TO_SAY:
            yield f"{message.msg} {message.hint or ''}".strip() + f" ({message.id})"


def _port(host: str, port: int) -> Iterator[str]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = (
                "is taken by another program"
                if error.errno == errno.EADDRINUSE
                else f"cannot be opened ({error.strerror})"
            )
            yield f"Port {port} {why}. Choose another, for example: PORT={port + 1}."


def gather_static() -> None:
    """In production the server hands out gathered files; gathering anew is quick and forgets nothing."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if settings.MODE == "production":
        call_command("collectstatic", interactive=False, verbosity=0)


def answers(host: str, port: int) -> bool:
    """Whether `/health` says that it is ready. Asked as the reverse proxy would ask."""
    where = "127.0.0.1" if host in EVERYWHERE else host
    headers = {"Host": settings.ALLOWED_HOSTS[0], "X-Forwarded-Proto": "https"}
    asked = http.client.HTTPConnection(where, port, timeout=2)
    try:
        asked.request("GET", "/health", headers=headers)
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def address(host: str, port: int) -> str:
    """As a person types it. By the name localhost a browser allows passkeys without TLS."""
    shown = "localhost" if host in EVERYWHERE | {"127.0.0.1", "::1"} else host
    return f"http://{shown}:{port}/"
