# SPDX-License-Identifier: EUPL-1.2
"""pecwatch: from a certified mail in the inbox to the right person of the office.

The way of one message, and the room where each step lives:

    mail        a mailbox or a file gives raw bytes; the envelope is opened
    documents   each part becomes lines and tables, whatever its format
    lists       lines and tables become rows, every line accounted for
    matching    each row is compared with the registry of the social services
    casework    what is new, which positions open or change, who owns them
    alerts      the mails that say so, and the channels they leave by
    papers      dossiers and monthly reports, as pages to read, print and hand out
    store       the ledger, the vault of raw mail, positions, events, outbox
    registry    exports of the social services' software, accepted or refused
    service     rounds, scheduler, sandbox: the only room that knows them all
    cli         thin commands, one file for each noun

`model` holds the records that travel between rooms, `rules` the office's rules as data, `italian`
how Italian offices write names, streets and days, `errors` the two tiers of failure and the exit
codes. `reading` joins mail, documents and lists; `examining` joins a reading with the registry.
Stages never import each other; tests/test_layers.py holds the table.

Glossary (Italian stays where English has no word):

    PEC                   certified mail: a provider seals envelopes around messages
    gestore               the certified provider
    busta di trasporto    transport envelope: the sealed way a PEC arrives
    busta di anomalia     anomaly envelope: ordinary mail that reached a PEC box
    ricevuta              receipt: accepted, delivered, not delivered …
    daticert              daticert.xml: what the provider certifies, inside the seal
    identificativo        the provider's number of one PEC
    protocollo            the register of everything an office receives; the record of law
    segnatura             Segnatura.xml: number and day given by a protocol office
    decadenza             the act that ends a tenancy of public housing; an execution follows it
    sloggio, rilascio     the tenant leaves, or is made to leave, the dwelling
    SI ESEGUE             the execution goes ahead
    cartella              folder of a person or household at the social services
    assistente sociale    social worker: the operator of a folder
    segretariato sociale  the duty desk: whoever nobody knows goes there
    coordinatrice         who looks after what was not answered and not read
    dirigente             head of the sector: last step of an escalation
    CED                   the municipality's system administrator
    tutor condominiale    educator of a cooperative who visits some buildings
    omocodia              a fiscal code with digits replaced by letters, legally
    civico, esponente     house number and the letter after it (22/A)
    scala, piano, interno staircase, floor, flat
    elenco                a list of planned executions
    riga                  one row of it
    posizione             position: one row that somebody owns
"""

__version__ = "0.1.0"
