"""Each claim of speed or accuracy, runnable: `make bench BENCH=access_decision`.

A benchmark works in a folder and a SQLite file of its own, which are gone afterwards; `DATABASE_URL` points it to an
empty PostgreSQL database instead.
"""

import atexit
import os
import shutil
import tempfile

import django

FOLDER = tempfile.mkdtemp(prefix="alongside-bench-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["ALONGSIDE_VAR"] = FOLDER
os.environ["ALONGSIDE_MODE"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
django.setup()
