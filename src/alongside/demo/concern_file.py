"""Last night's incidents, which the police send as a file: some rows enter, some are sent back with reasons."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import timedelta

from alongside.demo import cast
from alongside.demo.families import Invented
from alongside.demo.life import Story, World
from alongside.demo.tellings import BY_KEY
from alongside.demo.wording import slots
from alongside.exchange.concern_columns import BY_FIELD
from alongside.exchange.concerns_csv import take_in
from alongside.people.models import RoleInEvent, SourceRecord

NAME = "incidents-of-last-night.csv"
TOLD = ("upstairs while they argued", "robbed on the way home", "upstairs while they argued")
AGES = range(6, 15)
# What a reader of the report should learn to put right.
FAULTS: tuple[Mapping[str, str], ...] = (
    {"child_date_of_birth": "31/02/2014"},
    {"child_voice": "", "child_voice_missing": ""},
    {"consent": "perhaps", "consent_reason": ""},
)
Row = dict[str, str]


def file_story(world: World, children: Sequence[Invented], street: str) -> Story:
    """Good rows first, then the ones with faults; each good row's record is noted in the truth."""
    at = world.moments.ago(hours=4)
    yield at
    rows = [_row(world, number, child, street) for number, child in enumerate(children)]
    for row, fault in zip(rows[len(TOLD) :], FAULTS, strict=True):
        row.update(fault)
    take_in(name=NAME, raw=_csv(rows), by=world.viewer("dev", at), at=at)
    for row, child in zip(rows, children, strict=True):
        for made in SourceRecord.objects.filter(agency_ref=row["child_reference"]).prefetch_related("concerns"):
            world.truth.note(made.pk, child, cast.POLICE)
            matters = [concern.reference for concern in made.concerns.all()]
            others = RoleInEvent.objects.filter(matter__in=matters).exclude(record=made)
            for other in others.values_list("record_id", flat=True):
                world.truth.note_unknown(other)


def _row(world: World, number: int, child: Invented, street: str) -> Row:
    telling = BY_KEY[TOLD[number % len(TOLD)]]
    words = slots(child.given.usual, child.sex, street=street, adult="", friend="", place=street)
    happened = (world.moments.now - timedelta(hours=17)).date()
    return {
        "reference": f"INC-{20_881 + number}", "child_reference": f"NOM-{7_140 + number}",
        "child_first_name": child.given.usual, "child_last_name": child.family.usual,
        "child_date_of_birth": f"{child.born:%d/%m/%Y}", "child_sex": child.sex, "child_role": telling.role,
        "child_address": child.home.lines, "child_postcode": child.home.postcode,
        "happened_on": happened.isoformat(), "happened_where": telling.where.format_map(words),
        "fact": telling.fact.format_map(words), "opinion": telling.opinion.format_map(words),
        "child_voice": telling.voice.format_map(words), "child_voice_missing": "", "consent": "not_sought_other",
        "consent_reason": "Nobody could be asked at night; the child may be in danger at home.",
        "referrer_role": "police", "call_back": "01632 960 101",
    }  # fmt: skip


def _csv(rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow([BY_FIELD[field].title for field in rows[0]])
    out.writerows(row.values() for row in rows)
    return text.getvalue().encode("utf-8-sig")
