"""For a WSGI server: `granian --interface wsgi alongside.publicsite.wsgi:application`, with ALONGSIDE_RELEASES set."""

import os
import sys
from pathlib import Path

from alongside.publicsite.releases import BrokenFiles
from alongside.publicsite.site import Application

FOLDER = os.environ.get("ALONGSIDE_RELEASES", "")
if not FOLDER:
    sys.exit("Set ALONGSIDE_RELEASES to the folder that `alongside publish --to FOLDER` wrote.")
try:
    application = Application(Path(FOLDER))
except BrokenFiles as error:
    sys.exit(str(error))
