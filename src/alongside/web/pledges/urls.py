from django.urls import path

from alongside.web.pledges import reading, views

urlpatterns = [
    path("pledges/", views.every, name="pledges"),
    path("pledges/new/", views.new, name="pledge_new"),
    path("pledges/shipped/", views.install, name="pledge_install"),
    path("pledges/verdicts/<int:verdict_id>/", views.answer, name="pledge_answer"),
    path("pledges/verdicts/<int:verdict_id>/reading/", reading.read, name="pledge_verdict_read"),
    path("pledges/<slug:code>/", views.one, name="pledge"),
    path("pledges/<slug:code>/change/", views.change, name="pledge_change"),
    path("pledges/<slug:code>/add/", views.add, name="pledge_add"),
    path("pledges/<slug:code>/verdict/", views.judge, name="pledge_verdict"),
]
