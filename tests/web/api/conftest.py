import pytest

from tests.systems import make_pathways


@pytest.fixture
def pathways(cast, now):
    return make_pathways(cast)
