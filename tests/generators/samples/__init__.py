# SPDX-License-Identifier: EUPL-1.2
"""Writes `samples/`: the messages of an invented office, and its registry of 300 invented people.

    python -m tests.generators.samples            writes every message.eml, NOTE.md and registry.csv
    pecwatch parse samples/<case>/message.eml     shows what a case holds

The same code writes the same bytes, except that `expected.json` is never touched.
"""
