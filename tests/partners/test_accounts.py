"""Looking after accounts: each change in the log, within one's own agency, and never one's own account."""

import pytest

from alongside.audit.entries import Actor
from alongside.audit.models import Event
from alongside.audit.presenters import sentence
from alongside.partners import accounts, queries
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import Member
from alongside.partners.roles import FITTING, PERMISSIONS, Permission, Role, roles_fitting
from alongside.partners.states import AgencyKind
from tests.cast import NOW

OPERATOR = Actor.system("a test")
NEW = {"username": "zadie.orme", "name": "Zadie Orme", "role": "triage_worker", "agency_code": "council"}


@pytest.fixture
def manager(cast):
    return cast.viewer("manager")


def triage(cast):
    return Member.objects.get(username="triage")


def each_action(member_id):
    """Every action on an account that exists, ready to be called."""
    told = {"member_id": member_id, "at": NOW}
    return {
        accounts.change_role: {**told, "role": "analyst", "was": Member.objects.get(pk=member_id).role},
        accounts.reset_password: {**told, "reason": "met in person"},
        accounts.reset_second_factor: {**told, "reason": "met in person"},
        accounts.close_account: {**told, "reason": "left"},
        accounts.reopen_account: {**told, "reason": "met in person"},
        accounts.unlock: told,
    }


def changes():
    return [(one.act, one.outcome, one.reason) for one in Event.objects.filter(subject_kind="account").order_by("pk")]


def test_a_new_member_is_made_in_ones_own_agency_and_nobody_can_sign_in_as_her_yet(cast, manager):
    made = accounts.add_member(**NEW, job_title="Social worker", by=manager, at=NOW)
    kept = Member.objects.get(pk=made.pk)
    assert (kept.agency.code, kept.role, kept.job_title) == ("council", "triage_worker", "Social worker")
    assert not kept.has_usable_password()
    assert changes() == [("create", "allowed", "made the account of Zadie Orme: Duty triage worker")]


def test_nobody_adds_a_member_to_another_agency(cast, manager):
    with pytest.raises(Refused):
        accounts.add_member(**{**NEW, "agency_code": "school", "role": "practitioner"}, by=manager, at=NOW)
    assert not Member.objects.filter(username="zadie.orme").exists()
    assert Event.objects.get().outcome == "refused"


def test_a_username_is_taken_in_capitals_too(cast, manager):
    with pytest.raises(Invalid, match="“TRIAGE” is taken") as told:
        accounts.add_member(**{**NEW, "username": "TRIAGE"}, by=manager, at=NOW)
    assert told.value.field == "username" and not Event.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "two words"}, "username"),
        ({"username": " "}, "username"),
        ({"username": "x" * 81}, "username"),
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"job_title": "x" * 121}, "job_title"),
        ({"role": "king"}, "role"),
        ({"role": "safeguarding_lead"}, "role"),
        ({"agency_code": "nowhere"}, "agency"),
    ],
)
def test_what_cannot_stand_is_refused_by_field_and_nothing_is_made(cast, manager, wrong, field):
    before = Member.objects.count()
    with pytest.raises(Invalid) as told:
        accounts.add_member(**{**NEW, **wrong}, by=manager, at=NOW)
    assert told.value.field == field and Member.objects.count() == before


def test_only_the_council_gives_the_roles_that_act_for_the_whole_partnership():
    whole = {Permission.SEE_DISCLOSURES, Permission.KEEP_AGREEMENTS, Permission.SECOND_LOOK, Permission.RESTRICT_PERSON}
    for kind in AgencyKind:
        given = {role for role in roles_fitting(kind) if PERMISSIONS[role] & whole}
        assert bool(given) == (kind == AgencyKind.COUNCIL), kind


def test_every_role_fits_somewhere_and_every_agency_can_have_its_administrator():
    assert set(FITTING) == set(AgencyKind.values)
    assert set().union(*FITTING.values()) == set(Role)
    assert all(Role.ADMINISTRATOR in roles for roles in FITTING.values())


def test_a_school_cannot_make_itself_a_governance_officer(cast):
    cast.members["head"] = Member.objects.create_member(
        username="head", name="Una Pryce", agency=cast.agencies["school"], role=Role.ADMINISTRATOR
    )
    head, lead = cast.viewer("head"), cast.members["dsl"]
    with pytest.raises(Invalid, match="does not give the role “Information governance officer”"):
        accounts.change_role(
            member_id=lead.pk, role="governance_officer", was="safeguarding_lead", by=head, at=NOW
        )  # fmt: skip
    assert Member.objects.get(pk=lead.pk).role == "safeguarding_lead"


def test_the_operator_gives_any_role_in_any_agency(cast):
    made = accounts.add_member(
        username="io", name="Io Fern", agency_code="school", role="governance_officer", by=OPERATOR, at=NOW
    )
    assert made.role == "governance_officer" and Event.objects.get().agency_code == "system"


def test_a_member_cannot_pass_for_the_operator(cast):
    with pytest.raises(ValueError, match="acts as a viewer"):
        accounts.add_member(**NEW, by=cast.members["outsider"].actor, at=NOW)
    assert not Member.objects.filter(username="zadie.orme").exists()


def test_a_password_that_the_operator_gives_is_for_the_first_sign_in(cast):
    made = accounts.add_member(**NEW, password="three words nobody guesses", by=OPERATOR, at=NOW)
    assert made.password_is_temporary and made.check_password("three words nobody guesses")


def test_a_one_time_password_replaces_the_old_one_and_is_not_in_the_log(cast, manager):
    password = accounts.reset_password(member_id=triage(cast).pk, reason="met in person", by=manager, at=NOW)
    kept = triage(cast)
    assert kept.check_password(password) and kept.password_is_temporary
    assert not kept.check_password("a long enough secret 7")
    assert changes() == [("change", "allowed", "gave Tomasz Wilk a one-time password")]
    assert password not in "".join(str(vars(one)) for one in Event.objects.all())


def test_one_time_passwords_can_be_said_and_never_come_twice():
    made = {accounts.one_time_password() for _ in range(500)}
    assert len(made) == 500
    assert all(len(one) == 20 and one.replace("-", "").isalpha() and one.islower() for one in made)


def test_the_second_factor_goes_and_the_log_says_so(cast, manager):
    accounts.reset_second_factor(member_id=triage(cast).pk, reason="lost phone", by=manager, at=NOW)
    told = sentence(Event.objects.get())
    assert told == (
        "Marian Quill (Larkmere Council front door) worked on the account: removed the second factors of Tomasz Wilk."
    )


def test_a_role_changes_and_the_log_names_both(cast, manager):
    accounts.change_role(member_id=triage(cast).pk, role="analyst", was="triage_worker", by=manager, at=NOW)
    assert triage(cast).role == "analyst"
    assert changes()[0][2] == "changed the role of Tomasz Wilk from Duty triage worker to Analyst"


def test_of_two_who_change_a_role_the_later_is_told(cast, manager):
    accounts.change_role(member_id=triage(cast).pk, role="analyst", was="triage_worker", by=manager, at=NOW)
    with pytest.raises(Stale, match="it is Analyst now") as told:
        accounts.change_role(member_id=triage(cast).pk, role="panel_chair", was="triage_worker", by=manager, at=NOW)
    assert told.value.theirs == "analyst" and triage(cast).role == "analyst"


def test_a_closed_account_opens_nothing_and_gets_no_password(cast, manager):
    accounts.close_account(member_id=triage(cast).pk, reason="left the agency", by=manager, at=NOW)
    assert not triage(cast).is_active and not triage(cast).permissions
    for again in (accounts.close_account, accounts.reset_password):
        with pytest.raises(Invalid, match="closed"):
            again(member_id=triage(cast).pk, reason="x", by=manager, at=NOW)
    assert changes() == [("change", "allowed", "closed the account of Tomasz Wilk")]


def test_a_reopened_account_has_a_new_one_time_password(cast, manager):
    accounts.close_account(member_id=triage(cast).pk, reason="long leave", by=manager, at=NOW)
    password = accounts.reopen_account(member_id=triage(cast).pk, reason="met in person", by=manager, at=NOW)
    kept = triage(cast)
    assert kept.is_active and kept.password_is_temporary and kept.check_password(password)
    with pytest.raises(Invalid, match="open already"):
        accounts.reopen_account(member_id=kept.pk, reason="x", by=manager, at=NOW)


@pytest.mark.parametrize("empty", ["", "   "])
def test_no_account_changes_without_a_reason(cast, manager, empty):
    for action in (accounts.reset_password, accounts.reset_second_factor, accounts.close_account):
        with pytest.raises(Invalid) as told:
            action(member_id=triage(cast).pk, reason=empty, by=manager, at=NOW)
        assert told.value.field == "reason"
    assert not Event.objects.exists()


@pytest.mark.parametrize("whose", ["dsl", "outsider"])
def test_another_agencys_account_is_refused_like_one_that_does_not_exist(cast, manager, whose):
    before = Member.objects.filter(pk=cast.members[whose].pk).values().get()
    told = set()
    for action, given in each_action(cast.members[whose].pk).items():
        for id in (given["member_id"], 987_654, 2**70):
            with pytest.raises(Refused) as refusal:
                action(**{**given, "member_id": id}, by=manager)
            told.add(refusal.value.because)
    assert told == {"not an account of the member's agency"}
    assert Event.objects.filter(outcome="refused", agency_code="council").count() == 18 == Event.objects.count()
    assert Member.objects.filter(pk=cast.members[whose].pk).values().get() == before


def test_nobody_looks_after_her_own_account(cast, manager):
    before = Member.objects.filter(pk=manager.member_id).values().get()
    for action, given in each_action(manager.member_id).items():
        with pytest.raises(Refused):
            action(**given, by=manager)
    assert Event.objects.filter(outcome="refused", subject_id=str(manager.member_id)).count() == 6
    assert Member.objects.filter(pk=manager.member_id).values().get() == before


@pytest.mark.parametrize("name", ["triage", "governance", "outsider"])
def test_a_role_without_the_permission_is_refused_in_the_log(cast, name):
    by, colleague = cast.viewer(name), cast.members["colleague"]
    for action, given in each_action(colleague.pk).items():
        with pytest.raises(Refused, match="may not manage"):
            action(**given, by=by)
    with pytest.raises(Refused):
        accounts.add_member(**NEW, by=by, at=NOW)
    for read in (queries.accounts, queries.roles_to_give, lambda viewer: queries.account(viewer, colleague.pk)):
        with pytest.raises(Refused):
            read(by)
    assert Event.objects.filter(outcome="refused", agency_code=by.agency_code).count() == 10 == Event.objects.count()


def test_a_closed_administrator_can_do_nothing(cast):
    cast.members["manager"].is_active = False
    with pytest.raises(Refused):
        accounts.reset_password(member_id=triage(cast).pk, reason="x", by=cast.viewer("manager"), at=NOW)


def test_the_list_holds_ones_own_agency_only_and_is_logged(cast, manager):
    part = queries.accounts(manager)
    assert [one.username for one in part.rows] == [
        "analyst", "governance", "colleague", "programme_lead", "manager", "lead", "community_officer", "triage",
    ]  # fmt: skip
    assert [one.username for one in part.rows if one.is_own] == ["manager"]
    assert (
        sentence(Event.objects.get()) == "Marian Quill (Larkmere Council front door) saw the list of accounts (open)."
    )
    assert queries.accounts(manager, closed=True).total == 0


def test_the_history_of_an_account_tells_what_was_done_and_not_who_looked(cast, manager):
    accounts.unlock(member_id=triage(cast).pk, by=manager, at=NOW)
    queries.account(manager, triage(cast).pk)
    _, history = queries.account_with_history(manager, triage(cast).pk)
    assert [words for _, words in history] == [
        "Marian Quill (Larkmere Council front door) worked on the account: unlocked the account of Tomasz Wilk."
    ]


def test_the_list_costs_the_same_for_one_member_and_for_many(cast, manager, django_assert_num_queries):
    for number in range(30):
        Member.objects.create_member(
            username=f"m{number}", name=f"M {number}", agency=cast.agencies["council"], role=Role.ANALYST
        )
    with django_assert_num_queries(5):  # rows, count, and the log's row in a savepoint
        assert len(queries.accounts(manager).rows) == 38


def test_a_second_pair_of_eyes_cannot_make_another(cast):
    with pytest.raises(Invalid, match="cannot make another"):
        accounts.add_member(
            username="second.self", name="Second Self", agency_code="council", role="triage_manager",
            by=cast.viewer("manager"), at=NOW,
        )  # fmt: skip
