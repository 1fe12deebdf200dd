"""The evidence of recycled audio, each kind with what it means and its sentence."""

import math
from datetime import datetime
from typing import Final

from detectors.catalog_tables import shown
from detectors.evidence import Feature, Row, of_group
from detectors.wording import count_text, number_text, share_text, source_text

SURE_AFTER_DAYS: Final = 30
"""Of two recordings that came nearer to each other, the order of arrival does not tell which is the copy; it changes no weight."""


def _names(row: Row, side: str) -> str:
    names = row[f"{side}_artist_names"]
    if not names:
        return "an unnamed artist"
    rest = [f"{len(names) - 3} more"] if len(names) > 3 else []
    return ", ".join([*(f"“{name}”" for name in names[:3]), *rest])


def _followers(row: Row) -> str:
    told = [
        f"of {_names(row, side)} the number of followers is not known"
        if row[f"{side}_followers"] is None
        else f"{_names(row, side)} has {count_text(row[f'{side}_followers'], 'follower')}"
        for side in ("s", "t")
    ]
    return ", ".join(told)


def _paid(row: Row) -> str:
    """The later recording's payee as the subject of a sentence."""
    return f"the payee {shown(row['s_payee'])}" if row["s_payee"] else "its payee"


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "an unknown day"


def _came(row: Row) -> str:
    """When the two came, and whether that tells which was first; nothing where the later one is called a version of the other."""
    if row["said"]:
        return ""
    earlier, later = row["t_since"], row["s_since"]
    if earlier is None or later is None:
        return "; when they came is not known of both: which came first is not sure"
    apart = abs((later - earlier).days)
    if apart < SURE_AFTER_DAYS:
        return f"; the two came {count_text(apart, 'day')} apart: which came first is not sure"
    return f"; first came from {_names(row, 's')} on {_day(later)}, from {_names(row, 't')} on {_day(earlier)}"


def _rounded(number: float) -> str:
    """A large number as people say it: exact below a million, then the power of ten."""
    return number_text(number) if number < 1e6 else f"about 10^{round(math.log10(number))}"


def _bits(row: Row) -> str:
    alike = f"the fingerprints of “{row['s_title']}” and of “{row['t_title']}” by {_names(row, 't')}"
    chance = row["chance"]
    usual = f", which one in {_rounded(1 / chance)} unrelated pairs does" if chance else ""
    told = "are equal" if row["distance"] == 0 else f"differ in {row['distance']} of 64 bits{usual}"
    return f"{alike} {told}{_came(row)}"


def _tempo(row: Row) -> str:
    said = {1: "faster", -1: "slower"}.get(row["said"], "at another tempo")
    lasts = f"; it lasts {row['ratio']:.3f} times as long" if row["ratio"] is not None else ""
    return f"“{row['s_title']}” is called a version of “{row['t_title']}” by {_names(row, 't')} that is played {said}{lasts}"


_REPORTS: Final = {
    "ai_generated": "generated audio",
    "stream_manipulation": "manipulated streams",
    "takedown": "a takedown",
    "user_report": "a complaint",
}


def _reported(row: Row) -> str:
    source, kind = source_text(row["outside_source"]), _REPORTS.get(row["outside_kind"], "trouble")
    dated = f" on {row['outside_on']}" if row["outside_on"] else ""
    return f"{source} reports {kind} (recording, release or artist){dated}, with a score of {row['outside_signal']:.2f}"


FEATURES: tuple[Feature, ...] = (
    *of_group(
        "audio",
        Feature("audio_equal", "The two fingerprints are exactly equal, not only close.", _bits, 1, item="sound"),
        Feature(
            "audio_near", "The two fingerprints differ in a few bits, as after a new encoding.", _bits, 1, item="sound"
        ),
        Feature(
            "audio_bits", "The more bits differ, the less sure it is that the sound is one.", _bits, -1, item="sound"
        ),
        Feature(
            "many_acts",
            "Several acts that have nothing to do with each other have this sound: a sample pack, a leased beat, silence.",
            lambda row: f"{number_text(row['acts'])} acts have this sound",
            -1,
        ),
        Feature(
            "plain_sound",
            "A title names silence, noise or an interlude; such recordings sound alike.",
            lambda row: (
                f"“{row['s_title'] if row['s_plain_sound'] else row['t_title']}” has the title of silence, noise or an interlude; such recordings sound alike"
            ),
            -1,
        ),
        Feature(
            "tempo_said",
            "The title says that it is a faster or slower version, and the durations do not deny it.",
            _tempo,
            1,
            item="tempo",
        ),
        Feature(
            "tempo_steady",
            "Several songs last longer, or less long, by the very same ratio: one change of tempo made them all.",
            lambda row: (
                f"“{row['s_title']}” lasts {row['ratio']:.3f} times as long as “{row['t_title']}” by {_names(row, 't')}, "
                f"and so do other songs of {_names(row, 's')} beside songs of the same names"
                f"{'' if row['heard'] or row['crowd'] else _came(row)}"
            ),
            1,
        ),
        Feature(
            "title_equal",
            "Both have one title, and there are no two fingerprints to compare.",
            lambda row: f"“{row['s_title']}” has the title of a recording by {_names(row, 't')}{_came(row)}",
            1,
            item="title",
        ),
        Feature(
            "title_common",
            "Many recordings have this title, so it says little.",
            lambda row: (
                f"{number_text(row['crowd'])} recordings are called “{row['s_title']}”, one of them by {_names(row, 't')}{_came(row)}"
            ),
            -1,
            item="title",
        ),
        Feature(
            "songs_taken",
            "Several recordings of one artist sound like several of one other artist.",
            lambda row: (
                f"{count_text(row['songs'], 'recording')} of {_names(row, 's')} {'sounds like one' if row['songs'] == 1 else 'sound like ones'} of {_names(row, 't')}"
            ),
        ),
        Feature(
            "duration_near",
            "Both last the same time to within seconds.",
            lambda row: (
                f"lasts {row['s_duration_ms'] / 1000:.1f} s, the earlier one {row['t_duration_ms'] / 1000:.1f} s"
            ),
            1,
            item="duration",
        ),
        Feature(
            "duration_equal",
            "Both last the same time to within a tenth of a second.",
            lambda row: f"the durations differ by {number_text(abs(row['s_duration_ms'] - row['t_duration_ms']))} ms",
            1,
            item="duration",
        ),
        Feature(
            "duration_apart",
            "The two last differently, though no tempo explains it: they are alike without being one recording.",
            lambda row: (
                f"lasts {row['s_duration_ms'] / 1000:.1f} s, the earlier one {row['t_duration_ms'] / 1000:.1f} s"
            ),
            -1,
            item="duration",
        ),
        Feature(
            "many_share",
            "Many recordings have this sound: library music or public domain.",
            lambda row: f"{number_text(max(row['s_sharers'] or 0, row['t_sharers'] or 0))} recordings have this audio",
            -1,
        ),
    ),
    *of_group(
        "catalogue",
        Feature(
            "isrc_differs",
            "The same sound carries a new ISRC, as if it were a new recording.",
            lambda row: f"carries its own ISRC {row['s_isrc']}, the earlier one has {row['t_isrc']}",
            1,
            item="isrc",
        ),
        Feature(
            "isrc_equal",
            "Both carry one ISRC: one recording listed twice.",
            lambda row: f"both carry the ISRC {row['s_isrc']}",
            item="isrc",
        ),
        Feature(
            "title_differs",
            "The same sound has been given another title.",
            lambda row: (
                f"sold as “{row['s_title']}” (released {shown(row['s_released'])}), by {_names(row, 't')} as “{row['t_title']}” "
                f"(released {shown(row['t_released'])})"
            ),
            1,
        ),
        Feature(
            "says_edit",
            "A title says that it is an edit, a mix or a new edition, as licensed ones do.",
            lambda row: (
                f"“{row['s_title'] if row['s_edited'] else row['t_title']}” says that it is an edit or a new edition"
            ),
            -1,
        ),
        Feature(
            "compilation",
            "One of them is on a compilation, where recordings are lawfully sold again.",
            lambda row: f"“{row['s_title'] if row['s_compilation'] else row['t_title']}” is on a compilation",
            -1,
        ),
        Feature(
            "release_shared",
            "Both are on one release.",
            lambda row: f"both are on the release {shown(row['t_releases'])}",
            -1,
        ),
    ),
    *of_group(
        "money",
        Feature(
            "payee_differs",
            "The money for the later one goes to someone unconnected with those paid for the earlier one.",
            lambda row: (
                f"paid to {shown(row['s_payee'])}, the earlier one to {shown(row['t_payee'])}; the two share no account"
            ),
            1,
            item="payee",
        ),
        Feature(
            "payee_shared",
            "Both pay the same person or account.",
            lambda row: f"both are paid to {shown(row['t_payee'])} or an account connected with it",
            item="payee",
        ),
        Feature(
            "mostly_copies",
            "Much of what the later artist has is the sound of other artists.",
            lambda row: (
                f"{number_text(row['copied'])} of {count_text(row['page_recordings'], 'recording')} of {_names(row, 's')} sound like other artists' ones"
            ),
        ),
        Feature(
            "many_victims",
            "The same payee resells the sound of several unrelated artists.",
            lambda row: (
                f"{_paid(row)} is paid for recordings that sound like those of {number_text(row['victims'])} unrelated artists"
            ),
            1,
        ),
    ),
    *of_group(
        "trade",
        Feature(
            "label_shared",
            "One label released both, so it may have licensed the sound to itself.",
            lambda row: f"both were released by the label {shown(row['t_label'])}",
            -1,
        ),
    ),
    *of_group(
        "trade",
        Feature(
            "label_history",
            "The label of the later recording has been in the trade for years.",
            lambda row: f"the label {shown(row['s_label'])} has released music since {row['s_label_since']}",
            -1,
        ),
        Feature(
            "payee_history",
            "Those who are paid for the later recording have been paid for years.",
            lambda row: f"{_paid(row)} is paid for releases since {row['s_paid_since']}",
            -1,
        ),
    ),
    *of_group(
        "people",
        Feature(
            "people_shared",
            "The same writers or performers are credited on both.",
            lambda row: "credits some of the same people as the earlier recording",
            -1,
            item="people",
        ),
        Feature(
            "people_differ",
            "Not one writer or performer is credited on both.",
            lambda row: (
                f"credits {shown(row['s_people'])}, the earlier one {shown(row['t_people'])}; nobody is on both"
            ),
            1,
            item="people",
        ),
        Feature(
            "same_act",
            "The two artists may be one act with two pages.",
            lambda row: (
                f"the probability that {_names(row, 's')} and {_names(row, 't')} are one act is {share_text(row['one_act'])}"
            ),
            -1,
        ),
        Feature(
            "names_alike",
            "The two artists' names are alike, as those of one act's pages are, and an impostor's.",
            lambda row: f"{_names(row, 's')} and {_names(row, 't')} have names that are alike",
        ),
        Feature(
            "known_together",
            "The artists stand together on another release, so they know each other.",
            lambda row: f"{_names(row, 's')} and {_names(row, 't')} stand together on another recording or release",
            -1,
        ),
    ),
    *of_group(
        "time",
        Feature(
            "years_apart",
            "Years lie between the two; reissues do, and so do thefts of old recordings.",
            lambda row: (
                f"first delivered on {_day(row['t_since'])} by {_names(row, 't')}, on {_day(row['s_since'])} by "
                f"{_names(row, 's')}"
            ),
        ),
        Feature(
            "long_history",
            "The later artist had released music for years before.",
            lambda row: f"{_names(row, 's')} has released music since {row['s_began']}",
            -1,
        ),
        Feature(
            "young_page",
            "The later artist's page was made shortly before.",
            lambda row: f"the page of {_names(row, 's')} was made on {row['s_created_on']}",
            1,
        ),
    ),
    *of_group(
        "audience",
        Feature(
            "less_followed",
            "The later artist has far fewer followers than the earlier one.",
            _followers,
        ),
    ),
    *of_group(
        "standing",
        Feature(
            "empty_page",
            "The later artist's page says nothing of the artist, the earlier one's does.",
            lambda row: f"the page of {_names(row, 's')} has no biography, that of {_names(row, 't')} has one",
            1,
        ),
        Feature(
            "verified",
            "The later artist's page is verified.",
            lambda row: f"the page of {_names(row, 's')} is verified",
            -1,
        ),
    ),
    *of_group(
        "signals",
        Feature(
            "outside_signal",
            "Another system has reported the later recording, its release or its artist.",
            _reported,
            1,
        ),
    ),
)
