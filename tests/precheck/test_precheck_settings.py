"""Asking in code is off by default, and cannot be switched on by half."""

import pytest

from alongside.config.environment import SettingsError, read

WHOLE = {
    "ALONGSIDE_MODE": "test", "ALONGSIDE_PRECHECK": "true", "ALONGSIDE_PRECHECK_DPIA": "DPIA-7",
    "ALONGSIDE_PRECHECK_ENCODER": "encoder --key k", "ALONGSIDE_PRECHECK_MATCHER": "matcher --key k",
}  # fmt: skip


def test_it_is_off_by_default():
    assert not read({"ALONGSIDE_MODE": "test"}).precheck


def test_whole_settings_switch_it_on():
    assert read(WHOLE).precheck and read(WHOLE).precheck_daily == 10


@pytest.mark.parametrize("name", ["DPIA", "ENCODER", "MATCHER"])
def test_without_assessment_or_process_nothing_starts(name):
    left = {key: value for key, value in WHOLE.items() if key != f"ALONGSIDE_PRECHECK_{name}"}
    with pytest.raises(SettingsError, match=f"ALONGSIDE_PRECHECK needs ALONGSIDE_PRECHECK_{name} too"):
        read(left)


@pytest.mark.parametrize("daily", ["0", "101", "many"])
def test_the_number_a_day_has_bounds(daily):
    with pytest.raises(SettingsError, match="ALONGSIDE_PRECHECK_DAILY"):
        read(WHOLE | {"ALONGSIDE_PRECHECK_DAILY": daily})
