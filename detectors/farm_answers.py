"""Two answers about a group of profiles: is there one operator, and does what it does break the rules of a service?

The first is a fact about the graph, the second a matter of policy with evidence of its own. A composer with forty lawful pseudonyms and a
label's house writers are one operator too; what tells them from a farm is the second answer.
"""

from collections.abc import Iterable
from typing import Final

from graph.findings import Evidence, probability

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


def answers(prior: float, evidence: Iterable[Evidence]) -> dict[str, float]:
    """`one_operator` and `breaks_rules`, probabilities of 0 to 1.

    Each starts from half of the prior and adds up its own evidence, so the log-odds of the two add up to those of the score. They
    are shares of one fitted sum: read them beside one another, to see which half carries the finding.
    """
    sums = {"one_operator": prior / 2, "breaks_rules": prior / 2}
    for item in evidence:
        sums["one_operator" if item.type in ONE_OPERATOR else "breaks_rules"] += item.weight
    return {question: round(probability(log_odds), 4) for question, log_odds in sums.items()}
