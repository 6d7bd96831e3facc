from django.urls import path

from alongside.web.files import views

urlpatterns = [
    path("files/", views.file_list, name="file_list"),
    path("files/send", views.file_send, name="file_send"),
    path("files/columns", views.file_columns, name="file_columns"),
    path("files/template.<str:kind>", views.file_template, name="file_template"),
    path("files/<int:id>/", views.file_report, name="file_report"),
    path("files/<int:id>/rejects.csv", views.file_rejects, name="file_rejects"),
    path("files/<int:id>/outcomes.csv", views.file_outcomes, name="file_outcomes"),
]
