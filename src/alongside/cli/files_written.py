"""Files that are there whole or not at all."""

import os
import tempfile
from pathlib import Path


def written_whole(path: Path, content: bytes) -> None:
    """Write beside the place and move there: whoever stops the program finds the old file or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
