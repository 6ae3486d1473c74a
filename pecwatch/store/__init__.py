# SPDX-License-Identifier: EUPL-1.2
"""What pecwatch remembers: ledger of messages, case file, outbox, registry, raw mail.

`database` opens it and gives sessions; every other file is one subject with plain functions
that take the session first. Records go in and come out; tables never leave this room.
"""
