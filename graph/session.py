"""Talking to Neo4j: named statements, timeouts, retries, errors in Namesake's words.

The driver is imported here alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions

from graph.errors import (
    BadSetting,
    DatabaseDown,
    DatabaseMemory,
    DatabaseRefused,
    DiskFull,
    NamesakeError,
    StatementTimeout,
)
from graph.server import Connection
from graph.settings import Settings

T = TypeVar("T")
_DRIVER_OPTIONS: dict[str, Any] = {
    "notifications_min_severity": "OFF",
    "connection_timeout": 10,
    "max_transaction_retry_time": 20,
    "telemetry_disabled": True,
}


_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_URI_HINT = "it looks like bolt://host:7687, neo4j://host or neo4j+s://host"


@dataclass(frozen=True, slots=True)
class Statement:
    """A named Cypher statement; the name goes to the server's query log as transaction metadata."""

    name: str
    text: str


class Transaction:
    """An open transaction; what it runs is there whole or not at all."""

    def __init__(self, inner: neo4j.ManagedTransaction) -> None:
        self._inner = inner

    def run(self, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
        try:
            # not `data()`, which copies every value to take nodes apart, which no statement returns
            return [
                dict(zip(row.keys(), row.values(), strict=True)) for row in self._inner.run(statement.text, parameters)
            ]
        except exceptions.TransientError as error:
            if "MemoryPoolOutOfMemory" not in (error.code or ""):
                raise
            # the driver would try again, with the same end
            raise DatabaseMemory(
                f"the database has too little memory for `{statement.name}`: {error.message}",
                hint="raise NAMESAKE_HEAP_MB, then `namesake down` and run it again; or lower NAMESAKE_BATCH_ROWS",
            ) from error


class Graph:
    """A connected graph."""

    def __init__(self, driver: neo4j.Driver, *, database: str, timeout_s: float) -> None:
        self._driver = driver
        self._database = database
        self._timeout_s = timeout_s

    def __enter__(self) -> "Graph":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._driver.close()

    def read(self, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
        """Run one reading statement; retried where the server asks for it."""
        with (
            _in_our_words(),
            self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session,
        ):
            return session.execute_read(self._unit(statement, parameters))

    def write(self, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
        """Run one writing statement in a transaction of its own."""
        with _in_our_words(), self._driver.session(database=self._database) as session:
            return session.execute_write(self._unit(statement, parameters))

    def write_many(self, work: Callable[[Transaction], T], *, name: str = "write_many") -> T:
        """Run `work` in one transaction, for as long as it takes.

        It may be run again after a transient error, so it must only use its transaction.
        """
        unit = neo4j.unit_of_work(metadata={"statement": name})(lambda tx: work(Transaction(tx)))
        with _in_our_words(), self._driver.session(database=self._database) as session:
            return session.execute_write(unit)

    def run_alone(self, statement: Statement, **parameters: Any) -> None:
        """Run a statement that manages its own transactions (`CALL … IN TRANSACTIONS`)."""
        with _in_our_words(), self._driver.session(database=self._database) as session:
            session.run(neo4j.Query(statement.text, metadata={"statement": statement.name}), parameters).consume()

    def _unit(
        self, statement: Statement, parameters: dict[str, Any]
    ) -> Callable[[neo4j.ManagedTransaction], list[dict[str, Any]]]:
        def unit(tx: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            return Transaction(tx).run(statement, **parameters)

        return neo4j.unit_of_work(metadata={"statement": statement.name}, timeout=self._timeout_s)(unit)


class AsyncGraph:
    """The same for an event loop. `on_statement` is told the name of each statement that is sent."""

    def __init__(self, driver: neo4j.AsyncDriver, *, database: str, timeout_s: float) -> None:
        self._driver = driver
        self._database = database
        self._timeout_s = timeout_s
        self.on_statement: Callable[[str], None] = lambda name: None

    async def close(self) -> None:
        await self._driver.close()

    async def read(self, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
        return await self._run(statement, parameters, neo4j.READ_ACCESS)

    async def write(self, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
        return await self._run(statement, parameters, neo4j.WRITE_ACCESS)

    async def write_all(self, *steps: tuple[Statement, dict[str, Any]]) -> list[list[dict[str, Any]]]:
        """Run statements in one transaction: all of them count, or none. Returns: the rows of each."""

        async def unit(tx: neo4j.AsyncManagedTransaction) -> list[list[dict[str, Any]]]:
            for statement, _ in steps:
                self.on_statement(statement.name)
            return [await (await tx.run(statement.text, parameters)).data() for statement, parameters in steps]

        name = steps[0][0].name if steps else "nothing"
        timed = neo4j.unit_of_work(metadata={"statement": name}, timeout=self._timeout_s)(unit)
        with _in_our_words():
            async with self._driver.session(database=self._database) as session:
                return await session.execute_write(timed)

    async def _run(self, statement: Statement, parameters: dict[str, Any], mode: str) -> list[dict[str, Any]]:
        query = neo4j.Query(statement.text, metadata={"statement": statement.name}, timeout=self._timeout_s)

        async def unit(tx: neo4j.AsyncManagedTransaction) -> list[dict[str, Any]]:
            self.on_statement(statement.name)
            return await _rows(await tx.run(statement.text, parameters))

        timed = neo4j.unit_of_work(metadata=query.metadata, timeout=query.timeout)(unit)
        with _in_our_words():
            async with self._driver.session(database=self._database, default_access_mode=mode) as session:
                if mode == neo4j.WRITE_ACCESS:
                    return await session.execute_write(timed)
                try:  # no BEGIN and no COMMIT: one round trip in place of three, 0.4 ms less of the event loop
                    self.on_statement(statement.name)
                    return await _rows(await session.run(query, parameters))
                except (exceptions.Neo4jError, exceptions.DriverError) as error:
                    if not error.is_retryable():
                        raise
                return await session.execute_read(timed)


async def _rows(result: neo4j.AsyncResult) -> list[dict[str, Any]]:
    """The rows as they came. `data()` would copy every value, to take nodes apart, which no statement returns: half as much work again."""
    return [dict(zip(row.keys(), row.values(), strict=True)) async for row in result]


def connect(connection: Connection, settings: Settings) -> Graph:
    """Connect and check that the server answers.

    Raises: DatabaseDown, DatabaseRefused, BadSetting.
    """
    with _in_our_words():
        driver = neo4j.GraphDatabase.driver(connection.uri, auth=_auth(connection), **_DRIVER_OPTIONS)
        try:
            driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
    return Graph(driver, database=connection.database, timeout_s=settings.query_timeout_s)


def connect_async(connection: Connection, settings: Settings) -> AsyncGraph:
    """An async graph; it connects with its first statement.

    Raises: BadSetting.
    """
    with _in_our_words():
        driver = neo4j.AsyncGraphDatabase.driver(connection.uri, auth=_auth(connection), **_DRIVER_OPTIONS)
    return AsyncGraph(driver, database=connection.database, timeout_s=settings.query_timeout_s)


def _auth(connection: Connection) -> tuple[str, str]:
    try:
        parts = urlsplit(connection.uri)
        usable = parts.scheme in _SCHEMES and parts.hostname is not None and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise BadSetting(f"NAMESAKE_NEO4J_URI is `{connection.uri}`", hint=_URI_HINT)
    return connection.user, connection.password


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Turn the driver's errors that a user can act on into ours."""
    try:
        yield
    except (exceptions.ServiceUnavailable, exceptions.SessionExpired, exceptions.ConnectionPoolError) as error:
        raise DatabaseDown(
            f"the database does not answer: {error}",
            hint="start it with `namesake up`, or check NAMESAKE_NEO4J_URI",
        ) from error
    except exceptions.ConfigurationError as error:
        raise BadSetting(f"NAMESAKE_NEO4J_URI cannot be used: {error}", hint=_URI_HINT) from error
    except exceptions.Neo4jError as error:
        translated = _translate(error)
        if translated is None:
            raise
        raise translated from error


def _translate(error: exceptions.Neo4jError) -> NamesakeError | None:
    code, message = error.code or "", error.message or ""
    if isinstance(error, exceptions.AuthError | exceptions.Forbidden) or code.startswith("Neo.ClientError.Security."):
        return DatabaseRefused(
            f"the database refuses this user: {message}",
            hint="check NAMESAKE_NEO4J_USER and NAMESAKE_NEO4J_PASSWORD",
        )
    if "ReadOnlyDatabase" in code:
        return DatabaseRefused(
            f"the database takes no writes: {message}", hint="make it writable, or set NAMESAKE_NEO4J_URI to its leader"
        )
    if "no space left" in message.lower() or ("disk" in message.lower() and "full" in message.lower()):
        return DiskFull(f"the database cannot write: {message}", hint="free space on its disk, then run it again")
    if "DatabaseUnavailable" in code or "DatabaseNotFound" in code:
        return DatabaseDown(
            f"the database cannot be used: {message}", hint="check NAMESAKE_NEO4J_DATABASE and the server's log"
        )
    if "TransactionTimedOut" in code or "Terminated" in code:
        return StatementTimeout(
            "a statement took longer than allowed and was cancelled",
            hint="raise NAMESAKE_QUERY_TIMEOUT_S, or ask for less",
        )
    return None
