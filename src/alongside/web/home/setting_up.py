"""What a new partnership has still to do before it can work: for whoever does it, until it is done."""

from dataclasses import dataclass

from alongside.partners.queries import is_anything_agreed
from alongside.partners.roles import SETTING_UP, Permission
from alongside.partners.standing import Viewer
from alongside.support.queries import front_door, pathways
from alongside.web.design.navigation import address


@dataclass(frozen=True, slots=True)
class ToSetUp:
    """One thing that is missing, and the command that makes it or the page where it is made."""

    text: str
    command: str = ""
    url: str = ""


def still_to_set_up(viewer: Viewer) -> list[ToSetUp]:
    if not viewer.permissions & SETTING_UP:
        return []
    missing = []
    if not front_door.has_front_door():
        missing.append(
            ToSetUp(
                "No agency receives concerns yet, so that none can be raised. Whoever runs the system enters:",
                front_door.HOW,
            )
        )
    if viewer.may(Permission.KEEP_AGREEMENTS) and not is_anything_agreed(viewer.day):
        missing.append(
            ToSetUp(
                "No sharing agreement is in force, so that no agency may tell another anything.",
                url=address("agreement_new"),
            )
        )
    if viewer.may(Permission.KEEP_PATHWAYS) and not pathways.is_any_installed():
        missing.append(
            ToSetUp("No pathway to support is installed. Whoever runs the system enters:", pathways.HOW_TO_INSTALL)
        )
    return missing
