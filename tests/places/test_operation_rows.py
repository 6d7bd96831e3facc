"""The database itself holds to what an operation promises."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from alongside.places.models import Operation, OperationProtocol
from tests.cast import NOW

pytestmark = pytest.mark.django_db
WHO = {"agency_code": "police", "by": "Bryn Astell", "at": NOW}


def an_operation(**changed):
    fields = {
        "reference": "SA-777-777", "name": "Heron", "why": "Robbery", "areas": ["ward:2022:E05000001"],
        "sent_key": uuid4(), "agency_code": "police", "made_by": "Bryn Astell", "made_at": NOW,
    }  # fmt: skip
    return Operation.objects.create(**{**fields, **changed})


def a_protocol(operation, **changed):
    fields = {
        "operation": operation, "number": 1, "outcome": "Fewer robberies", "source": "recorded_crime",
        "kinds": ["robbery"], "definition": "As recorded", "baseline_from": date(2025, 1, 1),
        "starts_on": date(2026, 12, 1), "ends_on": date(2027, 5, 31), "target_areas": ["ward:2022:E05000001"],
        "sent_key": uuid4(), **WHO,
    }  # fmt: skip
    return OperationProtocol.objects.create(**{**fields, **changed})


def test_an_operation_without_a_place_cannot_be_kept():
    with pytest.raises(IntegrityError), transaction.atomic():
        an_operation(areas=[])


@pytest.mark.parametrize("changed", [{"target_areas": []}, {"starts_on": date(2024, 1, 1)}, {"ends_on": NOW.date()}])
def test_a_protocol_without_a_target_or_with_dates_out_of_order_cannot_be_kept(changed):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_protocol(an_operation(), **changed)


def test_a_protocol_that_is_kept_is_never_changed_or_deleted():
    kept = a_protocol(an_operation())
    with pytest.raises(DatabaseError), transaction.atomic():
        OperationProtocol.objects.filter(pk=kept.pk).update(outcome="More robberies")
    with pytest.raises(DatabaseError), transaction.atomic():
        OperationProtocol.objects.filter(pk=kept.pk).delete()
