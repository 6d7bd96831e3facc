"""A front door with something on its desk, for the journeys of triage and of governance."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from alongside.partners.errors import Refused
from alongside.partners.states import FieldGroup
from alongside.people.actions import add_record
from alongside.people.drafts import AddressDraft
from alongside.support.actions import asking, raising, triage
from alongside.support.drafts import OtherPerson
from alongside.support.queries import triaging
from tests.cast import Cast, child, details

OTHER_DAY = date(2009, 11, 30)  # so that no machine joins these records, and a person has to


@dataclass
class Desk:
    """The concern that the journey is about, and a few others around it in the queue."""

    cast: Cast
    reference: str
    person_id: Any
    decided: str
    waiting: str

    def viewer(self, name: str):
        return self.cast.viewer(name, timezone.now())

    def rate(self) -> None:
        triage.rate(
            reference=self.reference, level_code="complex", reason="Phones, an injury, an older boy.",
            by=self.viewer("triage"), at=timezone.now(),
        )  # fmt: skip


def set_up(cast: Cast) -> Desk:
    now = timezone.now()
    cast.agreement(
        "YJ-2", ["council", "police"], title="Police notes on request", field_groups=frozenset(),
        on_request=frozenset({FieldGroup.POLICE}), valid_until=now.date() + timedelta(days=30),
        review_on=now.date() + timedelta(days=20), valid_from=now.date() - timedelta(days=300),
    )  # fmt: skip
    cast.agreement(
        "ED-1", ["council", "school"], title="Education notes", field_groups=frozenset({FieldGroup.EDUCATION})
    )
    concern = _amina(cast, now)
    others = [_another(cast, now, name, hours) for name, hours in (("Bo", 30), ("Théo", 60), ("ليلى", 2))]
    _rate_and_decide(cast, others[0].reference, "early_help", now)
    _rate_and_decide(cast, others[1].reference, "no_action", now)
    with suppress(Refused):
        triaging.triage_page(cast.viewer("outsider", now), concern.reference)
    return Desk(cast, concern.reference, concern.record.person_id, others[0].reference, others[1].reference)


def _amina(cast: Cast, now):
    note = (
        "education",
        date(2026, 10, 2),
        "Absent on 11 of the last 20 days. Was not brought to the last two meetings.",
    )
    whole = child(
        addresses=(AddressDraft("12 Quayside Mews, Larkmere", "LK1 2AB"),), telephone="01632 960 222", notes=(note,)
    )
    for agency in ("police", "provider"):
        add_record(
            draft=child("Amina", "Okafor Lindqvist", agency_ref=f"{agency[:2].upper()}-118", date_of_birth=OTHER_DAY),
            holder=cast.agencies[agency], source="file", by=cast.members["officer"].actor,
            at=now - timedelta(days=40), today=now.date(),
        )  # fmt: skip
    told = details(
        child=whole, in_danger_now=True, allegation="An older boy called “T” gives her the phones.",
        allegation_by="A pupil in her class", happened_on=now.date() - timedelta(days=1), call_back="01632 960 111",
        happened_where="Elmsgate Academy, by the bike shed",
        others=(OtherPerson("T (surname not known)", "suspected", "Said to be about 19"), OtherPerson("Grace Okafor", "family")),
    )  # fmt: skip
    return raising.raise_concern(details=told, by=cast.viewer("dsl", now), at=now - timedelta(minutes=40))


def _another(cast: Cast, now, given: str, hours: int):
    told = details(child=child(given, "Marsh"), happened_on=now.date() - timedelta(days=3))
    at = now - timedelta(hours=hours)
    return raising.raise_concern(details=told, by=cast.viewer("other_dsl", at), at=at)


def _rate_and_decide(cast: Cast, reference: str, kind: str, now) -> None:
    by = cast.viewer("triage", now)
    triage.rate(reference=reference, level_code="complex", reason="Signs of exploitation.", by=by, at=now)
    version = triaging.triage_page(by, reference).version
    triage.decide_concern(
        reference=reference, kind=kind, rationale="The family asks for help, and the school is ready to lead.",
        version=version, by=by, at=now,
    )  # fmt: skip


def ask_and_answer(desk: Desk) -> None:
    now = timezone.now()
    asked = asking.ask(
        reference=desk.reference, agency_code="health", groups=[FieldGroup.HEALTH], question="Is she waiting for you?",
        by=desk.viewer("triage"), at=now,
    )  # fmt: skip
    asking.answer(
        reference=asked.reference, kind="told", text="She waits for assessment since May.", reason="",
        by=desk.viewer("clinician"), at=now,
    )  # fmt: skip
