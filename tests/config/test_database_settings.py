"""The address of the database: SQLite by itself, PostgreSQL with statements planned once, and nonsense refused."""

import pytest

from alongside.config.environment import SettingsError, database, read

BOROUGH = "postgresql://name:a%20word@db.example:5433/alongside"


def asked(url):
    return database(read({"ALONGSIDE_MODE": "test", "DATABASE_URL": url}))


def test_a_borough_says_where_its_database_is():
    found = asked(BOROUGH)
    assert (found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]) == (
        "db.example", "5433", "alongside", "a word",
    )  # fmt: skip


def test_statements_are_planned_once_if_that_is_asked_for():
    prepared = {"server_side_binding": True, "prepare_threshold": 5}
    assert asked(f"{BOROUGH}?prepare=on")["OPTIONS"] == prepared
    assert asked(BOROUGH)["OPTIONS"] == {} == asked(f"{BOROUGH}?prepare=off")["OPTIONS"]
    assert asked(f"{BOROUGH}?prepare=off&sslmode=verify-full")["OPTIONS"] == {"sslmode": "verify-full"}


@pytest.mark.parametrize("url", ["mysql://x/y", f"{BOROUGH}?prepare=perhaps", f"{BOROUGH}?ssl=1"])
def test_what_is_not_known_is_refused_with_the_name_of_the_variable(url):
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        asked(url)


def test_without_an_address_it_is_a_file():
    assert asked("")["NAME"].endswith("alongside.sqlite3")
