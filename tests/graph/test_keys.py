"""API keys: only a hash is kept, they end, and making or ending one is written down with it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.audit import AuditFilter, list_audit
from graph.errors import BadArgument
from graph.keys import create_key, hash_secret, list_keys, parse_token, revoke_key
from graph.session import Graph, Statement

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
EVERYTHING = Statement("test_everything", "MATCH (n) RETURN properties(n) AS properties")


def test_only_a_hash_of_the_secret_is_kept(graph: Graph) -> None:
    key, token = create_key(graph, name="pipeline", role="service", days=None, by="cli:test")
    id, secret = parse_token(token) or ("", "")
    assert (id, hash_secret(secret)) == (key.id, key.secret_hash)
    assert secret not in json.dumps(graph.read(EVERYTHING), default=str)
    assert key.opens(secret)
    assert not key.opens(secret[:-1] + ("0" if secret[-1] != "0" else "1"))


def test_no_two_keys_are_alike(graph: Graph) -> None:
    tokens = {create_key(graph, name="same", role="reader", days=1, by="cli:test")[1] for _ in range(20)}
    assert len(tokens) == len({token[:17] for token in tokens}) == len(list_keys(graph)) == 20


def test_a_key_expires_when_it_says(graph: Graph) -> None:
    key, _ = create_key(graph, name="trial", role="reader", days=7, by="cli:test", now=NOW)
    [kept] = list_keys(graph)
    assert kept == key
    assert kept.end(NOW + timedelta(days=6, hours=23)) is None
    assert kept.end(NOW + timedelta(days=7)) == "expired"


def test_a_revoked_key_stays_revoked_since_the_first_time(graph: Graph) -> None:
    key, _ = create_key(graph, name="old", role="admin", days=None, by="cli:test", now=NOW)
    first = revoke_key(graph, key.id, by="cli:test", now=NOW + timedelta(days=1))
    again = revoke_key(graph, key.id, by="cli:test", now=NOW + timedelta(days=2))
    assert first.revoked_at == again.revoked_at == "2026-11-29T12:00:00+00:00"
    assert again.end(NOW) == "revoked"


def test_to_revoke_nothing_is_an_error_and_not_written_down(graph: Graph) -> None:
    with pytest.raises(BadArgument, match="no key"):
        revoke_key(graph, "000000000000", by="cli:test")
    assert list_audit(graph, AuditFilter(), most=10) == []


def test_making_and_ending_a_key_is_written_down(graph: Graph) -> None:
    key, token = create_key(graph, name="audited", role="reader", days=None, by="cli:ana")
    revoke_key(graph, key.id, by="cli:bo")
    entries = list_audit(graph, AuditFilter(), most=10)
    assert [(entry["who"], entry["action"], entry["subject"]) for entry in entries] == [
        ("cli:bo", "revoke_key", key.id),
        ("cli:ana", "create_key", key.id),
    ]
    assert token.rsplit("_", 1)[1] not in json.dumps(entries)
    assert list_audit(graph, AuditFilter(who="cli:ana"), most=10) == entries[1:]
    assert list_audit(graph, AuditFilter(since="2999-01-01"), most=10) == []


@given(st.text())
def test_text_that_is_no_key_is_none(text: str) -> None:
    assert parse_token(text) is None
    assert parse_token(f"nsk_{text}") is None


@given(st.binary(min_size=6, max_size=6), st.binary(min_size=32, max_size=32))
def test_a_token_is_read_back(id: bytes, secret: bytes) -> None:
    assert parse_token(f"nsk_{id.hex()}_{secret.hex()}") == (id.hex(), secret.hex())
    assert parse_token(f"nsk_{id.hex()}_{secret.hex()}\n") is None
