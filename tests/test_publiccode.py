# SPDX-License-Identifier: EUPL-1.2
"""publiccode.yml says what catalogues of public software must know (publiccode.yml standard, version 0.7)."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

import pecwatch
from tests.tree import ROOT

CARD: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
LANGUAGES: dict[str, Any] = CARD["description"]

STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {
    "standalone/mobile",
    "standalone/iot",
    "standalone/desktop",
    "standalone/web",
    "standalone/backend",
    "standalone/other",
    "addon",
    "library",
    "configurationFiles",
}
MAINTENANCE = {"internal", "contract", "community", "none"}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""BCP 47, as far as we need it."""


def test_it_names_the_version_of_the_standard() -> None:
    """A text, since 0.7 as a number would lose its zeros."""
    assert CARD["publiccodeYmlVersion"] == "0.7"


def test_it_names_the_software_and_its_repository() -> None:
    """Name and address of the repository, by an encrypted way."""
    assert CARD["name"] == "pecwatch"
    address = urlsplit(CARD["url"])
    assert address.scheme == "https"
    assert address.hostname


@pytest.mark.parametrize(
    ("key", "allowed"),
    [
        pytest.param("developmentStatus", STATUSES, id="status"),
        pytest.param("softwareType", TYPES, id="type"),
    ],
)
def test_it_uses_the_words_of_the_standard(key: str, allowed: set[str]) -> None:
    """Closed lists of values."""
    assert CARD[key] in allowed


def test_it_names_a_platform() -> None:
    """At least one."""
    assert CARD["platforms"]
    assert all(isinstance(platform, str) for platform in CARD["platforms"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_description_is_whole(language: str) -> None:
    """Short enough for a list, long enough to understand, with the features one by one."""
    description = LANGUAGES[language]
    assert LANGUAGE.fullmatch(language)
    assert 0 < len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"]) <= 10_000
    assert description["features"]
    assert all(isinstance(feature, str) and feature for feature in description["features"])


def test_the_office_can_read_it() -> None:
    """Italian is there, since Italian offices look for it."""
    assert "it" in LANGUAGES


def test_licence_is_that_of_the_project() -> None:
    """EUPL 1.2, as the file beside it says in full."""
    assert CARD["legal"]["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_somebody_maintains_it() -> None:
    """Maintained by ourselves, or by the community, needs contacts; under contract, contractors."""
    maintenance = CARD["maintenance"]
    assert maintenance["type"] in MAINTENANCE
    people = maintenance["contractors" if maintenance["type"] == "contract" else "contacts"]
    assert people
    assert all(person["name"] for person in people)


def test_it_says_in_which_languages_it_speaks() -> None:
    """And whether another can be added."""
    assert isinstance(CARD["localisation"]["localisationReady"], bool)
    assert CARD["localisation"]["availableLanguages"]
    assert all(LANGUAGE.fullmatch(language) for language in CARD["localisation"]["availableLanguages"])


def test_version_and_day_of_release() -> None:
    """The version is that of the program; the day is a day."""
    assert CARD["softwareVersion"] == pecwatch.__version__
    assert dt.date.fromisoformat(str(CARD["releaseDate"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_pictures_are_there(language: str) -> None:
    """Paths in the repository, which catalogues show."""
    assert LANGUAGES[language]["screenshots"]
    assert [place for place in LANGUAGES[language]["screenshots"] if not (ROOT / place).is_file()] == []


def test_it_speaks_to_italian_catalogues() -> None:
    """Which national platforms it uses, in the form of the Italian extension."""
    assert CARD["IT"]["countryExtensionVersion"] == "1.0"
    assert set(CARD["IT"]["piattaforme"]) == {"spid", "cie", "anpr", "pagopa"}
    assert not any(CARD["IT"]["piattaforme"].values())
