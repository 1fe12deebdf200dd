"""The lists at the root, as pages."""

from collections.abc import Callable
from typing import Any, TypeVar

import strawberry
from strawberry.types import Info

from api.limits import check_first
from api.payees import note_payees, payee_resolved
from api.schema import filters
from api.schema.ahead import properties, selects
from api.schema.connections import Connection, build_connection, decode_cursor, resolved
from api.schema.fields import Cursor, First, build, loaders
from api.schema.records import Distributor, Label
from api.schema.runs import Run, build_run
from api.schema.types import Artist, Cluster, Finding, Payee, Recording, Release, build_finding
from graph.read import After, Node
from graph.read_lists import Wanted, count_list, read_findings_with_ends, read_list

T = TypeVar("T")


@strawberry.type(description="Lists.")
class ListQuery:
    @resolved("Artists.")
    async def artists(
        self,
        info: Info,
        filter: filters.ArtistConditions = None,
        order: filters.ArtistOrdered = filters.ArtistOrder.ID,
        first: First = 25,
        after: Cursor = None,
    ) -> Connection[Artist]:
        return await _listed(
            info, "artists", filters.wanted(filter), lambda row: build(Artist, row), first, after, str(order.value)
        )

    @resolved("Releases, by id.")
    async def releases(
        self, info: Info, filter: filters.ReleaseConditions = None, first: First = 25, after: Cursor = None
    ) -> Connection[Release]:
        return await _listed(info, "releases", filters.wanted(filter), lambda row: build(Release, row), first, after)

    @resolved("Recordings, by id.")
    async def recordings(
        self, info: Info, filter: filters.RecordingConditions = None, first: First = 25, after: Cursor = None
    ) -> Connection[Recording]:
        return await _listed(
            info, "recordings", filters.wanted(filter), lambda row: build(Recording, row), first, after
        )

    @payee_resolved("Payees, by id.")
    async def payees(
        self, info: Info, filter: filters.PayeeConditions = None, first: First = 25, after: Cursor = None
    ) -> Connection[Payee]:
        page = await _listed(info, "payees", filters.wanted(filter), lambda row: build(Payee, row), first, after)
        note_payees(info, [str(edge.node.id) for edge in page.edges])
        return page

    @resolved("Distributors, by id.")
    async def distributors(
        self, info: Info, filter: filters.DistributorConditions = None, first: First = 25, after: Cursor = None
    ) -> Connection[Distributor]:
        return await _listed(
            info, "distributors", filters.wanted(filter), lambda row: build(Distributor, row), first, after
        )

    @resolved("Labels, by id.")
    async def labels(
        self, info: Info, filter: filters.LabelConditions = None, first: First = 25, after: Cursor = None
    ) -> Connection[Label]:
        return await _listed(info, "labels", filters.wanted(filter), lambda row: build(Label, row), first, after)

    @resolved("Current clusters, best first.")
    async def clusters(
        self,
        info: Info,
        kind: filters.Kind = None,
        min_size: filters.MinSize = None,
        min_score: filters.MinScore = None,
        changed_since: filters.ChangedSince = None,
        order: filters.ClusterOrdered = filters.ClusterOrder.SCORE,
        first: First = 25,
        after: Cursor = None,
    ) -> Connection[Cluster]:
        wanted = {
            "kind": filters.kind_value(kind),
            "min_size": min_size,
            "min_score": filters.score_value(min_score),
            "changed_since": filters.day_text(changed_since),
        }
        return await _listed(info, "clusters", wanted, lambda row: build(Cluster, row), first, after, str(order.value))

    @resolved("Findings, best first; by default those that the last run said.")
    async def findings(
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
        order: filters.FindingOrdered = filters.FindingOrder.SCORE,
        first: First = 25,
        after: Cursor = None,
    ) -> Connection[Finding]:
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
        if not selects(info.selected_fields, "edges", "node", "subject|target"):
            return await _listed(info, "findings", wanted, build_finding, first, after, str(order.value))
        place = _place("findings", str(order.value), after)
        page, ends = await read_findings_with_ends(
            loaders(info).graph,
            wanted,
            order=str(order.value),
            first=check_first(first),
            after=place,
            shown={kind.__name__: properties(info, kind) for kind in (Artist, Release, Recording, Cluster)},
        )
        loaders(info).budget.spend(len(page.items))
        loaders(info).prime(ends)
        return build_connection(
            page,
            build_finding,
            name=_in_order("findings", str(order.value)),
            after=place,
            count=_counter(info, "findings", wanted, str(order.value)),
        )

    @resolved("Runs of the detectors, newest first.")
    async def runs(self, info: Info, first: First = 25, after: Cursor = None) -> Connection[Run]:
        return await _listed(info, "runs", {}, build_run, first, after, "finished_on")


async def _listed(
    info: Info, name: str, wanted: Wanted, make: Callable[[Node], T], first: int, after: str | None, order: str = "id"
) -> Connection[T]:
    """A page of a list of `graph.read_lists`."""
    place = _place(name, order, after)
    page = await read_list(loaders(info).graph, name, wanted, order=order, first=check_first(first), after=place)
    loaders(info).budget.spend(len(page.items))
    if not page.items and place is None:
        filters.check_known(name, wanted)
    return build_connection(
        page, make, name=_in_order(name, order), after=place, count=_counter(info, name, wanted, order)
    )


def _counter(info: Info, name: str, wanted: Wanted, order: str) -> Callable[[], Any]:
    return lambda: count_list(loaders(info).graph, name, wanted, order=order)


def _place(name: str, order: str, after: str | None) -> After | None:
    """Raises: BadArgument: the cursor is none, or of another list or order."""
    return decode_cursor(after, _in_order(name, order))


def _in_order(name: str, order: str) -> str:
    return f"{name} by {order}"
