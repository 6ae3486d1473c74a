# SPDX-License-Identifier: EUPL-1.2
"""Are the right people found, and nobody else? Lists with known truth, pecwatch and its peers side by side.

    python -m bench.matching generate --people 10000 --lines 2000 --seed 11 --into DIR
    pecwatch match --registry DIR/registry.csv --list DIR/list.csv --json > DIR/matches.jsonl
    python -m bench.matching score --truth DIR/truth.csv --result DIR/matches.jsonl
    python -m bench.matching run --folder DIR --learn-from OTHER --pecwatch .venv/bin/pecwatch
    python -m bench.matching public --into DIR

The figures are true of our own generator only, whose author has not seen how pecwatch matches. Everybody is invented.
"""

import argparse
import tempfile
from pathlib import Path

from bench.matching_answers import read_answers, read_truths
from bench.matching_compare import compare, shortened
from bench.matching_list import lines_of, write_list
from bench.matching_public import write_febrl
from bench.matching_registry import build_office, write_registry
from bench.matching_report import report


def main() -> None:
    """Do what the command line asks."""
    options = _arguments()
    options.do(options)


def generate(options: argparse.Namespace) -> None:
    """Write registry.csv, list.csv and truth.csv."""
    options.into.mkdir(parents=True, exist_ok=True)
    office = build_office(options.people, options.seed)
    write_registry(office, options.into / "registry.csv")
    lines = list(lines_of(office, options.lines, options.seed))
    write_list(lines, options.into / "list.csv", options.into / "truth.csv")
    print(f"{options.into}: {len(office.rows)} rows in the registry, {len(lines)} lines in the list")


def score(options: argparse.Namespace) -> None:
    """Compare answers with the truth, and print the figures."""
    print(report(options.title, read_truths(options.truth), read_answers(options.result)))


def run(options: argparse.Namespace) -> None:
    """Match with pecwatch, when it is named, and with its peers."""
    with tempfile.TemporaryDirectory() as name:
        folder = shortened(options.folder, options.lines, Path(name))
        print(compare(folder, learn_from=options.learn_from, program=options.pecwatch, only=options.only))


def public(options: argparse.Namespace) -> None:
    """Write a public labelled set as registry.csv, list.csv and truth.csv."""
    write_febrl(options.into, options.lines, options.seed, with_address=options.with_address)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("generate", help="write registry.csv, list.csv and truth.csv")
    command.add_argument("--people", type=int, default=10_000, help="rows of the registry (default: 10000)")
    command.add_argument("--lines", type=int, default=2000, help="lines of the list (default: 2000)")
    command.add_argument("--seed", type=int, default=1, help="from which they follow (default: 1)")
    command.add_argument("--into", type=Path, required=True, help="the folder to write to")
    command.set_defaults(do=generate)
    command = commands.add_parser("score", help="compare the output of pecwatch match --json with the truth")
    command.add_argument("--truth", type=Path, required=True, help="truth.csv")
    command.add_argument("--result", type=Path, required=True, help="the output, one object per line")
    command.add_argument("--title", default="pecwatch", help="what to call it")
    command.set_defaults(do=score)
    _more_arguments(commands)
    return parser.parse_args()


def _more_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("run", help="pecwatch and its peers side by side")
    command.add_argument("--folder", type=Path, required=True, help="with registry.csv, list.csv and truth.csv")
    command.add_argument("--lines", type=int, default=10**9, help="only the first ones (default: all)")
    command.add_argument("--learn-from", type=Path, help="a folder of another seed, for peers that learn")
    command.add_argument("--pecwatch", type=Path, help="the program; without it, peers only")
    command.add_argument("--only", default="", help="peers whose name holds this")
    command.set_defaults(do=run)
    command = commands.add_parser("public", help="write Febrl 4, names only, in the same shape")
    command.add_argument("--into", type=Path, required=True, help="the folder to write to")
    command.add_argument("--lines", type=int, default=2000, help="lines of the list (default: 2000)")
    command.add_argument("--seed", type=int, default=1, help="who is taken out of the registry (default: 1)")
    command.add_argument("--with-address", action="store_true", help="keep the addresses too")
    command.set_defaults(do=public)


if __name__ == "__main__":
    main()
