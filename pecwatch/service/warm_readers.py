# SPDX-License-Identifier: EUPL-1.2
"""Loads every reader and reads one invented list when it is imported, for the children of the fork server.

They then find every pattern compiled and every record's JSON prepared. That takes tens of milliseconds, which each
message would otherwise pay for again. Patterns made of other rules than the shipped ones are compiled by each child
that needs them.
"""

import contextlib

from pecwatch.documents import Read
from pecwatch.model.listing import Reading
from pecwatch.model.message import Correspondents, RawMessage
from pecwatch.model.record import prepare
from pecwatch.model.reply import Reply
from pecwatch.reading import Opened, StepFailed
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.service.confinement import Confinement
from pecwatch.service.errands import Errand
from pecwatch.service.reader_child import Request

LIST = """From: Ufficio decadenze <decadenze@pec.aler.example>
To: servizisociali@pec.comune.example
Subject: Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025
Date: Fri, 24 Oct 2025 09:11:58 +0200
Message-ID: <elenco@pec.aler.example>
Content-Type: text/html; charset=utf-8

<p>Si trasmette l'elenco.</p>
<p>1) ZUCCHEROLI MIRELLA ved. MONTESILVI - Via delle Robinie 14 sc. B int. 7 - SI ESEGUE il 06/11/2025</p>
<p>2) DE' FALCHETTI ROSA - V.le dei Gelsi 22/A - RINVIATO AL 14/01/2026</p>
<table><tr><td>COGNOME E NOME</td><td>INDIRIZZO</td><td>ESITO</td></tr>
<tr><td>BONETTALI IVANO</td><td>Largo dei Pioppi, 3 int. 12</td><td>NON SI ESEGUE - piano di rientro</td></tr></table>
<p>Totale interventi: 3</p><p>Cordiali saluti</p>
"""

prepare(Confinement, Request, Opened, Reply, Read, Reading, StepFailed, Errand)

# Warming up is a convenience: an office whose shipped rules are broken may have sound ones of its own.
with contextlib.suppress(Exception):
    read(RawMessage(source="warm", content=LIST.encode()), load_rules(shipped_rules()), Correspondents())
