"""A loaded graph queried back gives what the loader read, record by record; the loaders' own tests check that by hand against the files."""

from datetime import datetime
from pathlib import Path

import pytest

from graph.as_of import read_as_of
from graph.records import Batch, LoadOptions
from graph.revisions import as_record
from graph.session import Graph
from graph.write import with_keys
from loaders.base import LOADERS
from namesake import console
from namesake.guards import checked
from namesake.load import load

FILES = [
    ("ddex", "ddex/official_samples/ern38x/official-album.xml"),
    ("ddex", "ddex/official_samples/ern38x/Release_Profiles_Samples/Profile_DigitalBoxedSet_2.xml"),
    ("ddex", "ddex/lifecycle_and_hostile/alecsavvy_ern383/Album.xml"),
    ("ddex", "ddex/lifecycle_and_hostile/alecsavvy_ern383/Single.xml"),
    *(
        ("ddex", f"ddex/official_samples/{v}/{name}.xml")
        for v in ("ern411", "ern42", "ern43")
        for name in ("1 Audio", "8 DjMix")
    ),
    ("musicbrainz", "musicbrainz/ws_json/papposilene/Lookup_Artist.json"),
    ("discogs", "discogs/discogs_20200806_labels.xml.gz"),
    ("statements", "statements_layouts/trackshift/DistroKid_Test.tsv"),
]


@pytest.mark.parametrize(("source", "file"), FILES, ids=[file.removeprefix("ddex/") for _, file in FILES])
def test_what_was_read_is_what_the_graph_says(graph: Graph, shared_data: Path, source: str, file: str) -> None:
    options = LoadOptions(payee_id="payee:label")
    path = shared_data / file
    with console.progress() as progress:
        load(graph, source, [path], options=options, progress=progress)
    batches = [
        part for item in LOADERS[source](path, options=options) if isinstance(item, Batch) for part in checked(item)
    ]
    assert batches
    for batch in batches:
        assert isinstance(batch, Batch)
        if batch.is_mention:
            continue
        rows = with_keys(batch.rows, batch.table)
        said = {row["id"]: as_record(batch.table, row) for row in rows.iter_rows(named=True)}
        found = read_as_of(graph, batch.table, rows["anchor"].unique().to_list(), at=datetime(2999, 1, 1))
        assert {version.key: version.record for version in found if version.key in said} == said
