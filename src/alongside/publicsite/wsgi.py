"""For a WSGI server, as a factory: `granian --interface wsgi --factory alongside.publicsite.wsgi:application`."""

import os
import sys
from pathlib import Path

from alongside.publicsite.releases import BrokenFiles
from alongside.publicsite.site import Application


def application() -> Application:
    """The site of the folder that ALONGSIDE_RELEASES names. Says what is missing and ends the server without it."""
    folder = os.environ.get("ALONGSIDE_RELEASES", "")
    if not folder:
        sys.exit("Set ALONGSIDE_RELEASES to the folder that `alongside publish --to FOLDER` wrote.")
    try:
        return Application(Path(folder))
    except BrokenFiles as error:
        sys.exit(str(error))
