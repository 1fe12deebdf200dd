import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from detectors.content_farm import DETECTOR, in_one_home
from detectors.evidence import read_model
from detectors.farm_answers import BREAKS_RULES, HOUSES, ONE_OPERATOR, answers, operated
from detectors.run import DETECTORS, DetectOptions, detect
from graph.findings import Reference
from graph.snapshot import snapshot_from_records
from graph.truth import Innocent, TrueFinding, Truth
from simulation import GENERATORS, simulate


def test_every_kind_of_evidence_speaks_to_one_question() -> None:
    names = {feature.item or feature.name for feature in DETECTOR.features}
    assert names <= ONE_OPERATOR | BREAKS_RULES
    assert not ONE_OPERATOR & BREAKS_RULES


chances = st.floats(0, 1)


@given(chances, chances, chances)
def test_a_farm_has_one_operator(operator: float, rules: float, score: float) -> None:
    said = answers(operator, rules, score)
    assert said["one_operator"] == round(max(operator, score), 6)
    assert said["breaks_rules"] == round(rules, 6)


def test_a_run_gives_both_answers_about_each_farm() -> None:
    catalog = simulate(600, 21, "standard", "acts")
    found = detect(snapshot_from_records(catalog.records), model=read_model(), options=DetectOptions()).findings
    farms = [one for one in found if one.kind == "content_farm"]
    assert farms
    for one in farms:
        said = dict(one.answers)
        assert set(said) == {"one_operator", "breaks_rules"}
        assert said["one_operator"] >= round(one.score, 6)
    assert all(one.answers == () for one in found if one.kind != "content_farm")


def test_a_model_of_before_gives_no_answers() -> None:
    catalog = simulate(600, 21, "standard", "acts")
    before = {kind: entry for kind, entry in read_model().items() if kind in DETECTORS}
    found = detect(snapshot_from_records(catalog.records), model=before, options=DetectOptions()).findings
    assert [one.answers for one in found if one.kind == "content_farm"]
    assert all(one.answers == () for one in found)


def test_farms_and_houses_have_one_operator_and_other_twins_have_not() -> None:
    truth = Truth(
        (TrueFinding("content_farm", Reference("cluster", "f"), None, members=("a", "b")),),
        (),
        (Innocent("kids_label", ("c", "d")), Innocent("namesake", ("e", "f"))),
    )
    homes = operated(truth)
    assert homes == {"a": "f", "b": "f", "c": "house 0", "d": "house 0"}
    groups = pl.DataFrame({"members": [["a", "b"], ["c", "d", "x"], ["c", "x", "y"], ["e", "f"]]})
    assert in_one_home(groups, homes).to_list() == [True, True, False, False]


def test_every_generator_has_lawful_houses() -> None:
    for generator in GENERATORS:
        twins = {one.twin for one in simulate(2_500, 101, "standard", generator).truth.innocents}
        assert twins & HOUSES
