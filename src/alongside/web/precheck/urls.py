from django.urls import path

from alongside.web.precheck import views

urlpatterns = [path("precheck/", views.precheck, name="precheck")]
