from django.urls import path

from alongside.web.residents import door, moderating, networks, priorities, reviews, shown

urlpatterns = [
    path("residents/", moderating.desk, name="residents"),
    path("residents/post/<int:post_id>/", moderating.post, name="residents_post"),
    path("residents/read-network/<int:network_id>/", moderating.network, name="residents_read_network"),
    path("residents/read-event/<int:event_id>/", moderating.event, name="residents_read_event"),
    path("residents/read-advice/<int:consultation_id>/", moderating.advice, name="residents_read_advice"),
    path("residents/read-survey/<int:survey_id>/", moderating.survey, name="residents_read_survey"),
    path("residents/public/", shown.listing, name="residents_shown"),
    path("residents/public/<slug:subject>/<int:subject_id>/", shown.take_down, name="residents_take_down"),
    path("residents/priorities/", priorities.listing, name="residents_priorities"),
    path("residents/priorities/new/", priorities.new, name="residents_priority_new"),
    path("residents/priorities/<int:priority_id>/", priorities.one, name="residents_priority"),
    path("residents/priorities/<int:priority_id>/change/", priorities.change, name="residents_priority_change"),
    path("residents/door/", door.queue, name="residents_door"),
    path("residents/door/<int:report_id>/", door.one, name="residents_door_report"),
    path("residents/reviews/", reviews.listing, name="residents_reviews"),
    path("residents/reviews/<slug:reference>/", reviews.one, name="residents_review"),
    path("residents/recommendations/", reviews.to_us, name="residents_recommendations"),
    path("residents/recommendations/<int:recommendation_id>/", reviews.answer, name="residents_recommendation"),
    path("residents/networks/", networks.listing, name="residents_networks"),
    path("residents/networks/new/", networks.new, name="residents_network_new"),
    path("residents/networks/<int:network_id>/", networks.one, name="residents_network"),
    path("residents/networks/<int:network_id>/change/", networks.change, name="residents_network_change"),
    path("residents/networks/<int:network_id>/close/", networks.close, name="residents_network_close"),
    path("residents/networks/<int:network_id>/event/", networks.new_event, name="residents_event_new"),
    path("residents/events/<int:event_id>/", networks.change_event, name="residents_event"),
    path("residents/events/<int:event_id>/off/", networks.call_off, name="residents_event_off"),
    path("residents/wishes/<int:request_id>/", networks.wish, name="residents_wish"),
]
