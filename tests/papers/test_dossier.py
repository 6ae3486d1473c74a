# SPDX-License-Identifier: EUPL-1.2
"""The dossier of a position: when did we know, in what order, and who may read whose it is."""

from dataclasses import fields, replace

import pytest

from pecwatch.italian.fold import fold
from pecwatch.model.alert import AlertKind
from pecwatch.model.answer import Command, Verdict
from pecwatch.model.dossier import Dossier, Happening, Missing, Timepiece
from pecwatch.model.position import Outcome, PositionState, Way
from pecwatch.model.record import from_json, to_json
from pecwatch.model.step import StepKind
from pecwatch.model.trail import Trail
from pecwatch.papers import words
from pecwatch.papers.dossier import dossier_paper
from pecwatch.papers.layout import as_html, as_text
from tests.papers.records import LIST, NAMES, TRAIL, clocks, dossier, event, mail, trace


def forms(found: Dossier) -> dict[str, str]:
    """A dossier in every form in which it leaves the program, but for the PDF, which is made of the HTML."""
    paper = dossier_paper(found)
    return {"html": as_html(paper), "text": as_text(paper), "json": to_json(found).decode()}


def holds(text: str, name: str) -> bool:
    return name.casefold() in text.casefold() or f" {fold(name)} " in f" {fold(text)} "


@pytest.mark.parametrize("form", ["html", "text", "json"])
def test_initials_only_unless_full(form: str) -> None:
    """Without --full nothing tells who it is, of whom a person wrote, or which person of an office wrote."""
    short, full = forms(dossier())[form], forms(dossier(full=True))[form]
    assert [name for name in NAMES if holds(short, name)] == []
    assert [name for name in NAMES if not holds(full, name)] == []
    assert "Z. M." in short


@pytest.mark.parametrize(
    ("argument", "shown"),
    [
        pytest.param("OP02", "OP02", id="code"),
        pytest.param("postponed 2025-12-01", "rinviato 01/12/2025", id="outcome and day"),
        pytest.param("alla signora Mirella", "…", id="words of a person"),
    ],
)
def test_an_argument_of_an_answer_is_shown_when_it_is_a_code(argument: str, shown: str) -> None:
    """What people type may be anything."""
    answer = replace(TRAIL.answers[0], argument=argument)
    text = forms(dossier(replace(TRAIL, answers=(answer,))))["text"]
    assert f"PRENDO IN CARICO {shown}:" in text


@pytest.mark.parametrize(
    ("kind", "detail", "shown"),
    [
        pytest.param("person_confirmed", "A-0815", "…", id="a folder of another office's form"),
        pytest.param("undone", "rejected A-0815", "rejected …", id="what was undone stays"),
        pytest.param("rejected", "2019/00871 A-0815", "… …", id="several"),
        pytest.param("passed", "OP01 -> OP02", "OP01 -> OP02", id="codes of colleagues"),
        pytest.param("changed", "date 2025-11-27 -> 2025-11-26", "date 2025-11-27 -> 2025-11-26", id="days"),
    ],
)
def test_no_folder_in_the_story(kind: str, detail: str, shown: str) -> None:
    """A folder's number is a person, whoever has the registry."""
    told = replace(TRAIL, events=(event(kind, TRAIL.events[0].at, "OP01", "cli", detail=detail),))
    (found,) = [each.detail for each in dossier(told).moments if each.happening is Happening.EVENT]
    assert found == shown
    (full,) = [each.detail for each in dossier(told, full=True).moments if each.happening is Happening.EVENT]
    assert full == detail


def test_it_begins_with_when_we_knew() -> None:
    """Every clock by its name, who was told first, who answered first; that the days differ is said."""
    paper = dossier_paper(dossier())
    assert paper.answer_heading == "Quando l’abbiamo saputo"
    assert paper.answer == (
        "Il primo messaggio che ne parla (n. 1 nel registro di pecwatch, PEC) era nella nostra casella "
        "venerdì 24 ottobre 2025, ore 9:12 (server di posta).",
        "Gestore PEC: spedito venerdì 24 ottobre 2025, ore 9:12 (sigillo PEC verificato; mittente riconosciuto).",
        "Data scritta dal mittente: giovedì 23 ottobre 2025, ore 23:59, non certificata.",
        "Protocollo: 0098765 del 27/10/2025.",
        "Primo avviso partito: venerdì 24 ottobre 2025, ore 9:14, a OP01.",
        "Prima risposta di una persona: venerdì 24 ottobre 2025, ore 11:00, OP02.",
        "Presa in carico la prima volta: venerdì 24 ottobre 2025, ore 11:31, OP01.",
    )
    assert "giorni diversi" in paper.warnings[0]


def test_what_is_not_known_is_said() -> None:
    """A dossier with next to nothing says so in each place, and claims nothing."""
    bare = Trail(messages=(trace(1, clocks=clocks(), trust=None, state=None, rows=None, nature=None),))
    found = forms(dossier(bare, confirmed=False, muted=True))["text"]
    for said in (
        "non ha un’ora di arrivo; pecwatch l’ha visto venerdì 24 ottobre 2025, ore 9:13",
        "Gestore PEC: nessuna ora certificata.",
        "Data scritta dal mittente: nessuna.",
        "Protocollo: non noto.",
        "Nessun avviso su questa riga risulta partito.",
        "Nessuna persona ha ancora risposto.",
        "l’elenco non è confermato",
    ):
        assert said in " ".join(found.split()), said
    missing = {each.what for each in dossier(bare, confirmed=False, muted=True).not_known}
    assert missing == {
        Missing.MESSAGE_GONE,
        Missing.NO_CERTIFIED_TIME,
        Missing.NO_SERVER_TIME,
        Missing.NO_PROTOCOL,
        Missing.UNCONFIRMED,
        Missing.MUTED,
        Missing.NOBODY_TOLD,
        Missing.NO_ANSWER,
        Missing.NO_OUTCOME,
    }
    assert "non si può dire" in forms(dossier(Trail()))["text"]


def test_a_certified_time_is_worth_what_its_seal_is() -> None:
    """A forged daticert must not look like the provider's word."""
    forged = replace(LIST, message_id=4, trust="invalid", trust_reason="content_changed")
    found = dossier(replace(TRAIL, messages=(forged,)))
    assert "sigillo PEC NON valido" in " ".join(dossier_paper(found).answer)
    assert Missing.CERTIFIED_NOT_VERIFIED in {each.what for each in found.not_known}


def test_everything_stands_in_order_under_its_clock() -> None:
    """The four kinds of time stay apart; a day without an hour comes at the end of its day."""
    found = dossier()
    assert [each.on for each in found.moments] == sorted(each.on for each in found.moments)
    told = [(f"{each.on:%d/%m}", each.clock, each.message_id) for each in found.moments if each.message_id == 1]
    assert told == [
        ("23/10", Timepiece.SENDER, 1),
        ("24/10", Timepiece.PROVIDER, 1),
        ("24/10", Timepiece.SERVER, 1),
        ("24/10", Timepiece.PECWATCH, 1),
        ("24/10", Timepiece.PECWATCH, 1),
        ("27/10", Timepiece.PROTOCOL, 1),
    ]


def test_every_sort_of_thing_is_in_it() -> None:
    """Messages, decisions, steps, mails with their fate, answers, held changes, questions."""
    text = " ".join(forms(dossier())["text"].split())
    for said in (
        "messaggio n. 1: spedizione certificata",
        "cambiata da un elenco (giorno: 27/11/2025 → 06/11/2025)",
        "presa in carico, per mail",
        "risposta PRENDO IN CARICO: eseguita",
        "passo del calendario: vigilia (giorno 27/11/2025)",
        "mail rifiutata dal server: richiamo del calendario",
        "mail tornata indietro: richiamo del calendario",
        "cambiamento da confermare, non confermato",
        "domanda: riga non più presente",
        "riepilogo dell’elenco (sul messaggio intero)",
    ):
        assert said in text, said


@pytest.mark.parametrize(
    ("kind", "detail", "said"),
    [
        pytest.param("letter", "avvio_decadenza", "lettera di un’altra fase (avvio decadenza)", id="letter"),
        pytest.param("late", "taken", "a posizione già chiusa (presa in carico)", id="late word"),
        pytest.param("late", "postponed 2025-12-01", "già chiusa (rinviato 01/12/2025)", id="late outcome"),
        pytest.param("corrected", "executed -> released", "esito corretto (eseguito → rilasciato)", id="corrected"),
        pytest.param("passed", "OP01 -> duty_worker", "passata ad altri (OP01 → segretariato)", id="passed"),
        pytest.param("opened", "band=none owner=OP01 muted", "in carico a OP01 senza avviso)", id="opened"),
        pytest.param("changed", "time - -> 09:30", "cambiata da un elenco (ora: non indicato → 09:30)", id="hour"),
        pytest.param("changed", "name", "cambiata da un elenco (nominativo)", id="name"),
        pytest.param("annulled", "left out of a replacement", "annulla e sostituisce)", id="annulled"),
        pytest.param("undone", "rejected 2019/00871", "decisione annullata (esclusione …)", id="undone"),
    ],
)
def test_the_story_is_told_in_italian(kind: str, detail: str, said: str) -> None:
    """Words of the program stand in no paper."""
    told = event(kind, TRAIL.events[0].at, "OP01", "cli", detail=detail)
    assert said in " ".join(forms(dossier(replace(TRAIL, events=(told,))))["text"].split())


def test_an_unheard_of_word_is_shown_and_nothing_breaks() -> None:
    """A later pecwatch may write kinds of events and mails that this page has no words for."""
    odd = replace(TRAIL, events=(*TRAIL.events, event("moonstruck", TRAIL.events[-1].at)))
    text = forms(dossier(odd))["text"]
    assert "registrato: moonstruck" in text
    assert "unheard_of" in text


def test_a_mail_to_nobody_known_is_not_laid_at_somebodys_door() -> None:
    """Mails of an older pecwatch do not say to whose code they went."""
    nobody = replace(TRAIL, mails=(mail(1, "", TRAIL.events[0].at),))
    assert "a destinatario non registrato" in forms(dossier(nobody))["text"]


@pytest.mark.parametrize(
    ("table", "closed_set"),
    [
        (words.CLOCK, Timepiece),
        (words.WAY, Way),
        (words.MAIL, AlertKind),
        (words.STEP, StepKind),
        (words.COMMAND, Command),
        (words.VERDICT, Verdict),
        (words.STATE, PositionState),
        (words.OUTCOME, Outcome),
        (words.MISSING, Missing),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_word_of_a_closed_set_has_one_in_italian(table: dict[str, str], closed_set: type) -> None:
    """A new state must not reach a reader in English."""
    assert set(table) == set(closed_set)  # type: ignore[call-overload]  # enums are iterable


def test_its_json_reads_back_and_its_keys_stay() -> None:
    """Scripts rely on them."""
    found = dossier(full=True)
    assert from_json(Dossier, to_json(found)) == found
    assert {"reference", "knowing", "messages", "moments", "mails", "answers", "held", "questions", "not_known"} <= {
        field.name for field in fields(Dossier)
    }
