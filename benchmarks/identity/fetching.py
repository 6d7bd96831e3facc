"""Environments of other tools, made when first needed and kept under `var/`: none of them is a dependency of ours."""

import hashlib
import os
import subprocess
import venv
from pathlib import Path

FOLDER = Path(os.environ.get("BENCH_CACHE", Path(__file__).resolve().parents[2] / "var" / "benchmarks"))


class NotToBeHad(Exception):
    """Another tool cannot be installed here; the reason is the message."""


def environment(name: str, *requirements: str) -> Path:
    """The Python of an environment with these packages, made unless it is there."""
    marked = hashlib.sha256("\n".join(requirements).encode()).hexdigest()[:12]
    home = FOLDER / f"{name}-{marked}"
    python, stamp = home / "bin" / "python", home / ".complete"
    if not stamp.exists():
        print(f"  (installing {', '.join(requirements)}: once)", flush=True)
        venv.create(home, with_pip=True, clear=True)
        found = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements],
            capture_output=True, text=True,
        )  # fmt: skip
        if found.returncode:
            raise NotToBeHad(found.stderr.strip().splitlines()[-1] if found.stderr.strip() else "pip failed")
        stamp.touch()
    return python


def run_apart(python: Path, script: str, *arguments: str) -> Path:
    """Run a script of this folder by another Python, into a folder of its own, which is returned. Done once."""
    source = Path(__file__).with_name(script)
    marked = hashlib.sha256(source.read_bytes() + "\n".join(arguments).encode()).hexdigest()[:12]
    folder = FOLDER / f"{source.stem}-{marked}"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ".complete").exists():
        found = subprocess.run([python, source, folder, *arguments], capture_output=True, text=True)
        if found.returncode:
            raise NotToBeHad(found.stderr.strip().splitlines()[-1] if found.stderr.strip() else f"{script} failed")
        (folder / ".complete").touch()
    return folder
