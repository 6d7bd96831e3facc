import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
application = get_wsgi_application()

# Whatever is loaded by now stays until the end: the collector need not walk through it, page after page.
gc.collect()
gc.freeze()
