"""Pages of programmes through the doors: written down without script, sent twice, collided; figures; the register."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.programmes.models import Programme, SchoolClass, Session, SessionStep, Spending
from tests.programmes.world import lesson_of, questionnaire, world, write
from tests.web.reading import text_of as words


@pytest.fixture
def own(cast):
    return world(cast)


def sent(**changes):
    return {
        "state": "delivered",
        "head_count": "27",
        "changes": "1",
        "sent_key": str(uuid4()),
        "how_it_went": "well",
        **changes,
    }


def test_a_teacher_writes_down_a_lesson_and_hears_thanks(as_member, own):
    teacher = as_member("teacher")
    page = teacher.post(f"/programmes/lessons/{lesson_of(own, 1).pk}/", sent(), follow=True)
    assert "Lesson 1 of 7 Heron is written down. Thank you." in words(page)
    assert lesson_of(own, 1).head_count == 27


def test_a_form_sent_twice_enters_once_and_a_stale_one_shows_what_stands_there(as_member, own):
    teacher, url, form = as_member("teacher"), f"/programmes/lessons/{lesson_of(own, 1).pk}/", sent()
    for _ in range(2):
        assert teacher.post(url, form).status_code == 302
    page = teacher.post(url, sent(head_count="11"))
    assert "it now says “Delivered, 27 pupils" in words(page) and 'value="11"' in page.content.decode()
    assert SessionStep.objects.count() == 1


def test_a_bad_form_says_what_to_do_beside_its_field(as_member, own):
    page = as_member("teacher").post(f"/programmes/lessons/{lesson_of(own, 1).pk}/", sent(head_count="400"))
    assert "The class has 28 pupils: enter a number from 1 to 28" in words(page)
    page = as_member("teacher").post(f"/programmes/lessons/{lesson_of(own, 1).pk}/", sent(words="Ask A801200005001"))
    assert "This holds a long number" in words(page)


def test_a_worry_from_a_lesson_leads_to_the_concern_form_of_the_school(as_member, own):
    page = as_member("teacher").get(f"/programmes/lessons/{lesson_of(own, 1).pk}/")
    assert 'href="/concern/"' in page.content.decode()
    assert as_member("teacher").get("/concern/").status_code == 200


def test_a_teacher_reads_none_of_the_schools_other_concerns_and_finds_no_child(as_member, cast, own):
    from alongside.support.actions.raising import raise_concern
    from tests.cast import NOW, details

    others = raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    mine = raise_concern(details=details(referrer_role="teacher"), by=cast.viewer("teacher"), at=NOW)
    listed = as_member("teacher").get("/concerns/").content.decode()
    assert mine.reference in listed and others.reference not in listed
    assert as_member("teacher").get(f"/concerns/{others.reference}/").status_code == 403
    assert as_member("teacher").get("/people/").status_code in (403, 404)
    assert {mine.reference, others.reference} <= set(
        re.findall(r"CN-\w+-\w+", as_member("dsl").get("/concerns/").content.decode())
    )


def test_lessons_are_planned_moved_and_caught_up(as_member, cast, own):
    teacher = as_member("teacher")
    other = SchoolClass.objects.create(
        programme=own.programme, version=own.version, school_urn=own.school_urn, school_name=own.school_name, name="7 Teal",
        school_year=2026, year_group=7, name_key="7 teal", size=20, offered_on="2026-09-01", made_by="x", made_at=cast.now,
    )  # fmt: skip
    day = {"first_day-day": "19", "first_day-month": "11", "first_day-year": "2026"}
    assert "3 lessons from Thursday 19 November" in words(
        teacher.post(f"/programmes/classes/{other.pk}/plan/", day, follow=True)
    )
    to = {"to-day": "3", "to-month": "12", "to-year": "2026", "changes": "1"}
    page = teacher.post(f"/programmes/lessons/{lesson_of(other, 1).pk}/move/", to, follow=True)
    assert "Lesson 1 is on Thursday 3 December 2026, and 2 later lessons with it." in words(page)
    teacher.post(
        f"/programmes/lessons/{lesson_of(own, 1).pk}/", sent(state="not_delivered", head_count="", why="teacher_away")
    )
    day = {"day-day": "20", "day-month": "11", "day-year": "2026"}
    page = teacher.post(f"/programmes/lessons/{lesson_of(own, 1).pk}/catch-up/", day, follow=True)
    assert "is caught up on Friday 20 November 2026" in words(page)


def test_codes_are_shown_once_and_points_are_kept_without_a_name(as_member, cast, own):
    questionnaire(cast)
    teacher, base = as_member("teacher"), f"/programmes/classes/{own.pk}"
    codes = re.findall(r"[2-9A-Z]{5}-[2-9A-Z]", words(teacher.post(f"{base}/codes/")))
    form = {"instrument": "coping", "moment": "before", "lines": f"{codes[0]} 14\n{codes[1].lower()};9"}
    assert "Points of 2 pupils entered" in words(teacher.post(f"{base}/points/", form, follow=True))
    page = words(teacher.post(f"{base}/points/", {**form, "lines": "Amina Okafor 14"}))
    assert "Never write a pupil’s name" in page


def test_figures_are_for_whoever_may_see_them_and_every_figure_has_its_count(as_member, cast, own):
    write(cast, own, 1)
    for who in ("analyst", "lead", "programme_lead"):
        page = words(as_member(who).get("/programmes/of/life-skills/"))
        assert "1 of 3 lessons that should have been given were given in full" in page
        assert "27 of 81 offered (33%)" in page
    for who in ("teacher", "outsider", "dsl"):
        assert as_member(who).get("/programmes/of/life-skills/").status_code == 403


def test_the_programme_manager_keeps_target_money_and_training(as_member, cast, own):
    lead, base = as_member("programme_lead"), "/programmes/of/life-skills/keep"
    target = {
        "pupils": "10000",
        "counted": "finished",
        "first_year": "2024",
        "last_year": "2026",
        "reason": "The launch",
    }
    assert "The target is set" in words(lead.post(f"{base}/target/", target, follow=True))
    money = {"school_year": "2026", "pounds": "45000.50", "what_for": "Trainers", "sent_key": str(uuid4())}
    for _ in range(2):
        lead.post(f"{base}/spending/", money)
    assert [one.pence for one in Spending.objects.all()] == [4_500_050]
    day = {"held_on-day": "2", "held_on-month": "11", "held_on-year": "2026"}
    lead.post(f"{base}/training/", {"school_urn": own.school_urn, "teachers": "4", "sent_key": str(uuid4()), **day})
    page = words(lead.get(f"{base}/"))
    assert "10,000 pupils, 2024/25 to 2026/27" in page and "£45,000" in page and "Elmsgate Academy" in page


def test_a_programme_is_begun_and_a_register_sent(as_member, cast, own):
    lead = as_member("programme_lead")
    form = {
        "name": "Friends First", "code": "friends", "about": "", "valid_from-day": "1", "valid_from-month": "9",
        "valid_from-year": "2026", "year_groups": ["4", "7"], "lessons": "One\nTwo", "change_note": "First version",
    }  # fmt: skip
    assert "Friends First is begun" in words(lead.post("/programmes/new/", form, follow=True))
    assert Programme.objects.get(code="friends").versions.get().lessons.count() == 2
    text = f"School URN,School year,Year group,Class,Pupils\n{own.school_urn},2026/27,7,7 Heron,28\n1,2026/27,7,B,0\n"
    file = SimpleUploadedFile("classes.csv", text.encode())
    page = words(lead.post("/programmes/of/friends/register/", {"file": file}, follow=True))
    assert "Row 3" in page and "6 digits" in page and "Classes entered 1" in page
    file = SimpleUploadedFile("pupils.csv", b"School URN,UPN\n1,A801200005001\n")
    assert "never pupils" in words(lead.post("/programmes/of/friends/register/", {"file": file}))


def test_starts_are_drawn_and_an_honest_few_schools_are_told(as_member, own):
    form = {
        "school_year": "2026", "days_before": "28", "first-day": "11", "first-month": "1", "first-year": "2027",
        "second-day": "19", "second-month": "4", "second-year": "2027",
    }  # fmt: skip
    page = words(as_member("programme_lead").post("/programmes/of/life-skills/starts/draw/", form))
    assert "3 schools have classes in that year" in page


def test_my_work_tells_a_teacher_what_to_write_down(as_member, own):
    page = words(as_member("teacher").get("/"))
    assert "Lessons to write down" in page and "7 Heron: lesson 3. Choices" in page


def test_lists_cost_the_same_however_long_they_are(as_member, cast, own, queries):
    few = queries(as_member("programme_lead"), "/programmes/of/life-skills/classes/")
    board = queries(as_member("teacher"), "/programmes/lessons/")
    made = SchoolClass.objects.bulk_create(
        SchoolClass(
            programme=own.programme, version=own.version, school_urn=own.school_urn, school_name=own.school_name,
            name=f"7 {n}", school_year=2026, year_group=7, name_key=f"7 {n}", size=20, made_by="x", made_at=cast.now,
        )
        for n in range(20)
    )  # fmt: skip
    first = own.version.lessons.first()
    Session.objects.bulk_create(Session(school_class=one, lesson=first, day="2026-11-17") for one in made)
    assert queries(as_member("programme_lead"), "/programmes/of/life-skills/classes/") == few
    assert queries(as_member("teacher"), "/programmes/lessons/") == board
