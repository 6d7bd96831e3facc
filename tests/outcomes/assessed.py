"""A borough of square wards with recorded crime, and needs assessments of it."""

import random
from uuid import uuid4

from alongside.audit.entries import Actor
from alongside.outcomes.actions.needs import draft_needs, save_section, sign_needs
from alongside.outcomes.models import NeedsAssessment, NeedsFigure, NeedsStep, NeedsText
from alongside.outcomes.needs_states import SECTIONS
from alongside.outcomes.queries.needs import needs_page
from alongside.partners.roles import Permission
from tests.areas.invented import keep, people
from tests.cast import NOW
from tests.places.warded import BOROUGH, draw, record, ward_code

PLACE = f"borough:2024:{BOROUGH}"
HAL = Actor("council", "member:7", "Hal Vey", "analyst")
BY_HAND = ("priorities", "causes", "next")
MONTHS = 24  # from October 2024 to September 2026


def make_borough(folder, table=None):
    """Two years of violence in three wards, the last the busiest; residents by age."""
    from alongside.areas.actions import load_population

    draw(folder / "areas", wards=3)
    record(folder, table or [[2, 3, 6]] * MONTHS, first="2024-10")
    bands = ((0, 9, 900), (10, 17, 700), (18, 24, 800), (25, 120, 5_600))
    rows = [row for number in range(3) for row in people(ward_code(number, 2024), *bands, year=2025)]
    keep(load_population, rows, vintage=2024)


def drafted(*, key=None, at=NOW, last_month=None, by=HAL):
    return draft_needs(
        place_key=PLACE, last_month=last_month, sent_key=key or uuid4(), by=by, at=at, source=random.Random(str(key))
    )  # fmt: skip


def written(reference, viewer, at=NOW):
    """With the sections that only people can write."""
    for section in BY_HAND:
        save_section(
            reference=reference, section=section, text="Knives near the station, after school.", version=1, by=viewer,
            at=at,
        )  # fmt: skip
    return reference


def signed(reference, viewer, at=NOW):
    """Read as it stands, and signed."""
    read = needs_page(viewer, reference).content if viewer.may(Permission.SEE_MEASURES) else ""
    sign_needs(reference=reference, read=read, by=viewer, at=at)


def keep_a_draft():
    """A draft as rows alone, without a borough to count; gives its reference."""
    made = NeedsAssessment.objects.create(
        reference="NA-9X6-H7R", place_key=PLACE, place="Larkmere", first_month=NOW.date().replace(month=1, day=1),
        last_month=NOW.date().replace(day=1), sent_key=uuid4(), agency_code="council", drafted_by="Hal Vey",
        drafted_at=NOW,
    )  # fmt: skip
    NeedsStep.objects.create(assessment=made, state="draft", by="Hal Vey", agency_code="council", at=NOW)
    NeedsFigure.objects.create(
        assessment=made, number=1, key="k", section="kinds", label="Robbery", definition_code="c",
        definition_version=1, definition_name="n", definition_words="w", is_process=False, state="shown", shown="121",
        value=121, place="Larkmere", source="data.police.uk", digest="0" * 64,
    )  # fmt: skip
    for one in SECTIONS:
        NeedsText.objects.create(
            assessment=made, section=one.key.value, number=1, text="[figure 1]", by="Hal Vey", agency_code="council",
            at=NOW,
        )  # fmt: skip
    return made.reference
