"""`alongside demo`: built once, kept, reset on demand, and never on anybody's own data."""

import json
import sqlite3
from datetime import date

from tests.cli.conftest import Program, read_until


def count(program, table, where="1"):
    with sqlite3.connect(program.database) as connection:
        return connection.execute(f"SELECT COUNT(*) FROM {table} WHERE {where}").fetchone()[0]


def test_killed_in_the_middle_it_starts_over_and_comes_out_whole(built):
    assert built.code == 0, built.said
    assert "Larkmere is ready" in built.said
    assert count(built, "audit_event", "subject_kind = 'demo borough'") == 1
    truth = json.loads((built.folder / "demo_truth.json").read_text())
    assert len(truth["records"]) == count(built, "people_sourcerecord")


def test_run_again_it_keeps_what_was_entered(copied):
    with sqlite3.connect(copied.database) as connection:
        connection.execute("UPDATE partners_agency SET telephone = '01632 960 999' WHERE code = 'council'")
    again = copied.run("demo")
    assert again.returncode == 0 and "is here already" in again.stdout
    assert count(copied, "partners_agency", "telephone = '01632 960 999'") == 1


def test_another_size_is_not_built_over_it_but_named(copied):
    said = copied.run("demo", "--size", "borough").stdout
    assert "make reset SIZE=borough" in said and "is here already" in said


CONTENT = (
    "SELECT given, family, folded_given, kind FROM people_recordname",
    "SELECT date_of_birth, sex, telephone, agency_ref, as_sent FROM people_sourcerecord",
    "SELECT kind, as_sent, value FROM people_recordnumber",
    "SELECT lines, postcode, is_protected FROM people_recordaddress",
    "SELECT field_group, noted_on, text FROM people_recordnote",
    "SELECT fact, child_voice, status, happened_where, in_danger_now, consent FROM support_concern",
    "SELECT kind, words, reason FROM support_answer",
    "SELECT what, state, outcome, owner FROM support_planaction",
    "SELECT reference, version, title, valid_from, valid_until FROM partners_agreement",
    "SELECT username, name, role FROM partners_member WHERE NOT is_technical",
    "SELECT act, outcome, subject_kind, actor_name FROM audit_event",
)


def content(program):
    """What is in the demo, apart from keys and times of day."""
    with sqlite3.connect(program.database) as connection:
        return {query: sorted(connection.execute(query).fetchall(), key=repr) for query in CONTENT}


def test_reset_throws_the_old_one_away_and_the_same_seed_and_day_make_the_same_again(copied):
    before, day = content(copied), date.today()
    with sqlite3.connect(copied.database) as connection:
        connection.execute("UPDATE partners_agency SET telephone = '01632 960 999' WHERE code = 'council'")
    said = copied.run("demo", "--reset")
    assert said.returncode == 0 and count(copied, "partners_agency", "telephone = '01632 960 999'") == 0
    after = content(copied)
    for query in CONTENT if date.today() == day else ():
        assert after[query] == before[query], query


def test_a_reset_that_is_killed_leaves_nothing_of_the_old_one(copied):
    process = copied.start("demo", "--reset")
    read_until(process, "Bringing agencies")
    process.kill()
    process.wait()
    assert count(copied, "partners_agency") == 0
    assert not (copied.folder / "demo_truth.json").exists() and not (copied.folder / "seals.jsonl").exists()


def test_outside_demo_mode_it_refuses_and_touches_nothing(copied):
    before = copied.database.read_bytes()
    production = {
        "ALONGSIDE_MODE": "production",
        "ALONGSIDE_SECRET_KEY": "x" * 60,
        "ALONGSIDE_ALLOWED_HOSTS": "a.example",
    }
    for more in (production, {"ALONGSIDE_MODE": "test"}):
        refused = copied.run("demo", "--reset", **more)
        assert refused.returncode != 0 and "ALONGSIDE_MODE=demo only" in refused.stdout
    assert copied.database.read_bytes() == before


def test_a_database_that_the_demo_did_not_make_is_left_alone(tmp_path):
    program = Program(tmp_path)
    assert program.run("migrate", "-v0").returncode == 0
    made = program.run("agency", "create", "--code", "front", "--name", "Front door", "--kind", "council")
    assert made.returncode == 0, made.stdout
    before = program.database.read_bytes()
    for words in (("demo",), ("demo", "--reset")):
        refused = program.run(*words)
        assert refused.returncode != 0 and "leaves it alone" in refused.stdout
    assert program.database.read_bytes() == before


def test_another_program_s_database_is_left_alone(tmp_path):
    program = Program(tmp_path)
    with sqlite3.connect(program.database) as connection:
        connection.execute("CREATE TABLE payroll (name text)")
    assert "leaves it alone" in program.run("demo", "--reset").stdout
    assert count(program, "payroll") == 0


def test_a_size_or_a_word_that_makes_no_sense_is_refused(tmp_path):
    assert Program(tmp_path).run("demo", "--size", "huge").returncode != 0
