"""The public site: pages made of release files, and of nothing else.

It knows no database, no Django and no other part of Alongside, so that nothing personal can stand behind it. Give it the
folder that `alongside publish` wrote:

    python -m alongside.publicsite --files /srv/releases --port 8080
    ALONGSIDE_RELEASES=/srv/releases granian --interface wsgi --factory alongside.publicsite.wsgi:application
"""
