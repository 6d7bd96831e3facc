"""Everything that CI checks beside the tests. One line for each check; all run, then the exit code says."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
HOSTS = re.compile(
    r"https?://[^\s\"']*(pypi\.|pythonhosted|npmjs|registry|/simple\b|deb\.debian)|^\s*(--index-url|--extra-index-url|-i )",
    re.IGNORECASE | re.MULTILINE,
)
MOST_DEPENDENCIES = 25


def command(*words: str) -> Callable[[], str]:
    def check() -> str:
        environment = {**os.environ, "ALONGSIDE_MODE": "test", "PYTHONPATH": "src", "MYPYPATH": "src"}
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else (done.stdout + done.stderr)[-4000:]

    return check


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def no_hosts() -> str:
    """Lock files and configuration name no registry: they are installed from whichever is configured."""
    faults = []
    for path in tracked("*.txt", "*.in", "*.toml", "*.json", "*.cfg", "*.ini", "Makefile", ".ci/*", ".npmrc"):
        if found := HOSTS.search(path.read_text(errors="ignore")):
            faults.append(f"{path.relative_to(ROOT)}: {found.group(0).strip()}")
    return "\n".join(faults)


def linear_migrations() -> str:
    """Each app has one line of migrations: no two with the same number, no second leaf."""
    faults = []
    for folder in (ROOT / "src/alongside").glob("*/migrations"):
        numbers = [path.name[:4] for path in folder.glob("[0-9]*.py")]
        faults += [
            f"{folder.parent.name}: two migrations numbered {one}" for one in set(numbers) if numbers.count(one) > 1
        ]
    return "\n".join(faults)


def few_dependencies() -> str:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    direct = project["dependencies"] + project["optional-dependencies"]["platform"]
    return "" if len(direct) < MOST_DEPENDENCIES else f"{len(direct)} direct runtime dependencies"


def links() -> str:
    """Every relative link of the documents leads somewhere."""
    faults = []
    for path in tracked("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
            if not (path.parent / target).exists():
                faults.append(f"{path.relative_to(ROOT)}: {target}")
    return "\n".join(faults)


PYTHON = sys.executable
CHECKS: dict[str, Callable[[], str]] = {
    "lint": command(str(BIN / "ruff"), "check", "--quiet", "src", "tests", "benchmarks"),
    "format": command(str(BIN / "ruff"), "format", "--check", "--quiet", "src", "tests", "benchmarks"),
    "types": command(str(BIN / "mypy")),
    "import contracts": command(str(BIN / "lint-imports"), "--no-cache"),
    "templates": command(str(BIN / "djlint"), "--lint", "--quiet", "src/alongside/web"),
    "migrations complete": command(PYTHON, "-m", "alongside.cli.program", "makemigrations", "--check", "--dry-run"),
    "migrations linear": linear_migrations,
    "system checks": command(PYTHON, "-m", "alongside.cli.program", "check", "--fail-level", "WARNING"),
    "no registry addresses": no_hosts,
    "fewer than 25 direct dependencies": few_dependencies,
    "links in documents": links,
}


def main() -> int:
    failed = 0
    for name, check in CHECKS.items():
        fault = check()
        failed += bool(fault)
        sys.stdout.write(f"{'FAIL' if fault else 'ok  '} {name}\n{fault}\n" if fault else f"ok   {name}\n")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
