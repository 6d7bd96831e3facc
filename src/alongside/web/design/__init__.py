"""The page frame. Everything a page needs to look and behave like the others:

    {% extends "design/base.html" %}            {% set title = "Concerns" %}  {% set back = url("home") %}
    {% block content %} … {% endblock %}        also: crumbs, wide, bare (see base.html)
    {{ url("name", id) }} {{ static("x.svg") }} {{ csrf_input }} {{ when | moment }} {{ 3 | plural("day") }}
    {{ govuk.button({"text": "Save"}) }}        every GOV.UK macro, by its name with underscores
    {{ ui.table("Concerns", columns, rows) }}   our own parts: see components.html for the list
    {{ form.name }} {{ ui.fields(form) }}       any Django form draws itself; `form` brings its error summary (forms.py)
    {{ form.kind.draw(reveal={"other": form.which}, size="m") }}
    DayMonthYear, TimeOfDay; Line, Words        fields, in dates.py; in text.py for what people write in any script
    page_number, paging, past_the_end           one page of a long list, for `ui.pagination`, in lists.py
    <form data-autosave-url="…">                keeps drafts; answer {"saved": "14:32", "version": 4} or {"error": …}
    @page(Permission.X) / @public("why")        doors.py: every view has one

A name that the view did not give is an error, not a blank: use `{% if x is defined %}` where it may be absent.
No inline script or style, no style attribute: the browser would refuse them.
"""
