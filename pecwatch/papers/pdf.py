# SPDX-License-Identifier: EUPL-1.2
"""From HTML to a tagged PDF (PDF/UA-1), which a screen reader reads like the page. Only this file knows WeasyPrint."""

import logging
from typing import Any

from pecwatch.errors import UsageError

NEEDED = (
    "a PDF needs WeasyPrint and Pango: pip install 'pecwatch[report]', and on Debian apt-get install "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; or write to a file that ends in .html"
)


def as_pdf(html: str) -> bytes:
    """The page as a PDF with its structure: headings, tables with headings, alternative texts, language, title.

    Raises:
        UsageError: The library or the program libraries under it are not installed.
    """
    weasyprint = require_pdf()
    # A paper holds all it shows: whatever else asks for an address gets nothing.
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    document = weasyprint.HTML(string=html, url_fetcher=nothing)
    content: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return content


def require_pdf() -> Any:
    """Load the library, so that who cannot have a PDF hears it before anything is read.

    Raises:
        UsageError: As in `as_pdf`.
    """
    try:
        import weasyprint.urls  # noqa: PLC0415 - an extra: most commands never need it, and it takes a second to load
    except (ImportError, OSError) as error:  # OSError: Pango is missing
        raise UsageError(NEEDED) from error
    # Its warnings quote the page, and so names.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return weasyprint
