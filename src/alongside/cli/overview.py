"""What `alongside` can do, one line a command: Django's own list puts these among forty that nobody here needs."""

from collections.abc import Iterator
from textwrap import wrap

from django.core.management import get_commands, load_command_class

APP, WIDTH, INDENT = "alongside.cli", 100, 12
_WITHOUT_A_SYSTEM = {
    "precheck": "ask whether two agencies know one child, on what is encoded; needs no system of its own"
}
_BEGIN = """\
Begin with:  alongside demo       an invented borough to look at
             alongside run        open it at http://127.0.0.1:8000
More of one: alongside load --help"""


def overview() -> str:
    lines = ["alongside COMMAND …", "", _BEGIN, ""]
    for name, help_text in sorted(_commands()):
        first, *more = wrap(help_text, WIDTH - INDENT)
        lines += [f"  {name:<{INDENT - 2}}{first}", *(" " * INDENT + line for line in more)]
    return "\n".join([*lines, "", "Django's own (migrate, check, shell …): alongside help --commands"])


def _commands() -> Iterator[tuple[str, str]]:
    yield from _WITHOUT_A_SYSTEM.items()
    for name, app in get_commands().items():
        if app == APP:
            told = str(load_command_class(APP, name).help)
            yield name, told[0].lower() + told[1:].removesuffix(".")
