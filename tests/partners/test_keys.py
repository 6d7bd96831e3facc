"""Keys: who may make them, what they are kept as, how they end, and what they are when they act."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db import IntegrityError, transaction

from alongside.audit.models import Event
from alongside.partners import key_reading, key_use, keys
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.key_scopes import Scope
from alongside.partners.key_use import TooOften, UnknownKey, identify
from alongside.partners.keys import KeyDraft, make_key, revoke_key
from alongside.partners.models import AgencyKey, Member
from alongside.partners.roles import FITTING, PERMISSIONS, SCOPE_PERMISSIONS, Permission
from tests.cast import NOW, later
from tests.systems import administrator, system

LEAD = KeyDraft("Records", "safeguarding_lead", frozenset({Scope.CONCERNS}), date(2027, 1, 31))


def test_a_key_is_told_once_and_kept_as_a_digest(cast):
    made = system(cast)
    secret = made.text.rsplit("_", 1)[1]
    kept = AgencyKey.objects.values().get()
    assert secret not in str(kept) and kept["digest"] == keys.digest_of(secret)
    assert secret not in str(list(Event.objects.values()))


def test_only_administrators_and_governance_officers_make_keys(cast):
    for name in ("dsl", "triage", "manager", "analyst", "outsider"):
        with pytest.raises(Refused):
            make_key(draft=LEAD, by=cast.viewer(name), at=NOW)
    assert not AgencyKey.objects.exists()
    draft = KeyDraft("Case system", "triage_worker", frozenset({Scope.ATTENDANCE}), date(2027, 1, 31))
    assert make_key(draft=draft, by=cast.viewer("governance"), at=NOW)[1].startswith("alongside_")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"), ({"role": "triage_manager"}, "role"), ({"role": "wizard"}, "role"),
        ({"scopes": frozenset()}, "scopes"), ({"role": "administrator"}, "scopes"),
        ({"last_day": date(2026, 11, 16)}, "last_day"), ({"last_day": date(2027, 11, 18)}, "last_day"),
    ],
)  # fmt: skip
def test_what_a_key_cannot_be_is_said_at_its_field(cast, changes, field):
    told = {"name": LEAD.name, "role": LEAD.role, "scopes": LEAD.scopes, "last_day": LEAD.last_day}
    with pytest.raises(Invalid) as error:
        make_key(draft=KeyDraft(**{**told, **changes}), by=administrator(cast, "school"), at=NOW)
    assert error.value.field == field and not Member.objects.filter(username__startswith="key:").exists()


def test_two_keys_in_use_have_two_names_and_a_revoked_name_is_free_again(cast):
    made = system(cast)
    with pytest.raises(Invalid, match="There is a key with the name"):
        system(cast)
    revoke_key(key_id=made.key.pk, reason="Lost", by=administrator(cast, "school"), at=NOW)
    assert system(cast).key.name == made.key.name


def test_a_key_acts_as_its_agency_in_its_role_with_what_its_scopes_name_and_no_more(cast):
    use = identify(text=system(cast, scopes={Scope.CONCERNS}).text, at=NOW)
    raising = {Permission.RAISE_CONCERN, Permission.FOLLOW_CONCERNS}
    assert use.viewer.permissions == raising and use.viewer.agency_code == "school"
    assert use.viewer.actor.role == "safeguarding_lead" and "School records" in use.viewer.actor.name


@pytest.mark.parametrize("kind", FITTING)
def test_for_every_role_and_scope_a_key_has_only_what_both_give(cast, kind):
    agency = cast.agencies["outside"]
    type(agency).objects.filter(pk=agency.pk).update(kind=kind)
    for role in FITTING[kind]:
        for scope in Scope:
            draft = KeyDraft(f"{role} {scope}", role, frozenset({scope}), date(2027, 1, 31))
            both = SCOPE_PERMISSIONS[scope] & PERMISSIONS[role]
            if both and kind != "residents":
                text = make_key(draft=draft, by=administrator(cast, "outside"), at=NOW)[1]
                assert identify(text=text, at=NOW).viewer.permissions == both
            else:
                with pytest.raises(Invalid):
                    make_key(draft=draft, by=administrator(cast, "outside"), at=NOW)


def test_a_key_is_no_person(cast):
    made = system(cast)
    assert not Member.objects.filter(pk=made.key.member_id).exists()
    assert ModelBackend().authenticate(None, username=f"key:{made.key.public}", password="x") is None
    assert ModelBackend().get_user(made.key.member_id) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Member._base_manager.filter(pk=made.key.member_id).update(password="md5$x$y")


@pytest.mark.parametrize("text", ["", "x", "alongside_", "alongside_abcdefgh_", "alongside__", "\x00" * 57, "a_b_c_d"])
def test_what_is_no_key_opens_nothing_and_leaves_no_row(cast, text):
    with pytest.raises(UnknownKey):
        identify(text=text, at=NOW)
    assert not Event.objects.exists()


def test_a_wrong_secret_opens_nothing(cast):
    made = system(cast)
    wrong = made.text[:-1] + ("a" if made.text[-1] != "a" else "b")
    with pytest.raises(UnknownKey):
        identify(text=wrong, at=NOW)


def test_a_key_opens_until_the_end_of_its_last_day_in_london(cast):
    made = system(cast, last_day=date(2026, 12, 1))
    assert identify(text=made.text, at=NOW + timedelta(days=14, hours=13, minutes=59))
    with pytest.raises(UnknownKey):
        identify(text=made.text, at=NOW + timedelta(days=14, hours=14))
    assert Event.objects.get(outcome="refused").reason == "the key has expired"


def test_a_revoked_key_opens_nothing_and_the_log_says_so(cast):
    made, by = system(cast), administrator(cast, "school")
    revoke_key(key_id=made.key.pk, reason="The laptop was lost", by=by, at=NOW)
    with pytest.raises(UnknownKey):
        identify(text=made.text, at=later(seconds=1))
    told = [one.reason for one in Event.objects.filter(subject_kind="key").order_by("pk")]
    assert told[1] == "revoked “School records”" and told[2] == "the key was revoked"
    with pytest.raises(Stale):
        revoke_key(key_id=made.key.pk, reason="Again", by=by, at=NOW)


def test_a_key_closes_with_its_agency_or_with_its_role(cast):
    made = system(cast)
    Member._base_manager.filter(pk=made.key.member_id).update(role="triage_manager")
    assert identify(text=made.text, at=NOW).viewer.permissions == frozenset()
    type(cast.agencies["school"]).objects.filter(code="school").update(is_active=False)
    with pytest.raises(UnknownKey):
        identify(text=made.text, at=NOW)


def test_another_agencys_key_is_refused_like_one_that_does_not_exist(cast):
    made, by = system(cast), administrator(cast, "outside")
    for id in (made.key.pk, 987_654):
        with pytest.raises(Refused) as refused:
            revoke_key(key_id=id, reason="x", by=by, at=NOW)
        assert refused.value.because == "not a key of the member's agency"
        with pytest.raises(Refused):
            key_reading.key(by, id)
    assert AgencyKey.objects.get().revoked_at is None and key_reading.keys(by).total == 0


def test_the_history_of_a_key_tells_what_was_done_with_it(cast):
    made, by = system(cast), administrator(cast, "school")
    shown, history = key_reading.key_with_history(by, made.key.pk)
    assert (
        shown.standing == "Not used yet"
        and len(history) == 1
        and history[0][1].startswith("Una Pryce (Elmsgate Academy) made the key")
    )


def test_the_limit_counts_each_request_and_begins_anew_each_minute(cast, monkeypatch):
    monkeypatch.setattr(key_use, "A_MINUTE", 3)
    use = identify(text=system(cast).text, at=NOW)
    for second in (1, 2, 59):
        key_use.count_use(use=use, at=later(seconds=second))
    with pytest.raises(TooOften) as error:
        key_use.count_use(use=use, at=later(seconds=50))
    assert error.value.wait == 10
    key_use.count_use(use=use, at=later(seconds=60))
    assert AgencyKey.objects.get().last_used_at == later(seconds=60)


def test_a_revoked_key_that_goes_on_does_not_fill_the_log(cast, monkeypatch):
    monkeypatch.setattr(key_use, "A_MINUTE", 2)
    made = system(cast)
    revoke_key(key_id=made.key.pk, reason="Lost", by=administrator(cast, "school"), at=NOW)
    for error in (UnknownKey, UnknownKey, TooOften, TooOften):
        with pytest.raises(error):
            identify(text=made.text, at=later(seconds=5))
    assert Event.objects.filter(outcome="refused").count() == 2


def test_answers_are_thrown_away_when_their_time_is_up(cast):
    use = identify(text=system(cast).text, at=NOW)
    for number in range(2):
        key_use.once(use=use, sent_key=f"k{number}", fingerprint="f", do=lambda: (201, "{}"), at=later(days=number))
    assert key_use.forget_answers(at=NOW + key_use.KEPT) == 1
    answer = key_use.once(use=use, sent_key="k0", fingerprint="g", do=lambda: (201, '{"a": 1}'), at=later(days=8))
    assert answer == ((201, '{"a": 1}'), False)
