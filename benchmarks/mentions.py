"""How often the artist whom a real mention means is among the first candidates, beside baselines, in one run.

    python benchmarks/mentions.py [--misses] [--copies N]

Two files of real mentions (NAMESAKE_SHARED_DATA, default ../shared/data): how people write artists in requests to a player
(`deezer_mentions.csv`, rows with a linked page) and how artists are printed on sleeves (`discogs_credited_as.csv`). The pool is
every distinct true name of both, alone and then with distractors: the names of a Discogs dump, their related artists and 1,250
MusicBrainz artists. Names alone: no alias that the credit itself would be, no audience. What cannot be known from a name (another
stage name, a bare first name that ten artists bear) counts as a miss; `--misses` prints each.
"""

import argparse
import gzip
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import polars as pl
from lxml import etree
from rapidfuzz import fuzz, process, utils

from detectors.name_index import NameIndex

Mentions = list[tuple[str, str]]
"""(mention, name of the true artist)."""
Ranker = Callable[[list[str]], list[list[str]]]
"""Mentions to the names of their first five candidates."""
FIRST = 5


def shared_data() -> Path:
    return Path(os.environ.get("NAMESAKE_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))


def wiki_title(title: str) -> str:
    """`Primus_(band)` as Primus, `Stevie_Wonder%27s_Superego` as Stevie Wonder's Superego."""
    return re.sub(r"\s*\([^)]*\)$", "", unquote(title).replace("_", " ")).strip()


def without_number(name: str) -> str:
    """Discogs tells namesakes apart by a number in brackets, which is no part of the name."""
    return re.sub(r" \(\d+\)$", "", name)


def deezer(folder: Path) -> Mentions:
    linked = pl.read_csv(folder / "names" / "deezer_mentions.csv").drop_nulls("wiki_name").unique(maintain_order=True)
    return [(mention.strip(), wiki_title(title)) for mention, title in linked.select("mention", "wiki_name").rows()]


def credited(folder: Path) -> Mentions:
    rows = pl.read_csv(folder / "names" / "discogs_credited_as.csv").select("credited_as", "name").drop_nulls()
    return [(mention, without_number(name)) for mention, name in rows.rows()]


def distractors(folder: Path) -> set[str]:
    names = set(pl.read_csv(folder / "musicbrainz" / "artists_1250.csv")["artist"].drop_nulls())
    relations = pl.read_csv(folder / "names" / "discogs_name_relations.csv").filter(
        pl.col("relation") != "namevariation"
    )
    names |= {without_number(name) for name in pl.concat([relations["name"], relations["other_name"]]).drop_nulls()}
    for kind in ("artists", "releases"):
        (path,) = (folder / "discogs").glob(f"*_{kind}.xml.gz")
        with gzip.open(path) as stream:
            tree = etree.parse(stream, etree.XMLParser(recover=True, resolve_entities=False))
        found = tree.iterfind("artist/name" if kind == "artists" else ".//artist/name")
        names |= {without_number(element.text) for element in found if element.text}
    return names


def exact(pool: list[str]) -> Ranker:
    folded: dict[str, list[str]] = {}
    for name in pool:
        folded.setdefault(name.casefold(), []).append(name)
    return lambda mentions: [folded.get(mention.casefold(), [])[:FIRST] for mention in mentions]


def weighted_ratio(pool: list[str]) -> Ranker:
    def rank(mentions: list[str]) -> list[list[str]]:
        return [
            [
                name
                for name, _, _ in process.extract(
                    m, pool, scorer=fuzz.WRatio, processor=utils.default_process, limit=FIRST
                )
            ]
            for m in mentions
        ]

    return rank


def index(pool: list[str]) -> Ranker:
    built = NameIndex(pl.DataFrame({"artist_id": pool, "name": pool}))

    def rank(mentions: list[str]) -> list[list[str]]:
        found = built.nearest(mentions, limit=FIRST)
        by_mention = found.group_by("mention", maintain_order=True).agg("artist_id")
        answers = dict(zip(by_mention["mention"], by_mention["artist_id"].to_list(), strict=True))
        return [answers.get(mention, []) for mention in mentions]

    return rank


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print each mention whose artist the index does not find")
    parser.add_argument("--no-baselines", action="store_true", help="the index only")
    options = parser.parse_args()
    folder = shared_data()
    files = {"deezer_mentions": deezer(folder), "discogs_credited_as": credited(folder)}
    true = {name for rows in files.values() for _, name in rows}
    pools = {"true names": true, "with distractors": true | distractors(folder)}
    rankers = {"exact casefold": exact, "rapidfuzz WRatio": weighted_ratio, "NameIndex": index}
    if options.no_baselines:
        rankers = {"NameIndex": index}
    print(f"{'pool':18}{'names':>7} {'file':20}{'method':18}{'mentions':>9}{'top 1':>8}{'top 5':>8}{'ms each':>9}")
    for pool, names in pools.items():
        sorted_names = sorted(name for name in names if name.strip())
        for method, build in rankers.items():
            ranked, milliseconds = answers(build(sorted_names), files)
            report = {**files, "both": [row for rows in files.values() for row in rows]}
            for file, rows in report.items():
                first = sum(name in ranked[mention][:1] for mention, name in rows) / len(rows)
                five = sum(name in ranked[mention] for mention, name in rows) / len(rows)
                print(
                    f"{pool:18}{len(sorted_names):7} {file:20}{method:18}{len(rows):9}{first:8.3f}{five:8.3f}{milliseconds:9.2f}"
                )
            if options.misses and method == "NameIndex":
                print_misses(ranked, files)


def answers(rank: Ranker, files: dict[str, Mentions]) -> tuple[dict[str, list[str]], float]:
    """The first candidates of every mention, and milliseconds a mention."""
    mentions = list(dict.fromkeys(mention for rows in files.values() for mention, _ in rows))
    started = time.perf_counter()
    ranked = rank(mentions)
    return dict(zip(mentions, ranked, strict=True)), (time.perf_counter() - started) / len(mentions) * 1000


def print_misses(ranked: dict[str, list[str]], files: dict[str, Mentions]) -> None:
    for mention, name in (row for rows in files.values() for row in rows):
        if name not in ranked[mention]:
            print(f"    {mention!r} is {name!r}, found {ranked[mention]}")


if __name__ == "__main__":
    main()
