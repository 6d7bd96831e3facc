"""`alongside pathway install` and `alongside panel keep`: a partnership sets its pathways and panels up."""

import pytest
from django.core.management import CommandError, call_command

from alongside.support.models import DefinedPathway, Panel, PathwayVersion

pytestmark = pytest.mark.django_db
PANEL = """
code = "mace"
name = "Exploitation panel"
belongs = "Stuck cases"
holder = "council"
pathways = ["exploitation"]

[seats]
council = ["identity", "concern"]
police = ["identity"]
"""


def test_every_shipped_pathway_is_installed_once_with_its_receivers(cast, capsys):
    for _ in range(2):
        call_command("pathway", "install", "--receiver=camhs=health", "--receiver=early-help=council")
    assert DefinedPathway.objects.count() == PathwayVersion.objects.count() >= 7
    assert [one.agency.code for one in DefinedPathway.objects.get(code="camhs").receivers.all()] == ["health"]
    assert "Make them your own" in capsys.readouterr().out


@pytest.mark.parametrize("pair", ["nowhere=health", "camhs=nobody", "camhs"])
def test_a_receiver_that_is_not_known_stops_it_before_anything_is_installed(cast, pair):
    with pytest.raises(CommandError, match="Nothing was installed"):
        call_command("pathway", "install", f"--receiver={pair}")
    assert not DefinedPathway.objects.exists()


def test_a_panel_is_kept_from_a_file_and_changed_by_it(cast, tmp_path):
    call_command("pathway", "install")
    path = tmp_path / "panel.toml"
    path.write_text(PANEL)
    call_command("panel", "keep", str(path))
    path.write_text(PANEL.replace('police = ["identity"]', 'health = ["identity", "support"]'))
    call_command("panel", "keep", str(path))
    assert sorted(Panel.objects.get().seats.values_list("agency__code", flat=True)) == ["council", "health"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('holder = "council"', ""), "“holder” is missing"),
        (('"identity"]', '"everything"]'), "which is no field group"),
        (('exploitation"]', 'cake"]'), "is not known here"),
        (("name =", "name ="[:3]), "not kept"),
    ],
)
def test_a_file_that_cannot_stand_says_what_is_wrong_and_keeps_nothing(cast, tmp_path, change, words):
    call_command("pathway", "install")
    path = tmp_path / "panel.toml"
    path.write_text(PANEL.replace(*change))
    with pytest.raises(CommandError, match=words):
        call_command("panel", "keep", str(path))
    assert not Panel.objects.exists()
