"""Every text of the pages for residents that is to be translated."""

import ast
from pathlib import Path

from django.template import engines

from alongside.community import rules, states

WEB = Path(rules.__file__).parent.parent / "web"
TEMPLATES = sorted((WEB / "community").glob("*.html"))
MODULES = [*sorted((WEB / "community").glob("*.py")), WEB / "design" / "form_tokens.py"]
LABELS = (
    states.PostKind, states.PostState, states.RejectReason, states.PriorityState, states.ReviewState, states.Applicant,
    states.Crowd, states.Wave,
)  # fmt: skip
FROM_THE_DOMAIN = {
    "It looks as if there is %(what)s in it. Take it out, or say that it is about somebody.",
    "%(name)s is empty. Write something.",
}


def of_templates():
    env = engines["jinja2"].env
    found = set()
    for path in TEMPLATES:
        for _line, _function, said in env.extract_translations(path.read_text()):
            found |= {said} if isinstance(said, str) else {one for one in said or () if isinstance(one, str)}
    return found


def of_modules():
    found = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
            if is_call and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def everything():
    labels = {str(label) for one in LABELS for label in one.labels}
    personal = {what for _pattern, what in rules.PERSONAL}
    return of_templates() | of_modules() | labels | personal | FROM_THE_DOMAIN
