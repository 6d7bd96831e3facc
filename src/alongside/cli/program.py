"""The `alongside` program: `alongside load police-uk PATH`, `alongside audit verify`, `alongside run`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    from alongside.config.environment import SettingsError

    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["alongside", *sys.argv[1:]])
    except SettingsError as error:
        sys.exit(f"Alongside will not start.\n{error}")


if __name__ == "__main__":
    main()
