"""The allow list of queries: where there is one, nothing else is answered."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension

from graph.errors import BadSetting

_NOTHING: Final = "{ __typename }"


class PersistedQueries(SchemaExtension):
    """Finds the listed query by its hash, in the form of Apollo's clients: `extensions.persistedQuery.sha256Hash`."""

    def on_operation(self) -> Iterator[None]:
        """Put the listed query in place, before anything reads it."""
        running = self.execution_context
        listed: Mapping[str, str] | None = running.context.policy.persisted
        self._refusal: GraphQLError | None = None
        if listed is not None:
            try:
                running.query = find_query(listed, running.query, running.operation_extensions or {})
            except GraphQLError as error:
                running.query, self._refusal = _NOTHING, error
        yield

    def on_execute(self) -> Iterator[None]:
        """Raises: GraphQLError: the query is not on the list. Said here, for a stream takes no error any earlier."""
        if self._refusal is not None:
            raise self._refusal
        yield


def find_query(listed: Mapping[str, str], query: str | None, extensions: Mapping[str, Any]) -> str:
    """The listed query that is named by its hash or given as it is listed. Raises: GraphQLError: there is none."""
    named = extensions.get("persistedQuery")
    digest = named.get("sha256Hash") if isinstance(named, Mapping) else hash_query(query or "")
    found = listed.get(digest) if isinstance(digest, str) else None
    if found is None or (query and query != found):
        raise GraphQLError("the query is not on this service's list of persisted queries")
    return found


def hash_query(query: str) -> str:
    """SHA-256 of the text as it is sent, hex."""
    return hashlib.sha256(query.encode()).hexdigest()


def read_queries(path: Path) -> dict[str, str]:
    """Queries by hash: the `.graphql` files of a folder, or a JSON file of hash to query.

    Raises: BadSetting: it cannot be read, or a hash is not that of its query.
    """
    try:
        if path.is_dir():
            texts = [file.read_text(encoding="utf-8") for file in sorted(path.glob("**/*.graphql"))]
            return {hash_query(text): text for text in texts}
        listed = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _bad(f"{path} cannot be read: {error}") from error
    if not isinstance(listed, dict) or not all(isinstance(text, str) for text in listed.values()):
        raise _bad(f"{path} is not an object of hash to query")
    for digest, text in listed.items():
        if digest != hash_query(text):
            raise _bad(f"{path}: `{digest[:80]}` is not the SHA-256 of its query, {hash_query(text)}")
    return listed


def _bad(what: str) -> BadSetting:
    return BadSetting(
        f"NAMESAKE_PERSISTED_QUERIES: {what}",
        hint="name a folder of .graphql files, or a JSON file of SHA-256 to query",
    )
