"""The ward watch on the wards of a real borough: its own back-test reaches the bar."""

import numpy as np
import pytest

from alongside.common.periods import parse_month
from alongside.places.analyses.ward_findings import Reading, findings
from alongside.places.ward_counts import WardCounts
from tests.analysis.events.real_places import table

pytestmark = pytest.mark.real_data


def waltham_forest(last="2019-12"):
    rows = table("london/mps/ward_monthly_2010-04_2024-02.parquet")
    wanted = rows.minor.isin(["HOMICIDE", "VIOLENCE WITH INJURY"]) | (rows.major == "ROBBERY")
    rows = rows[wanted & (rows.borough == "Waltham Forest")]
    pivoted = rows.pivot_table(index="month", columns="ward_code_2022", values="count", aggfunc="sum", observed=True)
    pivoted = pivoted.fillna(0)
    pivoted.index = pivoted.index.astype(str)
    pivoted = pivoted[pivoted.index <= last]
    months, codes = tuple(parse_month(each) for each in pivoted.index), tuple(map(str, pivoted.columns))
    counts = {"violence": pivoted.to_numpy(dtype=np.float64)}
    return WardCounts(codes, codes, (("violence", "Violence"),), months, counts, (), "", (), (), (), ("OGL",))


def test_the_page_of_a_real_borough_shows_a_back_test_at_the_bar():
    found = findings(waltham_forest(), Reading(12, 0.9, 0.05, "fdr"), lambda stage, share: None)
    model = found["measures"][0]["model"]
    used = next(row for row in model["scores"] if row["name"] == model["name"])
    assert model["months"] == ["2018-01", "2019-12", 24]
    assert used["deviance"] <= 1.44 and 0.88 <= used["cover"] <= 0.92
    assert used["deviance"] == min(row["deviance"] for row in model["scores"])
    assert found["looked_at"] == 22 * 12 and len(found["alerts"]) <= 3
