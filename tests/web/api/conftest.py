import pytest

from alongside.audit.entries import Actor
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.pathway_versions import install
from alongside.support.shipped import shipped
from tests.cast import NOW


@pytest.fixture
def pathways(cast, now):
    """Early help at the council, and leaving gangs at a provider, with the agreements that cover them."""
    for code, purpose, receiver in (
        ("early-help", Purpose.EARLY_HELP, "council"),
        ("leaving-gangs", Purpose.LEAVING_GANGS, "provider"),
    ):
        cast.agreement(
            f"A-{code}", ["council", "school", "provider"], purposes=frozenset({purpose}),
            field_groups=frozenset(FieldGroup),
        )  # fmt: skip
        document = next(one for one in shipped() if one["code"] == code)
        install(document=document, receivers=[receiver], change_note="As it comes", by=Actor.system("tests"), at=NOW)
    return cast
