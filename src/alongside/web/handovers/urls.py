from django.urls import path

from alongside.web.handovers import doing, naming, views

urlpatterns = [
    path("handovers/", views.queue, name="handovers"),
    path("handovers/list/<slug:queue>/", views.queue, name="handover_queue"),
    path("handovers/begin/", naming.kinds, name="handover_kinds"),
    path("handovers/begin/<slug:kind>/", naming.begin, name="handover_begin"),
    path("handovers/class/<slug:kind>/", naming.whole_class, name="handover_class"),
    path("handovers/numbers/", views.overview, name="handover_overview"),
    path("handovers/numbers/<slug:kind>/", views.overview, name="handover_overview_kind"),
    path("handovers/<str:reference>/", views.one, name="handover"),
    path("handovers/<str:reference>/print/", views.printed, name="handover_print"),
    path("handovers/<str:reference>/page/", naming.edit, name="handover_edit"),
    path("handovers/<str:reference>/send/", naming.send, name="handover_send"),
    path("handovers/<str:reference>/elsewhere/", doing.elsewhere, name="handover_elsewhere"),
    path("handovers/<str:reference>/whose/", doing.give, name="handover_give"),
    path("handovers/<str:reference>/do/<slug:code>/", doing.step, name="handover_step"),
    path("handovers/<str:reference>/documents/", doing.document, name="handover_document"),
    path("handovers/<str:reference>/documents/<int:document>/sent/", doing.document_sent, name="handover_doc_sent"),
    path(
        "handovers/<str:reference>/documents/<int:document>/receipt/", doing.document_received,
        name="handover_doc_received",
    ),
]  # fmt: skip
