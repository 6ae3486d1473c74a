# SPDX-License-Identifier: EUPL-1.2
"""What somebody wrote above the mail that she answers: without the quoted mail, signatures and disclaimers.

Mail programs agree on little. What they put between answer and quoted mail was collected from Outlook (desktop, web,
new, mobile), Gmail, Apple Mail, Thunderbird, Zimbra, Horde, Roundcube and Yahoo, in Italian and English.
Every pattern looks at one bounded line, so that the work grows with the text and no faster.
"""

import re
from collections.abc import Iterator

from pecwatch.mail.quoted_html import lines_of_html
from pecwatch.model.record import record

TEXT_LIMIT = 2_000
"""Characters kept of what somebody wrote."""

READ_LIMIT = 512 * 1024
"""Characters of a body that are looked at."""

_LINES = 4_000
_LINE = 400
"""Characters of a line that tell what it is."""

_QUOTED = re.compile(r"\s{0,3}[>|]")
"""«>», and the bar of some webmails."""
_RULE = re.compile(r"\s*(?:[-_=*–—]\s?){5,}\s*$")
_ORIGINAL = re.compile(
    r"\s*[-_*–—>]{0,40}\s*(?:"
    r"messaggio\s+(?:originale|originario|inoltrato)|original\s+message|forwarded\s+message|messaggio\s+da|message\s+from"
    r"|inizio\s+messaggio\s+inoltrato|begin\s+forwarded\s+message|original\s+appointment|reply\s+message|risposta\s+inoltrata"
    r")\b.{0,200}$",
    re.I,
)
_DASHED = re.compile(r"\s*[-_*–—]{2,}|.{0,200}[-_*–—:]{1,40}\s*$")
"""What «messaggio originale» must stand between: people write these words too."""
_LABEL = re.compile(
    r"\s*[*_]{0,2}(?P<name>da|from|mittente|inviato(?:\s+il)?|sent|data|date|a|to|destinatari[oa]?|cc|ccn|oggetto|subject|importanza"
    r"|rispondi\s+a|reply-to)\s*[*_]{0,2}\s*:[*_]{0,2}(?:\s|$)",
    re.I,
)
_FROM = frozenset({"da", "from", "mittente"})
_LABELS_NEEDED = 2
"""«Da:» and one more of the labels of a quoted header, within so few lines."""
_LABEL_LINES = 6
_ATTRIBUTION_START = re.compile(
    r"\s*(?:[-–—]+\s*)?(?:"
    r"il\s+(?:giorno\s+)?(?:\w{3,9}[.,]{0,2}\s+)?(?:[«\"']?\d|\w{3,9}\s+\d)"
    r"|in\s+data\s+\d|(?:in\s+)?data\s*:?\s*\d|alle\s+(?:ore\s+)?\d|on\s+(?:\w{3,9}[.,]{0,2}\s+)?(?:\d|\w{3,9}\s+\d)|at\s+\d|le\s+\d"
    r"|\d{1,4}[-/. ]\S{1,9}[-/. ]\d{1,4}|quoting\s|citando\s|(?:def\.?\s+)?quota\s"
    r")",
    re.I,
)
_ATTRIBUTION_END = re.compile(
    r"\b(?:ha\s+scritto|scrisse|scriveva|scrive|hai\s+scritto|ha\s+inviato|wrote|writes|a\s+écrit)\s*(?:\S{0,40}\s*)?:\s*$",
    re.I,
)
_ADDRESS_END = re.compile(r"<[^<>\s]{3,200}>\s*(?:\S{0,40}\s*)?:\s*$")
"""«Il 27/11 ho parlato con Mario <m@…>:» ends so too; then what follows is marked, or it is no quoted mail."""
_WROTE = re.compile(
    r"\s*[^\s].{0,200}(?:\bha\s+scritto|\bscrive|\bwrote|\bwrites)(?:\s+(?:il|in\s+data|on|alle)\b.{0,80})?\s*:\s*$",
    re.I,
)
"""«Mario Rossi <m@…> ha scritto:», as Roundcube, Horde and old Thunderbirds begin."""
_SENTENCE_LINES = 4
_ATTRIBUTION_LINES = 3
"""Over how many lines an attribution may be broken."""

_SIGNATURE = re.compile(r"\s*--\s*$")
_DRAWN = re.compile(r"\s*(?:—|__)\s*$")
"""Above a signature too, but people draw such lines anywhere."""
_MOBILE = re.compile(
    r"\s*[-–—*]{0,3}\s*(?:"
    r"(?:inviat[oa]|spedit[oa]|scritt[oa]|mandat[oa])\s+(?:da|dal|dall['’]?|con|tramite|attraverso)\s*"
    r"(?:(?:il\s+)?mi[oa]\s+)?(?:\S+\s+){0,3}?(?:iphone|ipad|ios|android|samsung|galaxy|huawei|xiaomi|redmi|oppo|nokia|blackberry"
    r"|windows|outlook|yahoo|posta|mail|libero|tiscali|gmail|smartphone|cellulare|telefono|tablet|dispositivo|mobile|proton\w*|thunderbird|aquamail|bluemail|spark|zimbra)"
    r"|(?:sent|get)\s+(?:from|via|using)?\s*(?:my\s+)?(?:\S+\s+){0,3}?(?:iphone|ipad|android|samsung|galaxy|huawei|blackberry|windows|outlook"
    r"|yahoo|mobile|phone|device|proton\w*|mail|gmail|thunderbird)"
    r"|ottieni\s+(?:outlook|bluemail)|scarica\s+outlook"
    r")\b.{0,120}$",
    re.I,
)
_DISCLAIMER = re.compile(
    r"\s*[*_#(\[«\"-]{0,10}\s*(?:"
    r"(?:avviso|nota|clausola|informativa|dichiarazione|avvertenza)\s+(?:di|sulla|sul|di\s+massima)?\s*(?:riservatezza|confidenzialit|privacy|legale|trattamento)"
    r"|riservatezza\s*[:–-]|disclaimer\b|confidentiality\s+notice|privacy\s*[:–-]"
    r"|(?:il|questo|la|questa|il\s+presente|la\s+presente|this|the)\s+(?:messaggio|e-?mail|comunicazione|message|communication)\b.{0,60}"
    r"(?:riservat|confidenzial|destinat[oaie]+\s+(?:esclusivamente|unicamente|solo)|confidential|intended\s+(?:only|solely))"
    r"|ai\s+sensi\s+de(?:l|lla|ll['’]\s?|gli)\s*.{0,80}(?:679|gdpr|196/2003|privacy|616)"
    r"|(?:prima\s+di\s+stampare|rispetta\s+l['’]ambiente|please\s+consider\s+the\s+environment|non\s+stampare)"
    r"|(?:attenzione|caution|external)\s*[:–-].{0,40}(?:mail|messaggio|email).{0,80}(?:estern|outside|external)"
    r")",
    re.I,
)
_OF_INFORMATION = re.compile(
    r"\s*(?:le|the)\s+(?:informazioni|information)\s+(?:contenut|trasmess|riportat|contained|transmitted)"
    r"[^.!?]{0,300}(?:riservat|confidenzial|destinat|esclusiv|privilegiat|confidential|intended|privileged)",
    re.I,
)
"""In one sentence, perhaps over several lines: «le informazioni contenute nella mail sono giuste» people write too."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]+")


@record
class Above:
    """What stands above a quoted mail."""

    text: str
    had_quote: bool


def above_quote(text: str) -> Above:
    """The own words of a text body, at most `TEXT_LIMIT` characters of them."""
    return _above(text[:READ_LIMIT].splitlines()[:_LINES])


def above_quote_of_html(html: str) -> Above:
    """The same of a body that is HTML only."""
    return _above(list(lines_of_html(html[:READ_LIMIT]))[:_LINES])


def _above(lines: list[str]) -> Above:
    lines = [_BLANKS.sub(" ", _CONTROLS.sub("", line)).rstrip() for line in lines]
    end = _quote_begins(lines)
    above = _joined(lines[:end])
    if above or end == len(lines):
        return Above(text=above, had_quote=end < len(lines))
    return Above(text=_joined(_below(lines, end)), had_quote=True)


def _quote_begins(lines: list[str]) -> int:
    """The place of the first line that is no longer the sender's own; the number of lines when all are."""
    for place in range(len(lines)):
        if _QUOTED.match(lines[place]) or _begins_rest(lines, place) or _attribution(lines, place):
            return place
    return len(lines)


def _begins_rest(lines: list[str], place: int) -> bool:
    """Whether everything from here on is the quoted mail, marked or not."""
    line = lines[place][:_LINE]
    if _ORIGINAL.match(line) and _DASHED.match(line):
        return True
    return _is_header(lines, place) or (
        _RULE.match(line) is not None and _is_header(lines, _next_written(lines, place))
    )


def _is_header(lines: list[str], place: int) -> bool:
    """Whether a quoted mail's header begins: «Da:», and one more label soon after."""
    first = _label(lines[place]) if place < len(lines) else None
    if first not in _FROM:
        return False
    written = [_label(line) for line in lines[place : place + 2 * _LABEL_LINES] if line.strip()][:_LABEL_LINES]
    return len({name for name in written if name is not None}) >= _LABELS_NEEDED


def _label(line: str) -> str | None:
    match = _LABEL.match(line[:_LINE])
    return None if match is None else " ".join(match["name"].lower().split())


def _next_written(lines: list[str], place: int) -> int:
    after = place + 1
    while after < min(len(lines), place + 4) and not lines[after].strip():
        after += 1
    return after


def _attribution(lines: list[str], place: int) -> int:
    """How many lines from here on say who wrote what follows: «Il giorno … ha scritto:»; 0 when none does."""
    first = lines[place][:_LINE]
    if not first.strip():
        return 0
    starts = _ATTRIBUTION_START.match(first) is not None
    for count in range(1, _ATTRIBUTION_LINES + 1):
        joined = " ".join(line.strip() for line in lines[place : place + count])[:_LINE]
        if starts and _ATTRIBUTION_END.search(joined):
            return count
        if starts and _ADDRESS_END.search(joined) and _is_quoted_soon(lines, place + count):
            return count
        if count == 1 and _WROTE.match(joined) and _is_quoted_soon(lines, place + 1):
            return count
    return 0


def _is_quoted_soon(lines: list[str], place: int) -> bool:
    written = [line for line in lines[place : place + 3] if line.strip()]
    return bool(written) and _QUOTED.match(written[0]) is not None


def _below(lines: list[str], begin: int) -> list[str]:
    """What stands below a quoted mail of which every line is marked, for whoever answers there.

    A line that follows a marked one without a blank line between is a quoted line that a mail program has broken.
    """
    rest = begin + _attribution(lines, begin)
    if not _is_quoted_soon(lines, rest):
        return []
    below: list[str] = []
    is_quote = True
    for place in range(rest, len(lines)):
        if _QUOTED.match(lines[place]):
            is_quote, below = True, []
        elif _begins_rest(lines, place):
            break
        elif not lines[place].strip():
            is_quote = False
        if not is_quote:
            below.append(lines[place])
    return below


def _joined(lines: list[str]) -> str:
    """The lines without signature, beginning and end of emptiness cut, at most `TEXT_LIMIT` characters."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_unsigned(lines)).strip())[:TEXT_LIMIT].rstrip()


def _unsigned(lines: list[str]) -> Iterator[str]:
    """Lines up to a signature or disclaimer; what a telephone puts below stands above the quote and is left out."""
    is_anything_said = False
    for place, line in enumerate(lines):
        start = line[:_LINE]
        if _SIGNATURE.match(start) or _is_disclaimer(lines, place):
            return
        if _DRAWN.match(start):
            if is_anything_said:
                return
        elif not _MOBILE.match(start) and not _RULE.match(start):
            is_anything_said = is_anything_said or bool(line.strip())
            yield line.strip()


def _is_disclaimer(lines: list[str], place: int) -> bool:
    if _DISCLAIMER.match(lines[place][:_LINE]):
        return True
    together = " ".join(lines[place : place + _SENTENCE_LINES])[:_LINE]
    return _OF_INFORMATION.match(together) is not None
