# SPDX-License-Identifier: EUPL-1.2
"""The C library, for the few calls of Linux that Python 3.11 does not offer."""

import ctypes

LIBC = ctypes.CDLL(None, use_errno=True)
"""Calls return -1 when refused; nothing here raises."""
