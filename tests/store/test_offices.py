# SPDX-License-Identifier: EUPL-1.2
"""Many offices on one PostgreSQL: the server itself keeps them apart, and gives each to one worker at a time."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import psycopg
import pytest
from sqlalchemy import inspect, text

from pecwatch.errors import LeaseLost, LockHeld, UsageError
from pecwatch.store.database import Database, open_database
from pecwatch.store.engine import make_engine
from pecwatch.store.isolation import OPEN_TO_ALL, obeys_no_policy
from pecwatch.store.leases import Held, Lease, Leases, leased
from pecwatch.store.migrate import migrate
from pecwatch.store.notes import note, noted
from pecwatch.store.tables import Stored
from pecwatch.store.trouble import StoreDefect, StoreTrouble
from tests.servers.postgresql import PostgreSQL
from tests.store.values import NOW


@pytest.fixture(scope="module")
def server_url(postgresql: PostgreSQL) -> Iterator[str]:
    """A database with its tables, for the offices of this file."""
    url = postgresql.create()
    with opened(url, "cremona") as database:
        migrate(database, NOW)
    yield url
    postgresql.drop(url)


OF_ANOTHER = "INSERT INTO note (office, key, value, noted_at) VALUES ('soncino', 'x', 'y', :now)"


@pytest.fixture
def leases(server_url: str) -> Iterator[Leases]:
    """The work of these offices, as one worker sees it; nobody has any, and all are due."""
    engine = make_engine(server_url)
    with engine.begin():
        pass
    with psycopg.connect(plain(server_url)) as connection:
        connection.execute("DELETE FROM office_work")
    yield Leases(engine, lease_s=30, worker="one")
    engine.dispose()


@contextmanager
def opened(url: str, office: str, lease: Lease | None = None, lease_s: int = 30) -> Iterator[Database]:
    engine = make_engine(url)
    held = None if lease is None else Held(engine=engine, lease=lease, lease_s=lease_s)
    yield open_database(url, office=office, engine=engine, held=held)
    engine.dispose()


def plain(url: str) -> str:
    """The URL as any other program would use it."""
    return url.replace("+psycopg", "")


def expire(url: str) -> None:
    """The lease time of whoever has an office is over, as when nothing was heard of a worker."""
    with psycopg.connect(plain(url)) as connection:
        connection.execute("UPDATE office_work SET leased_until = now() - interval '1 second'")


def test_every_table_of_an_office_is_protected(server_url: str) -> None:
    """Also one that somebody adds in two years: what has a column `office` is shown by office."""
    tables = {table.name for table in Stored.metadata.sorted_tables} - {OPEN_TO_ALL}
    with psycopg.connect(plain(server_url)) as connection:
        found = connection.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
        ).fetchall()
        rest = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT rowsecurity"
        ).fetchall()
    assert {name for (name,) in found} == tables
    assert {name for (name,) in rest} == {OPEN_TO_ALL, "alembic_version"}


def test_an_office_sees_and_writes_its_own_rows_alone(server_url: str) -> None:
    """Whatever a query forgets: another program with our password is told no more than the office it names."""
    for office in ("cremona", "soncino"):
        with opened(server_url, office) as database, database.writing() as session:
            note(session, "colour", f"of {office}", NOW)
    with psycopg.connect(plain(server_url)) as connection:
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)
        connection.execute("SET pecwatch.office = 'soncino'")
        assert connection.execute("SELECT DISTINCT office, value FROM note").fetchall() == [("soncino", "of soncino")]
        assert connection.execute("DELETE FROM note WHERE office = 'cremona'").rowcount == 0
        insert = "INSERT INTO note (office, key, value, noted_at) VALUES ('cremona', 'x', 'y', now())"
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(insert)
    with opened(server_url, "cremona") as database, database.reading() as session:
        kept = noted(session, "colour")
        assert kept is not None
        assert kept.value == "of cremona"


def test_the_office_is_forgotten_with_its_transaction(server_url: str) -> None:
    """Connections go from one office to the next: what one said of itself must not hold for the other."""
    engine = make_engine(server_url)
    first = open_database(server_url, office="cremona", engine=engine)
    with first.reading() as session:
        assert session.connection().exec_driver_sql("SHOW pecwatch.office").scalar() == "cremona"
    with engine.connect() as connection:
        assert not connection.exec_driver_sql("SELECT current_setting('pecwatch.office', true)").scalar()
    engine.dispose()


def test_later_changes_of_tables_reach_the_rows_of_all(server_url: str, postgresql: PostgreSQL) -> None:
    """Migrating again lifts the protection for its transaction and puts it back."""
    copy = postgresql.create(like=server_url)
    with opened(copy, "cremona") as database:
        with database.writing() as session:
            note(session, "colour", "red", NOW)
        with psycopg.connect(plain(copy)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '0007'")
            connection.execute("DROP TABLE office_work")
        migrate(database, NOW)
        assert inspect(database.engine).has_table("office_work")
        with psycopg.connect(plain(copy)) as connection:
            assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)
    postgresql.drop(copy)


def test_a_role_that_no_policy_binds_is_known(server_url: str, postgresql: PostgreSQL) -> None:
    """`check` warns of it: for a superuser the server protects nothing."""
    for role, exempt in (("pecwatch", False), ("postgres", True)):
        engine = make_engine(server_url.replace("//pecwatch@", f"//{role}@"))
        with engine.connect() as connection:
            assert obeys_no_policy(connection) is exempt
        engine.dispose()


def test_a_right_that_was_not_given_is_nobodys_defect(server_url: str, postgresql: PostgreSQL) -> None:
    """As on a table that an upgrade made: no message is given up for it. A row of another office would be a defect."""
    postgresql.command("CREATE ROLE pecwatch_reader LOGIN")
    try:
        with psycopg.connect(plain(server_url)) as owner:
            owner.execute("GRANT USAGE ON SCHEMA public TO pecwatch_reader")
            owner.execute("GRANT SELECT ON note TO pecwatch_reader")
        with (
            opened(server_url.replace("//pecwatch@", "//pecwatch_reader@"), "cremona") as database,
            pytest.raises(StoreTrouble, match="GRANT") as caught,
            database.writing() as session,
        ):
            note(session, "colour", "blue", NOW)
        assert not isinstance(caught.value, StoreDefect)
        with (
            opened(server_url, "cremona") as database,
            pytest.raises(StoreDefect),
            database.writing() as session,
        ):
            session.connection().execute(text(OF_ANOTHER), {"now": NOW})
    finally:
        with psycopg.connect(plain(server_url)) as owner:
            owner.execute("REVOKE ALL ON note FROM pecwatch_reader")
            owner.execute("REVOKE ALL ON SCHEMA public FROM pecwatch_reader")
        postgresql.command("DROP ROLE pecwatch_reader")


@pytest.mark.parametrize("code", ["", "Cremona", "a'; DROP TABLE note; --", "a b", "x" * 64])
def test_a_code_is_a_word(server_url: str, code: str) -> None:
    """It stands in statements and names folders."""
    with pytest.raises(UsageError):
        open_database(server_url, office=code)


def test_the_most_overdue_office_is_claimed_once(leases: Leases) -> None:
    """Each worker gets another; one that is not served here is left to others."""
    leases.take_in(["cremona"])
    leases.take_in(["cremona", "soncino", "elsewhere"])
    known = ["cremona", "soncino"]
    found = [leases.claim(known) for _ in range(3)]
    assert [lease and lease.office for lease in found] == ["cremona", "soncino", None]


def test_an_office_given_back_waits_its_turn(leases: Leases) -> None:
    """A large office whose work is not done comes after every office that is overdue."""
    known = ["cremona", "soncino"]
    leases.take_in(["cremona"])
    leases.take_in(["soncino"])
    first = leases.claim(known)
    assert first is not None
    leases.give_back(first, worked=True, due_in_s=0)
    second = leases.claim(known)
    assert second is not None
    assert (first.office, second.office) == ("cremona", "soncino")
    leases.give_back(second, worked=True, due_in_s=600, problem="mailbox")
    states = {each.office: each for each in leases.all()}
    assert states["soncino"].problem == "mailbox"
    assert states["soncino"].ended_at is None
    assert states["cremona"].ended_at is not None


def test_whoever_takes_an_office_over_knows_how_it_was_left(leases: Leases, server_url: str) -> None:
    """After a death or a failed round something may be half done, until a round has ended well."""
    leases.take_in(["cremona"])
    known = []
    for ending in ("well", "died", "well", "round", "not taken up", "well", "well"):
        lease = leases.claim_one("cremona")
        assert lease is not None
        known.append(lease.is_clean)
        if ending == "died":
            expire(server_url)
        else:
            leases.give_back(lease, worked=ending != "not taken up", problem="round" if ending == "round" else "")
    assert known == [True, True, False, True, False, False, True]
    with pytest.raises(KeyError), leased(leases, "cremona"):
        raise KeyError
    after = leases.claim(["cremona"])
    assert after is not None
    assert not after.is_clean


def test_one_alone_works_for_an_office(leases: Leases, server_url: str) -> None:
    """A command that works alone is refused while a worker has the office, and keeps workers away."""
    with leased(leases, "cremona"):
        assert leases.claim(["cremona"]) is None
        with pytest.raises(LockHeld), leased(leases, "cremona"):
            pass
    assert leases.claim(["cremona"]) is not None


def test_whoever_lost_an_office_writes_nothing_more(leases: Leases, server_url: str) -> None:
    """A worker that was stopped for too long finds that it was replaced, at the first thing it would write."""
    leases.take_in(["cremona"])
    late = leases.claim(["cremona"])
    assert late is not None
    expire(server_url)
    new = leases.claim(["cremona"])
    assert new is not None
    assert not leases.renew(late)
    with opened(server_url, "cremona", late) as database, pytest.raises(LeaseLost), database.writing():
        pass
    leases.give_back(late, worked=True, due_in_s=600)
    with opened(server_url, "cremona", new) as database, database.writing() as session:
        note(session, "colour", "green", NOW)
    assert leases.renew(new)


def test_nobody_takes_an_office_over_within_a_transaction(leases: Leases, server_url: str) -> None:
    """What is being written when the time runs out is written whole before another begins."""
    leases.take_in(["cremona"])
    slow = leases.claim(["cremona"])
    with opened(server_url, "cremona", slow) as database:
        with database.writing() as session:
            expire_apart(server_url)
            assert leases.claim(["cremona"]) is None
            note(session, "colour", "blue", NOW)
        expire(server_url)
        assert leases.claim(["cremona"]) is not None


def test_a_lease_is_not_lost_by_a_transaction_of_its_own(leases: Leases, server_url: str) -> None:
    """It is renewed while a long one goes on, by another connection, which must not wait for it."""
    leases.take_in(["cremona"])
    lease = leases.claim(["cremona"])
    assert lease is not None
    with opened(server_url, "cremona", lease) as database, database.writing() as session:
        note(session, "colour", "violet", NOW)
        session.flush()
        assert leases.renew(lease)


@pytest.mark.parametrize("writes", [False, True], ids=["reading", "writing"])
def test_a_statement_that_takes_too_long_is_the_servers_fault(server_url: str, writes: bool) -> None:
    """It is ended there, and nobody takes what was to be written for the cause: it will be tried again."""
    engine = make_engine(server_url, patience_s=0.2)
    database = open_database(server_url, office="cremona", engine=engine)
    with (
        pytest.raises(StoreTrouble, match="57014: the server is too slow") as caught,
        database.writing() if writes else database.reading() as session,
    ):
        session.connection().exec_driver_sql("SELECT pg_sleep(10)")
    assert not isinstance(caught.value, StoreDefect)
    engine.dispose()


def test_a_schema_may_be_called_as_one_likes(postgresql: PostgreSQL) -> None:
    """In capitals and with blanks: its tables are protected like those of any other."""
    url = postgresql.create()
    with psycopg.connect(plain(url)) as connection:
        connection.execute('CREATE SCHEMA "Servizi Sociali"')
        connection.execute(
            f'ALTER ROLE pecwatch IN DATABASE {name_of(url)} SET search_path = "Servizi Sociali"'.encode()
        )
    for _ in range(2):
        with opened(url, "cremona") as database:
            migrate(database, NOW)
            with database.writing() as session:
                note(session, "colour", "ochre", NOW)
    with psycopg.connect(plain(url)) as connection:
        found = connection.execute(
            """SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relforcerowsecurity
               AND relnamespace = '"Servizi Sociali"'::regnamespace"""
        ).fetchone()
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)
    assert found == (len(Stored.metadata.sorted_tables) - 1,)
    postgresql.drop(url)


def name_of(url: str) -> str:
    """The database of a URL."""
    return url.partition("?")[0].rpartition("/")[2]


def expire_apart(url: str) -> None:
    """The same while somebody writes: the row cannot be changed then, so time has to pass by its own."""
    with psycopg.connect(plain(url)) as connection, suppress(psycopg.errors.LockNotAvailable):
        connection.execute("SET lock_timeout = '50ms'")
        connection.execute("UPDATE office_work SET leased_until = now() - interval '1 second'")


def test_a_transaction_that_stands_still_is_ended_by_the_server(leases: Leases, server_url: str) -> None:
    """A worker stopped in the middle of writing holds nobody up for longer than a lease."""
    leases.take_in(["cremona"])
    stopped = leases.claim(["cremona"])
    with (
        opened(server_url, "cremona", stopped, lease_s=1) as database,
        pytest.raises(StoreTrouble) as caught,
        database.writing() as session,
    ):
        note(session, "colour", "lost", NOW)
        session.flush()
        wait_until_gone(server_url)
        note(session, "colour", "lost again", NOW)
    assert not isinstance(caught.value, StoreDefect), "no message is given up for it"
    expire(server_url)
    assert leases.claim(["cremona"]) is not None


def wait_until_gone(url: str) -> None:
    """Until no transaction stands idle."""
    question = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
    with psycopg.connect(plain(url), autocommit=True) as connection:
        while connection.execute(question).fetchone() != (0,):
            time.sleep(0.05)


class SilentLine:
    """Stands before the server's socket; when told so, it takes everything and says nothing."""

    def __init__(self, folder: str) -> None:
        self._target = f"{folder}/.s.PGSQL.5432"
        self.is_silent = False
        self._lines = ExitStack()
        self._listener = self._lines.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._lines.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._target)
                for line in (client, server):
                    self._lines.enter_context(line)
                threading.Thread(target=self._pass, args=(client, server), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not self.is_silent:
                    target.sendall(data)


def test_a_server_that_falls_silent_is_given_up(server_url: str, postgresql: PostgreSQL) -> None:
    """A round that waits for ever would look like one that hangs, and hold up the thread that watches it."""
    line = SilentLine(str(postgresql.root))
    url = f"{server_url.partition('?')[0].replace('@', f'@127.0.0.1:{line.port}')}?sslmode=disable"
    database = open_database(url, office="cremona", engine=make_engine(url, patience_s=0.5))
    with database.reading() as session:
        assert noted(session, "nothing") is None
    line.is_silent = True
    began = time.monotonic()
    with pytest.raises(StoreTrouble, match="cannot be reached or went away"), database.reading() as session:
        noted(session, "nothing")
    assert time.monotonic() - began < 10
    line.close()
    database.engine.dispose()
