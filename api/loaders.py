"""One request's DataLoaders: whatever the fields of one level ask for goes out as one statement."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from api.limits import Budget
from graph import read
from graph.as_of import Version, read_versions
from graph.cluster_history import read_cluster_histories
from graph.read import Node, Page, PageKey
from graph.read_network import NetworkKey, read_networks
from graph.session import AsyncGraph

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_BATCH = 1_000


class Loaders:
    """Loads by id, once for each id, and counts what it loads against the request's budget."""

    def __init__(self, graph: AsyncGraph) -> None:
        self.graph = graph
        self.budget = Budget()
        self._made: dict[tuple[str, str], DataLoader[Any, Any]] = {}

    def node(self, label: str, id: str) -> Awaitable[Node | None]:
        """A node, or None where no such node is (or it is a cluster of an earlier run)."""
        return self._node_loader(label).load(id)

    def _node_loader(self, label: str) -> DataLoader[str, Node | None]:
        async def load(ids: list[str]) -> Sequence[Node | None]:
            found = await read.read_nodes(self.graph, label, ids)
            self.budget.spend(len(found))
            return [found.get(key) for key in ids]

        return self._loader("node", label, load)

    def linked(self, link: str, id: str) -> Awaitable[list[Node]]:
        """What a node is linked to by a link of `graph.queries.LINKS`."""
        return self._linked_loader(link).load(id)

    def _linked_loader(self, link: str) -> DataLoader[str, list[Node]]:
        async def load(ids: list[str]) -> Sequence[list[Node]]:
            found = await read.read_linked(self.graph, link, ids)
            self.budget.spend(sum(len(rows) for rows in found.values()))
            return [found.get(key, []) for key in ids]

        return self._loader("linked", link, load)

    def page(self, name: str, key: PageKey) -> Awaitable[Page]:
        """A page of a list of `graph.queries.PAGES`."""
        return self._page_loader(name).load(key)

    def _page_loader(self, name: str) -> DataLoader[PageKey, Page]:
        async def load(keys: list[PageKey]) -> Sequence[Page]:
            pages = await read.read_pages(self.graph, name, keys)
            self.budget.spend(sum(len(page.items) for page in pages))
            return pages

        return self._loader("page", name, load)

    def count(self, name: str, id: str) -> Awaitable[int]:
        """How long a list of `graph.queries.PAGES` is."""

        async def load(ids: list[str]) -> Sequence[int]:
            found = await read.count_pages(self.graph, name, ids)
            return [found.get(key, 0) for key in ids]

        return self._loader("count", name, load).load(id)

    def network(self, key: NetworkKey) -> Awaitable[list[Node]]:
        """The artists around an artist."""

        async def load(keys: list[NetworkKey]) -> Sequence[list[Node]]:
            networks = await read_networks(self.graph, keys)
            self.budget.spend(sum(len(network) for network in networks))
            return networks

        return self._loader("network", "", load).load(key)

    def versions(self, table: str, id: str) -> Awaitable[list[Version]]:
        """Every value of a record, oldest first."""

        async def load(ids: list[str]) -> Sequence[list[Version]]:
            found = await read_versions(self.graph, table, ids)
            self.budget.spend(len(found))
            return [[version for version in found if version.key == key] for key in ids]

        return self._loader("versions", table, load).load(id)

    def version_at(self, table: str, at: datetime, id: str) -> Awaitable[Version | None]:
        """What a record said at a time, UTC without a zone; None if nobody had spoken of it by then."""

        async def load(ids: list[str]) -> Sequence[Version | None]:
            found = {version.key: version for version in await read_versions(self.graph, table, ids, at=at)}
            return [found.get(key) for key in ids]

        return self._loader("version_at", f"{table} {at}", load).load(id)

    def cluster_history(self, steps: int, id: str) -> Awaitable[list[Node]]:
        """What became of a cluster, and of its kin over so many steps, oldest first."""

        async def load(ids: list[str]) -> Sequence[list[Node]]:
            found = await read_cluster_histories(self.graph, ids, steps=steps)
            self.budget.spend(sum(len(rows) for rows in found.values()))
            return [found[key] for key in ids]

        return self._loader("cluster_history", str(steps), load).load(id)

    def prime(self, nodes: Sequence[tuple[str, Node]]) -> None:
        """Take nodes, each with its label, that a page has brought along, so that they are not asked for again."""
        self.budget.spend(len(nodes))
        for label, node in nodes:
            self._node_loader(label).prime(node["id"], node)

    def prime_releases(self, key: PageKey, page: Page) -> None:
        """Take a page of an artist's releases, with the label and the distributor of each where they are asked for, that the artist has
        brought along."""
        self.budget.spend(len(page.items))
        self._page_loader("artist_releases").prime(key, page)
        for _, release in page.items:
            for link in ("label", "distributor"):
                if f"with_{link}" in release:
                    self._linked_loader(f"release_{link}").prime(release["id"], release.pop(f"with_{link}"))

    def together(self, name: str, load: Callable[[list[str]], Awaitable[Sequence[V]]], id: str) -> Awaitable[V]:
        """What `load` gives for an id; those that fields of one level ask for under one name are loaded at once."""
        return self._loader("together", name, load).load(id)

    def forget(self) -> None:
        """Load anew what was loaded before: a mutation has written."""
        self._made.clear()

    def _loader(self, what: str, name: str, load: Callable[[list[K]], Awaitable[Sequence[V]]]) -> DataLoader[K, V]:
        made = self._made.get((what, name))
        if made is None:
            made = self._made[what, name] = DataLoader(load_fn=load, max_batch_size=_BATCH)
        return made
