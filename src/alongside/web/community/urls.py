from django.urls import path

from alongside.web.community import calendars, reading, reviews, telling

urlpatterns = [
    path("community/", reading.home, name="community"),
    path("community/tell/", telling.tell, name="community_tell"),
    path("community/tell/question/", telling.question, name="community_question"),
    path("community/tell/report/", telling.report, name="community_report"),
    path("community/tell/somebody/", telling.somebody, name="community_somebody"),
    path("community/code/", telling.code, name="community_code"),
    path("community/code/appeal/", reviews.appeal, name="community_appeal"),
    path("community/asked/", reading.asked, name="community_asked"),
    path("community/asked/<int:post_id>/", reading.one_asked, name="community_asked_one"),
    path("community/priorities/", reading.priorities, name="community_priorities"),
    path("community/priorities/<int:priority_id>/", reading.priority, name="community_priority"),
    path("community/networks/", reading.networks, name="community_networks"),
    path("community/networks/<int:network_id>/", reading.network, name="community_network"),
    path("community/networks/<int:network_id>/join/", telling.join, name="community_join"),
    path("community/networks/<int:network_id>/events.ics", calendars.of_network, name="community_network_feed"),
    path("community/events/", reading.events, name="community_events"),
    path("community/events.ics", calendars.everything, name="community_feed"),
    path("community/case-review/", reviews.about, name="community_review"),
    path("community/case-review/apply/", reviews.apply, name="community_review_apply"),
    path("community/case-review/figures.csv", reviews.figures_csv, name="community_review_figures"),
    path("community/young-advisors/", reading.advisors, name="community_advisors"),
]
