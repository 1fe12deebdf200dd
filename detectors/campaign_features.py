"""The evidence of a campaign, each kind with what it means and its sentence."""

from typing import Final

import polars as pl

from detectors.catalog_tables import shown
from detectors.evidence import Feature, Row, of_group
from detectors.wording import count_text, number_text, share_text
from graph.findings import probability

_WAYS: Final = ("operator", "rights", "registrant", "contributor", "cover", "image", "template")


def feature_columns() -> list[pl.Expr]:
    """The features from what `CampaignDetector.candidates` gathers: 0 to 1, or −1 to 1; null where nothing is known.

    And `ways`: in how many ways most parts are tied.
    """
    size = pl.col("size").cast(pl.Float64)
    paid = pl.col("operator_share")

    def share(column: str) -> pl.Expr:
        return (pl.col(column).fill_null(0) / size).clip(0, 1)

    payee_days = (pl.col("first_day") - pl.col("payee_since")).dt.total_days()
    span = (pl.col("last_day") - pl.col("first_day")).dt.total_days()
    ways = pl.sum_horizontal(
        ((pl.col(f"{kind}_share") >= 0.6) & (pl.col(f"{kind}_tied") >= 0.25)).fill_null(False).cast(pl.Float64)
        for kind in _WAYS
    )
    one_work = pl.max_horizontal("audio_share", "title_share")
    homeless = (
        paid
        * (pl.col("own_artists").fill_null(0) == 0)
        * (1 - pl.col("home_victims").fill_null(0) / pl.col("victims"))
        * (1 - one_work.fill_null(0.0))
    )
    lockstep = ((pl.col("together") - 1) / (size - 1) * (1 - pl.col("crowd"))).clip(0, 1)
    return [
        one_work.alias("one_work"),
        homeless.alias("payee_without_home"),
        (homeless * (ways / 5).clip(0, 1)).alias("strangers_tied"),
        (homeless * lockstep).alias("strangers_in_step"),
        (paid * (pl.col("own_artists").fill_null(0) + 1.0).log() / 4).clip(0, 1).alias("payee_has_artists"),
        paid.alias("one_payee"),
        (size.log(2) / 6).clip(0, 1).alias("many_parts"),
        (pl.col("victims").cast(pl.Float64).log(2) / 6).clip(0, 1).alias("many_victims"),
        (pl.col("mean_odds") / 8).clip(-1, 1).alias("likely_parts"),
        (pl.col("worst_odds") / 8).clip(-1, 1).alias("weakest_part"),
        share("likely").alias("share_likely"),
        share("reported").alias("reported_parts"),
        ways.cast(pl.Int64).alias("ways"),
        (ways / 5).clip(0, 1).alias("ways_tied"),
        (paid * pl.col("inside_uses") / pl.col("uses")).clip(0, 1).alias("payee_inside"),
        (paid * (1 - payee_days.clip(0) / 180).clip(0, 1)).alias("new_payee"),
        (paid * (pl.col("payees") - 1) / (size - 1)).clip(0, 1).alias("split_payees"),
        lockstep.alias("lockstep"),
        (span.add(1.0).log() / 8).clip(0, 1).alias("long_span"),
        pl.when(paid > 0).then((pl.col("home_victims").fill_null(0) / pl.col("victims")).clip(0, 1)).alias("payee_at_home"),
        (paid * ((pl.col("payee_artists") - size).clip(0).add(1.0).log() / 6).clip(0, 1)).alias("payee_of_many"),
        (paid * (payee_days / 3650).clip(0, 1)).alias("old_payee"),
        (pl.col("related").fill_null(0) / pl.col("victims")).clip(0, 1).alias("related_victims"),
        ((size - pl.col("victims")) / (size - 1)).clip(0, 1).alias("several_on_one"),
        share("backlist").alias("old_releases"),
    ]  # fmt: skip


def _tied(kind: str, help_text: str, claim: str, item: str = "") -> Feature:
    """Evidence of one kind of shared thing. `claim` is what the parts do, with a place for the thing."""

    def sentence(row: Row) -> str:
        others = row[f"{kind}_others"]
        elsewhere = (
            f"so do {number_text(others)} other artists"
            if others > 1
            else "so does one other artist"
            if others
            else "nobody else does"
        )
        if kind == "template" and not others:
            elsewhere = "no other artist has one written so"
        value = shown(row["payee_name"], row["operator_value"]) if "payee" in claim else row[f"{kind}_value"]
        return f"{_parts(row, f'{kind}_sharing')} {claim.format(value)}; {elsewhere} in the catalog"

    return Feature(f"{kind}_tied", help_text, sentence, 1, item=item)


def _payee(row: Row) -> str:
    return f"the payee {shown(row['payee_name'], shown(row['operator_value']))}"


def _parts(row: Row, column: str) -> str:
    """So many of the parts."""
    return f"{number_text(row[column])} of the {count_text(row['size'], 'part')}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _without_home(row: Row) -> str:
    at_home = row["home_victims"] or 0
    pages = (
        f"{number_text(row['victims'] - at_home)} of these {number_text(row['victims'])} pages"
        if at_home
        else f"these {number_text(row['victims'])} pages"
    )
    return f"{_payee(row)} has no artist of its own in the catalog and nothing else on {pages}"


def _own_artists(row: Row) -> str:
    if row["own_artists"] == 1:
        return f"all releases of one other artist, “{row['own_artist']}”, pay {_payee(row)}"
    return f"all releases of {number_text(row['own_artists'])} other artists pay {_payee(row)}, those of “{row['own_artist']}” among them"


def _days(first: object, last: object) -> str:
    return f"on {first}" if first == last else f"between {first} and {last}"


def _one_work(row: Row) -> str:
    titles, sounds = row["title_sharing"] or 0, row["audio_sharing"] or 0
    same = f"bear the title “{row['title_value']}”" if titles >= sounds else f"carry the sound {row['audio_value']}"
    return f"{number_text(max(titles, sounds))} of the {count_text(row['size'], 'part')} {same}"


FEATURES: Final = (
    *of_group(
        "money",
        _tied(
            "operator",
            "One payee, or payees joined by an account, are paid for the parts, and few others.",
            "pay the payee {} or one of its accounts",
            "payee",
        ),
        _tied(
            "combination",
            "One payee through one distributor, a pair that is rare elsewhere.",
            "pay the payee {} through one and the same distributor",
            "payee",
        ),
        Feature(
            "one_payee",
            "The share of parts whose money goes to one payee, however many others it has.",
            lambda row: f"{_parts(row, 'operator_sharing')} pay {_payee(row)} or one of its accounts",
            item="payee",
        ),
        Feature(
            "payee_inside",
            "The payee has little in the catalog but these parts.",
            lambda row: (
                f"{number_text(row['inside_uses'])} of the {count_text(row['uses'], 'release')} that pay {_payee(row)} "
                f"{_are(row['inside_uses'])} in this group"
            ),
            1,
        ),
        Feature(
            "new_payee",
            "The payee was first paid for anything when the parts began.",
            lambda row: (
                f"{_payee(row)} was first paid for a release of {row['payee_since']}, the parts began on {row['first_day']}"
            ),
            1,
        ),
        Feature(
            "split_payees",
            "The money goes to several payees that share an account, a tax id, an address or a device.",
            lambda row: (
                f"the money goes to {number_text(row['payees'])} payees that are joined by accounts, tax ids, addresses or devices"
            ),
            1,
        ),
        Feature(
            "payee_without_home",
            "The payee has no artist of its own, and nothing but the parts on the pages of these acts, or of most.",
            _without_home,
            1,
            item="strangers",
        ),
        Feature(
            "strangers_tied",
            "A payee without an artist of its own, and parts that share several other rare things.",
            lambda row: (
                f"{_payee(row)} has no artist of its own in the catalog, and most parts share {count_text(row['ways'], 'rare thing')}"
            ),
            1,
            item="strangers",
        ),
        Feature(
            "strangers_in_step",
            "A payee without an artist of its own, on several pages within two weeks.",
            lambda row: (
                f"{_payee(row)} has no artist of its own in the catalog, and {_parts(row, 'together')} came "
                f"{_days(row['together_first'], row['together_last'])}"
            ),
            1,
            item="strangers",
        ),
        Feature(
            "payee_has_artists",
            "The payee has artists of its own, as a label, a manager or a remixer has.",
            _own_artists,
            -1,
        ),
        Feature(
            "payee_at_home",
            "The payee is paid for other releases of the same acts, as their label or manager is.",
            lambda row: (
                f"{_payee(row)} is also paid for other releases of {number_text(row['home_victims'])} of the {count_text(row['victims'], 'act')}"
            ),
            -1,
        ),
        Feature(
            "payee_of_many",
            "The payee is paid for many other artists, as a label or the buyer of a catalogue is.",
            lambda row: f"{_payee(row)} is paid for {count_text(row['payee_artists'], 'artist')} in all",
            -1,
        ),
        Feature(
            "old_payee",
            "The payee was paid for years before the first part.",
            lambda row: (
                f"{_payee(row)} has been paid since {row['payee_since']}, the parts began on {row['first_day']}"
            ),
            -1,
        ),
    ),
    *of_group(
        "trade",
        _tied(
            "rights",
            "The P- or C-lines name one owner who has little else in the catalog.",
            "carry the rights line “{}”",
        ),
        _tied(
            "registrant",
            "The ISRCs come from one registrant who has few other artists.",
            "carry ISRCs of the registrant {}",
        ),
        Feature(
            "related_victims",
            "The acts share a label or payee of their own, so one deal may explain all the parts.",
            lambda row: (
                f"{number_text(row['related'])} of the {count_text(row['victims'], 'act')} have releases of their own with {row['relation']}"
            ),
            -1,
        ),
    ),
    *of_group(
        "people",
        _tied("contributor", "One person, credited little elsewhere, is credited on the parts.", "credit {}"),
    ),
    *of_group(
        "image",
        _tied("cover", "The covers are equal or nearly so.", "have covers like {}, equal to within a few bits"),
        _tied(
            "image", "The profiles show one and the same picture.", "show pictures like {}, equal to within a few bits"
        ),
    ),
    *of_group(
        "catalogue",
        _tied("template", "The titles follow one template that is rare elsewhere.", "bear a title of the form “{}”"),
        Feature(
            "one_work",
            "The parts are one and the same work, delivered several times: a reissue or copies of one page, or one song spread on purpose.",
            _one_work,
        ),
        Feature(
            "old_releases",
            "The parts were released over a year before they came: a catalogue that moved or was sold.",
            lambda row: (
                f"{_parts(row, 'backlist')} {_were(row['backlist'])} released over a year before {'it' if row['backlist'] == 1 else 'they'} came"
            ),
            -1,
        ),
    ),
    *of_group(
        "time",
        Feature(
            "lockstep",
            "The parts came within two weeks; counts less where much else in the catalog came then too.",
            lambda row: f"{_parts(row, 'together')} came {_days(row['together_first'], row['together_last'])}",
            1,
            item="dates",
        ),
        Feature(
            "long_span",
            "How long the group took from the first part to the last; slow operations exist.",
            lambda row: f"the parts came {_days(row['first_day'], row['last_day'])}",
            item="dates",
        ),
    ),
    *of_group(
        "parts",
        Feature(
            "many_parts",
            "How many suspected releases and profiles the group has.",
            lambda row: (
                f"{count_text(row['releases'], 'release')} and {count_text(row['size'] - row['releases'], 'profile')}, the likeliest “{row['best_name']}” against “{row['best_victim']}”"
            ),
            item="size",
        ),
        Feature(
            "many_victims",
            "How many different acts the parts are placed on or pose as.",
            lambda row: (
                f"placed on or posing as {count_text(row['victims'], 'act')}, among them {', '.join(f'“{name}”' for name in row['victim_names'])}"
            ),
            item="size",
        ),
        Feature(
            "likely_parts",
            "How likely the parts are by themselves, on average.",
            lambda row: (
                f"taken one by one, the parts have a probability of {share_text(probability(row['mean_odds']))} (the mean of their log-odds)"
            ),
            item="likelihood",
        ),
        Feature(
            "weakest_part",
            "How likely the least likely part is by itself: a chance passenger is weak.",
            lambda row: (
                f"the least likely part, taken by itself, has a probability of {share_text(probability(row['worst_odds']))}"
            ),
            item="likelihood",
        ),
        Feature(
            "share_likely",
            "The share of parts that are more likely right than wrong by themselves.",
            lambda row: f"{_parts(row, 'likely')} {_are(row['likely'])} more likely right than wrong by themselves",
            1,
            item="likelihood",
        ),
        Feature(
            "several_on_one",
            "Several parts are on one act: a catalogue that changed hands, or a quarrel about it, more than an operation.",
            lambda row: (
                f"the {count_text(row['size'], 'part')} are on {count_text(row['victims'], 'act')}, {number_text(row['most_on_one'])} of them on one"
            ),
            -1,
        ),
    ),
    *of_group(
        "operation",
        Feature(
            "ways_tied",
            "Most parts are tied in several different ways at once.",
            lambda row: f"most parts share {count_text(row['ways'], 'rare thing')}, each of another kind",
            1,
        ),
    ),
    *of_group(
        "signals",
        Feature(
            "reported_parts",
            "Other systems, listeners or rights holders reported parts.",
            lambda row: f"{_parts(row, 'reported')} {_were(row['reported'])} reported or taken down",
            1,
        ),
    ),
)
