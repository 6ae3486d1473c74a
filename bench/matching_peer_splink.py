# SPDX-License-Identifier: EUPL-1.2
"""Splink on DuckDB: the model of Fellegi and Sunter, taught by itself as its manual proposes."""

from collections import defaultdict

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.matching_peer_words import Prepared

SEED = 1


def splink(prepared: Prepared) -> dict[str, dict[int, float]]:
    """The probability of each pair that a rule brings together."""
    database = DuckDBAPI()
    readings = _readings(prepared)
    sides = (_listed(prepared, readings), _registered(prepared))
    linker = Linker(
        [
            database.register(side, dataset_display_name=name)
            for side, name in zip(sides, ("list", "registry"), strict=True)
        ],
        _settings(),
        log_level=None,
    )
    _train(linker)
    found = linker.inference.predict(threshold_match_probability=1e-7).as_pandas_dataframe()
    columns = (found[column] for column in ("unique_id_l", "unique_id_r", "match_probability"))
    scores: dict[str, dict[int, float]] = defaultdict(dict)
    for place, row, probability in zip(*columns, strict=True):
        number = prepared.queries[readings[int(place)][0]].number
        scores[number][int(row)] = max(float(probability), scores[number].get(int(row), 0.0))
    return scores


def _train(linker: Linker) -> None:
    """What is known of nobody's identity: how often values agree by chance, and how often in likely pairs."""
    rules = [block_on("surname", "given", "street")]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
    for rule in (block_on("surname", "given"), block_on("street", "numbers")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("surname", [0.94, 0.88]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("given", [0.94, 0.88, 0.75]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("street", [0.94, 0.85]),
            cl.LevenshteinAtThresholds("numbers", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("surname"),
            block_on("street", "numbers"),
            block_on("civic", "substr(surname, 1, 2)"),
            block_on("civic", "given"),
            block_on("substr(surname, 1, 4)", "substr(given, 1, 2)"),
            block_on("given", "substr(surname, 1, 1)"),
        ],
    )


def _readings(prepared: Prepared) -> list[tuple[int, str, str]]:
    """Each query with each way to part it: the surname is the first word, the first two, or the last."""
    readings = []
    for place, query in enumerate(prepared.queries):
        words = query.name.split()
        parts = {(tuple(words[:1]), tuple(words[1:])), (tuple(words[-1:]), tuple(words[:-1]))}
        if len(words) > 2:
            parts.add((tuple(words[:2]), tuple(words[2:])))
        readings += [(place, " ".join(surname), " ".join(given)) for surname, given in sorted(parts)]
    return readings


def _listed(prepared: Prepared, readings: list[tuple[int, str, str]]) -> pd.DataFrame:
    addresses = [prepared.queries[place].address for place, _, _ in readings]
    return _frame([surname for _, surname, _ in readings], [given for _, _, given in readings], addresses)


def _registered(prepared: Prepared) -> pd.DataFrame:
    return _frame(prepared.surnames, prepared.givens, prepared.addresses)


def _frame(surnames: list[str], givens: list[str], addresses: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"unique_id": range(len(surnames)), "surname": surnames, "given": givens, "address": addresses}
    )
    frame["given"] = frame["given"].replace("", None)
    frame["numbers"] = frame["address"].str.findall(r"\d+").str.join(" ").replace("", None)
    frame["civic"] = frame["address"].str.extract(r"(\d+)")[0]
    frame["street"] = frame["address"].str.extract(r"^(\D*)")[0].str.split().str[-1]
    return frame.drop(columns=["address"])
