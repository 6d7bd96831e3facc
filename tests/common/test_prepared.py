"""A prepared query asks what the queryset asks, with the values of the moment."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from alongside.common.prepared import MOST_KEPT, MOST_VALUES, Prepared, Slot, hold, insert, values_for
from alongside.partners.models import Agency, Involvement, Member, Restriction
from alongside.partners.states import FieldGroup
from alongside.people.models import Person

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
CODES = Prepared(
    lambda size: Agency.objects.filter(code__in=Slot.several("code", models.CharField(), size)).values_list(
        "code", "name"
    )
)


def agencies(*codes):
    Agency.objects.bulk_create(Agency(code=code, name=code.title(), kind="school") for code in codes)


@pytest.mark.django_db
def test_it_finds_what_the_queryset_finds_each_time_with_other_values():
    agencies("ash", "beech", "cedar")
    for wanted in (["ash"], ["beech", "cedar"], ["ash", "beech", "cedar"], ["oak"], []):
        size, values = values_for("code", wanted, "")
        assert sorted(CODES.rows(size, **values)) == sorted(
            Agency.objects.filter(code__in=wanted).values_list("code", "name")
        )


@pytest.mark.django_db
def test_the_first_rows_come_with_all_that_are_counted():
    prepared = Prepared(lambda shape: Restriction.objects.order_by("pk").values_list("person_id", "reason")[:shape])
    people = [uuid4() for _ in range(3)]
    for place, one in enumerate(people):
        Restriction.objects.create(person_id=one, reason=f"r{place}", placed_by="x", placed_at=NOW)
    first, every = prepared.begun(3, 2)
    assert first == [(people[0], "r0"), (people[1], "r1")]
    assert [row[1] for row in every] == ["r0", "r1", "r2"]
    assert prepared.begun(2, 5)[0] == first and len(prepared.begun(2, 5)[1]) == 2


@pytest.mark.django_db
def test_a_slot_that_stands_twice_is_bound_alike_and_another_of_its_name_by_its_own_field():
    person = uuid4()
    Restriction.objects.create(person_id=person, reason=str(person), placed_by=str(person), placed_at=NOW)
    as_key, as_text = Slot("one", models.UUIDField()), Slot("one", models.CharField())
    rows = Restriction.objects.filter(person_id=as_key, reason=as_text, placed_by=as_text).values_list("person_id")
    assert Prepared(lambda shape: rows).rows((), one=person) == [(person,)]


@pytest.mark.django_db
def test_the_values_of_one_asking_never_stay_for_the_next():
    agencies("ash", "beech")
    assert CODES.rows(1, code0="ash") == [("ash", "Ash")]
    assert CODES.rows(1, code0="beech") == [("beech", "Beech")]
    with pytest.raises(KeyError):
        CODES.rows(1)


@pytest.mark.django_db
def test_the_query_is_built_once_for_a_shape():
    built = []

    def build(shape):
        built.append(shape)
        return Agency.objects.filter(code=Slot("code", models.CharField())).values_list("pk")

    prepared = Prepared(build)
    for _ in range(3):
        prepared.rows("one", code="ash")
    prepared.rows("other", code="ash")
    assert built == ["one", "other"]


@pytest.mark.django_db
def test_only_so_many_shapes_are_kept():
    prepared = Prepared(lambda shape: Agency.objects.filter(pk=shape).values_list("pk"))
    for shape in range(MOST_KEPT + 5):
        prepared.rows(shape)
    assert len(prepared._kept) == MOST_KEPT


@pytest.mark.django_db
def test_a_query_that_nothing_can_answer_is_not_asked():
    prepared = Prepared(lambda shape: Agency.objects.none().values_list("pk"))
    with CaptureQueriesContext(connection) as asked:
        assert prepared.rows(()) == []
    assert not asked


@pytest.mark.django_db
def test_moments_come_back_as_moments():
    from django.contrib.sessions.models import Session

    ends = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    Session.objects.create(session_key="a", session_data="", expire_date=ends)
    slot = Slot.of("at", models.DateTimeField(), datetime)
    prepared = Prepared(lambda shape: Session.objects.filter(expire_date__gt=slot).values_list("expire_date"))
    assert prepared.rows((), at=ends - timedelta(seconds=1)) == [(ends,)]
    assert prepared.rows((), at=ends) == []


@given(st.lists(st.integers(), max_size=70))
def test_a_list_is_made_up_to_a_power_of_two_and_asks_for_nothing_else(values):
    size, by_slot = values_for("n", values, None)
    assert len(by_slot) == size and size & (size - 1) == 0
    assert set(by_slot.values()) == (set(values) or {None})


MEMBERS = Prepared(
    lambda shape: Member.objects.select_related("agency").filter(agency__code=Slot("code", models.CharField()))
)


@pytest.mark.django_db
def test_whole_rows_come_with_what_belongs_to_them_in_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = MEMBERS.objects((), code="school")
        assert {one.agency.code for one in found} == {"school"}
    assert sorted(found, key=lambda one: one.pk) == list(Member.objects.filter(agency__code="school").order_by("pk"))
    assert MEMBERS.objects((), code="nobody") == []


@pytest.mark.django_db
def test_what_is_held_answers_like_a_prefetch(cast, django_assert_num_queries):
    schools = [cast.agencies["school"], cast.agencies["police"]]
    hold(schools, "members", MEMBERS.objects((), code="school"), "agency_id")
    with django_assert_num_queries(0):
        assert [one.agency_id for one in schools[0].members.all()] == [schools[0].pk] * len(schools[0].members.all())
        assert list(schools[1].members.all()) == [] != list(schools[0].members.all())


@pytest.mark.django_db
def test_rows_are_inserted_as_bulk_create_inserts_them_and_know_their_keys():
    agencies("ash")
    ash = Agency.objects.get()
    told = [{"agency": ash, "person_id": uuid4(), "purpose": "safeguarding", "reason": f"the {n}th", "opened_by": "Jo",
             "field_groups": frozenset({FieldGroup.IDENTITY}), "opened_at": NOW, "expires_at": NOW + timedelta(days=n)}
            for n in range(1, 4)]  # fmt: skip
    made, usual = (
        insert(Involvement(**one) for one in told),
        Involvement.objects.bulk_create(Involvement(**one) for one in told),
    )
    assert [one.reason for one in made] == [Involvement.objects.get(pk=one.pk).reason for one in made]
    columns = [one.attname for one in Involvement._meta.concrete_fields if not one.primary_key]
    kept = [list(Involvement.objects.filter(pk__in=[one.pk for one in rows]).order_by("pk").values_list(*columns))
            for rows in (made, usual)]  # fmt: skip
    assert kept[0] == kept[1] and len(kept[0]) == 3


@pytest.mark.django_db
def test_more_rows_than_one_statement_takes_are_all_inserted_and_a_key_that_is_given_is_kept():
    many = insert(
        Restriction(person_id=uuid4(), reason=str(n), placed_by="Jo", placed_at=NOW) for n in range(MOST_VALUES)
    )
    assert [Restriction.objects.get(pk=one.pk).reason for one in many[::97]] == [one.reason for one in many[::97]]
    person = uuid4()
    insert([Person(pk=person, made_at=NOW)])
    assert Person.objects.get().pk == person and insert([]) == []


@pytest.mark.django_db
def test_what_the_database_refuses_is_refused():
    agencies("ash")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Agency(code="ash", name="Again", kind="school")])


@pytest.mark.django_db
def test_rows_are_counted_as_far_as_the_question_is_cut():
    agencies("ash", "beech", "cedar")
    whole, cut = (Prepared(lambda shape, most=most: Agency.objects.order_by("code")[:most]) for most in (None, 2))
    assert (whole.count(()), cut.count(())) == (Agency.objects.count(), 2)
    assert Prepared(lambda shape: Agency.objects.none()).count(()) == 0
