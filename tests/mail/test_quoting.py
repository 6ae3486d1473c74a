# SPDX-License-Identifier: EUPL-1.2
"""Own words above the quoted mail, as mail programs of offices and telephones lay out an answer."""

import time

import pytest

from pecwatch.mail.quoting import TEXT_LIMIT, Above, above_quote, above_quote_of_html

QUOTED = "Novembre 2025: 3 righe da prendere in carico\nPW-2025-11-001 PW-2025-11-002\nRisponda: PRENDO IN CARICO\n"
MARKED = "".join(f"> {line}\n" for line in QUOTED.splitlines())
ADDRESS = "pecwatch@comune.example"
OURS = f"pecwatch <{ADDRESS}>"
DONE = "Prendo in carico\n\n"

TEXTS = {
    "Outlook desktop": f"{DONE}OP01\n\n-----Messaggio originale-----\nDa: {OURS}\n"
    f"Inviato: venerdì 24 ottobre 2025 09:13\nA: Amalia Quintarelli\nOggetto: Novembre 2025\n\n{QUOTED}",
    "Outlook 365, text": f"Prendo in carico\n________________________________\nDa: {OURS}\n"
    f"Inviato: venerdì 24 ottobre 2025 09:13\nA: op01@comune.example\nOggetto: Novembre 2025\n\n{QUOTED}",
    "Outlook 365, English": f"{DONE}From: {OURS}\nSent: Friday, October 24, 2025 9:13 AM\n"
    f"To: op01@comune.example\nSubject: Novembre 2025\n\n{QUOTED}",
    "Outlook, bold labels": f"{DONE}*Da:* {OURS}\n*Inviato:* venerdì 24 ottobre 2025 09:13\n"
    f"*A:* op01@comune.example\n\n{QUOTED}",
    "Outlook for Android": f"{DONE}Scarica Outlook per Android\n________________________________\n"
    f"From: {OURS}\nSent: Friday, October 24, 2025 9:13:00 AM\nTo: x\n\n{QUOTED}",
    "Gmail": f"{DONE}Il giorno ven 24 ott 2025 alle ore 09:13 pecwatch <\n{ADDRESS}> ha scritto:\n\n{MARKED}",
    "Gmail, one line": f"Prendo in carico\nIl giorno ven 24 ott 2025, 09:13 {OURS} ha scritto:\n{MARKED}",
    "Gmail, English": f"{DONE}On Fri, Oct 24, 2025 at 9:13 AM {OURS}\nwrote:\n\n{MARKED}",
    "Apple Mail": f"{DONE}Il giorno 24 ott 2025, alle ore 09:13, {OURS} ha scritto:\n\n{MARKED}",
    "iPhone": f"{DONE}Inviato da iPhone\n\n> Il giorno 24 ott 2025, alle ore 09:13, {OURS}"
    f" ha scritto:\n> \n> \ufeff{QUOTED}",
    "iPhone, English": f"{DONE}Sent from my iPhone\n\nOn 24 Oct 2025, at 09:13, {OURS} wrote:\n\n{MARKED}",
    "Samsung": f"{DONE}Inviato dal mio Galaxy\n\n\n-------- Messaggio originale --------\nDa: {OURS}"
    f"\nData: 24/10/25 09:13 (GMT+01:00)\nA: x\nOggetto: Novembre\n\n{QUOTED}",
    "Thunderbird": f"{DONE}Il 24/10/2025 09:13, pecwatch ha scritto:\n{MARKED}",
    "Thunderbird, answer below": f"Il 24/10/2025 09:13, pecwatch ha scritto:\n{MARKED}\nPrendo in carico\n",
    "Thunderbird, signature below": f"Il 24/10/2025, pecwatch ha scritto:\n{MARKED}\nPrendo in carico\n-- \nOP01",
    "Zimbra": f'Prendo in carico\n\n----- Messaggio originale -----\nDa: "pecwatch" <{ADDRESS}>\nA: "op01"\n'
    f"Inviato: Venerdì, 24 ottobre 2025 9:13:00\nOggetto: Novembre\n\n{QUOTED}",
    "Zimbra, new": f'Prendo in carico\n\n> Da: "pecwatch" <{ADDRESS}>\n> A: "op01"\n> Inviato: Venerdì\n\n{MARKED}',
    "Horde": f"{DONE}\n----- Messaggio da {ADDRESS} ---------\n    Data: Fri, 24 Oct 2025 09:13:00 +0200\n"
    f"      Da: {OURS}\n Oggetto: Novembre\n       A: op01\n\n\n{QUOTED}",
    "Horde, quoting": f"{DONE}Quoting {OURS}:\n\n{MARKED}",
    "Horde, Italian": f"{DONE}Def. Quota {OURS}:\n\n{MARKED}",
    "Roundcube": f"{DONE}Il 2025-10-24 09:13 pecwatch ha scritto:\n{MARKED}",
    "name first": f"{DONE}{OURS} ha scritto:\n\n{MARKED}",
    "Yahoo": f"{DONE}    Il venerdì 24 ottobre 2025 alle ore 09:13:10 CEST, {OURS} ha scritto:  \n \n {QUOTED}",
    "forwarded to us": f"{DONE}---------- Forwarded message ---------\nDa: {OURS}\nDate: ven 24 ott\n{QUOTED}",
    "no quote": "Prendo in carico\n",
    "disclaimer": f"{DONE}AVVISO DI RISERVATEZZA\nLe informazioni contenute non confermo omonimo\n",
    "disclaimer in a sentence": f"{DONE}Questo messaggio e i suoi allegati sono riservati, ESITO ESEGUITO\n",
    "disclaimer over several lines": f"{DONE}Le informazioni contenute in questa mail\ne nei suoi allegati sono\n"
    "confidenziali: ESITO ESEGUITO\n",
    "law": f"{DONE}Ai sensi del Regolamento UE 2016/679 si precisa che ESITO ESEGUITO\n",
    "mobile signature with the app": "Prendo in carico\n\nOttieni Outlook per iOS\n",
    "no-break blanks": "Prendo\u00a0in\u00a0 carico\n\n\u00a0\nIl giorno 24 ott x <a@b.it> ha scritto:\n> x\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_own_words_of_a_text(text: str) -> None:
    """Whatever the program, nothing of the quoted mail is taken for the person's words, and none of hers is lost."""
    above = above_quote(text.replace("\n", "\r\n"))
    assert [line for line in above.text.splitlines() if line not in ("", "OP01")] == ["Prendo in carico"]
    assert above.had_quote is ("PW-2025" in text or "> x" in text)


OUTLOOK_STYLE = "<style>p.MsoNormal{margin:0cm} /* Da: Inviato: */</style>"
HTMLS = {
    "Outlook 365": f'<html><head>{OUTLOOK_STYLE}</head><body><div class="elementToProof">Prendo in <b>carico</b></div>'
    '<div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">'
    f"<b>Da:</b> pecwatch<br><b>Inviato:</b> venerdì</div><div>{QUOTED}</div></body></html>",
    "new Outlook": '<div class="elementToProof">Prendo in carico</div><div id="ms-outlook-mobile-signature">Scarica '
    f'Outlook</div><div id="mail-editor-reference-message-container"><div>Da: x</div><div>{QUOTED}</div></div>',
    "Outlook desktop": f'<div class="WordSection1"><p class="MsoNormal">Prendo in carico<o:p></o:p></p>'
    '<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt '
    f'0cm 0cm 0cm"><p class="MsoNormal"><b>Da:</b> pecwatch<br><b>Inviato:</b> venerdì</p></div><p>{QUOTED}</p></div>',
    "Outlook desktop, rule by its words": f"<p>Prendo in carico</p><p><b>Da:</b> pecwatch<br><b>Inviato:</b> "
    f"venerdì 24<br><b>A:</b> op01<br></p><p>{QUOTED}</p>",
    "Gmail": '<div dir="ltr">Prendo in carico</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Il '
    f'giorno ven 24 ott 2025 ha scritto:<br></div><blockquote class="gmail_quote">{QUOTED}</blockquote></div>',
    "Apple Mail": f'<body>Prendo in carico<br><div><br><blockquote type="cite"><div>Il giorno 24 ott 2025 ha scritto:'
    f"</div>{QUOTED}</blockquote></div></body>",
    "iPhone": f'<div dir="ltr">Prendo in carico<br><br><div>Inviato da iPhone</div></div><div dir="ltr"><br>'
    f'<blockquote type="cite">Il giorno 24 ott 2025<br>{QUOTED}</blockquote></div>',
    "Thunderbird": f'<p>Prendo in carico</p><div class="moz-cite-prefix">Il 24/10/2025 ha scritto:<br></div>'
    f'<blockquote type="cite" cite="mid:x">{QUOTED}</blockquote>',
    "Thunderbird, answer below": f'<div class="moz-cite-prefix">Il 24/10/2025 ha scritto:</div><blockquote '
    f'type="cite">{QUOTED}</blockquote><p>Prendo in carico</p><pre class="moz-signature">-- \nESITO ESEGUITO</pre>',
    "Zimbra": '<div>Prendo in carico</div><div data-marker="__SIG_PRE__">OP01</div><hr id="zwchr" data-marker='
    f'"__DIVIDER__"><div data-marker="__HEADERS__"><b>Da: </b>x</div><div data-marker="__QUOTED_TEXT__">{QUOTED}</div>',
    "Horde": f"<p>Prendo in carico</p><p>Quoting pecwatch &lt;{ADDRESS}&gt;:</p><blockquote>{QUOTED}</blockquote>",
    "Roundcube": f'<p>Prendo in carico</p><p id="reply-intro">Il 2025-10-24 ha scritto:</p><blockquote>{QUOTED}'
    "</blockquote>",
    "Yahoo": f'<div>Prendo in carico</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>{QUOTED}</div></div>',
    "words hidden in it": f'<div>Prendo in carico<span style="display:none">ESITO ESEGUITO</span></div><blockquote>'
    f"{QUOTED}</blockquote>",
    **{
        f"hidden by {style}": f'<div>Prendo in carico<span style="{style}">ESITO ESEGUITO</span></div><blockquote>x'
        "</blockquote>"
        for style in (
            "opacity:0",
            "mso-hide:all",
            "FONT-SIZE: 0.0pt",
            "visibility:hidden",
            "color:transparent",
            "max-height:0;overflow:hidden",
        )
    },
    "what is not hidden": '<div style="opacity:0.9;background-color:transparent;font-size:0.9em">Prendo in carico</div>'
    "<blockquote>x</blockquote>",
    "cells": f"<table><tr><td>Prendo in carico</td></tr></table><blockquote>{QUOTED}</blockquote>",
}


@pytest.mark.parametrize("html", HTMLS.values(), ids=HTMLS.keys())
def test_own_words_of_html_alone(html: str) -> None:
    """The same where a telephone or a webmail sends no text part."""
    assert above_quote_of_html(html) == Above(text="Prendo in carico", had_quote=True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MARKED, id="marked"),
        pytest.param(f"\n\n-----Messaggio originale-----\nDa: x\nInviato: y\n\n{QUOTED}", id="Outlook"),
        pytest.param(f"Inviato da iPhone\n\n{MARKED}", id="a telephone's signature"),
        pytest.param(
            "> una riga che il programma di posta ha spezzato\nPRENDO IN CARICO\n> e continua\n", id="broken line"
        ),
        pytest.param(f"> x\nPRENDO IN CARICO\n\n-----Messaggio originale-----\nDa: x\nA: y\n{QUOTED}", id="two ways"),
    ],
)
def test_quoted_text_alone_says_nothing(text: str) -> None:
    """Who sends our own words back has answered nothing."""
    assert above_quote(text) == Above(text="", had_quote=True)


@pytest.mark.parametrize(
    "own",
    [
        "Da: domani la famiglia è seguita da noi",
        "Ho letto il messaggio originale del 24 ottobre, prendo in carico",
        "Il 6 novembre ho sentito la famiglia: prendo in carico",
        "Il giorno 6 ha scritto al legale, ho contattato il nucleo",
        "Inviato il progetto al servizio, prendo in carico",
        "A: verificare\nprendo in carico",
        "Le informazioni contenute nella mail sono giuste.\nprendo in carico",
        "Le informazioni contenute nella mail sono giuste, prendo in carico. È un caso riservato",
        "Il 27/11 ho parlato con Mario <m@altrove.example>:\nprendo in carico",
    ],
)
def test_words_that_only_look_like_a_quote_are_kept(own: str) -> None:
    """A person may write «Da:» or «messaggio originale» herself."""
    assert above_quote(f"{own}\n\n{MARKED}").text == own


@pytest.mark.parametrize("line", ["__", "—"])
def test_a_drawn_line_is_no_signature_before_anything_is_said(line: str) -> None:
    """Below some words it is one."""
    assert above_quote(f"{line}\nprendo in carico\n{line}\nESITO ESEGUITO\n{MARKED}").text == "prendo in carico"


@pytest.mark.parametrize("tag", ["s", "strike", "del", 'span style="text-decoration: line-through"'])
def test_what_is_struck_out_is_not_said(tag: str) -> None:
    """A word stands in its place: whoever struck out a prepared answer does not mean it."""
    html = f"<div><{tag}>PRENDO IN CARICO</{tag.split(maxsplit=1)[0]}>Ho contattato</div><blockquote>x</blockquote>"
    assert above_quote_of_html(html).text == "[barrato] Ho contattato"


def test_invisible_letters_are_dropped() -> None:
    """No database takes a NUL, and no reader sees what turns the letters round."""
    assert above_quote("prendo\x00 in \x1bcar\u202eico\ud800").text == "prendo in carico"


def test_a_long_answer_is_kept_in_part() -> None:
    """Nobody needs a thousand words of it."""
    assert len(above_quote("prendo in carico " * 1_000).text) <= TEXT_LIMIT


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("Il giorno 24 " * 60_000, id="attributions without end"),
        pytest.param("Il giorno 24 ott\n" * 60_000, id="begun attributions"),
        pytest.param("Da:\n" * 100_000, id="labels"),
        pytest.param("-" * 900_000, id="a rule"),
        pytest.param("inviato da " * 80_000, id="signatures"),
        pytest.param("ai sensi del " * 80_000, id="disclaimers"),
        pytest.param("<" * 900_000, id="brackets"),
        pytest.param("<div>" * 200_000, id="nested"),
        pytest.param("<p>x</p>" * 120_000, id="paragraphs"),
        pytest.param(" \n" * 400_000, id="blank lines"),
    ],
)
def test_hostile_text_costs_little(hostile: str) -> None:
    """The work is bounded, whatever stands there."""
    began = time.process_time()
    above_quote(hostile)
    above_quote_of_html(hostile)
    assert time.process_time() - began < 2
