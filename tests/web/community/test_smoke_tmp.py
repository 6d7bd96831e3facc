import pytest
from django.urls import reverse
from django.test import Client
NAMES="community community_tell community_question community_report community_somebody community_code community_asked community_priorities community_networks community_events community_feed community_review community_review_apply community_review_figures community_advisors".split()
@pytest.fixture(autouse=True)
def plain_files(settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
def test_all(db, now):
    for n in NAMES:
        for q in ("","?lang=ar"):
            r=Client().get(reverse(n)+q); assert r.status_code==200,(n,r.content[-500:])
            assert not r.cookies
    
def test_staff(cast, as_member):
    for who,names in {"community_officer":["residents","residents_priorities","residents_priority_new","residents_reviews","residents_recommendations"],"triage":["residents_door"],"resident":["residents_networks","residents_network_new"],"young_advisor":["advisors","advisors_patrol_new","advisors_survey_new","advisors_advice_new","advisors_advice"]}.items():
        c=as_member(who)
        for n in names:
            assert c.get(reverse(n)).status_code==200,n
