"""Each claim of speed or accuracy, runnable: `make bench BENCH=access_decision`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
os.environ.setdefault("ALONGSIDE_MODE", "test")
django.setup()
