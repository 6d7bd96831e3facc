"""Training without labels: Splink's expectation maximisation, held together by what is known beforehand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import numpy as np

from alongside.analysis.linkage.blocking import Blocking
from alongside.analysis.linkage.chance import rates_by_chance
from alongside.analysis.linkage.coded import Coded
from alongside.analysis.linkage.comparisons import Comparison
from alongside.analysis.linkage.coverage import count_coverage
from alongside.analysis.linkage.engines import RECORDS, duckdb_api, put_table
from alongside.analysis.linkage.frames import as_frame, record_ids, standard_columns
from alongside.analysis.linkage.frequencies import association, count_frequencies, usual_values
from alongside.analysis.linkage.joining import components
from alongside.analysis.linkage.keys import Keys, all_keys, count_pairs, crowded_keys, keys_of, pairs_within
from alongside.analysis.linkage.model import Model, default_model
from alongside.analysis.linkage.settings import Settings
from alongside.analysis.linkage.splink_settings import settings_for_training
from alongside.analysis.linkage.tables import compared_columns, records_table

# Fewer records have too little to teach: the shipped model is used as it is.
LEAST_RECORDS = 1000
# Pairs that agree on one of these are nearly always one person, and they are this share of all such pairs (on invented
# records, and in published work on agencies' records, between 0.6 and 0.8: half a bit of every weight at most).
_SURE = (
    ("name", "birth"), ("nhs",), ("upn",), ("urn", "birth"), ("urn", "name"), ("name", "address"), ("name", "phone"),
)  # fmt: skip
_SURE_RECALL = 0.7
# Each session learns the comparisons that its blocking does not use. None blocks on the home: the pairs of a household
# are brothers and sisters, who would teach that one child often has two birth dates.
_SESSIONS = (("birth",), ("given_root", "family_root"))
# Of pairs of one home and surname, of whom more than half are brothers and sisters where families live: so few are slips.
_FAMILY, _FEW_FAMILIES = ("address", "family_root"), 0.03
_U_PAIRS, _EM_PAIRS = 1e6, 4e5
_LEAST_PAIRS = 500
# Above this nothing is counted on one machine; rates are learnt from fewer, which say the same.
MOST_RECORDS, _MOST_LEARNT = 500_000, 250_000
# What the starting values weigh against the data, in pairs.
_M_BELIEF, _U_BELIEF = 200.0, 200_000.0

Rates = dict[str, tuple[float, ...]]


def train(records: Any, *, seed: int, settings: Settings | None = None) -> Model:
    """A model from records without labels.

    `records`: as for `standardise`. `seed`: of Splink's samples; the same records and seed give the same model.
    `settings`: switches and known rates; without them `families` is found out from the records. Method: u by random
    pairs, m by expectation maximisation (Splink 5, DuckDB) over two blockings, each drawn a little towards the shipped
    model, so that a level that hardly occurs keeps a sensible weight; the rates of numbers are known and fixed. Where
    there are too few records, or an estimate cannot be right, the shipped model's weights stand, and
    `made["warnings"]` says so.
    """
    frame = as_frame(records)
    record_ids(frame)
    columns = standard_columns(frame, settings or Settings())
    settings = settings or settings_for(columns)
    return train_columns(columns, all_keys(columns), seed=seed, settings=settings)


def settings_for(columns: Mapping[str, Coded]) -> Settings:
    """The settings where none were given: `families` off where the records show that hardly any two are of one.

    Counted are pairs of one home and surname: where these are families, they have other first names and years of birth.
    Without enough such pairs families are taken to be there, which is the cautious side.
    """
    one, other = pairs_within(keys_of(Blocking("", _FAMILY), columns).codes)
    known = np.ones(len(one), dtype=bool)
    differ = known.copy()
    for name in ("given_root", "birth_key", "birth_year"):
        column = columns[name]
        known &= column.present[one] & column.present[other]
        differ &= column.codes[one] != column.codes[other]
    comparable, of_two = int(known.sum()), int((known & differ).sum())
    return Settings(families=comparable < _LEAST_PAIRS or of_two > _FEW_FAMILIES * comparable)


def train_columns(
    columns: Mapping[str, Coded],
    keys: list[Keys],
    *,
    seed: int,
    settings: Settings,
    start: Model | None = None,
    u_pairs: float = _U_PAIRS,
) -> Model:
    """`train` on columns in standard form; `start`: instead of the shipped model, `u_pairs`: random pairs to draw."""
    return begin_training(columns, keys, seed=seed, settings=settings, start=start, u_pairs=u_pairs)[1]()


def begin_training(
    columns: Mapping[str, Coded],
    keys: list[Keys],
    *,
    seed: int,
    settings: Settings,
    start: Model | None = None,
    u_pairs: float = _U_PAIRS,
) -> tuple[Model, Callable[[], Model]]:
    """What is counted, a model in all but its rates; and the rest of `train_columns`, which learns these.

    Candidates and compared columns need nothing but the former, so that they can be made meanwhile.
    """
    size = len(columns["agency"].codes)
    start = replace(start or default_model(), settings=settings)
    if size < LEAST_RECORDS:
        note = f"{size} records are too few to train on (at least {LEAST_RECORDS}): the shipped model was used."
        shipped = replace(start, settings=replace(settings, namesakes=True), made={**start.made, "warnings": [note]})
        return shipped, lambda: shipped
    counted, notes = _count(columns, keys, size, start)
    sample = np.sort(np.random.default_rng(seed).permutation(size)[:_MOST_LEARNT])

    def learn() -> Model:
        sampled = {name: column.only(sample) for name, column in columns.items()}
        m, u, more = _learn(sampled, counted, seed, u_pairs)
        made = {
            "records": size,
            "seed": seed,
            "people": round(_people(counted.prior, size)),
            "splink": version("splink"),
            "duckdb": version("duckdb"),
            "warnings": notes + more,
        }
        model = replace(counted, m=m, u=u, made=made)
        return replace(model, version=sha256(replace(model, version="").to_json().encode()).hexdigest()[:12])

    return counted, learn


def _count(columns: Mapping[str, Coded], keys: list[Keys], size: int, start: Model) -> tuple[Model, list[str]]:
    """What needs no Splink: the prior, frequencies, usual and crowded values."""
    pairs = [pairs_within(keys_of(Blocking("", names), columns).codes) for names in _SURE]
    sure = len(np.unique(np.concatenate([one * size + other for one, other in pairs])))
    person = components(size, *(np.concatenate(ends) for ends in zip(*pairs, strict=True)))
    notes = []
    if sure:
        prior = sure / _SURE_RECALL / (size * (size - 1) / 2)
    else:
        prior = 2.0 / size
        notes.append("No two records agree on a number, or on name and birth date or home: the prior is a guess.")
    prior = min(prior, 0.01)
    people = _people(prior, size)
    counted = replace(
        start,
        prior=prior,
        frequencies=count_frequencies(columns, people),
        name_association=association(columns),
        usual=usual_values(columns),
        crowded={one.rule.name: crowded_keys(one, columns, start.settings.crowding) for one in keys},
        coverage=count_coverage(columns["agency"], person),
    )
    return _with_known_rates(counted, people), notes


def _people(prior: float, size: int) -> float:
    """How many people the records are of, when `prior` is the share of pairs of one person."""
    return size / (1.0 + prior * (size - 1))


def _with_known_rates(model: Model, people: float) -> Model:
    agree, chance = model.settings.number_agrees, 1.0 / max(people, 2.0)
    numbers = ("nhs", "upn")
    return replace(
        model,
        m={**model.m, **dict.fromkeys(numbers, (agree, 1.0 - agree))},
        u={**model.u, **dict.fromkeys(numbers, (chance, 1.0 - chance))},
    )


def _learn(columns: Mapping[str, Coded], start: Model, seed: int, u_pairs: float) -> tuple[Rates, Rates, list[str]]:
    with duckdb_api() as api:
        compared = compared_columns(columns, start)
        seen, drawn = rates_by_chance(api, compared, start, seed=seed, most=int(u_pairs))
        u = _u_of_all(start, seen, start.m, drawn)
        put_table(api, RECORDS, records_table(compared))
        trained, learnt, notes = _run_splink(api, columns, replace(start, u=u))
    m = dict(start.m)
    for comparison in start.comparisons:
        levels = trained[comparison.name]._comparison_levels_excluding_null
        m[comparison.name] = _m_rates(comparison, start, [level.m_probability for level in levels], learnt)
    u = _u_of_all(start, seen, m, drawn)
    return (
        _settled(m),
        _settled(u),
        notes + [f"Nothing was learnt about the {c.label}." for c in start.comparisons if not _learns(c, learnt)],
    )


def _settled(rates: Rates) -> Rates:
    """To nine figures: sums that threads add up in another order differ in the fifteenth, and the same records and seed
    are to make the same model, to the letter."""
    return {name: tuple(float(f"{rate:.9g}") for rate in those) for name, those in rates.items()}


def _run_splink(
    api: Any, columns: Mapping[str, Coded], start: Model
) -> tuple[dict[str, Any], dict[str, float], list[str]]:
    """Splink's comparisons with what it learnt, the pairs of one person behind each, and notes."""
    from splink import Linker, block_on

    linker = Linker(
        api.register(RECORDS), settings_for_training(start, "duckdb"), log_level=None, validate_settings=False
    )
    notes = []
    learnt: dict[str, float] = {}
    for names in _SESSIONS:
        pairs = count_pairs(keys_of(Blocking("", names), columns).codes)
        if pairs < _LEAST_PAIRS:
            notes.append(f"Only {pairs} pairs agree on {' and '.join(names)}: nothing was learnt from them.")
            continue
        session = linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*names), estimate_without_term_frequencies=True, max_pairs=_EM_PAIRS
        )
        settings = session.core_model_settings
        matches = settings.probability_two_random_records_match * min(pairs, _EM_PAIRS)
        for comparison in settings.comparisons:
            name = comparison.output_column_name
            learnt[name] = learnt.get(name, 0.0) + matches
    return {c.output_column_name: c for c in linker._settings_obj.comparisons}, learnt, notes


def _learns(comparison: Comparison, learnt: Mapping[str, float]) -> bool:
    return comparison.name in learnt or all(level.fixed for level in comparison.levels)


def _m_rates(
    comparison: Comparison, start: Model, seen: Iterable[float], learnt: Mapping[str, float]
) -> tuple[float, ...]:
    """Seen rates and starting rates, each with the weight of its pairs; what is fixed stays."""
    pairs, families = learnt.get(comparison.name, 0.0), start.settings.families
    mixed = [
        (pairs * rate + _M_BELIEF * first) / (pairs + _M_BELIEF) if level.trained(families) else first
        for level, rate, first in zip(comparison.levels, seen, start.m[comparison.name], strict=True)
    ]
    return _shared_out(comparison, mixed, families)


def _u_of_all(
    start: Model, seen: Mapping[str, Iterable[float]], m: Mapping[str, tuple[float, ...]], drawn: float
) -> Rates:
    found = {one.name: _u_rates(one, start, seen[one.name], m[one.name], drawn) for one in start.comparisons}
    return {**start.u, **found}


def _u_rates(
    comparison: Comparison, start: Model, seen: Iterable[float], m: tuple[float, ...], drawn: float
) -> tuple[float, ...]:
    """Rates among random pairs, less the few of one person that were drawn with them."""
    mixed = []
    for level, rate, first, of_one in zip(comparison.levels, seen, start.u[comparison.name], m, strict=True):
        clean = max(rate - start.prior * of_one, 0.0)
        learnt = (drawn * clean + _U_BELIEF * first) / (drawn + _U_BELIEF)
        mixed.append(learnt if level.trained(start.settings.families) else first)
    return _shared_out(comparison, mixed, start.settings.families)


def _shared_out(comparison: Comparison, rates: list[float], families: bool) -> tuple[float, ...]:
    """Trained levels scaled so that all sum to one, beside the fixed ones."""
    trained = [level.trained(families) for level in comparison.levels]
    free = sum(rate for rate, is_free in zip(rates, trained, strict=True) if is_free)
    if not free:
        return tuple(rates)
    share = (1.0 - sum(rates) + free) / free
    return tuple(rate * share if is_free else rate for rate, is_free in zip(rates, trained, strict=True))
