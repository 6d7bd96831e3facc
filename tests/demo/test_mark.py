"""Only a demo is thrown away."""

import pytest
from django.utils import timezone

from alongside.audit.entries import Actor
from alongside.demo import mark
from alongside.demo.mark import Mark, NotADemo, Standing
from alongside.partners.models import Agency

pytestmark = pytest.mark.django_db


def test_a_fresh_database_is_bare():
    assert mark.standing() is Standing.BARE and mark.found() is None


def test_one_that_holds_anybody_is_somebody_s_own_and_is_not_thrown_away():
    Agency.objects.create(code="real", name="A real council", kind="council")
    assert mark.standing() is Standing.OTHER
    with pytest.raises(NotADemo, match="leaves it alone"):
        mark.throw_away()
    assert Agency.objects.count() == 1


def test_the_mark_says_which_demo_it_is():
    at = timezone.now()
    mark.put(Mark("small", 4, at), Actor.system("demo"))
    assert mark.standing() is Standing.DEMO and mark.found() == Mark("small", 4, at)


def test_a_table_of_another_program_makes_it_somebody_s_own(monkeypatch):
    mark.put(Mark("small", 4, timezone.now()), Actor.system("demo"))
    ours = mark._our_tables()
    monkeypatch.setattr(mark.connection.introspection, "table_names", lambda *_, **__: [*ours, "payroll"])
    assert mark.standing() is Standing.OTHER
