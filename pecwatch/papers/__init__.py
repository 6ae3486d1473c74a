# SPDX-License-Identifier: EUPL-1.2
"""Papers for people outside the mails: a dossier or a report as a page, then as HTML, PDF or text."""
