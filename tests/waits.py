"""CAMHS with children in its queues: a few through the actions, many at once for the figures."""

import random
from datetime import datetime, timedelta

from alongside.audit.entries import Actor
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import Person, RecordAddress, SourceRecord
from alongside.support.actions import cases
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.fairness import EthnicGroup, Send
from alongside.support.models import Case, CaseStep, FairnessAnswers, PathwayVersion
from alongside.support.shipped import shipped
from tests.cast import NOW, child

CAMHS = next(one for one in shipped() if one["code"] == "camhs")
ANSWERS = {
    "worry": "Panic on the bus.", "child_says": "I want to sleep.", "event": "street", "need": "trauma",
    "meanwhile": "Head of year",
}  # fmt: skip
PATH = ("triage", "for-assessment", "assessment", "for-treatment", "treatment", "helped")
NEEDS = ("anxiety", "trauma", "eating", "neuro")


def make_waits(cast):
    cast.agreement(
        "HW-1", ["health", "school", "council"], purposes=frozenset({Purpose.HEALTH_WAIT}),
        field_groups=frozenset(FieldGroup),
    )  # fmt: skip
    install(document=CAMHS, receivers=["health"], change_note="As it comes", by=Actor.system("tests"), at=NOW)
    return cast


def referred(cast, days_ago=0, **changes):
    at = cast.now - timedelta(days=days_ago)
    fields = {"pathway": "camhs", "child": child(), "answers": ANSWERS, "consent": "given", **changes}
    return refer(referral=Referral(**fields), by=cast.viewer("dsl", at), at=at)


def moved(cast, case, move, days_ago=0, **answers):
    at = cast.now - timedelta(days=days_ago)
    by = cast.viewer("clinician", at)
    cases.move_case(reference=case.reference, move=move, answers=answers, reason="As we spoke.", by=by, at=at)


def written(cast, case, kind, days_ago=0, **answers):
    at = cast.now - timedelta(days=days_ago)
    by = cast.viewer("clinician", at)
    cases.write_entry(reference=case.reference, kind=kind, happened_at=at, answers=answers, by=by, at=at)


def many(cast, number, seed=1, months=24):
    """So many referrals of as many children, each as far as it came; written at once."""
    rng = random.Random(seed)
    version = PathwayVersion.objects.select_related("pathway").get(pathway__code="camhs")
    persons = Person.objects.bulk_create(Person(made_at=NOW) for _ in range(number))
    records = SourceRecord.objects.bulk_create(_record(cast, one, rng) for one in persons)
    RecordAddress.objects.bulk_create(
        RecordAddress(record=one, lines="1 Long Lane", postcode=f"LK{rng.randint(1, 4)} 1AA", is_protected=place == 0)
        for place, one in enumerate(records)
    )
    FairnessAnswers.objects.bulk_create(
        FairnessAnswers(
            record=one, ethnic_group=rng.choice(EthnicGroup.values[:4]), send=rng.choice(Send.values[:3]), given_by="t",
            given_at=NOW,
        )
        for one in records
    )  # fmt: skip
    drawn = [_walk(rng, NOW - timedelta(days=rng.uniform(20, 30 * months))) for _ in records]
    made = Case.objects.bulk_create(
        _case(cast, version, one, walk, place, rng)
        for place, (one, walk) in enumerate(zip(records, drawn, strict=True))
    )
    CaseStep.objects.bulk_create(
        CaseStep(case=case, move=move, label=move or "Referred", to_stage=stage, answers=answers, at=at, by="t")
        for case, walk in zip(made, drawn, strict=True)
        for move, stage, at, answers in walk
    )
    return made


def _record(cast, person, rng):
    born = NOW.date() - timedelta(days=rng.randint(6 * 365, 17 * 365))
    return SourceRecord(
        holder=cast.agencies["school"], person=person, received_at=NOW, source="test", date_of_birth=born,
        sex=rng.choice(["female", "male"]),
    )  # fmt: skip


def _walk(rng, at: datetime):
    walk = [("", "triage", at, {})]
    for stage in PATH[1:]:
        at += timedelta(days=rng.expovariate(1 / 45) + 1)
        closes = stage != "helped" and rng.random() < 0.12
        if at >= NOW:
            break
        if closes:
            why = rng.choice(["threshold", "declined", "no_contact"])
            walk.append(("close-before", "closed-before-help", at, {"why": why, "instead": "x"}))
            break
        walk.append(("go", stage, at, {}))
    return walk


def _case(cast, version, record, walk, place, rng):
    stage, since = walk[-1][1], walk[-1][2]
    kind = next(one["kind"] for one in CAMHS["stages"] if one["code"] == stage)
    return Case(
        reference=f"CA-{place:07d}", pathway=version.pathway, version=version, holder=cast.agencies["school"],
        receiver=cast.agencies["health"], record=record, referred_by=cast.members["dsl"], source="test",
        answers={**ANSWERS, "need": rng.choice(NEEDS)}, consent="given", stage=stage, stage_kind=kind,
        stage_since=since, received_at=walk[0][2], ended_at=since if kind == "ended" else None,
    )  # fmt: skip
