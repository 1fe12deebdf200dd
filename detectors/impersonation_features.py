"""The evidence of impersonation, for and against, in an investigator's words, and how its numbers are made from a directed pair."""

import math
from collections.abc import Callable
from typing import Final

import polars as pl

from detectors.evidence import Feature, Row, of_group
from detectors.habits import Habits
from detectors.pair_sentences import (
    DECEPTIVE,
    NEAR,
    VARIANTS,
    audience_of,
    common_name,
    in_common,
    names_meet,
    pictures,
    pictures_apart,
)
from detectors.wording import audience_text, count_text, number_text, part_text, share_text
from graph.findings import probability

_names = names_meet("subject", "target")
_rare_names = names_meet("subject", "target", rare=True)
_titles = in_common("Both pages have {}", "title", "title", "titles")
_registrants = in_common("The ISRCs of both are from {}", "registrant", "registrant", "registrants")


def _known_names(row: Row) -> str:
    return f"{_names(row)}, and the target has {audience_of(row, 'target')}"


def _audiences(row: Row) -> str:
    return f"The target has {audience_of(row, 'target')}, the subject {audience_of(row, 'subject')}"


def _act(row: Row) -> str:
    known = audience_text(row["act_audience"], row["act_audience_measure"])
    return f'The subject is one act with "{row["act_name"]}", which has {known}'


def _shown_by(kind: str, one: str, several: str) -> Callable[[Row], str]:
    """How many reports of a kind there are, and who gave the weightiest, when; one about a release or recording counts half."""

    def sentence(row: Row) -> str:
        count, source, day = (row[f"{kind}_{part}_subject"] for part in ("count", "source", "on"))
        dated = f" on {day}" if day else ""
        number = f"One {one} concerns" if count == 1 else f"{number_text(count)} {several} concern"
        weightiest = f"from {source}{dated}" if count == 1 else f"the weightiest from {source}{dated}"
        return f"{number} the subject or its music, {weightiest} (counted as {row[f'{kind}_subject']:.2f} of 1; one about a release or recording counts half)"

    return sentence


def _copies(row: Row) -> str:
    """Which things are the target's, by the thresholds of `things_copied`."""
    known = {
        "image_likeness": ("the picture", 0.0),
        "biography_likeness": ("the biography", 0.3),
        "title_shared": ("titles", 0.3),
    }
    copied = [name for column, (name, least) in known.items() if (row[column] or 0.0) > least]
    verb = "is" if len(copied) == 1 and "titles" not in copied else "are"
    return f"{' and '.join(copied)} {verb} like the target's, and nothing is paid to the target's payees"


def _stranger(text: str) -> Callable[[Row], str]:
    return lambda row: f"{text}, and nothing is paid to the target's payees"


FEATURES: Final = (
    *of_group(
        "names",
        Feature("name_exact", "The name is the target's own", _names, item="name_lookalike"),
        Feature("name_exact_rare", "The name is the target's own, and rare", _rare_names, item="name_lookalike"),
        Feature("name_exact_known", "The name is the target's own, and the target is known", _known_names, item="name_lookalike"),
        Feature("name_deceptive", "Lookalike characters, hidden characters or digits stand in the name", _names, item="name_lookalike"),
        Feature("name_deceptive_known", "A trick with characters makes the name that of a known act", _known_names, item="name_lookalike"),
        Feature("name_dressed", "The target's name with accents, spaces, words or script changed", _names, item="name_lookalike"),
        Feature("name_dressed_rare", "The target's name changed a little, and rare", _rare_names, item="name_lookalike"),
        Feature("name_dressed_known", "The name of a known act with accents, spaces, words or script changed", _known_names, item="name_lookalike"),
        Feature("name_affix", "The target's name with a word such as official put on", _names, item="name_lookalike"),
        Feature("name_near", "The name is a few letters from the target's, or sounds like it", _names, item="name_lookalike"),
        Feature("name_near_rare", "The name is nearly the target's, and rare", _rare_names, item="name_lookalike"),
        Feature("name_near_known", "The name is nearly that of a known act", _known_names, item="name_lookalike"),
        Feature("name_two_edits", "Two letters differ", _names, item="name_lookalike"),
        Feature("name_added", "The target's name with words added", _names, item="name_lookalike"),
        Feature("name_unlike", "The names are not variants of each other", _names, item="name_lookalike"),
        Feature("name_similarity", "Share of the names that is alike", _names, item="name_lookalike"),
        Feature("name_by_alias", "The name meets an alias of the target", lambda row: f'"{row["matched_subject"]}" meets "{row["matched_target"]}" through a stated alias', item="name_lookalike"),
        Feature("name_common", "Many artists have such a name", common_name("subject", "target"), -1),
        Feature("closest_name", "No other act's name is closer", _names, item="name_lookalike"),
    ),
    *of_group(
        "audience",
        Feature("target_known", "The target is worth imitating", lambda row: f'"{row["name_target"]}" has {audience_of(row, "target")}', item="audience"),
        Feature("audience_ratio", "The target is better known than the subject", _audiences, item="audience"),
        Feature("best_known_target", "No better known act has such a name", lambda row: f'Of the other acts of such a name, "{row["name_target"]}" is the best known', item="audience"),
        Feature("own_audience", "The subject has an audience of its own", lambda row: f"The subject has {audience_of(row, 'subject')}"),
    ),
    *of_group(
        "time",
        Feature("newer", "The subject appeared after the target", lambda row: f"The subject appeared on {row['since_subject']}, the target on {row['since_target']}", item="order"),
        Feature("recent", "The subject is among the newest profiles of the catalog", lambda row: f"The subject appeared on {row['since_subject']}", item="age"),
        Feature("older", "The subject was there before the target", lambda row: f"The subject appeared on {row['since_subject']}, before the target ({row['since_target']})", -1, item="order"),
        Feature("long_standing", "The subject has been there for years", lambda row: f"The subject has been there since {row['since_subject']}", -1, item="age"),
    ),
    *of_group(
        "standing",
        Feature("own_catalogue", "The subject has a catalogue of its own", lambda row: f"The subject has {count_text(row['releases_subject'] or 0, 'release')}", -1),
        Feature("subject_verified", "The subject's profile is verified", lambda row: "The subject's profile is verified", -1),
        Feature("subject_registered", "The subject has an ISNI or IPI number", lambda row: f"The subject carries its own number: {row['isni_subject'] or row['ipi_subject']}", -1),
        Feature("subject_self_credited", "The subject is credited on its own recordings", lambda row: f'"{row["name_subject"]}" is credited on its own recordings', -1),
        Feature("subject_labelled", "The subject's releases are on a label", lambda row: f"{part_text(row['labelled_subject'])} of the subject's releases name a label"),
        Feature("subject_by_name", "Releases were put on the subject's page by name only", lambda row: f"{part_text(row['assigned_by_name_subject'])} of the subject's releases were put there by name only", item="assignment"),
        Feature("subject_by_identifier", "Releases were put on the subject's page by an identifier", lambda row: f"{part_text(row['assigned_by_identifier_subject'])} of the subject's releases were put there by identifier or by hand", item="assignment"),
        Feature("isni_conflict", "Both have an ISNI of their own", lambda row: f"Both are registered: ISNI {row['isni_subject']} and {row['isni_target']}", -1),
        Feature("identifiers_equal", "Both profiles carry one identifier", lambda row: "Both profiles carry the same ISNI, IPI, MusicBrainz or Discogs id or link"),
    ),
    *of_group(
        "identity",
        Feature("act_known", "The subject is another profile of an act that people know", _act, -1),
        Feature("act_older", "The subject is another profile of an act that was there before the target", lambda row: f'The subject is one act with "{row["act_name"]}", there since {row["act_since"]}, before the target', -1),
        Feature("same_act", "How likely both profiles are one act, by the evidence of identity resolution", lambda row: f"By the evidence of identity resolution, the probability that both profiles are one act is {share_text(probability(row['act_log_odds']))}", -1),
    ),
    *of_group(
        "money",
        Feature("payee_shared", "One payee is paid for both", in_common("The money of both goes to {}", "payee", "payee", "payees"), -1, item="payee"),
        Feature("payee_apart", "The money goes elsewhere", lambda row: "No payee of the target is paid for the subject's releases", item="payee"),
        Feature("payee_named_like_artist", "The subject is paid under its own name", lambda row: f'The subject\'s payee "{row["payee_name"]}" is named as the subject is', -1),
        Feature("payee_of_others", "The subject's payee collects for others too, as labels and managers do", lambda row: f"The subject's payee, with those that share its account, tax number, e-mail, address or device, also collects for {count_text(row['operator_others'] or 0, 'act')} named like no better known one", -1),
        Feature("operator_repeats", "The subject's payee also collects for other lookalikes", lambda row: f"The subject's payee, with those that share its account, tax number, e-mail, address or device, collects for {number_text(row['operator_lookalikes'])} acts named like better known ones"),
    ),
    *of_group(
        "trade",
        Feature("label_shared", "Both are on one small label", in_common("Both are on {}", "label", "label", "labels"), -1),
        Feature("distributor_shared", "Both use one distributor", in_common("Both use {}", "distributor", "distributor", "distributors"), item="distributor"),
        Feature("distributor_apart", "They use different distributors", lambda row: "They have no distributor in common", item="distributor"),
        Feature("registrant_shared", "Their ISRCs come from one registrant that few use", lambda row: f"{_registrants(row)} ({count_text(row['registrant_holders'], 'artist')} in all {'uses' if row['registrant_holders'] == 1 else 'use'} it)"),
    ),
    *of_group(
        "people",
        Feature("contributor_shared", "The same people are credited", in_common("Both credit {}", "contributor", "person", "people"), -1, item="contributors"),
        Feature("contributor_apart", "Nobody who works with the target is credited", lambda row: "Nobody credited with the target is credited with the subject", item="contributors"),
        Feature("collaboration_shared", "They made a recording together", lambda row: "They are on one recording together", -1),
    ),
    *of_group(
        "catalogue",
        Feature("recording_shared", "The target's recording is on the subject's page", in_common("By ISRC or sound, both pages have {}", "recording", "recording", "recordings")),
        Feature("title_shared", "Titles of the target are used", _titles, item="titles"),
        Feature("title_copied", "Titles of the target are used by a stranger", lambda row: f"{_titles(row)}, and nothing is paid to the target's payees", item="titles"),
    ),
    *of_group(
        "image",
        Feature("image_likeness", "The profile picture is nearly the target's", pictures, item="image"),
        Feature("image_copied", "The target's picture is used by a stranger", _stranger("The profile picture is nearly the target's"), item="image"),
        Feature("image_apart", "The profile pictures differ", pictures_apart, item="image"),
    ),
    *of_group(
        "text",
        Feature("biography_likeness", "The biography has the target's wording", lambda row: f"The biographies are worded {share_text(row['biography_likeness'])} alike", item="biography"),
        Feature("biography_copied", "The target's biography is used by a stranger", _stranger("The biography has the wording of the target's"), item="biography"),
        Feature("biography_cosine", "The biography says what the target's says", lambda row: f"The biographies are close in meaning (cosine {row['biography_cosine']:.2f})", item="biography"),
        Feature("biography_missing", "The subject says nothing about itself", lambda row: "The subject has no biography", item="biography"),
    ),
    *of_group(
        "description",
        Feature("genres_likeness", "Share of genres in common", lambda row: f"{part_text(row['genres_likeness'])} of the genres that either has, both have", item="genres"),
        Feature("genres_apart", "No genre in common", lambda row: "They have no genre in common", item="genres"),
        Feature("country_equal", "Same country", lambda row: f"Both are from {row['country_subject']}", item="country"),
        Feature("country_conflict", "Different countries", lambda row: f"They are from {row['country_subject']} and {row['country_target']}", item="country"),
        Feature("type_conflict", "One is a person, the other a group", lambda row: f"Their types differ: {row['type_subject']} and {row['type_target']}"),
    ),
    *of_group(
        "signals",
        Feature("listener_reports", "Listeners or rights holders complained about the subject", _shown_by("user_report", "report", "reports"), 1),
        Feature("takedowns", "Something of the subject was taken down", _shown_by("takedown", "takedown", "takedowns"), 1),
        Feature("ai_generated", "Another system takes the subject's music for generated", _shown_by("ai_generated", "report of generated audio", "reports of generated audio")),
        Feature("stream_manipulation", "Another system sees bought streams", _shown_by("stream_manipulation", "report of bought streams", "reports of bought streams")),
    ),
    *of_group(
        "copies",
        Feature("stranger_copies", "How many things are copied by a stranger", _copies),
    ),
)  # fmt: skip
"""Evidence that the subject trades on the target's identity. Null: unknown; 0: known, and says nothing."""


def directed_pairs(table: pl.DataFrame) -> pl.DataFrame:
    """Each pair from both sides as `subject`, `target`: `_left`, `_right` columns become `_subject`, `_target`.

    A side is left out where the target would be both less known and no older than the subject.
    """
    sides = {"left": "subject", "right": "target"}
    forward = table.rename({c: _sided(c, sides) for c in table.columns})
    backward = table.rename({c: _sided(c, {"left": "target", "right": "subject"}) for c in table.columns})
    both = pl.concat([forward, backward.select(forward.columns)])
    known = pl.col("audience_target") >= pl.col("audience_subject")
    older = (pl.col("since_target") < pl.col("since_subject")).fill_null(True)
    return both.filter(known | older).sort("subject", "target")


def _sided(column: str, sides: dict[str, str]) -> str:
    for old, new in sides.items():
        if column == old or column.endswith(f"_{old}"):
            return column[: -len(old)] + new
    return column


def _span(days: pl.Expr) -> pl.Expr:
    """Days on a logarithmic scale: 0 up to none, 1 from ten years."""
    return (days.clip(0) / 30).log1p().truediv(math.log1p(3650 / 30)).clip(0, 1)


def relation_columns() -> list[pl.Expr]:
    """How the subject stands to the target; needed by the features."""
    people = {side: (pl.col(f"audience_{side}").cast(pl.Float64) + 10).log10() for side in ("subject", "target")}
    days = (pl.col("since_subject") - pl.col("since_target")).dt.total_days()
    return [
        ((people["target"] - 1) / 6).clip(0, 1).alias("target_known"),
        ((people["subject"] - 1) / 6).clip(0, 1).alias("own_audience"),
        pl.when(pl.all_horizontal(pl.col("audience_measure_subject", "audience_measure_target").is_not_null()))
        .then(((people["target"] - people["subject"]) / 5).clip(-1, 1))
        .alias("audience_ratio"),
        _span(days).alias("newer"),
        _span(-days).alias("older"),
        (pl.col("operation_rank") == pl.col("operation_rank").min().over("subject"))
        .cast(pl.Float64)
        .alias("closest_name"),
        (pl.col("audience_target") == pl.col("audience_target").max().over("subject"))
        .cast(pl.Float64)
        .alias("best_known_target"),
    ]


def feature_columns(habits: Habits) -> list[pl.Expr]:
    """The features that are made from other columns of a directed pair; what the catalog does for most says nothing of one."""
    operation, rarity, fame = pl.col("operation"), pl.col("name_rarity").fill_null(0.5), pl.col("target_known")

    def flag(condition: pl.Expr) -> pl.Expr:
        return condition.fill_null(False).cast(pl.Float64)

    groups = {
        "exact": operation == "identical",
        "deceptive": operation.is_in(DECEPTIVE),
        "dressed": operation.is_in(VARIANTS),
        "near": operation.is_in(NEAR),
    }
    made = [flag(group).alias(f"name_{name}") for name, group in groups.items()]
    made += [(flag(groups[name]) * rarity).alias(f"name_{name}_rare") for name in ("exact", "dressed", "near")]
    made += [(flag(group) * fame).alias(f"name_{name}_known") for name, group in groups.items()]
    stranger = flag((pl.col("payee_apart") == 1) & pl.col("contributor_shared").is_null())
    image, text, titles = (
        pl.col(column).fill_null(0.0) for column in ("image_likeness", "biography_likeness", "title_shared")
    )
    age = pl.col("age_days_subject")
    numbered = pl.col("isni_subject").is_not_null() | pl.col("ipi_subject").is_not_null()
    equal = pl.max_horizontal(
        "isni_equal", "ipi_equal", "musicbrainz_id_equal", "discogs_id_equal", flag(pl.col("url_shared") > 0)
    )
    return [
        *made,
        flag(operation == "affix").alias("name_affix"),
        flag(operation == "two_edits").alias("name_two_edits"),
        flag(operation == "added_words").alias("name_added"),
        flag(operation.is_in(["none", "number_apart"])).alias("name_unlike"),
        pl.col("by_alias").alias("name_by_alias"),
        (1 - age / 1100).clip(0, 1).alias("recent"),
        (age / 3650).clip(0, 1).alias("long_standing"),
        (pl.col("releases_subject").cast(pl.Float64) + 1).log().truediv(4).clip(0, 1).alias("own_catalogue"),
        pl.col("verified_subject").cast(pl.Float64).alias("subject_verified"),
        pl.when(numbered).then(1.0).alias("subject_registered"),
        pl.col("self_credited_subject").cast(pl.Float64).alias("subject_self_credited"),
        pl.col("labelled_subject").alias("subject_labelled"),
        (pl.col("assigned_by_name_subject") - habits.by_name).clip(0).alias("subject_by_name"),
        (pl.col("assigned_by_identifier_subject") - habits.placed).clip(0).alias("subject_by_identifier"),
        equal.alias("identifiers_equal"),
        pl.col("payee_named").alias("payee_named_like_artist"),
        (pl.col("operator_others").log1p() / math.log(100)).clip(0, 1).alias("payee_of_others"),
        (titles * stranger).alias("title_copied"),
        (image * stranger).alias("image_copied"),
        (text * stranger).alias("biography_copied"),
        (flag(pl.col("biography_subject").is_null()) * habits.with_text).alias("biography_missing"),
        ((pl.col("act_log_odds") + 8) / 8).clip(0, 1).alias("same_act"),
        pl.col("user_report_subject").alias("listener_reports"),
        pl.col("takedown_subject").alias("takedowns"),
        pl.col("ai_generated_subject").alias("ai_generated"),
        pl.col("stream_manipulation_subject").alias("stream_manipulation"),
        pl.when(pl.col("operator_lookalikes") >= 2).then((pl.col("operator_lookalikes").log(2) / 3).clip(0, 1) * pl.col("operator_share")).otherwise(0.0).alias("operator_repeats"),
        (flag(image > 0) + flag(text > 0.3) + flag(titles > 0.3)).alias("things_copied"),
        ((flag(image > 0) + flag(text > 0.3) + flag(titles > 0.3)) * stranger / 3).alias("stranger_copies"),
    ]  # fmt: skip
