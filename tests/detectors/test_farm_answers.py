import math

from hypothesis import given
from hypothesis import strategies as st

from detectors.content_farm import DETECTOR
from detectors.farm_answers import BREAKS_RULES, ONE_OPERATOR, answers
from graph.findings import Evidence


def test_every_kind_of_evidence_speaks_to_one_question() -> None:
    names = {feature.item or feature.name for feature in DETECTOR.features}
    assert names <= ONE_OPERATOR | BREAKS_RULES
    assert not ONE_OPERATOR & BREAKS_RULES


def test_a_lawful_house_is_one_operator_and_breaks_no_rule() -> None:
    said = answers(-4.0, [Evidence("payee_ties", 4.0, ""), Evidence("old_common_label", -3.0, "")])
    assert said["one_operator"] > 0.8
    assert said["breaks_rules"] < 0.05


weights = st.floats(-2, 2)


@given(st.floats(-4, 0), weights, weights)
def test_the_two_add_up_to_the_score(prior: float, ties: float, pages: float) -> None:
    said = answers(prior, [Evidence("payee_ties", ties, ""), Evidence("group_no_urls", pages, "")])
    halves = sum(math.log(value / (1 - value)) for value in said.values())
    assert abs(halves - (prior + ties + pages)) < 0.02
