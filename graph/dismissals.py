"""What reviewers dismissed: a timed record of what was known then, and what has come to be known since."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.session import Statement, Transaction

NEWS_WEIGHT: Final = math.log(2)
"""Evidence is new where it alone makes the claim twice as likely (odds) as what was known of it when it was dismissed."""

READ_DISMISSALS: Final = Statement(
    "read_dismissals",
    "UNWIND $id AS id MATCH (:Finding {id: id})<-[:REVIEW_OF]-(r:Review {verdict: 'dismissed'}) WHERE r.undone_at IS NULL "
    "WITH id, r ORDER BY r.at, r.id WITH id, last(collect(r)) AS r RETURN id, r.id AS review_id, r.evidence AS evidence",
)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """What a reviewer knew: `evidence` as in an export."""

    review_id: str
    evidence: tuple[Mapping[str, Any], ...]


def read_dismissals(tx: Transaction, finding_ids: Sequence[str]) -> dict[str, Dismissal]:
    """The last dismissal of each of these findings that has one."""
    rows = tx.run(READ_DISMISSALS, id=list(finding_ids)) if finding_ids else []
    return {row["id"]: Dismissal(row["review_id"], tuple(json.loads(row["evidence"]))) for row in rows}


def new_evidence(known: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> list[str]:
    """What speaks for a finding now and did not when it was dismissed: sentences, heaviest first.

    A fact counts if it says something else than it did then (so a model that weighs the same facts anew reopens nothing) and is
    heavier by `NEWS_WEIGHT`; a fact that was not there weighed nothing. That a fact in favour of the accused has gone is no evidence.

    Args: known, now: `type`, `weight` and `text` of each fact, as in an export.
    """
    then = {item["type"]: item for item in known}
    news = []
    for item in sorted(now, key=lambda item: (-item["weight"], item["type"])):
        before = then.get(item["type"])
        rise = item["weight"] - (max(before["weight"], 0.0) if before else 0.0)
        if rise < NEWS_WEIGHT or (before and before["text"] == item["text"]):
            continue
        weighed = f"weighed {before['weight']:.1f} when it was dismissed, {item['weight']:.1f} now" if before else ""
        news.append(f"{item['text']} ({weighed or 'not known when it was dismissed'})")
    return news
