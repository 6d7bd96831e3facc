from django.urls import path

from alongside.web.programmes import class_views, keeping_views, lesson_views, views

_LESSON, _CLASS, _OF = (
    "programmes/lessons/<int:session_id>/",
    "programmes/classes/<int:class_id>/",
    "programmes/of/<slug:code>/",
)
urlpatterns = [
    path("programmes/", views.listing, name="programme_list"),
    path("programmes/new/", keeping_views.new, name="programme_new"),
    path("programmes/questionnaires/", keeping_views.instruments, name="programme_instruments"),
    path("programmes/lessons/", lesson_views.board, name="programme_lessons"),
    path(_LESSON, lesson_views.lesson, name="programme_lesson"),
    path(f"{_LESSON}move/", lesson_views.move, name="programme_lesson_move"),
    path(f"{_LESSON}catch-up/", lesson_views.catch_up, name="programme_lesson_catch_up"),
    path(_CLASS, class_views.one_class, name="programme_class"),
    path(f"{_CLASS}plan/", class_views.plan, name="programme_class_plan"),
    path(f"{_CLASS}size/", class_views.size, name="programme_class_size"),
    path(f"{_CLASS}offer/", class_views.offer, name="programme_class_offer"),
    path(f"{_CLASS}decline/", class_views.decline, name="programme_class_decline"),
    path(f"{_CLASS}codes/", class_views.codes, name="programme_class_codes"),
    path(f"{_CLASS}points/", class_views.points, name="programme_class_points"),
    path(_OF, views.reach, name="programme_reach"),
    path(f"{_OF}change/", views.change, name="programme_change"),
    path(f"{_OF}starts/", views.starts, name="programme_starts"),
    path(f"{_OF}starts/draw/", views.draw, name="programme_draw"),
    path(f"{_OF}classes/", views.classes, name="programme_classes"),
    path(f"{_OF}register/", keeping_views.register, name="programme_register"),
    path(f"{_OF}register/template.csv", keeping_views.register_template, name="programme_register_template"),
    path(f"{_OF}register/<int:file_id>/", keeping_views.register_file, name="programme_register_file"),
    path(f"{_OF}keep/", keeping_views.keep, name="programme_keep"),
    path(f"{_OF}keep/version/", keeping_views.version, name="programme_version"),
    path(f"{_OF}keep/target/", keeping_views.target, name="programme_target"),
    path(f"{_OF}keep/spending/", keeping_views.spending, name="programme_spending"),
    path(f"{_OF}keep/training/", keeping_views.training, name="programme_training"),
]
