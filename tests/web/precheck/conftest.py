"""The same agreement, processes and machine as in tests/precheck, and the page routed as when it is switched on."""

import pytest

from tests.precheck.conftest import agreed, desk, hub, known, unopened  # noqa: F401 (fixtures)


@pytest.fixture
def routed(settings):
    settings.ROOT_URLCONF = "tests.web.precheck.routed"
