"""Idempotency keys: the same again gets the same answer and enters once, whatever happens in between."""

import threading

import pytest
from django.db import close_old_connections, connection

from alongside.partners.models import AnsweredOnce
from alongside.support.models import Concern
from tests.cast import NOW, make_cast
from tests.systems import CONCERN, system


@pytest.mark.usefixtures("now")
class TestOneAfterTheOther:
    def test_the_same_again_gets_the_same_answer_and_enters_once(self, cast):
        own = system(cast)
        first, again = (own.post("/concerns", CONCERN, sent_key="concern-0001") for _ in range(2))
        assert (first.status_code, first.content) == (again.status_code, again.content) == (201, first.content)
        assert again["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first
        assert again["Location"] == first["Location"] and Concern.objects.count() == 1

    def test_the_same_said_in_another_order_is_the_same(self, cast):
        own, turned = system(cast), dict(reversed([*CONCERN.items(), ("opinion", "")]))
        answers = [own.post("/concerns", one, sent_key="concern-0001") for one in (CONCERN, turned)]
        assert answers[0].content == answers[1].content and Concern.objects.count() == 1

    def test_something_else_under_the_same_key_is_refused(self, cast):
        own = system(cast)
        own.post("/concerns", CONCERN, sent_key="concern-0001")
        answer = own.post("/concerns", {**CONCERN, "fact": "Something else."}, sent_key="concern-0001")
        told = answer.json()["errors"][0]
        assert answer.status_code == 422 and told["field"] == "Idempotency-Key" and told["what_to_do"]
        assert Concern.objects.count() == 1

    def test_the_agencys_next_key_knows_what_its_last_key_sent(self, cast):
        answers = [
            system(cast, name=name).post("/concerns", CONCERN, sent_key="concern-0001") for name in ("Old", "New")
        ]
        assert answers[0].content == answers[1].content and Concern.objects.count() == 1

    def test_another_agencys_key_of_the_same_name_is_another(self, cast):
        answers = [
            system(cast, one).post("/concerns", CONCERN, sent_key="concern-0001") for one in ("school", "health")
        ]
        assert answers[0].json()["reference"] != answers[1].json()["reference"]

    def test_what_was_refused_can_be_mended_under_the_same_key(self, cast):
        own = system(cast)
        assert own.post("/concerns", {**CONCERN, "consent_reason": ""}, sent_key="concern-0001").status_code == 422
        assert own.post("/concerns", CONCERN, sent_key="concern-0001").status_code == 201

    def test_the_answer_and_what_it_tells_are_kept_together_or_not_at_all(self, cast, monkeypatch):
        own = system(cast)
        monkeypatch.setattr("alongside.partners.models.AnsweredOnce.save", lambda *given, **more: 1 / 0)
        assert own.post("/concerns", CONCERN, sent_key="concern-0001").status_code == 500
        assert not Concern.objects.exists() and not AnsweredOnce.objects.exists()
        monkeypatch.undo()
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
        assert own.post("/concerns", CONCERN, sent_key="concern-0001").status_code == 201

    @pytest.mark.parametrize("sent_key", ["", "short", "with space in it", "é" * 10, "x" * 81])
    def test_a_post_without_a_good_key_enters_nothing(self, cast, sent_key):
        answer = system(cast).post("/concerns", CONCERN, **{"Idempotency-Key": sent_key})
        assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "Idempotency-Key"
        assert "8 to 80 letters, digits" in answer.json()["errors"][0]["what_to_do"]
        assert "pattern" not in answer.content.decode()
        assert not Concern.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_at_the_same_moment_enters_once(now):
    """A sender that is told “not now” (the database was busy) sends it again, as the answer says."""
    own, answers = system(make_cast()), []

    def send():
        close_old_connections()
        try:
            answer = own.post("/concerns", CONCERN, sent_key="concern-0001")
            while answer.status_code == 503:
                answer = own.post("/concerns", CONCERN, sent_key="concern-0001")
            answers.append(answer)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one.status_code for one in answers} == {201} and len({one.content for one in answers}) == 1
    assert Concern.objects.count() == 1 and sum("Idempotent-Replayed" in one for one in answers) == 5
