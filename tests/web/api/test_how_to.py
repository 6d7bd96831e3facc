"""The commands of docs/how-to/api.md are run as they stand there, against the system."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from alongside.partners.key_use import A_MINUTE, KEPT
from alongside.support.models import Case, CaseEntry, Concern, Incident
from alongside.web.api.problems import KINDS
from alongside.web.api.reading import LARGEST
from tests.cast import make_cast
from tests.systems import make_case, make_pathways, system

PAGE = (Path(__file__).resolve().parents[3] / "docs/how-to/api.md").read_text()


COMMANDS = [
    one
    for block in re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
    for one in re.split(r"\n(?=curl )", block.strip())
]


def run(command, url, own):
    environment = {"ALONGSIDE": url, "KEY": own.text, "PATH": os.environ["PATH"], "NO_PROXY": "*"}
    done = subprocess.run(
        ["bash", "-ec", command], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return json.loads(done.stdout)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
@pytest.mark.django_db(transaction=True)
def test_every_command_of_the_page_works_as_it_stands(live_server, now):
    cast = make_pathways(make_cast())
    school, provider, case = system(cast), system(cast, "provider"), make_case(cast)
    references = {"CS-9ZX-4TW": case.reference}
    police = system(cast, "police")
    assert len(COMMANDS) == 9
    for command in COMMANDS:
        for shown, real in references.items():
            command = command.replace(shown, real)
        own = provider if "attendance" in command else police if "encompass" in command else school
        told = run(command, live_server.url, own)
        if "reference" in told and "attendance" not in command:
            references[f"{told['reference'][:2]}-7KQ-2MD"] = told["reference"]
    assert (Concern.objects.count(), Case.objects.count(), CaseEntry.objects.count()) == (1, 2, 1)
    assert Incident.objects.get().police_reference == "P/2026/117"


def test_the_page_names_every_error_and_every_limit():
    for status in KINDS:
        assert status == 405 or re.search(rf"\| .*\b{status}\b.* \|", PAGE), status
    assert f"kept for {KEPT.days} days" in PAGE and f"More than {A_MINUTE} requests" in PAGE
    assert f"More than {LARGEST // 1024} KiB" in PAGE
