# SPDX-License-Identifier: EUPL-1.2
"""How fast a registry is read, and how much memory that takes: `python -m bench.registry --people 100000`.

The people are invented: households of one to five in some dwellings of many streets, as in a real export.
"""

import argparse
import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import show
from pecwatch.registry import load_mapping, read_registry
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.registry import HEROES, MEN, PLANTS, STREET_TYPES, WOMEN, fiscal_code, surnames

HEADER = (
    "cartella;cognome;nome;cf;data_nascita;sesso;indirizzo;civico;scala;interno;comune;"
    "numero_famiglia;relazione;operatore;area;stato;aggiornato_al\n"
)
PEOPLE_PER_STREET = 60


def write_export(path: Path, people: int, seed: int = 1) -> None:
    """Write an export as an Italian Excel would: `;`, cp1252, dd/mm/yyyy."""
    chance = random.Random(seed)
    pool = surnames(max(20, people // 5), chance)
    weights = [1 / (rank + 4) for rank in range(len(pool))]
    bearers = chance.choices(pool, weights, k=people)
    names = [f"{kind.title()} dei {plant.title()}" for kind in set(STREET_TYPES) for plant in PLANTS]
    names += [f"Via {hero.title()}" for hero in HEROES]
    names += [f"Via {surname.title()}" for surname in pool[: max(0, people // PEOPLE_PER_STREET - len(names))]]
    written, household = 0, 0
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(HEADER)
        while written < people:
            household += 1
            dwelling = (
                f"{chance.choice(names)};{chance.randint(1, 90)}{chance.choice(['', '', '', '/A', ' bis'])};"
                f"{chance.choice(['', '', 'A', 'B'])};{chance.choice(['', chance.randint(1, 24)])};Roccafinta;"
                f"{household};"
            )
            for member in range(min(chance.choice([1, 1, 1, 2, 2, 3, 4, 5]), people - written)):
                woman = chance.random() < 0.5
                given_name = chance.choice(WOMEN if woman else MEN)
                born = dt.date(1930, 1, 1) + dt.timedelta(days=chance.randrange(85 * 365))
                surname = bearers[written if member == 1 else written - member]
                code = fiscal_code(surname, given_name, born, woman=woman) if chance.random() < 0.8 else ""
                file.write(
                    f"{2010 + household % 15}/{household:06d};{surname};{given_name};{code};{born:%d/%m/%Y};"
                    f"{'F' if woman else 'M'};{dwelling}{'figlio' if member else 'intestatario'};"
                    f"OP{household % 40:02d};area {household % 5};attiva;20/10/2025\n"
                )
                written += 1


def main() -> None:
    """Measure one size; memory is counted at its highest, so each size wants a run of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--into", type=Path, help="only write the export into this file")
    parser.add_argument("--keep", action="store_true", help="add the figures to bench/results/<today>.md")
    options = parser.parse_args()
    if options.into is not None:
        write_export(options.into, options.people)
        return
    rules = load_rules(shipped_rules())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.csv"
        writing = (sys.executable, "-m", "bench.registry", "--people", str(options.people), "--into", str(path))
        subprocess.run(writing, check=True)  # in a process of its own: what it needs must not count as ours
        size_mib = path.stat().st_size / 2**20
        begun, begun_cpu = time.perf_counter(), time.process_time()
        staged = read_registry(path, load_mapping(None, rules.registry), rules)
        seconds, cpu = time.perf_counter() - begun, time.process_time() - begun_cpu
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = (
        ("people read", f"{len(staged.people)}, {len(staged.warnings)} warnings"),
        ("file", f"{size_mib:.0f} MiB"),
        ("time", f"{seconds:.2f} s ({cpu:.2f} s of processor), {1e6 * cpu / options.people:.1f} µs a row"),
        ("distinct addresses", str(len({id(person.address) for person in staged.people}))),
        ("peak memory of the process", f"{peak_mib:.0f} MiB"),
    )
    show(f"A registry of {options.people:,} people read from CSV", figures, keep=options.keep)


if __name__ == "__main__":
    main()
