# SPDX-License-Identifier: EUPL-1.2
"""Mails as a reader sees them: `python -m tests.alerts.looking FOLDER` writes and photographs one of each kind."""
