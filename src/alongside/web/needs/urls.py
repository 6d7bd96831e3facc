from django.urls import path

from alongside.web.needs import annual, published, views

urlpatterns = [
    path("needs/", views.every, name="needs_list"),
    path("needs/draft/", views.draft, name="needs_draft"),
    path("needs/published/", published.every, name="needs_published"),
    path("needs/published/<str:reference>/", published.one, name="needs_public"),
    path("needs/published/<str:reference>/figures/<int:number>/", published.figure, name="needs_public_figure"),
    path("needs/published/<str:reference>/pdf/", published.pdf, name="needs_public_pdf"),
    path("needs/published/<str:reference>/text/", published.text, name="needs_public_text"),
    path("needs/answered/", annual.published, name="needs_answered"),
    path("needs/answered/this-year/", annual.so_far, name="needs_this_year"),
    path("needs/of/<str:reference>/", views.one, name="needs"),
    path("needs/of/<str:reference>/figures/<int:number>/", views.figure, name="needs_figure"),
    path("needs/of/<str:reference>/sections/<slug:section>/", views.section, name="needs_section"),
    path("needs/of/<str:reference>/pdf/", views.pdf, name="needs_pdf"),
    path("needs/of/<str:reference>/text/", views.text, name="needs_text"),
    path("needs/of/<str:reference>/sign/", views.sign, name="needs_sign"),
    path("needs/of/<str:reference>/withdraw/", views.withdraw, name="needs_withdraw"),
]
