"""Two answers about a group of profiles: is there one operator, and does what it does break the rules of a service?

The first is a fact about the graph: farms have one, and lawful houses too. The second is a matter of policy, asked of groups with one
operator: a composer with forty lawful pseudonyms and a library label are no farms. Each has weights of its own in the model.
"""

from dataclasses import replace
from typing import Final

from detectors.content_farm_features import FEATURES
from graph.truth import Truth

OPERATOR: Final = "one_operator"
RULES: Final = "breaks_rules"
"""The questions, and the model's entries for them."""
HOUSES: Final = frozenset(
    {
        *("pseudonyms", "lawful_pseudonyms", "library_music", "library_label", "kids_music", "kids_label"),
        *("sleep_music", "sleep_label", "classical_series", "classical_label", "indie_house_label", "house_writers"),
    }
)
"""Lawful twins of farms: one party that is paid for all the profiles and lets its own people write for them."""
ONE_OPERATOR: Final = frozenset(
    {
        *("payee_ties", "account_ties", "contributor_ties", "fingerprint_ties", "cover_ties", "image_ties"),
        *("registrant_ties", "isrc_run_ties", "p_line_ties", "label_ties", "cohort_ties", "ties_inside", "ways_tied"),
        *("one_operator", "operator_inside", "split_payees", "closed_credits", "outside_people"),
        *("lockstep", "made_together", "made_close", "many_members", "same_acts"),
    }
)
"""Evidence types that speak of who is behind the profiles: ties, money, people, cadence."""
BREAKS_RULES: Final = frozenset(
    {
        *("group_no_biography", "group_no_urls", "group_no_image", "group_verified", "group_registered"),
        *("group_streams_per_follower", "streams_per_listener", "followed", "same_streams", "same_followers"),
        *("group_short_share", "same_length", "template_titles", "word_reuse", "pace", "young_pages"),
        *("established", "label_history", "old_common_label"),
        *("group_invented_share", "group_people_without_ipi", "group_disclosed_ai", "any_signal"),
        *("group_signal_ai_generated", "group_signal_stream_manipulation"),
    }
)
"""Evidence types that speak of mass production, empty pages, streams without an audience, other systems' reports, and of their opposites."""


OPERATOR_FEATURES: Final = tuple(replace(feature, sign=0) for feature in FEATURES)
"""What the first answer weighs: all the evidence, for or against as the fit decides; a long history speaks against a farm and for a house.
The second weighs what the score does."""


def operated(truth: Truth) -> dict[str, str]:
    """The farm or lawful house of each artist that is in one."""
    farms = {member: item.subject.id for item in truth.of_kind("content_farm") for member in item.members}
    houses = [one for one in truth.innocents if one.twin in HOUSES]
    return {artist: f"house {number}" for number, one in enumerate(houses) for artist in one.artist_ids} | farms


def answers(operator: float, rules: float, score: float) -> dict[str, float]:
    """Both answers, probabilities of 0 to 1. A farm has one operator, so a group has one at least as likely as it is a farm.

    Args: operator, rules: by the weights of each question. score: that the group is a farm.
    """
    return {OPERATOR: round(max(operator, score), 6), RULES: round(rules, 6)}
