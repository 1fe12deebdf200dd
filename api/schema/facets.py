"""How many findings there are of each kind and status."""

import strawberry
from strawberry import field
from strawberry.types import Info

from api.schema import filters
from api.schema.connections import resolved
from api.schema.fields import Count, FindingKind, loaders
from graph.read_lists import Wanted, read_facets

_OWN = {"kind": ("kind", "kinds"), "status": ("status", "statuses")}
"""By what is counted, the conditions on it: they do not narrow its own counts, so that what could be chosen instead is counted too."""


@strawberry.type(description="How many findings of a kind there are.")
class KindCount:
    kind: FindingKind = field(description="The kind.")
    count: Count = field(description="How many.")


@strawberry.type(description="How many findings of a status there are.")
class StatusCount:
    status: str = field(description="The status.")
    count: Count = field(description="How many.")


@strawberry.type(description="How many findings fit, and how many would with another kind or status.")
class FindingFacets:
    total: Count = field(description="How many fit all conditions: `totalCount` of the list.")
    kinds: list[KindCount] = field(
        description="By kind, most first: those that fit all conditions but those on the kind. Kinds without any are left out."
    )
    statuses: list[StatusCount] = field(
        description="By status, most first: those that fit all conditions but those on the status. Statuses without any are left out."
    )


@strawberry.type(description="Counts of findings.")
class FacetQuery:
    @resolved("How many findings there are by kind and by status; the conditions are those of `findings`.")
    async def finding_facets(
        self,
        info: Info,
        kind: filters.Kind = None,
        kinds: filters.Kinds = None,
        status: filters.Status = None,
        statuses: filters.Statuses = None,
        min_score: filters.MinScore = None,
        distributor: filters.DistributorOf = None,
        assignee: filters.Assignee = None,
        first_seen_since: filters.FirstSeenSince = None,
        changed_since: filters.FindingChangedSince = None,
        subject: filters.About = None,
        current: filters.Current = True,
    ) -> FindingFacets:
        wanted = filters.findings_wanted(
            kind=kind,
            kinds=kinds,
            status=status,
            statuses=statuses,
            min_score=min_score,
            distributor=distributor,
            assignee=assignee,
            first_seen_since=first_seen_since,
            changed_since=changed_since,
            subject=subject,
            current=current,
        )
        others = {name: value for name, value in wanted.items() if not any(name in own for own in _OWN.values())}
        rows = [(row["kind"], row["status"], row["number"]) for row in await read_facets(loaders(info).graph, others)]
        return _facets(rows, wanted)


def _facets(rows: list[tuple[str, str, int]], wanted: Wanted) -> FindingFacets:
    """Args: rows: kind, status and number of each combination."""
    of_kind = [row for row in rows if _fits(row[0], wanted, "kind")]
    of_status = [row for row in rows if _fits(row[1], wanted, "status")]
    kinds = _summed([(kind, number) for kind, _, number in of_status])
    statuses = _summed([(status, number) for _, status, number in of_kind])
    return FindingFacets(
        total=Count(sum(number for _, status, number in of_kind if _fits(status, wanted, "status"))),
        kinds=[KindCount(kind=FindingKind(kind), count=Count(number)) for kind, number in kinds],
        statuses=[StatusCount(status=status, count=Count(number)) for status, number in statuses],
    )


def _fits(value: str, wanted: Wanted, name: str) -> bool:
    one, several = (wanted.get(condition) for condition in _OWN[name])
    return (one is None or value == one) and (several is None or value in several)


def _summed(rows: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Value and sum, largest first, then by value."""
    sums: dict[str, int] = {}
    for value, number in rows:
        sums[value] = sums.get(value, 0) + number
    return sorted(sums.items(), key=lambda item: (-item[1], item[0]))
