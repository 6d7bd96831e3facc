"""A process of its own on the test's database, to be killed in the middle of what it does."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
START = "import django; django.setup()\n"


class Process:
    """Runs Python on a copy of the test's database (SQLite) or on the test's database itself (PostgreSQL)."""

    def __init__(self, folder: Path) -> None:
        self.environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "alongside.config.settings", "ALONGSIDE_MODE": "test",
            "ALONGSIDE_VAR": str(folder / "var"), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DATABASE_URL": self._url(folder),
        }  # fmt: skip

    def _url(self, folder: Path) -> str:
        if connection.vendor == "postgresql":
            given = settings.DATABASES["default"]
            who = f"{given['USER']}:{given['PASSWORD']}@" if given["USER"] else ""
            return f"postgresql://{who}{given['HOST']}{':' if given['PORT'] else ''}{given['PORT']}/{given['NAME']}"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "copy.sqlite3")])
        return f"sqlite:///{folder / 'copy.sqlite3'}"

    def run(self, code: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-c", START + code], env=self.environment, capture_output=True, text=True, timeout=400,
            check=False,
        )  # fmt: skip

    def tell(self, code: str) -> object:
        """What the code leaves in `told`, as JSON."""
        done = self.run(code + "\nimport json; print(json.dumps(told))")
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout.splitlines()[-1])
