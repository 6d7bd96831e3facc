"""The `alongside` program: `alongside load police-uk PATH`, `alongside audit verify`, `alongside run`."""

import os
import sys
from typing import NoReturn


def main() -> None:
    if sys.argv[1:2] == ["precheck"]:
        _precheck()
    if sys.argv[1:3] == ["places", "national"]:
        _places_of_the_nation()
    if sys.argv[1:2] == ["places"] and any(word.partition("=")[0] == "--file" for word in sys.argv[2:]):
        _places_of_a_file()
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    try:
        # Read first: Django's own program would hide a refused setting behind "Unknown command".
        _ = settings.INSTALLED_APPS
        if sys.argv[1:] in ([], ["help"], ["-h"], ["--help"]):
            _overview()
        execute_from_command_line(["alongside", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        sys.exit(f"Alongside will not start.\n{error}")
    except DatabaseError as error:
        told = _of_database(str(error))
        if told is None or "--traceback" in sys.argv:
            raise
        sys.exit(told)
    except OSError as error:
        if not error.filename or "--traceback" in sys.argv:
            raise
        sys.exit(f"{error.filename}: {error.strerror}. Check the path, and who may read and write there.")


_NO_TABLES = ("no such table", "no such column", "does not exist", "undefined table")
_NO_DOOR = (
    "unable to open",
    "connection",
    "authentication",
    "could not translate host",
    "readonly",
    "permission denied",
)


def _of_database(error: str) -> str | None:
    """What to do about a database that is not there, or not made yet; None for anything else."""
    first = error.strip().partition("\n")[0]
    if any(sign in error for sign in _NO_TABLES):
        return f"The database is not made, or not up to date ({first}).\nMake its tables: alongside migrate"
    if any(sign in error for sign in _NO_DOOR):
        return f"The database cannot be used: {first}.\nCheck DATABASE_URL, and whether the database runs."
    return None


def _precheck() -> NoReturn:
    """The asking agency has this package without Django, and the hub's two processes need none."""
    from alongside.precheck.program import main as precheck

    sys.exit(precheck(sys.argv[2:]))


def _places_of_the_nation() -> NoReturn:
    """An archive of every force is counted where it lies: no settings, no database."""
    from alongside.cli.places_national import main as national

    sys.exit(national(sys.argv[3:]))


def _places_of_a_file() -> NoReturn:
    """An analyst's own file needs the library alone: no settings, no database."""
    from alongside.cli.places_of_a_file import main as places

    sys.exit(places(sys.argv[2:]))


def _overview() -> NoReturn:
    import django

    django.setup()
    from alongside.cli.overview import overview

    sys.stdout.write(f"{overview()}\n")
    sys.exit(0)


if __name__ == "__main__":
    main()
