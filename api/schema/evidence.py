"""What findings and clusters say of themselves, what they rest on, and what became of them. Where they lead is in `types`."""

import datetime
import enum
import json
from typing import Annotated

import strawberry
from strawberry import field

from api.schema.connections import resolved
from api.schema.fields import FindingKind, build
from api.schema.nodes import Node
from graph.counterfactuals import counterfactuals
from graph.findings import counterfactual
from graph.read import Node as Row

KIN_STEPS = 5
"""Over so many mergers and splits a cluster counts as kin."""
NO_HARM_YET = "The run that said this did not look at what is at stake; the next run will."
Kin = Annotated[
    bool,
    strawberry.argument(description="Also of the clusters that merged into it, split from it, and so on, 5 steps far."),
]


@strawberry.type(description="A sentence that can be checked, and what it is worth.")
class Evidence:
    type: str = field(description="The feature it comes from.")
    weight: float = field(description="Log-odds, base e; negative speaks against the finding.")
    text: str = field(description="The sentence.")


@strawberry.type(description="What a verdict hangs on: the fewest facts without which it would be another.")
class Counterfactual:
    without: list[str] = field(description="Types of evidence; empty where no facts would turn the verdict.")
    score: float = field(description="The probability without them.")


@strawberry.type(
    description="A question about a content farm that is answered apart, by weights fitted for it; the finding's score is that both are so. "
    "Runs of earlier releases told two halves of the score under the same names."
)
class Answer:
    question: str = field(
        description="one_operator (is one party behind the profiles, lawful or not?) or breaks_rules (if there is one, does what it does break the rules?)."
    )
    probability: float = field(
        description="That the answer is yes, 0 to 1, in six digits. `one_operator` is never below the finding's score."
    )


@strawberry.enum(description="What became of a cluster in one night.")
class ClusterEvent(enum.Enum):
    BORN = strawberry.enum_value("born", description="It is new.")
    RETURNED = strawberry.enum_value("returned", description="It was gone for a while.")
    SPLIT = strawberry.enum_value("split", description="A part of another became a cluster of its own.")
    GROWN = strawberry.enum_value("grown", description="It has more members.")
    SHRUNK = strawberry.enum_value("shrunk", description="It has fewer members.")
    CHANGED = strawberry.enum_value("changed", description="It has as many members, but others.")
    STEADY = strawberry.enum_value(
        "steady", description="It has the same members; others merged into it or split from it."
    )
    MERGED = strawberry.enum_value("merged", description="It went into another.")
    DIED = strawberry.enum_value("died", description="It was not found again.")


@strawberry.type(description="What became of a cluster in one night. A night without a change has none.")
class ClusterChange:
    date: datetime.date = field(description="The night's day.")
    run_id: str | None = field(description="The run that saw it.")
    cluster_id: strawberry.ID = field(description="The cluster: with `kin`, this one or one of its kin.")
    finding_kind: FindingKind = field(name="kind", description="What the cluster is of.")
    change: ClusterEvent = field(description="What became of it.")
    size: int = field(description="Members then; 0 of one that is there no more.")
    previous_size: int | None = field(description="Members when it was last there; null if it is new.")
    from_ids: list[str] = field(description="Clusters that merged into it, or that it split from.")
    into_ids: list[str] = field(description="Clusters that it merged into, or that split from it.")
    joined: list[str] = field(description="Ids of members that joined.")
    left: list[str] = field(description="Ids of members that left.")


@strawberry.type(description="What is kept of clusters.")
class ClusterRecord(Node):
    id: strawberry.ID = field(description="Kept while most members stay.")
    finding_kind: FindingKind = field(name="kind", description="What the cluster is of.")
    size: int = field(description="Members in the last run.")
    previous_size: int | None = field(description="Members in the run before; null if it is new.")
    score: float = field(description="A calibrated probability.")
    first_seen: datetime.date | None = field(description="The first run that saw it.")
    last_seen: datetime.date | None = field(description="The last run that saw it.")
    run_id: str | None = field(description="The last run that saw it.")
    member_ids: list[str] = field(description="Artists and, of a campaign, releases; all of them.")


@strawberry.type(description="What is kept of findings.")
class FindingRecord(Node):
    subject_type: strawberry.Private[str]
    subject_id: strawberry.Private[str]
    target_type: strawberry.Private[str | None]
    target_id: strawberry.Private[str | None]
    id: strawberry.ID = field(description="The export's `finding_id`: the same for the same kind and ends.")
    finding_kind: FindingKind = field(name="kind", description="What it says.")
    score: float = field(description="A calibrated probability.")
    current: bool = field(description="Whether the last run said it.")
    prior: float = field(description="Log-odds before any evidence; with the weights, those of the score.")
    sufficiency: float = field(description="How much of what the model weighs was known at all, 0 to 1.")

    @resolved("What the verdict hangs on.")
    def counterfactual(self) -> Counterfactual:
        turned = counterfactual(self.prior, [(item.type, item.weight) for item in self.evidence])
        return Counterfactual(without=list(turned.without), score=turned.score)

    harm: float | None = field(
        description="What is at stake, 0 to 1, on a log scale against the catalog's own largest; null where the run did not look at it."
    )
    harm_reason: str = field(description="Why so much: what was measured, as a sentence.")
    status: str = field(
        description="open, what a reviewer decided (confirmed, dismissed, unsure), or reopened: dismissed, and there is new evidence since."
    )
    version: int = field(description="Counts decisions, assignments and reopenings: the next one's `expectedVersion`.")
    assignee: str | None = field(description="Who looks at it.")
    new_evidence: list[str] = field(description="Of a reopened finding, what speaks for it that was not known then.")
    returned_on: datetime.date | None = field(description="The last day on which it was back after a while without it.")
    changed_on: datetime.date | None = field(
        description="The last day on which it was new, came back, or had other evidence; null if that was before this was kept."
    )
    first_seen: datetime.date | None = field(description="The day of the first run that said it.")
    last_seen: datetime.date | None = field(description="The day of the last run that said it.")
    run_id: str | None = field(description="The last run that said it.")
    member_ids: list[str] = field(description="Artists and releases it speaks of besides its ends.")
    member_strengths: list[float] = field(
        description="How firmly each of `memberIds` belongs, 0 to 1, in their order; empty where that is not known."
    )
    answers: list[Answer] = field(description="Of a content farm, two questions; empty for other kinds.")
    evidence: list[Evidence] = field(description="By falling weight.")

    @resolved(
        "What the verdict hangs on, in several ways, at most 5: the smallest sets of facts without which it would be another, the one that "
        "is worth most first; then its heaviest facts, each with the probability without it alone."
    )
    def counterfactuals(self) -> list[Counterfactual]:
        turned = counterfactuals(self.prior, [(item.type, item.weight) for item in self.evidence])
        return [Counterfactual(without=list(item.without), score=item.score) for item in turned]


def build_change(row: Row) -> ClusterChange:
    told = {"change": ClusterEvent(row["change"]), "date": datetime.date.fromisoformat(row["date"])}
    return build(ClusterChange, {**row, **told, "from_ids": row["from"] or [], "into_ids": row["into"] or []})


def finding_values(row: Row) -> Row:
    """A finding's row, with its JSON parsed and what is worked out from it."""
    told = json.loads(row.get("evidence") or "[]")
    evidence = [Evidence(type=item["type"], weight=item["weight"], text=item["text"]) for item in told]
    answers = json.loads(row.get("answers") or "{}").items()
    return {
        **row,
        "version": row.get("version") or 0,
        "sufficiency": row.get("sufficiency", 1.0),
        "harm": row.get("harm") if row.get("harm_reason") else None,  # early graphs of schema version 6 hold 0 there
        "harm_reason": row.get("harm_reason") or NO_HARM_YET,
        "member_strengths": row.get("member_strengths") or [],
        "answers": [Answer(question=question, probability=yes) for question, yes in answers],
        "evidence": evidence,
    }
