# SPDX-License-Identifier: EUPL-1.2
"""The five weeks of November's list over a real mailbox and a real relay: every mail, to the right person, that day."""

import datetime as dt
import re
from collections.abc import Iterable
from itertools import groupby

import pytest

from pecwatch.model.position import Outcome
from pecwatch.store.notes import note
from pecwatch.store.trouble import StoreTrouble
from tests.end_to_end.answering import answer, bounce, out_of_office
from tests.end_to_end.looking import outcomes, positions, told
from tests.end_to_end.mails import ReadMail
from tests.end_to_end.office import SocialServices, at
from tests.end_to_end.walking import Line, Walk, walking
from tests.generators.letters import File, Letter, ordinary
from tests.generators.samples import cases
from tests.generators.samples.papers import ruled_list
from tests.generators.samples.post import ALER_ORDINARY, OFFICE_ORDINARY, SUBJECT
from tests.servers.refusing import refuse

LIST_AT, REMINDER_AT = at(2025, 10, 24, 9, 12), at(2025, 11, 21, 10, 3)
MINUTE = dt.timedelta(minutes=1)
HOLIDAY = (dt.date(2025, 10, 20), dt.date(2025, 11, 30))

DIARY = """
24/10 09:13 op01 rows
24/10 09:13 op02 rows
24/10 09:13 op03 rows
24/10 09:13 op04 rows
24/10 09:13 segretariato rows
24/10 09:13 coordinatrice list_digest
24/10 10:00 op01 answer
24/10 10:00 segretariato rows
24/10 10:00 op02 answer
27/10 08:02 coordinatrice weekly_digest
27/10 11:20 coordinatrice 1 posizione senza risposta
28/10 09:20 coordinatrice 3 posizioni senza risposta
28/10 11:20 dirigente 1 posizione senza risposta
29/10 09:20 dirigente 3 posizioni senza risposta
31/10 08:02 ced service
01/11 08:02 ced service
03/11 08:02 op03 1 posizione che si avvicina
03/11 08:02 op01 1 posizione che si avvicina
03/11 08:02 coordinatrice weekly_digest
04/11 08:02 op01 1 posizione ormai vicina
04/11 08:02 segretariato 1 posizione ormai vicina
04/11 08:02 ced service
05/11 08:02 op01 1 posizione alla vigilia
05/11 08:02 coordinatrice 2 posizioni alla vigilia
05/11 08:02 dirigente 2 posizioni alla vigilia
05/11 08:02 segretariato 1 posizione alla vigilia
06/11 08:02 op01 1 posizione di oggi
06/11 08:02 segretariato 1 posizione di oggi
06/11 16:05 op01 1 esito da comunicare
06/11 16:05 segretariato 1 esito da comunicare
06/11 16:20 op01 answer
07/11 08:02 segretariato 1 esito che manca ancora
10/11 08:02 coordinatrice 1 esito che manca ancora
10/11 08:02 coordinatrice weekly_digest
11/11 08:02 ced service
12/11 08:02 op04 1 posizione che si avvicina
12/11 08:02 segretariato 1 posizione che si avvicina
14/11 08:02 op03 1 posizione ormai vicina
14/11 08:02 op01 1 posizione ormai vicina
17/11 08:02 op03 1 posizione alla vigilia
17/11 08:02 coordinatrice 2 posizioni alla vigilia
17/11 08:02 dirigente 2 posizioni alla vigilia
17/11 08:02 op01 1 posizione alla vigilia
17/11 08:02 coordinatrice weekly_digest
18/11 08:02 op03 1 posizione di oggi
18/11 08:02 op01 1 posizione di oggi
18/11 08:02 ced service
18/11 16:05 op03 1 esito da comunicare
18/11 16:05 op01 1 esito da comunicare
19/11 08:02 op03 1 esito che manca ancora
19/11 08:02 op01 1 esito che manca ancora
20/11 08:02 coordinatrice 2 esiti che mancano ancora
21/11 10:04 segretariato differences
21/11 10:04 op04 reminder
21/11 10:04 op01 rows
21/11 10:04 coordinatrice list_digest
24/11 08:02 segretariato 1 posizione ormai vicina
24/11 08:02 op03 1 posizione ancora aperta
24/11 08:02 coordinatrice weekly_digest
24/11 09:20 coordinatrice 1 posizione senza risposta
24/11 14:02 dirigente 1 posizione senza risposta
25/11 08:02 op04 1 posizione ormai vicina
25/11 08:02 segretariato 1 posizione alla vigilia
25/11 08:02 coordinatrice 1 posizione alla vigilia
25/11 08:02 dirigente 1 posizione alla vigilia
25/11 08:02 op01 1 posizione ormai vicina
25/11 08:02 ced service
26/11 08:02 op04 1 posizione alla vigilia
26/11 08:02 coordinatrice 2 posizioni alla vigilia
26/11 08:02 dirigente 2 posizioni alla vigilia
26/11 08:02 segretariato 1 posizione di oggi
26/11 08:02 op01 1 posizione alla vigilia
26/11 16:05 segretariato 1 esito da comunicare
27/11 08:02 op04 1 posizione di oggi
27/11 08:02 segretariato 1 esito che manca ancora
27/11 08:02 op01 1 posizione di oggi
27/11 16:05 op04 1 esito da comunicare
27/11 16:05 op01 1 esito da comunicare
27/11 16:30 op04 answer
28/11 08:02 coordinatrice 1 esito che manca ancora
28/11 08:02 op01 1 esito che manca ancora
"""
"""Every mail from 24 October to 28 November, the administrator's daily counts apart."""


def written(walk: Walk) -> list[str]:
    """Every mail so far, the administrator's daily counts apart."""
    return _by_moment(_in_short(line, mail) for line, mail in walk.diary if line[2] != "daily_counts")


def to_workers(walk: Walk) -> list[str]:
    """Every mail so far, but those to the administrator: where rounds are few he rightly hears of the silence."""
    return [line for line in written(walk) if " ced " not in line]


def table(lines: str) -> list[str]:
    return _by_moment(lines.strip().splitlines())


def _by_moment(lines: Iterable[str]) -> list[str]:
    """Sorted within each minute: which mail of a round leaves first is tried elsewhere."""
    return [line for _, minute in groupby(lines, lambda line: line[:11]) for line in sorted(minute)]


def _in_short(line: Line, mail: ReadMail) -> str:
    """`05/11 08:02 op01 1 posizione alla vigilia`: what the calendar asks in its own words, other mails by kind."""
    day, name, kind = line
    asked = re.search(r"\d+ (?:posizion|esit)\w+ [^–(]+", mail.subject) if kind == "steps" else None
    return f"{day} {name} {asked[0].strip() if asked else kind}"


def begun(walk: Walk) -> None:
    """The list has come, and its owners know."""
    walk.office.by_pec(cases.november_pec(), LIST_AT)
    walk.round(LIST_AT + MINUTE)


@pytest.mark.timeout(300)
def test_from_the_list_to_the_outcome(office: SocialServices) -> None:
    """The copy is silent, answers stop the climbing and nothing else, the reminder confirms, outcomes close."""
    with walking(office) as walk:
        begun(walk)
        office.by_mail(cases.november_copy(), at(2025, 10, 24, 9, 52))
        walk.round(at(2025, 10, 24, 9, 53))
        office.by_mail(answer(walk.newest("op01"), "prendo in carico tutte"))
        office.by_mail(answer(walk.newest("op02"), "NON È LA STESSA PERSONA"))
        walk.round(at(2025, 10, 24, 10))
        walk.until(at(2025, 11, 6, 16, 5))
        office.by_mail(answer(walk.newest("op01", "steps"), "ESITO RILASCIATO"))
        walk.round(at(2025, 11, 6, 16, 20))
        walk.until(at(2025, 11, 21, 9, 20))
        office.by_pec(cases.november_reminder(), REMINDER_AT)
        walk.round(REMINDER_AT + MINUTE)
        walk.until(at(2025, 11, 27, 16, 5))
        office.by_mail(answer(walk.newest("op04", "steps"), "esito: eseguito"))
        walk.round(at(2025, 11, 27, 16, 30))
        walk.until(at(2025, 11, 28, 16, 5))
    assert written(walk) == table(DIARY)
    assert [line[0][:5] for line in walk.lines("daily_counts")] == [
        f"{dt.date(2025, 10, 24) + dt.timedelta(days=day):%d/%m}" for day in range(36)
    ]
    after = positions(office)
    assert (after["PW-2025-11-001"].outcome, after["PW-2025-11-005"].outcome) == (Outcome.RELEASED, Outcome.EXECUTED)
    assert [reference for reference, each in after.items() if not each.is_open] == ["PW-2025-11-001", "PW-2025-11-005"]


def test_a_service_that_was_down_catches_up_without_flooding(office: SocialServices) -> None:
    """Ten days are missed: each hears once what is true now, and the climbing goes on from there."""
    with walking(office) as walk:
        begun(walk)
        walk.round(at(2025, 11, 3, 9))
        assert walk.lines("steps") == [
            ("03/11 09:00", "coordinatrice", "steps"),
            ("03/11 09:00", "op03", "steps"),
            ("03/11 09:00", "op01", "steps"),
        ]
        walk.until(at(2025, 11, 4, 16, 5))
    # Three working days are left of the row of 6 November: four hours for each, then two days left.
    assert walk.steps("PW-2025-11-002") == [
        ("03/11 09:00", "coordinatrice"),
        ("03/11 14:02", "dirigente"),
        ("04/11 08:02", "op02"),
    ]


NOBODY = """
24/10 09:13 op01 rows
24/10 09:13 op02 rows
24/10 09:13 op03 rows
24/10 09:13 op04 rows
24/10 09:13 segretariato rows
24/10 09:13 coordinatrice list_digest
27/10 08:02 coordinatrice weekly_digest
27/10 09:20 coordinatrice 2 posizioni senza risposta
28/10 09:20 dirigente 2 posizioni senza risposta
28/10 09:20 coordinatrice 4 posizioni senza risposta
29/10 09:20 dirigente 4 posizioni senza risposta
03/11 08:02 op03 1 posizione che si avvicina
03/11 08:02 op01 1 posizione che si avvicina
03/11 08:02 coordinatrice weekly_digest
04/11 08:02 op01 1 posizione ormai vicina
04/11 08:02 op02 1 posizione ormai vicina
05/11 08:02 op01 1 posizione alla vigilia
05/11 08:02 coordinatrice 2 posizioni alla vigilia
05/11 08:02 dirigente 2 posizioni alla vigilia
05/11 08:02 op02 1 posizione alla vigilia
06/11 08:02 op01 1 posizione di oggi
06/11 08:02 op02 1 posizione di oggi
06/11 16:05 op01 1 esito da comunicare
06/11 16:05 op02 1 esito da comunicare
07/11 08:02 op01 1 esito che manca ancora
07/11 08:02 op02 1 esito che manca ancora
10/11 08:02 coordinatrice 2 esiti che mancano ancora
10/11 08:02 coordinatrice weekly_digest
"""
"""Nobody says a word: every link once, every milestone once, the outcome twice, and then the coordinator."""


def test_nobody_answers(office: SocialServices) -> None:
    """Silence reaches the director, the day is told all the same, and afterwards somebody is asked how it went."""
    with walking(office) as walk:
        begun(walk)
        for day in (27, 28, 29):
            walk.round(at(2025, 10, day, 8, 2))
            walk.round(at(2025, 10, day, 9, 20))
        for day in (3, 4, 5, 6):
            walk.round(at(2025, 11, day, 8, 2))
        walk.round(at(2025, 11, 6, 16, 5))
        walk.round(at(2025, 11, 7, 8, 2))
        walk.round(at(2025, 11, 10, 8, 2))
    assert to_workers(walk) == table(NOBODY)


def test_clocks_go_back(office: SocialServices) -> None:
    """A working day over the end of summer time ends at the same hour of the office's clock."""
    with walking(office) as walk:
        begun(walk)
        for day in (27, 28):
            for minute in (12, 14):
                walk.round(at(2025, 10, day, 9, minute))
    assert written(walk)[6:] == table("""
27/10 09:12 coordinatrice weekly_digest
27/10 09:14 coordinatrice 2 posizioni senza risposta
28/10 09:14 dirigente 2 posizioni senza risposta
28/10 09:14 coordinatrice 4 posizioni senza risposta
""")


def test_on_the_patron_saint_nobody_is_expected_to_answer(office: SocialServices) -> None:
    """On 13 November no time passes: ten days are left on the 12th, not eleven, and the day after is the 14th."""
    with walking(office) as walk:
        office.by_pec(cases.november_pec(), at(2025, 11, 12, 9, 12))
        walk.round(at(2025, 11, 12, 9, 13))
        walk.round(at(2025, 11, 12, 13, 14))
        for day in (13, 14):
            walk.round(at(2025, 11, day, 8, 2))
            walk.round(at(2025, 11, day, 9, 20))
    assert to_workers(walk) == table("""
12/11 09:13 op03 rows
12/11 09:13 op01 rows
12/11 09:13 op04 rows
12/11 09:13 segretariato rows
12/11 09:13 op02 rows
12/11 09:13 coordinatrice list_digest
12/11 09:13 coordinatrice 2 posizioni da seguire subito
12/11 09:13 dirigente 2 posizioni da seguire subito
12/11 09:13 coordinatrice weekly_digest
12/11 13:14 coordinatrice 2 posizioni senza risposta
14/11 08:02 op03 1 posizione ormai vicina
14/11 08:02 op01 1 posizione ormai vicina
14/11 09:20 coordinatrice 2 posizioni senza risposta
""")


def differing_copy() -> bytes:
    """The ordinary copy names one day later, one earlier, and a person more."""
    rows = [list(row) for row in cases.NOVEMBER]
    rows[1][3], rows[4][3] = "20/11/2025", "20/11/2025"
    rows.append(["8", "SPIGAROLO ALVISE", "Via Acquafredda 9", "27/11/2025", "15:00", cases.PROCEED])
    title = "ELENCO INTERVENTI PROGRAMMATI - NOVEMBRE 2025"
    content = ruled_list(title, cases.HEADER, [tuple(row) for row in rows], "Totale interventi: 8")
    return ordinary(
        Letter(
            sender=ALER_ORDINARY,
            recipients=(OFFICE_ORDINARY,),
            subject=SUBJECT.format(month="NOVEMBRE 2025"),
            text="In allegato l’elenco.",
            attachments=(File(name="elenco.pdf", content=content),),
            sent_at=at(2025, 10, 24, 9, 51),
            message_id="<copia.2@aler.example>",
        )
    )


def test_the_twin_differs(office: SocialServices) -> None:
    """What raises an urgency holds at once; what lowers one waits for the coordinator's word."""
    with walking(office) as walk:
        begun(walk)
        office.by_mail(differing_copy(), at(2025, 10, 24, 9, 52))
        walk.round(at(2025, 10, 24, 9, 53))
        first = {reference: each.execution_on for reference, each in positions(office).items()}
        office.by_mail(answer(walk.newest("coordinatrice", "to_confirm"), "CONFERMO"))
        walk.round(at(2025, 10, 24, 11, 0))
        after = {reference: each.execution_on for reference, each in positions(office).items()}
    moved = ("PW-2025-11-002", "PW-2025-11-005", "PW-2025-11-008")
    days = [[each.get(reference) for reference in moved] for each in (first, after)]
    sixth, twentieth, last = (dt.date(2025, 11, day) for day in (6, 20, 27))
    assert days == [[sixth, twentieth, last], [twentieth, twentieth, last]]
    assert written(walk)[6:] == table("""
24/10 09:53 op02 differences
24/10 09:53 op04 differences
24/10 09:53 op03 rows
24/10 09:53 coordinatrice list_digest
24/10 09:53 coordinatrice to_confirm
24/10 11:00 op02 differences
24/10 11:00 coordinatrice answer
""")


def test_everybody_is_away(office: SocialServices) -> None:
    """Whoever is away is passed over; when nobody is there at all, those who can decide are written to all the same."""
    with walking(office) as walk:
        for code in ("OP01", "OP02", "OP03", "OP04", "duty_worker", "coordinator", "director"):
            walk.absent(code, *HOLIDAY)
        begun(walk)
        walk.until(at(2025, 10, 28, 11, 20))
    assert walk.lines("rows", "steps") == [
        ("24/10 09:13", "coordinatrice", "rows"),
        ("27/10 09:20", "dirigente", "steps"),
        ("28/10 09:20", "dirigente", "steps"),
    ]


def test_mail_that_comes_back_and_automatic_replies(office: SocialServices) -> None:
    """A mail that came back climbs at once; an automatic reply is no answer, gets none, and stops nothing."""
    with walking(office) as walk:
        begun(walk)
        before = len(walk.diary)
        office.by_mail(out_of_office(walk.newest("op03")))
        office.by_mail(bounce(walk.newest("op04"), walk.raw["op04"]))
        walk.round(at(2025, 10, 24, 9, 30))
        assert walk.lines()[before:] == [
            ("24/10 09:30", "coordinatrice", "steps"),
            ("24/10 09:30", "ced", "service"),
        ]
        assert walk.steps("PW-2025-11-005") == [("24/10 09:30", "coordinatrice")]
        walk.until(at(2025, 10, 28, 9, 20))
        assert ("28/10 09:20", "coordinatrice") in walk.steps("PW-2025-11-003")
    assert [str(each) for each in outcomes(office)] == ["alert", "automatic", "returned"]


def test_the_list_does_not_come(office: SocialServices) -> None:
    """The coordinator is told that it is missing, with a question ready for the housing company, until it comes."""
    text = office.file.read_text(encoding="utf-8").replace("[lists]\n", "[lists]\nexpected_by = 24\n")
    office.file.write_text(text, encoding="utf-8")
    with walking(office) as walk:
        walk.until(at(2025, 10, 28, 8, 2))
        missing = [("27/10 08:02", "coordinatrice", "no_list"), ("28/10 08:02", "coordinatrice", "no_list")]
        assert walk.lines("no_list", "steps", "rows") == missing
        said = walk.newest("coordinatrice", "no_list").text
        assert "novembre 2025" in said
        assert "non vuol dire che non ci siano" in " ".join(said.split())
        office.by_pec(cases.november_pec(), at(2025, 10, 28, 16, 6))
        walk.round(at(2025, 10, 28, 16, 7))
        walk.until(at(2025, 10, 29, 9, 20))
    assert walk.lines("no_list", "resolved") == [*missing, ("29/10 08:02", "coordinatrice", "resolved")]


def test_a_defect_in_the_calendar_keeps_nobody_from_a_new_list(office: SocialServices) -> None:
    """Steps and alarms cannot be written: owners and daily counts are told all the same, and the round has failed."""
    office.install()
    office.by_pec(cases.november_pec(), LIST_AT)
    with office.desk() as desk, desk.database.writing() as session:
        refuse(session, "position", "NEW.look_at IS NOT NULL", before="UPDATE OF look_at")
        note(session, "quota:pec", "no number", desk.clock())
    with pytest.raises(StoreTrouble, match=r"SQLITE_CONSTRAINT|P0001"):
        office.poll(LIST_AT + MINUTE)
    said = told(office)
    assert ("op01", "rows") in said
    assert ("ced", "daily_counts") in said
