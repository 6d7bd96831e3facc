"""The description of the interface: valid OpenAPI 3.1, whole, current in docs/reference, and readable by people."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest
from django.test import Client

from alongside.web.api.operations import views
from alongside.web.api.problems import KINDS
from alongside.web.api.schema import document, text
from alongside.web.api.urls import urlpatterns
from tests.web.reading import text_of

KEPT = Path(__file__).resolve().parents[3] / "docs/reference/openapi.json"
EVERY = [one for methods in document()["paths"].values() for one in methods.values()]


def test_the_description_that_is_kept_is_current():
    assert KEPT.read_text() == text(), "Write it anew: alongside openapi > docs/reference/openapi.json"


@pytest.mark.django_db
def test_it_is_served_to_everybody():
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200 and answer.json() == document() and document()["openapi"] == "3.1.0"


def test_every_schema_is_valid_in_the_dialect_of_openapi_3_1():
    schemas = [*document()["components"]["schemas"].values()]
    schemas += [given["schema"] for one in EVERY for given in one["parameters"]]
    for schema in schemas:
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_every_reference_leads_somewhere():
    told = json.dumps(document())
    named = {one.split('"')[0] for one in told.split('"$ref": "#/components/schemas/')[1:]}
    assert named <= set(document()["components"]["schemas"])


def test_every_operation_says_its_errors_its_scope_and_how_it_opens():
    for one in EVERY:
        assert {"400", "401", "403", "404", "405", "429", "503"} <= set(one["responses"]), one["operationId"]
        assert one["security"] == [{"AgencyKey": []}] and one["x-scope"] and one["description"]
    posts = [methods["post"] for methods in document()["paths"].values() if "post" in methods]
    assert len(posts) == 4
    for one in posts:
        assert {"409", "413", "415", "422"} <= set(one["responses"])
        assert [given["name"] for given in one["parameters"] if given["required"]][-1] == "Idempotency-Key"


def test_every_field_that_is_taken_is_explained_and_no_other_is_taken():
    for name, schema in document()["components"]["schemas"].items():
        if name.endswith("Sent"):
            assert schema["additionalProperties"] is False, name
            for field, one in schema["properties"].items():
                assert one.get("description") or "$ref" in one, f"{name}.{field}"


def test_every_address_has_its_operation_and_every_operation_its_address():
    assert set(views()) == {one.name for one in urlpatterns} - {"api_docs", "api_openapi", "api_nothing"}


def test_its_library_loads_with_the_first_request_and_not_before():
    asked = "import django; django.setup(); import alongside.config.urls, sys; print('ninja' in sys.modules)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "alongside.config.settings"}
    told = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, timeout=400, check=True
    )
    assert told.stdout.strip() == "False"


@pytest.mark.django_db
def test_people_read_the_same_on_a_page():
    page = text_of(Client().get("/api/docs"))
    for one in EVERY:
        assert one["summary"] in page
    for kind in KINDS.values():
        assert kind.title in page and kind.what_to_do in page
    assert "child.date_of_birth" in page and "others[].name" in page and "feedback[].words" in page


@pytest.mark.django_db
def test_the_fields_of_each_operation_are_folded_and_its_name_and_errors_are_not():
    page = Client().get("/api/docs").content.decode()
    outside = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert page.count("<details") == len(EVERY) and "<table" in page and "<table" not in outside
    for one in EVERY:
        assert f'id="{one["operationId"]}"' in outside
