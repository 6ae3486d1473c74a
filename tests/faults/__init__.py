# SPDX-License-Identifier: EUPL-1.2
"""Faults made on purpose, and what must become of them: one named test for each line of the catalogue."""
