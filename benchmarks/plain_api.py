"""What `api_load.py` compares with: the same answers as a competent developer would serve them in an afternoon.

`cypher`: plain FastAPI, one Cypher query written by hand. `dataloaders`: Strawberry as its documentation shows it, a DataLoader for each
relation, no caches. Run as `python benchmarks/plain_api.py KIND PORT`, with NAMESAKE_DATA_DIR set.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import neo4j
import strawberry
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from strawberry.dataloader import DataLoader
from strawberry.fastapi import GraphQLRouter
from strawberry.types import Info

from graph.server import Connection, connection
from graph.settings import read_settings

ONE_QUERY = """
MATCH (a:Artist {id: $id})
RETURN a.id AS id, a.name AS name, a.country AS country, COLLECT {
  MATCH (a)<-[:MAIN_ARTIST]-(r:Release)
  WITH r ORDER BY r.release_date DESC, r.id LIMIT 20
  OPTIONAL MATCH (r)-[:DELIVERED_BY]->(d:Distributor)
  RETURN {id: r.id, title: r.title, releaseDate: toString(r.release_date), distributor: d {.id, .name}}
} AS releases
"""
ARTISTS = "UNWIND $ids AS id MATCH (a:Artist {id: id}) RETURN id, a {.id, .name, .country} AS row"
RELEASES = """
UNWIND $ids AS id MATCH (:Artist {id: id})<-[:MAIN_ARTIST]-(r:Release)
WITH id, r ORDER BY r.release_date DESC, r.id
RETURN id, collect(r {.id, .title, releaseDate: toString(r.release_date)})[..20] AS row
"""
DISTRIBUTORS = (
    "UNWIND $ids AS id MATCH (:Release {id: id})-[:DELIVERED_BY]->(d:Distributor) RETURN id, d {.id, .name} AS row"
)


class Database:
    """A driver, and reading with it."""

    def __init__(self, to: Connection) -> None:
        self.driver = neo4j.AsyncGraphDatabase.driver(to.uri, auth=(to.user, to.password))
        self.name = to.database

    async def read(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        async with self.driver.session(database=self.name) as session:

            async def unit(transaction: neo4j.AsyncManagedTransaction) -> list[dict[str, Any]]:
                return await (await transaction.run(text, parameters)).data()

            return await session.execute_read(unit)

    def loader(self, text: str) -> DataLoader[str, Any]:
        async def load(ids: list[str]) -> list[Any]:
            found = {row["id"]: row["row"] for row in await self.read(text, ids=ids)}
            return [found.get(key) for key in ids]

        return DataLoader(load_fn=load)


@strawberry.type
class Distributor:
    id: str
    name: str | None


@strawberry.type
class Release:
    id: str
    title: str | None
    release_date: str | None

    @strawberry.field
    async def distributor(self, info: Info) -> Distributor | None:
        row = await info.context["distributors"].load(self.id)
        return Distributor(**row) if row else None


@strawberry.type
class Artist:
    id: str
    name: str | None
    country: str | None

    @strawberry.field
    async def releases(self, info: Info) -> list[Release]:
        rows = await info.context["releases"].load(self.id) or []
        return [Release(id=row["id"], title=row["title"], release_date=row["releaseDate"]) for row in rows]


@strawberry.type
class Query:
    @strawberry.field
    async def artist(self, info: Info, id: str) -> Artist | None:
        row = await info.context["artists"].load(id)
        return Artist(**row) if row else None


def make_app(kind: str, database: Database) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await database.driver.close()

    app = FastAPI(lifespan=lifespan)
    if kind == "cypher":

        @app.get("/artist/{artist_id}")
        async def artist(artist_id: str) -> JSONResponse:
            rows = await database.read(ONE_QUERY, id=artist_id)
            return JSONResponse(rows[0] if rows else None)
    else:

        async def context() -> dict[str, Any]:
            texts = {"artists": ARTISTS, "releases": RELEASES, "distributors": DISTRIBUTORS}
            return {name: database.loader(text) for name, text in texts.items()}

        app.include_router(GraphQLRouter(strawberry.Schema(Query), context_getter=context), prefix="/graphql")
    return app


if __name__ == "__main__":
    settings = read_settings()
    uvicorn.run(make_app(sys.argv[1], Database(connection(settings))), port=int(sys.argv[2]), log_level="error")
