# SPDX-License-Identifier: EUPL-1.2
"""Recordlinkage, as its manual has it: blocks, comparisons, and a logistic regression taught with another seed."""

from collections import defaultdict

import pandas as pd
import recordlinkage
from recordlinkage.compare import String
from recordlinkage.preprocessing import phonetic

from bench.matching_peer_words import Prepared


def linkage(prepared: Prepared) -> dict[str, dict[int, float]]:
    """The probability of each pair of a block."""
    if prepared.example is None:
        raise ValueError("recordlinkage wants a folder to learn from")
    example, truths = prepared.example
    features, pairs = _features(example)
    taught = [example.folders[row] in truths[example.queries[place].number].accepted for place, row in pairs]
    classifier = recordlinkage.LogisticRegressionClassifier()
    classifier.fit(features, pairs[taught])
    features, pairs = _features(prepared)
    scores: dict[str, dict[int, float]] = defaultdict(dict)
    for (place, row), probability in classifier.prob(features).items():
        number = prepared.queries[place].number
        scores[number][row] = max(float(probability), scores[number].get(row, 0.0))
    return scores


def _features(prepared: Prepared) -> tuple[pd.DataFrame, pd.MultiIndex]:
    queries = _frame([query.name for query in prepared.queries], [query.address for query in prepared.queries])
    people = _frame(prepared.names, prepared.addresses)
    indexer = recordlinkage.Index()
    for left, right in (("first", "first"), ("first", "last"), ("last", "first"), ("last", "last"), ("door", "door")):
        indexer.block(left, right)
    pairs = indexer.index(queries, people)
    compare = recordlinkage.Compare(n_jobs=2)
    compare.add([String("ordered", "ordered", method="jarowinkler"), String("ordered", "ordered", method="qgram")])
    compare.add([String("name", "name", method="jarowinkler"), String("address", "address", method="qgram")])
    compare.add([String("street", "street", method="jarowinkler"), String("numbers", "numbers", method="levenshtein")])
    compare.exact("civic", "civic")
    return compare.compute(pairs, queries, people), pairs


def _frame(names: list[str], addresses: list[str]) -> pd.DataFrame:
    """Names and addresses with the keys of the blocks."""
    frame = pd.DataFrame({"name": names, "address": addresses})
    words = frame["name"].str.split()
    frame["ordered"] = [" ".join(sorted(one)) for one in words]
    frame["first"] = phonetic(words.str[0].fillna(""), method="soundex")
    frame["last"] = phonetic(words.str[-1].fillna(""), method="soundex")
    frame["numbers"] = frame["address"].str.findall(r"\d+").str.join(" ")
    frame["civic"] = frame["address"].str.extract(r"(\d+)")[0].fillna("")
    frame["street"] = frame["address"].str.extract(r"^(\D*)")[0].str.strip()
    frame["door"] = frame["street"].str.split().str[-1].fillna("") + " " + frame["numbers"]
    return frame
