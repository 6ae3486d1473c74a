# SPDX-License-Identifier: EUPL-1.2
"""Files of rules as an office writes them, and every mistake in them named at once."""

from pathlib import Path

import pytest

from pecwatch.errors import UsageError
from pecwatch.lists.wording import read_status
from pecwatch.model.listing import Status
from pecwatch.rules import load_rules
from pecwatch.rules.mending import read_mended
from tests.rules.folders import changed, copied

TITLES = "[list.titles]\n"
"""Heads the first table of recognition.toml."""


def said(folder: Path) -> list[str]:
    """Everything that loading a folder complains of."""
    with pytest.raises(UsageError) as refused:
        load_rules(folder)
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param("rinviata a data da destinarsi", id="small letters"),
        pytest.param("Rinviata, a data da destinarsi.", id="punctuation"),
        pytest.param("RINVIATA A * DESTINARSI", id="words left open"),
        pytest.param("rinviata  a*destinarsi", id="blanks do not matter"),
    ],
)
def test_a_phrase_may_be_written_as_it_is_printed(tmp_path: Path, phrase: str) -> None:
    """The office copies it from the letter; nobody has to know how texts are compared."""
    folder = copied(tmp_path)
    changed(folder, "wording.toml", '  "SOSPESO",', f'  "SOSPESO", "{phrase}",')
    wording = load_rules(folder).wording
    assert read_status("Rinviata a data da destinarsi", wording).status is Status.SUSPENDED


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("phrases =", "frasi =", "list.titles.frasi: unknown key", id="unknown key"),
        pytest.param("phrases = [", "phrases = [7, ", "list.titles.phrases[1]: input should be", id="wrong type"),
        pytest.param("phrases = [", 'phrases = ["", ', "bad pattern «»: no letter", id="empty pattern"),
        pytest.param("phrases = [", 'phrases = ["*", ', "bad pattern «*»", id="pattern that claims everything"),
        pytest.param("phrases = [", 'phrases = ["* SLOGGI", ', "begin and end with a word", id="open beginning"),
        pytest.param("phrases = [", 'phrases = ["SLOGGI *", ', "begin and end with a word", id="open end"),
        pytest.param("phrases = [", 'phrases = ["a * - * b", ', "no letter or figure", id="nothing between"),
        pytest.param("phrases = [", "phrases = ", "not valid TOML", id="not TOML"),
        pytest.param("samples = [", 'samples = ["…", ', "a sample without words", id="empty sample"),
    ],
)
def test_a_mistake_is_named_with_file_and_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    """One line: which file, which key, what to do."""
    folder = copied(tmp_path)
    text = (folder / "recognition.toml").read_text(encoding="utf-8")
    head, table = text.split(TITLES)
    (folder / "recognition.toml").write_text(f"{head}{TITLES}{table.replace(old, new, 1)}", encoding="utf-8")
    lines = said(folder)
    assert all(line.startswith(f"{folder}/recognition.toml: ") for line in lines)
    assert told in lines[0] + lines[-1]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("after_days = 10", "after_days = true", "registry.old_after_days: input", id="yes for a number"),
        pytest.param("after_days = 10", 'after_days = "10"', "registry.old_after_days: input", id="text for a number"),
        pytest.param("after_days = 10", "after_days = 10.0", "registry.old_after_days: input", id="fraction"),
        pytest.param("at = 08:00:00", "at = 8", "weekly_digest.at: input", id="number for a time"),
    ],
)
def test_a_value_of_another_kind_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    """«true» would have been taken for one day, and nobody would have seen why the registry is always too old."""
    folder = copied(tmp_path)
    changed(folder, "clocks.toml", old, new)
    assert [line.partition("clocks.toml: ")[2][: len(told)] for line in said(folder)] == [told]
    assert len(read_mended(folder)[1]) == 1


def test_a_star_in_the_name_of_a_column_is_a_bad_pattern(tmp_path: Path) -> None:
    """Names of columns are compared whole: a star would silently never be found."""
    folder = copied(tmp_path)
    changed(folder, "layouts.toml", 'exact = ["N", ', 'exact = ["N", "N *", ')
    assert said(folder) == [
        f"{folder}/layouts.toml: columns[1 number].exact[2]: bad pattern «N *»: * has no meaning here; "
        "write the words out"
    ]


def test_every_mistake_of_every_file_is_named_at_once(tmp_path: Path) -> None:
    """Who mends rules does not start the program once for each mistake."""
    folder = copied(tmp_path)
    changed(folder, "layouts.toml", 'exact = ["N", ', 'exakt = ["N", ')
    changed(folder, "wording.toml", "weak = true", 'waek = true\npast = "sì"')
    (folder / "clocks.toml").write_text("x = \n")
    (folder / "privacy.toml").unlink()
    lines = said(folder)
    named = [("layouts", "exakt"), ("layouts", "exact: missing"), ("wording", "waek"), ("wording", "past")]
    for file, told in (*named, ("clocks", "not valid TOML"), ("privacy", "restore it")):
        assert any(f"{file}.toml: " in line and told in line for line in lines), (file, told, lines)


def test_a_mended_copy_is_what_the_file_says_without_its_mistakes(tmp_path: Path) -> None:
    """So that what is right in a file can still be tried, and the mistakes are told all the same."""
    folder = copied(tmp_path)
    changed(folder, "layouts.toml", 'exact = ["N", ', 'exact = ["N", "*", 7, "QUARTA COLONNA", ')
    changed(folder, "wording.toml", "weak = true", "waek = true")
    rules, told = read_mended(folder)
    assert rules is not None
    assert rules.layouts.columns[0].exact[:2] == ("N", "QUARTA COLONNA")
    assert len(told) == 3
    assert list(told) == said(folder)
