"""An evaluation speaks of months, never of the library's periods."""

from alongside.web.evaluations.wording import refusal

REFUSED = {
    "because": "the way of recording changed at period 2, inside the series", "what_would_help": "periods from then on",
}  # fmt: skip


def test_a_refusal_names_the_month_that_the_library_numbers():
    told = refusal(REFUSED, ["2019-01", "2019-02", "2019-03"])
    assert "changed in March 2019, inside the series" in told and "period" not in told.replace("periods", "")
