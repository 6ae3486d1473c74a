# SPDX-License-Identifier: EUPL-1.2
"""Mails about what does not come or does not work, and that it is over: no name, for the administrator reads them."""

from collections.abc import Sequence

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert, contact
from pecwatch.alerts.page import Banner, Page, Section, Tone
from pecwatch.alerts.shown import capital, count, long_day, moment, month_name
from pecwatch.alerts.subjects import month_title, subject
from pecwatch.alerts.troubles import UNCONFIRMED, Trouble, trouble
from pecwatch.model.alarm import Alarm, AlarmKind
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.office import OfficePerson, Role

NOT_NONE = (
    "non vuol dire che non ci siano sfratti: può essersi perso un messaggio, o l'elenco può essere arrivato altrove."
)
LOOK_BY_HAND = "Finché dura, faccia guardare a mano la casella PEC a chi ci lavora: potrebbe arrivare un elenco."
DETAILS = "Per i particolari: pecwatch status."


def trouble_mail(
    alarms: Sequence[Alarm], recipient: OfficePerson, *, event: str, circumstances: Circumstances
) -> Alert:
    """What works no longer, or soon will not, and what to do; all troubles of one moment in one mail."""
    alarms = sorted(alarms, key=lambda alarm: trouble(alarm.condition).is_warning)
    found = [trouble(alarm.condition) for alarm in alarms]
    graver = [each for each in found if not each.is_warning]
    page = Page(
        title="pecwatch ha bisogno di aiuto",
        lead=capital(moment(circumstances.now)) + ".",
        banners=tuple(_banner(each) for each in found),
        sections=_since(alarms, found),
        steps=(*(each.remedy for each in found), *([LOOK_BY_HAND] if any(each.hides_lists for each in found) else [])),
        footer=("Quando è tutto a posto lo scriviamo: fino ad allora questo avviso si ripete.", _last(recipient)),
    )
    label = "GUASTO" if graver else "ATTENZIONE"
    return alert(AlertKind.SERVICE, recipient, event, subject(f"{label}{_again(alarms)} – {_in_short(found)}"), page)


def over_mail(alarms: Sequence[Alarm], recipient: OfficePerson, *, event: str, circumstances: Circumstances) -> Alert:
    """That troubles are over, to whoever was told of them; all of one moment in one mail."""
    found = [trouble(alarm.condition) for alarm in alarms]
    is_mended = all(each.is_mended for each in found)
    label = "Risolto" if is_mended else "Chiuso"
    page = Page(
        title=f"{label}: non deve fare nulla" if is_mended else f"{label}: non lo chiederemo più",
        lead=capital(moment(circumstances.now)) + ".",
        banners=tuple(
            Banner(
                tone=Tone.SUCCESS if each.is_mended else Tone.WARNING,
                label="Risolto" if each.is_mended else "Chiuso",
                text=f"{each.over}.",
            )
            for each in found
        ),
        sections=(
            Section(
                heading="Che cosa era stato segnalato",
                bullets=tuple(
                    f"{capital(each.what)}: segnalato {count(alarm.times, 'volta', 'volte')}, "
                    f"la prima {moment(alarm.opened_at)}."
                    for alarm, each in zip(alarms, found, strict=True)
                ),
            ),
        ),
        footer=(_last(recipient),),
    )
    short = found[0].over if len(found) == 1 else f"{len(found)} segnalazioni chiuse"
    return alert(AlertKind.RESOLVED, recipient, event, subject(f"{label.upper()} – {short}"), page)


def missing_list_mail(alarm: Alarm, recipient: OfficePerson, *, event: str, circumstances: Circumstances) -> Alert:
    """«Nessun elenco arrivato», or no reminder of one: it never says that nothing is planned; a question to send."""
    condition = alarm.condition
    month, is_list = condition.about, condition.kind is AlarmKind.NO_LIST
    missing = "elenco" if is_list else "sollecito"
    doubtful = condition.code == UNCONFIRMED
    page = Page(
        title=f"{month_title(month)}: {_arrived(missing, doubtful=doubtful)}",
        lead=_why_expected(alarm, missing),
        now=f"Adesso: chieda ad ALER se {'è suo' if doubtful else 'è stato spedito'}. Il testo qui sotto è pronto.",
        banners=(Banner(tone=Tone.WARNING, label="Attenzione", text=_caution(alarm)),),
        sections=(
            Section(
                heading="Testo pronto per ALER",
                intro=f"Oggetto: {'richiesta elenco' if is_list else 'conferma elenco'} interventi di "
                f"{month_name(month)}",
                letter=_doubt(month) if doubtful else _question(month, is_list=is_list),
            ),
        ),
        steps=_steps(missing, circumstances, doubtful=doubtful),
        footer=("Quando arriva, pecwatch avvisa tutti da solo e chiude questa segnalazione.", CLOSING),
    )
    text = f"{month_title(month)}: {_arrived(missing, doubtful=doubtful)}{_again([alarm])}"
    return alert(AlertKind.NO_LIST, recipient, event, subject(text), page)


def trouble_line(alarm: Alarm) -> str:
    """An open trouble in one line of a digest."""
    state = "sembra finito" if alarm.good_since is not None else f"segnalato {count(alarm.times, 'volta', 'volte')}"
    return f"{capital(trouble(alarm.condition).what)}: da {moment(alarm.opened_at)}, {state}"


def _banner(each: Trouble) -> Banner:
    if each.is_warning:
        return Banner(tone=Tone.WARNING, label="Attenzione", text=f"{each.what}.")
    return Banner(tone=Tone.DANGER, label="Guasto", text=f"{each.what}.")


def _since(alarms: Sequence[Alarm], found: Sequence[Trouble]) -> tuple[Section, ...]:
    """From when on each has lasted, for what was told before."""
    lines = tuple(
        f"{capital(each.what)}: {alarm.times}º avviso, dura da {moment(alarm.opened_at)}."
        for alarm, each in zip(alarms, found, strict=True)
        if alarm.times > 1
    )
    return (Section(heading="Non è ancora risolto", bullets=lines),) if lines else ()


def _again(alarms: Sequence[Alarm]) -> str:
    times = max(alarm.times for alarm in alarms)
    return f" ({times}º avviso)" if times > 1 else ""


def _in_short(found: Sequence[Trouble]) -> str:
    return found[0].what if len(found) == 1 else f"{len(found)} problemi: {found[0].what} …"


def _arrived(missing: str, *, doubtful: bool) -> str:
    return f"{missing} arrivato solo in forma non confermata" if doubtful else f"nessun {missing} arrivato"


def _the(missing: str) -> str:
    return f"l'{missing}" if missing.startswith("e") else f"il {missing}"


def _last(recipient: OfficePerson) -> str:
    """The last line: who runs the program finds more there, and nobody else could use it."""
    return DETAILS if recipient.role is Role.SYSTEM_ADMINISTRATOR else CLOSING


def _why_expected(alarm: Alarm, missing: str) -> str:
    on = alarm.condition.on
    usual = f"{capital(_the(missing))} di {month_name(alarm.condition.about)} era atteso"
    return f"{usual} entro {long_day(on)}." if on is not None else f"{usual}."


def _caution(alarm: Alarm) -> str:
    """What must not be concluded from the silence."""
    condition = alarm.condition
    if condition.kind is AlarmKind.NO_REMINDER:
        rows = count(condition.number, "posizione resta aperta", "posizioni restano aperte")
        return f"non vuol dire che non ci siano sfratti: {rows}, con i giorni che risultano a pecwatch."
    if condition.code == UNCONFIRMED:
        return (
            "un elenco c'è, e le sue righe sono già seguite, ma non è certo che venga da ALER: quello vero può "
            "mancare ancora."
        )
    return NOT_NONE


def _doubt(month: str) -> tuple[str, ...]:
    return (
        f"Buongiorno, per {month_name(month)} a questo ufficio è arrivato un elenco di interventi di cui non possiamo "
        "verificare il mittente.",
        "Vi chiediamo se lo avete inviato voi, in quale giorno e da quale indirizzo, e di inviarlo di nuovo via PEC.",
        "Cordiali saluti.",
    )


def _question(month: str, *, is_list: bool) -> tuple[str, ...]:
    name = month_name(month)
    if is_list:
        return (
            f"Buongiorno, a questo ufficio non risulta arrivata la comunicazione degli interventi fissati per {name}.",
            "Vi chiediamo se è stata inviata, in quale giorno e a quale indirizzo, e di inviarcela di nuovo.",
            f"Se per {name} non sono previsti interventi, vi chiediamo di scriverlo espressamente.",
            "Cordiali saluti.",
        )
    return (
        f"Buongiorno, dopo l'elenco degli interventi fissati per {name} non risulta arrivato alcun sollecito.",
        "Vi chiediamo di confermare che giorni e nominativi sono rimasti gli stessi, o di inviarci le variazioni.",
        "Cordiali saluti.",
    )


def _steps(missing: str, circumstances: Circumstances, *, doubtful: bool) -> tuple[str, ...]:
    administrator, the = contact(circumstances.office.system_administrator), _the(missing)
    return (
        *(["Risponda CONFERMO o NON CONFERMO alla mail sull'elenco non confermato."] if doubtful else []),
        f"Guardi nella casella PEC, nella posta indesiderata, al Protocollo e fra gli avvisi «ELENCO NON LETTO» se "
        f"{the} {'vero ' if doubtful else ''}è già arrivato.",
        "Mandi ad ALER il testo qui sopra, o telefoni.",
        f"Se {the} c'è e pecwatch non l'ha visto, avvisi il CED: {administrator}.",
    )
