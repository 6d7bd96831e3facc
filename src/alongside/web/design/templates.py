"""The Jinja environment of every page. Settings point here."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import json_script
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    PackageLoader,
    PrefixLoader,
    Undefined,
)
from jinja2.environment import TemplateModule
from jinja2.utils import missing as nothing

from alongside.web.design import frame, navigation, wording
from alongside.web.design.forms import error_list


class Unset(Undefined):
    """A name that the view did not give is an error. An absent key of a mapping is not: GOV.UK macros rely on it."""

    def __init__(
        self, hint: str | None = None, obj: Any = nothing, name: str | None = None, exc: type[Exception] = NameError
    ) -> None:
        super().__init__(hint, obj, name)
        if not (isinstance(obj, Mapping) or hint or name in PROBED):
            self.__class__ = Misspelt


class Misspelt(Unset):
    """What an unknown variable or attribute becomes: every use of it but `is defined` says so."""

    __slots__ = ()
    __iter__ = __str__ = __len__ = __bool__ = __hash__ = Undefined._fail_with_undefined_error
    __eq__ = __ne__ = __contains__ = Undefined._fail_with_undefined_error


PROBED = frozenset({"undefined", "null", "caller"})


class Macros:
    """Macros by name, loaded when first asked for: `govuk.button(...)`, `ui.tag(...)`."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = self._load(name)
        setattr(self, name, made)
        return made

    def _load(self, name: str) -> Any:
        return getattr(self._module("design/components.html"), name)

    def _module(self, template: str) -> TemplateModule:
        return self._environment.get_template(template).module


class GovukMacros(Macros):
    def _load(self, name: str) -> Any:
        module = self._module(f"govuk_frontend_jinja/components/{name.replace('_', '-')}/macro.html")
        return getattr(module, "govuk" + name.title().replace("_", ""))


def environment(**options: Any) -> Environment:
    options["loader"] = _loader(options["loader"])
    options["undefined"] = Unset
    options["trim_blocks"] = options["lstrip_blocks"] = True
    options["bytecode_cache"] = _bytecode_cache()
    options["extensions"] = ["jinja2.ext.i18n"]
    made = Environment(**options)  # noqa: S701 - Django's backend switches autoescape on
    made.globals.update(
        url=navigation.url_of,
        address=navigation.address,
        static=static,
        messages_of=get_messages,
        frame_of=frame.of,
        page_url=frame.page_url,
        json_script=json_script,
        govuk=GovukMacros(made),
        ui=Macros(made),
    )
    # `{% trans %}` and `_()`: the words of the page in the language that its door switched on (`web.design.tongue`).
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(wording.FILTERS, error_list=error_list)
    return made


def _loader(own: BaseLoader) -> BaseLoader:
    return ChoiceLoader([own, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})])


def _bytecode_cache() -> FileSystemBytecodeCache:
    """Compiled templates are kept, so that a worker that starts serves its first page quickly."""
    folder = settings.VAR / "templates"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return FileSystemBytecodeCache(str(folder))
