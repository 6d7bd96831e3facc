"""The one rule, against a slow oracle: default no, no yes without cause, and list and page never disagree."""

import pytest
from django.db import connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.partners.access import decide, decide_all
from alongside.partners.models import Agreement, AgreementParty, Involvement
from alongside.partners.standing import Viewer
from alongside.people.models import SourceRecord
from tests.partners.worlds import AGENCIES, GROUPS, NOW, PURPOSES, build, oracle, worlds

pytestmark = pytest.mark.django_db
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class _Undo(Exception):
    pass


def in_world(world, check):
    """Run a check in a world that is gone afterwards."""
    with pytest.raises(_Undo), transaction.atomic():
        check(*build(world))
        raise _Undo


def answers(member, records):
    viewer = Viewer.of(member, at=NOW)
    return {
        (record.pk, purpose, group): group in decision
        for purpose in PURPOSES
        for group in GROUPS
        for record, decision in zip(
            records, decide_all(viewer, [one.subject for one in records], purpose, [group]), strict=True
        )
    }


@quick
@given(worlds)
def test_the_decision_is_the_oracles_for_everybody_purpose_and_field_group(world):
    def check(members, records):
        by_pk = {record.pk: record.subject for record in records}
        for code in AGENCIES:
            for (pk, purpose, group), said in answers(members[code], records).items():
                assert said == oracle(world, code, by_pk[pk], purpose, group)

    in_world(world, check)


@quick
@given(worlds)
def test_a_list_shows_a_record_exactly_when_its_page_opens(world):
    def check(members, records):
        for code in AGENCIES:
            viewer, said = Viewer.of(members[code], at=NOW), answers(members[code], records)
            for purpose in PURPOSES:
                for group in GROUPS:
                    listed = set(SourceRecord.objects.visible_to(viewer, purpose, group).values_list("pk", flat=True))
                    assert listed == {record.pk for record in records if said[record.pk, purpose, group]}

    in_world(world, check)


@quick
@given(worlds)
def test_a_list_of_several_purposes_shows_a_record_exactly_when_its_page_opens_for_its_own(world):
    def check(members, records):
        purpose_of = {record.pk: PURPOSES[place % len(PURPOSES)] for place, record in enumerate(records)}
        ways = [(one, Q(pk__in=[pk for pk, purpose in purpose_of.items() if purpose is one])) for one in PURPOSES]
        for code in AGENCIES:
            viewer, said = Viewer.of(members[code], at=NOW), answers(members[code], records)
            for group in GROUPS:
                opens = {pk for pk, purpose in purpose_of.items() if said[pk, purpose, group]}
                held = {one.pk for one in records if one.holder_id == viewer.agency_id}
                own = {pk for pk in held if said[pk, PURPOSES[0], group]}
                for or_own, shown in ((False, opens), (True, opens | own)):
                    listed = SourceRecord.objects.all().visible_by(viewer, ways, group, or_own=or_own)
                    assert set(listed.values_list("pk", flat=True)) == shown

    in_world(world, check)


@quick
@given(worlds, st.randoms(use_true_random=False))
def test_taking_something_away_never_adds_a_yes(world, random):
    def check(members, records):
        before = {code: answers(members[code], records) for code in AGENCIES}
        take_away(random)
        for code in AGENCIES:
            after = answers(members[code], records)
            assert all(before[code][key] for key, yes in after.items() if yes)

    in_world(world, check)


def take_away(random):
    """An agreement, a party, a purpose, a field group, a day of validity, or an involvement."""
    kind = random.choice(["agreement", "party", "purpose", "group", "day", "involvement"])
    agreement = Agreement.objects.order_by("?").first()
    if kind == "party":
        AgreementParty.objects.filter(agreement=agreement).delete()
    elif kind == "involvement":
        Involvement.objects.filter(pk__in=list(Involvement.objects.values_list("pk", flat=True)[:1])).delete()
    elif agreement and kind == "agreement":
        agreement.delete()
    elif agreement and kind == "purpose":
        agreement.purposes = frozenset(list(agreement.purposes)[1:])
        agreement.save()
    elif agreement and kind == "group":
        agreement.field_groups = frozenset(list(agreement.field_groups)[1:])
        agreement.save()
    elif agreement and agreement.valid_until > agreement.valid_from:
        agreement.valid_until = agreement.valid_from
        agreement.save()


@quick
@given(worlds, st.integers(2**20, 2**40))
def test_malformed_policy_data_denies(world, nonsense):
    """Bits that no word owns, a purpose that does not exist: nobody gains anything."""

    def check(members, records):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE partners_agreement SET field_groups = %s, purposes = %s", [nonsense, nonsense])
            cursor.execute("UPDATE partners_involvement SET purpose = 'nonsense'")
        for code in AGENCIES:
            after = answers(members[code], records)
            own = {record.pk for record in records if record.holder.code == code}
            assert all(key[0] in own for key, yes in after.items() if yes)

    in_world(world, check)


def test_the_default_is_no(cast):
    record = SourceRecord(holder=cast.agencies["school"], person_id=None)
    decision = decide(cast.viewer("outsider"), record.subject, PURPOSES[0], GROUPS)
    assert not decision.allowed
    assert decision.because == "the agency has no live involvement with the person for safeguarding a child"
