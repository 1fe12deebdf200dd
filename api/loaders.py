"""One request's DataLoaders: whatever the fields of one level ask for goes out as one statement."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from api.limits import Budget
from graph import read
from graph.read import NetworkKey, Node, Page, PageKey
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
        """A node, or None where no such node is (or it is a finding or cluster of an earlier run)."""

        async def load(ids: list[str]) -> Sequence[Node | None]:
            found = await read.read_nodes(self.graph, label, ids)
            self.budget.spend(len(found))
            return [found.get(key) for key in ids]

        return self._loader("node", label, load).load(id)

    def linked(self, link: str, id: str) -> Awaitable[list[Node]]:
        """What a node is linked to by a link of `graph.queries.LINKS`."""

        async def load(ids: list[str]) -> Sequence[list[Node]]:
            found = await read.read_linked(self.graph, link, ids)
            self.budget.spend(sum(len(rows) for rows in found.values()))
            return [found.get(key, []) for key in ids]

        return self._loader("linked", link, load).load(id)

    def page(self, name: str, key: PageKey) -> Awaitable[Page]:
        """A page of a list of `graph.queries.PAGES`."""

        async def load(keys: list[PageKey]) -> Sequence[Page]:
            pages = await read.read_pages(self.graph, name, keys)
            self.budget.spend(sum(len(page.items) for page in pages))
            return pages

        return self._loader("page", name, load).load(key)

    def count(self, name: str, id: str) -> Awaitable[int]:
        """How long a list of `graph.queries.PAGES` is."""

        async def load(ids: list[str]) -> Sequence[int]:
            found = await read.count_pages(self.graph, name, ids)
            return [found.get(key, 0) for key in ids]

        return self._loader("count", name, load).load(id)

    def network(self, key: NetworkKey) -> Awaitable[list[Node]]:
        """The artists around an artist."""

        async def load(keys: list[NetworkKey]) -> Sequence[list[Node]]:
            networks = await read.read_networks(self.graph, keys)
            self.budget.spend(sum(len(network) for network in networks))
            return networks

        return self._loader("network", "", load).load(key)

    def _loader(self, what: str, name: str, load: Callable[[list[K]], Awaitable[Sequence[V]]]) -> DataLoader[K, V]:
        made = self._made.get((what, name))
        if made is None:
            made = self._made[what, name] = DataLoader(load_fn=load, max_batch_size=_BATCH)
        return made
