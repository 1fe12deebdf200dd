"""People who decide, findings they decide on, and what the tests of that share."""

from collections.abc import Awaitable, Callable
from typing import Any

from graph.errors import NamesakeError
from graph.findings import Evidence, Finding, Reference
from graph.pair_reviews import Judged, PairOutcome
from graph.reviews import Done, Outcome, Reviewer
from graph.session import AsyncGraph, Statement
from graph.undo import take_back

Run = Callable[[Callable[[AsyncGraph], Awaitable[Any]]], Any]
"""`run(work)`: what an async function gives with an async graph of the session's server."""
MARA, BEN, ADA = Reviewer("key:1", "Mara"), Reviewer("key:2", "Ben"), Reviewer("key:3", "Ada", is_admin=True)
AUDIT = Statement("audit", "MATCH (e:AuditEntry) RETURN e {.*} AS entry ORDER BY e.at")


def said(**weights: float) -> Finding:
    """An impersonation with evidence of these weights; the sentence names the weight."""
    evidence = tuple(Evidence(name, weight, f"{name} says {weight}.") for name, weight in weights.items())
    return Finding("impersonation", Reference("artist", "a1"), -2.0, evidence, Reference("artist", "a2"))


def farm(cluster_id: str, **weights: float) -> Finding:
    evidence = tuple(Evidence(name, weight, f"{name} says {weight}.") for name, weight in weights.items())
    return Finding("content_farm", Reference("cluster", cluster_id), -1.0, evidence, None, ("a1", "a2"))


def undo(run: Run, outcome: Outcome | PairOutcome, by: Reviewer = MARA) -> Done | Judged | NamesakeError:
    assert isinstance(outcome, Done | Judged)
    undone = run(lambda connected: take_back(connected, outcome.review["id"], by=by, reason="a slip"))
    assert isinstance(undone, Done | Judged | NamesakeError)
    return undone
