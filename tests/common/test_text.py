"""Text as people type it: folded for finding, cleaned for keeping, refused with a reason."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.common.text import (
    DIRECTION_MARKS,
    TextError,
    clean_line,
    clean_text,
    counted,
    fold_name,
    name_tokens,
    sentence_list,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Brien", "o’brien"),
        ("O`Brien", "OBRIEN"),
        ("O´Brien", "OʼBrien"),
        ("Zoë", "ZOE"),
        ("Zoe\u0308", "Zoë"),
        ("Smith-Jones", "SMITH  JONES"),
        ("Smith–Jones", "smith jones"),
        ("St. John", "St John"),
        ("Łukasz", "lukasz"),
        ("Søren", "Soren"),
        ("Strauß", "STRAUSS"),
        ("İbrahim", "ibrahim"),
        ("Yıldız", "Yildiz"),
        ("Nguyễn", "Nguyen"),
        ("ﬁona", "Fiona"),
        ("Ｊｏ", "jo"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("أحمد", "احمد"),
        ("إبراهيم", "ابراهيم"),
        ("آمنة", "امنه"),
        ("ٱلرحمن", "الرحمن"),
        ("ليلى", "ليلي"),
        ("علی", "علي"),
        ("كريم", "کریم"),
        ("שָׁלוֹם", "שלום"),
        ("Семён", "Семен"),
    ],
)
def test_the_same_name_typed_otherwise_has_the_same_key(one, other):
    assert fold_name(one) == fold_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jo", "Joe"), ("محمد", "محمود"), ("李", "王"), ("कि", "कु"), ("がく", "かく"), ("김", "이"), ("ไม้", "ไม")],
)
def test_different_names_have_different_keys_in_any_script(one, other):
    assert fold_name(one) != fold_name(other)


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("Amara  N'Diaye-Okafor", ("amara", "ndiaye", "okafor")),
        ("X", ("x",)),
        ("Jo Jo", ("jo",)),
        ("عبد الله", ("عبد", "الله")),
        ("!!! ---", ()),
        ("", ()),
    ],
)
def test_a_name_falls_into_words(name, tokens):
    assert name_tokens(name) == tokens


@given(st.text())
def test_folding_twice_changes_nothing(text):
    once = fold_name(text)
    assert fold_name(once) == once


@given(st.text())
def test_a_key_is_letters_digits_marks_and_single_spaces(text):
    key = fold_name(text)
    assert "  " not in key and key == key.strip()
    assert all(c == " " or unicodedata.category(c)[0] in "LNM" for c in key)


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_case_never_matters_in_latin_script(text):
    assert fold_name(text.upper().lower()) == fold_name(text.lower().upper().lower())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Chapel\tStreet \r\n", "Chapel Street"),
        ("Ann\u202eimda", "Annimda"),
        ("Zero\u200bwidth", "Zerowidth"),
        ("Bell\x07", "Bell"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("two\u2028lines", "two lines"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("", ""),
    ],
)
def test_a_line_is_made_safe_and_otherwise_left_alone(typed, kept):
    assert clean_line(typed) == kept


def test_lines_of_a_text_are_kept():
    assert clean_text("  He said:\r\n\r\n“no”  \u2029and left.\x00"[:-1]) == "He said:\n\n“no”\nand left."


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("a\x00b", "Given name contains a NUL character"),
        ("a\ud800b", "Given name contains a broken character"),
        ("a" * 51, "Given name must be 50 characters or fewer; it has 51"),
        ("é" * 1_000_000, "it has 1,000,000"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(clean, typed, problem):
    with pytest.raises(TextError, match=problem):
        clean(typed, 50, "Given name")


def test_spaces_around_a_name_do_not_count_towards_its_length():
    assert clean_line(" " * 100 + "a" * 50 + " " * 100, 50) == "a" * 50


def test_a_megabyte_is_refused_before_any_work_is_done(monkeypatch):
    worked_on = []
    monkeypatch.setattr("unicodedata.normalize", lambda form, text: worked_on.append(text) or text)
    with pytest.raises(TextError):
        clean_line("\u202e\u0301" * 500_000, 200)
    assert worked_on == []


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200))
def test_a_cleaned_line_is_one_line_and_stays_as_it_is(text):
    line = clean_line(text, 1_000)
    assert clean_line(line, 1_000) == line
    assert line.splitlines() in ([line], [])
    assert not set(line) & set(DIRECTION_MARKS)
    line.encode()


@pytest.mark.parametrize(
    ("items", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_reads_as_a_sentence(items, words):
    assert sentence_list(items) == words


def test_a_list_of_choices_reads_with_or():
    assert sentence_list(iter("abc"), "or") == "a, b or c"


@pytest.mark.parametrize(("number", "words"), [(0, "0 children"), (1, "1 child"), (1_200, "1,200 children")])
def test_counting_uses_the_right_number_of_the_noun(number, words):
    assert counted(number, "child", "children") == words
    assert counted(2, "row") == "2 rows"
