"""Taking, asking, rating, deciding, looking again, telling the referrer: each page as the browser sends it."""

import pytest

from alongside.support.actions import triage
from alongside.support.models import ClockRun, Concern, Feedback, InformationRequest, Rating, TriageDecision
from tests.cast import NOW
from tests.web.reading import errors_in, text_of
from tests.web.triage.conftest import decide


def url(concern, page=""):
    return f"/triage/{concern.reference}/{page}"


def status_of(concern) -> str:
    return Concern.objects.get(pk=concern.pk).status


def test_taking_a_concern_puts_ones_name_to_it(worker, concern):
    response = worker.post(url(concern, "take"), follow=True)
    assert "You work on this concern now." in text_of(response) and status_of(concern) == "in_triage"
    assert "What next" in text_of(response) and "Take it" not in text_of(response)


@pytest.mark.parametrize("page", ["take", "resume", "join"])
def test_what_changes_something_is_never_a_get(worker, concern, page):
    assert worker.get(url(concern, page)).status_code == 405


def test_a_rating_is_kept_with_its_reason(worker, concern):
    response = worker.post(url(concern, "rate"), {"level": "complex", "reason": "Two phones."})
    assert response.headers["Location"] == url(concern)
    made = Rating.objects.get()
    assert (str(made.level), made.reason) == ("Levels of need: Complex", "Two phones.")


@pytest.mark.parametrize(
    ("page", "sent", "errors"),
    [
        ("rate", {}, {"id_level": "Choose a level", "id_reason": "Give the reason for the rating"}),
        ("rate", {"level": "amber", "reason": "x"}, {"id_level": "Choose a level of “Levels of need”"}),
        ("ask?agency=health", {"question": "?"}, {"id_groups": "Choose what you ask for"}),
        ("ask?agency=health", {"groups": "health", "question": " "}, {"id_question": "Enter your question"}),
        ("pause", {"reason": " "}, {"id_reason": "Give the reason"}),
        ("reopen", {"reason": "x"}, {"id_reason": "This concern is “Received”: it has not been decided"}),
        ("feedback", {}, {"id_form": "Choose how much the referrer is told"}),
        ("feedback", {"form": "decision", "text_decision": ""}, {"id_text_decision": "Write what the referrer reads"}),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_at_its_field(worker, concern, page, sent, errors):
    found = errors_in(worker.post(url(concern, page), sent))
    assert {key: found.get(key) for key in errors} == errors


def test_asking_an_agency_starts_its_clock(worker, concern):
    sent = {"groups": ["health"], "question": "Is she waiting?\nSince when?"}
    response = worker.post(url(concern, "ask?agency=health"), sent, follow=True)
    made = InformationRequest.objects.get()
    assert made.question == "Is she waiting?\nSince when?"
    assert f"Larkmere CAMHS is asked. The request is {made.reference}." in text_of(response)
    assert ClockRun.objects.get(matter=made.reference).owner.code == "health"
    assert f"You have asked already: {made.reference}" in text_of(worker.get(url(concern, "ask?agency=health")))


def test_the_form_to_ask_offers_only_what_may_be_asked_and_ticks_what_the_link_says(worker, concern):
    page = worker.get(url(concern, "ask?agency=health&group=health")).content.decode()
    assert page.count('type="checkbox"') == 1 and "checked" in page and "Health notes" in page


@pytest.mark.parametrize("agency", ["outside", "nowhere", ""])
def test_an_agency_that_may_not_be_asked_leads_back_to_the_list(worker, concern, agency):
    page = text_of(worker.get(url(concern, f"ask?agency={agency}")))
    assert "Which agency do you ask?" in page and "Larkmere CAMHS" in page


def test_the_decision_form_says_beforehand_when_a_manager_looks_too(worker, rated):
    page = text_of(worker.get(url(rated, "decide")))
    assert "No further action A manager looks at this too. The need is rated “Complex”" in page
    assert "Strategy discussion (section 47) A manager looks at this too." in page
    assert "Early help Assessment" in page


def test_without_a_rating_the_decision_form_leads_to_it(worker, concern):
    assert "Rate the need before you decide" in text_of(worker.get(url(concern, "decide")))


def send_decision(client, concern, kind="early_help", version=None, **more):
    sent = {"kind": kind, "rationale": "My reasons.", "version": version or concern.version, **more}
    return client.post(url(concern, "decide"), sent)


def test_a_decision_is_kept_and_the_referrer_waits(worker, rated):
    assert send_decision(worker, rated).headers["Location"] == url(rated)
    assert status_of(rated) == "awaiting_feedback" and TriageDecision.objects.get().rationale == "My reasons."


def test_where_the_rule_asks_the_decision_waits_for_a_manager(worker, rated):
    send_decision(worker, rated, "no_action")
    page = text_of(worker.get(url(rated)))
    assert (
        status_of(rated) == "second_look" and "Your decision waits for a manager: The need is rated “Complex”" in page
    )


def test_another_pathway_needs_its_name(worker, rated):
    assert errors_in(send_decision(worker, rated, "other_pathway")) == {"id_pathway_name": "Name the other pathway"}
    send_decision(worker, rated, "other_pathway", pathway_name="Youth justice prevention")
    assert TriageDecision.objects.get().pathway_name == "Youth justice prevention"


def test_of_two_who_decide_at_once_the_second_sees_both_texts_and_keeps_hers(cast, worker, as_member, rated):
    version = rated.version
    decide(cast, rated, "assessment")
    page = send_decision(as_member("colleague"), rated, version=version)
    words = text_of(page)
    assert "Somebody else saved this first" in words and "Saved by Tomasz Wilk" in words
    assert "The family asks for help." in words and words.count("My reasons.") == 2
    assert TriageDecision.objects.count() == 1


def test_the_second_can_decide_again_with_a_reason_and_both_decisions_stand(cast, as_member, rated):
    version = rated.version
    decide(cast, rated, "assessment")
    colleague = as_member("colleague")
    page = send_decision(colleague, rated, version=version).content.decode()
    assert f'name="version" value="{rated.version}"' in page and "Why the concern goes back into triage" in page
    unreasoned = send_decision(colleague, rated, "strategy")
    assert "Take it back into triage before you change it" in text_of(unreasoned)
    send_decision(colleague, rated, "strategy", reopen_because="The child was found hurt since.")
    assert [one.kind for one in TriageDecision.objects.all()] == ["strategy", "assessment"]
    assert status_of(rated) == "second_look"


def test_deciding_again_without_a_reason_says_so_at_its_field(cast, worker, rated):
    first = {"kind": "early_help", "rationale": "First.", "version": rated.version}
    worker.post(url(rated, "decide"), first)
    response = worker.post(url(rated, "decide"), {**first, "rationale": "Again.", "reopen_because": " "})
    assert errors_in(response) == {"id_reopen_because": "Say why the concern goes back into triage"}


def test_agencies_on_the_same_terms_stand_together_the_fewest_first(worker, concern):
    page = text_of(worker.get(url(concern, "ask")))
    assert "For health notes Under" in page


def test_who_has_not_seen_what_a_colleague_decided_is_shown_it_even_after_an_error_of_her_own(cast, worker, rated):
    version = rated.version
    decide(cast, rated, "assessment", name="colleague")
    page = send_decision(worker, rated, kind="", version=version).content.decode()
    assert f'name="version" value="{version}"' in page
    assert "Somebody else saved this first" in text_of(send_decision(worker, rated, version=version))


def test_a_concern_that_moved_on_without_a_decision_is_told_so(worker, rated):
    page = text_of(send_decision(worker, rated, version=99))
    assert "A colleague changed this concern since you opened it" in page and "My reasons." in page


def test_the_manager_agrees_or_sends_it_back(cast, as_member, rated):
    decide(cast, rated, "no_action")
    manager = as_member("manager")
    assert "The family asks for help." in text_of(manager.get(url(rated, "second-look")))
    manager.post(url(rated, "second-look"), {"verdict": "send_back", "text": "Ask health first."})
    assert status_of(rated) == "in_triage"
    rated.refresh_from_db()
    decide(cast, rated, "no_action")
    manager.post(url(rated, "second-look"), {"verdict": "agree", "text": "Agreed now."})
    assert status_of(rated) == "awaiting_feedback"


def test_of_two_managers_the_second_is_shown_the_first_and_keeps_her_words(cast, as_member, rated):
    decide(cast, rated, "no_action")
    triage.look_again(reference=rated.reference, agreed=True, text="Fine by me.", by=cast.viewer("manager"), at=NOW)
    page = text_of(as_member("manager").post(url(rated, "second-look"), {"verdict": "send_back", "text": "No, ask."}))
    assert "no longer waits for a second look" in page and "Fine by me." in page and "No, ask." in page


def test_feedback_begins_with_a_neutral_sentence_for_each_safe_form(worker, decided):
    page = text_of(worker.get(url(decided, "feedback")))
    assert page.count(f"Thank you for raising {decided.reference}.") == 3
    assert "To keep people safe, no more can be told." in page and "The decision: early help." in page
    assert "Write nothing that another agency told you" in page


def test_the_chosen_text_and_no_other_reaches_the_referrer(worker, decided):
    worker.post(
        url(decided, "feedback"),
        {"form": "received_only", "text_received_only": "Thank you.", "text_decision": "Not this."},
    )
    told = Feedback.objects.get()
    assert (told.form, told.words) == ("received_only", "Thank you.") and status_of(decided) == "closed"


def test_who_tells_the_referrer_second_keeps_her_text(cast, worker, decided):
    triage.give_feedback(reference=decided.reference, form="decision", text="First.", by=cast.viewer("triage"), at=NOW)
    response = worker.post(url(decided, "feedback"), {"form": "decision", "text_decision": "Second."})
    assert "told already" in errors_in(response)["id_text_decision"] and "Second." in text_of(response)
    assert Feedback.objects.count() == 1


def test_a_concern_is_taken_back_with_a_reason(worker, decided):
    worker.post(url(decided, "reopen"), {"reason": "New facts."})
    assert status_of(decided) == "in_triage" and "New facts." in text_of(worker.get(url(decided)))


def test_the_clock_stands_still_for_a_reason_and_runs_on(worker, concern):
    worker.post(url(concern, "pause"), {"reason": "The family is away until Monday."})
    page = text_of(worker.get(url(concern)))
    assert "Paused since" in page and "The family is away until Monday." in page
    assert Concern.objects.get().decision_due_at > NOW.replace(year=2030)
    worker.post(url(concern, "resume"))
    assert "Paused" not in text_of(worker.get(url(concern)))
    assert "This clock is not paused." in text_of(worker.post(url(concern, "resume"), follow=True))


def test_a_megabyte_is_refused_with_its_length_and_kept_in_the_form(worker, concern):
    page = worker.post(url(concern, "rate"), {"level": "acute", "reason": "م" * 1_000_000})
    assert "It has 1,000,000: shorten it" in errors_in(page)["id_reason"]
    assert page.content.decode().count("م") >= 1_000_000 and not Rating.objects.exists()


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x\u202ey"])
def test_what_no_database_keeps_is_no_crash(worker, concern, text):
    sent = {"level": "acute", "reason": text.encode("utf-8", "surrogatepass")}
    assert worker.post(url(concern, "rate"), sent).status_code in (200, 302)
