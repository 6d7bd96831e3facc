"""The `alongside` program: `alongside load police-uk PATH`, `alongside audit verify`, `alongside run`."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    try:
        # Read first: Django's own program would hide a refused setting behind "Unknown command".
        _ = settings.INSTALLED_APPS
        execute_from_command_line(["alongside", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        sys.exit(f"Alongside will not start.\n{error}")


if __name__ == "__main__":
    main()
