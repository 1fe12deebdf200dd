import json
from typing import Any

import pytest

from detectors.bootstrap import Resampling
from detectors.evaluation import Share, evaluate
from detectors.false_alarms import Alarms
from detectors.matching import judge
from graph.findings import Reference
from graph.truth import Innocent, TrueFinding, TrueIdentity, Truth


def pair(kind: str, subject: str, target: str, score: float) -> dict[str, Any]:
    of = {"impersonation": "artist", "misattribution": "release", "recycled_audio": "recording"}[kind]
    aim = "recording" if of == "recording" else "artist"
    return {
        "finding_id": f"{subject}-{target}",
        "kind": kind,
        "subject": {"type": of, "id": subject},
        "target": {"type": aim, "id": target},
        "score": score,
    }


def farm(members: str, score: float, name: str = "c1") -> dict[str, Any]:
    return {"cluster_id": name, "kind": "content_farm", "members": members.split(), "score": score}


def true_pair(kind: str, subject: str, target: str, trick: str = "", camouflage: int = 0) -> TrueFinding:
    return TrueFinding(
        kind, Reference("artist", subject), Reference("artist", target), trick=trick, camouflage=camouflage
    )


def true_farm(members: str, camouflage: int = 0) -> TrueFinding:
    return TrueFinding(
        "content_farm",
        Reference("cluster", f"farm-{members}"),
        members=tuple(members.split()),
        trick="farm",
        camouflage=camouflage,
    )


TRUTH = Truth(
    findings=(
        true_pair("impersonation", "a9", "a1", "homoglyph", 0),
        true_pair("impersonation", "a8", "a2", "affix", 2),
        true_pair("recycled_audio", "k2", "k1"),
        true_pair("recycled_audio", "k3", "k1"),
        true_farm("f1 f2 f3 f4"),
    ),
    identities=(TrueIdentity("i1", ("a1", "a7")),),
    innocents=(
        Innocent("namesake", ("a5", "a6")),
        Innocent("label_move", ("a6",), ("r1",)),
        Innocent("library_music", ("m1", "m2")),
    ),
)


def hits(kind: str, *rows: dict[str, Any]) -> list[int | None]:
    return [item.hit for item in judge(rows, TRUTH, kind)]


def test_a_target_is_right_by_any_of_its_profiles_and_saying_it_again_is_left_out() -> None:
    assert hits("impersonation", pair("impersonation", "a9", "a7", 0.9), pair("impersonation", "a9", "a1", 0.8)) == [0]


def test_the_right_subject_with_the_wrong_target_is_wrong() -> None:
    assert hits("impersonation", pair("impersonation", "a9", "a2", 0.9), pair("impersonation", "a1", "a9", 0.8)) == [
        None,
        None,
    ]


def test_recycled_audio_is_right_either_way_and_between_two_copies() -> None:
    assert hits("recycled_audio", pair("recycled_audio", "k1", "k2", 0.9), pair("recycled_audio", "k3", "k2", 0.8)) == [
        0,
        1,
    ]
    assert hits("recycled_audio", pair("recycled_audio", "k2", "k9", 0.9)) == [None]


def test_the_direction_of_recycled_audio_is_measured_apart() -> None:
    rows = [
        pair("recycled_audio", "k1", "k2", 0.9),
        pair("recycled_audio", "k3", "k2", 0.8),
        pair("recycled_audio", "k4", "k1", 0.7),
    ]
    measured = evaluate(rows, [], [], TRUTH)
    assert measured.of_kind("recycled_audio").direction == 0.5
    assert measured.of_kind("impersonation").direction is None
    assert measured.to_json()["kinds"]["recycled_audio"]["direction"] == 0.5
    assert (
        evaluate([pair("recycled_audio", "k1", "k2", 0.4)], [], [], TRUTH).of_kind("recycled_audio").direction is None
    )


def test_of_a_chain_of_copies_each_link_has_its_own_direction() -> None:
    truth = Truth((true_pair("recycled_audio", "k2", "k1"), true_pair("recycled_audio", "k3", "k2")))
    told = [pair("recycled_audio", "k2", "k3", 0.9), pair("recycled_audio", "k3", "k1", 0.8)]
    assert [item.turned for item in judge(told, truth, "recycled_audio")] == [True, False]


def test_a_true_impostor_with_the_wrong_target_is_no_accused_innocent() -> None:
    rows = [
        pair("impersonation", "a9", "a2", 0.9),
        pair("impersonation", "a5", "a2", 0.8),
        pair("impersonation", "a8", "a1", 0.4),
        pair("misattribution", "a9", "a2", 0.7),
    ]
    measured = evaluate(rows, [{"identity_id": "i", "artist_ids": ["a9"]}], [], TRUTH)
    assert measured.wrong_targets == measured.to_json()["wrong_targets"] == {"impersonation": 1}
    assert [(alarm.twin, alarm.kind) for alarm in measured.alarms] == [
        ("", "misattribution"),
        ("namesake", "impersonation"),
    ]
    assert measured.of_kind("impersonation").precision == 0


def test_average_precision_counts_the_ones_never_listed_as_missed() -> None:
    found = [pair("impersonation", "a4", "a1", 0.95), pair("impersonation", "a9", "a1", 0.9)]
    kind = evaluate(found, [], [], TRUTH).kinds[0]
    assert (kind.kind, kind.true, kind.found, kind.hits) == ("impersonation", 2, 2, 1)
    assert kind.average_precision == pytest.approx(0.25)
    assert kind.precision_at[10] == 0.1
    assert kind.recall_at_90_precision == 0
    assert kind.brier == pytest.approx((0.95**2 + 0.1**2) / 2)
    assert kind.recall_by_trick == {"affix": Share(0, 1), "homoglyph": Share(1, 1)}
    assert kind.recall_by_camouflage == {0: Share(1, 1), 2: Share(0, 1)}
    assert (kind.recall, kind.precision) == (0.5, 0.5)


def test_recall_by_trick_asks_for_a_score_of_a_half() -> None:
    kind = evaluate([pair("impersonation", "a9", "a1", 0.49)], [], [], TRUTH).kinds[0]
    assert kind.hits == 1
    assert kind.recall_by_trick["homoglyph"] == Share(0, 1)
    assert kind.precision is None


def test_identities_by_hand_with_artists_of_no_line_alone() -> None:
    lines = [{"identity_id": "x", "artist_ids": ["a1", "a7", "a3"]}, {"identity_id": "y", "artist_ids": ["a4"]}]
    measured = evaluate([], lines, [], TRUTH).identities
    assert measured.precision == pytest.approx(1 / 3)
    assert measured.recall == 1
    assert measured.f1 == pytest.approx(0.5)
    missed = evaluate([], [], [], TRUTH).identities
    assert (missed.recall, missed.f1) == (0, 0)


def test_an_identity_id_that_is_also_an_artist_id_ties_nothing() -> None:
    lines = [{"identity_id": "a1", "artist_ids": ["a1"]}, {"identity_id": "i1", "artist_ids": ["a7"]}]
    assert evaluate([], lines, [], TRUTH).identities.recall == 0


def test_farms_by_hand() -> None:
    measured = evaluate([], [], [farm("f1 f2 f3", 0.9), farm("m1 m2", 0.4, "c2")], TRUTH).farms
    assert measured.member_f1 == pytest.approx(6 / 7)
    assert measured.threshold == 0.9
    assert measured.cluster_average_precision == 1
    half = evaluate([], [], [farm("m1 m2", 0.95, "c2"), farm("f1 m3 m4 m5", 0.9)], TRUTH).farms
    assert half.cluster_average_precision == 0


def test_farm_findings_stand_in_where_there_are_no_clusters() -> None:
    finding = {
        "finding_id": "x",
        "kind": "content_farm",
        "subject": {"type": "cluster", "id": "c1"},
        "members": ["f1", "f2", "f3", "f4"],
        "score": 0.9,
    }
    evaluation = evaluate([finding], [], [], TRUTH)
    assert evaluation.farms.member_f1 == 1
    assert {kind.kind: kind.average_precision for kind in evaluation.kinds}["content_farm"] == 1


def test_innocents_are_counted_by_twin_from_a_score_of_a_half_on() -> None:
    rows = [
        pair("impersonation", "a5", "a1", 0.7),
        pair("impersonation", "a6", "a1", 0.4),
        pair("misattribution", "r1", "a1", 0.5),
        {"kind": "content_farm", "subject": {"type": "cluster", "id": "c"}, "members": ["m1", "m2", "z"], "score": 0.8},
        pair("impersonation", "a9", "a1", 0.9),
    ]
    assert evaluate(rows, [], [], TRUTH).innocents == {"label_move": 1, "library_music": 1, "namesake": 1}


def test_nothing_found_and_nothing_true_still_measures() -> None:
    for truth in (TRUTH, Truth()):
        evaluation = evaluate([], [], [], truth)
        assert all(kind.average_precision == 0 and kind.brier is None for kind in evaluation.kinds)
        json.dumps(evaluation.to_json())


def test_false_alarms_are_told_per_100k_profiles_with_how_many_such_innocents_there_are() -> None:
    lines = [{"identity_id": f"i{n}", "artist_ids": [f"p{n}"]} for n in range(200)]
    rows = [pair("impersonation", "a5", "a1", 0.7), pair("impersonation", "stranger", "a1", 0.6)]
    evaluation = evaluate(rows, lines, [], TRUTH)
    assert evaluation.alarms == (
        Alarms("", "impersonation", 1, 0, 500.0),
        Alarms("namesake", "impersonation", 1, 1, 500.0),
    )
    assert evaluation.false_alarms_per_100k() == 1000
    assert evaluation.false_alarms_per_100k("misattribution") == 0
    assert evaluate(rows, [], [], TRUTH).false_alarms_per_100k() is None


def test_identities_are_calibrated_by_whether_all_their_profiles_are_one_act() -> None:
    lines = [
        {"identity_id": "x", "artist_ids": ["a1", "a7"], "probability": 0.9},
        {"identity_id": "y", "artist_ids": ["a3", "a4"], "probability": 0.6},
        {"identity_id": "z", "artist_ids": ["a5"], "probability": 1.0},
    ]
    known = evaluate([], lines, [], TRUTH).identities.calibration
    assert known is not None
    assert known.brier == pytest.approx((0.1**2 + 0.6**2) / 2)
    assert [(part.count, part.observed) for part in known.bins] == [(1, 0.0), (1, 1.0)]


def test_equal_arguments_give_equal_intervals_whatever_the_order_of_rows() -> None:
    rows = [pair("impersonation", f"s{n}", "a1", 0.2 + n / 20) for n in range(10)] + [
        pair("impersonation", "a9", "a1", 0.6)
    ]
    first, second = evaluate(rows, [], [], TRUTH), evaluate(rows[::-1], [], [], TRUTH)
    assert first == second
    interval = first.of_kind("impersonation").intervals["average_precision"]
    assert 0 <= interval.low <= first.of_kind("impersonation").average_precision <= interval.high <= 1
    assert evaluate(rows, [], [], TRUTH, resampling=Resampling(0)).kinds[0].intervals == {}


def test_the_json_has_all_of_it() -> None:
    evaluation = evaluate([pair("impersonation", "a9", "a1", 0.9)], [], [farm("f1 f2 f3", 0.9)], TRUTH)
    told = json.loads(json.dumps(evaluation.to_json()))
    assert told["kinds"]["impersonation"]["average_precision"] == 0.5
    assert told["kinds"]["impersonation"]["recall_by_trick"]["homoglyph"] == {"found": 1, "true": 1, "recall": 1.0}
    assert told["kinds"]["impersonation"]["calibration"]["bins"][0]["observed"] == 1
    assert told["kinds"]["impersonation"]["curve"] == [{"score": 0.9, "precision": 1.0, "recall": 0.5}]
    assert set(told["kinds"]["impersonation"]["intervals"]) >= {
        "average_precision",
        "calibration_error",
        "precision_at_10",
    }
    assert set(told["identities"]["intervals"]) == {"precision", "recall", "f1", "b_cubed_f1"}
