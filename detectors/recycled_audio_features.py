"""The evidence of recycled audio, each kind with what it means and its sentence."""

from detectors.catalog_tables import shown
from detectors.evidence import Feature, Row, of_group


def _names(row: Row, side: str) -> str:
    return ", ".join(row[f"{side}_artist_names"] or ["an unnamed artist"])


FEATURES: tuple[Feature, ...] = (
    *of_group(
        "audio",
        Feature(
            "audio_equal",
            "The two fingerprints are exactly equal, not only close.",
            lambda row: f"the audio of “{row['s_title']}” is exactly that of “{row['t_title']}” by {_names(row, 't')}",
        ),
        Feature(
            "duration_near",
            "Both last the same time to within seconds.",
            lambda row: (
                f"lasts {row['s_duration_ms'] / 1000:.1f} s, the earlier one {row['t_duration_ms'] / 1000:.1f} s"
            ),
        ),
        Feature(
            "many_share",
            "Many recordings have this sound: library music or public domain.",
            lambda row: f"{max(row['s_sharers'], row['t_sharers'])} recordings have this audio",
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
            lambda row: f"sold as “{row['s_title']}”, first heard as “{row['t_title']}”",
            1,
        ),
        Feature(
            "compilation",
            "One of them is on a compilation, where recordings are lawfully sold again.",
            lambda row: "one of the two is on a compilation",
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
                f"paid to {shown(row['s_payees'])}, the earlier one to {shown(row['t_payees'])}; the two share no account"
            ),
            1,
            item="payee",
        ),
        Feature(
            "payee_shared",
            "Both pay the same person or account.",
            lambda row: f"both are paid to {shown(row['t_payees'])} or an account connected with it",
            -1,
            item="payee",
        ),
        Feature(
            "many_victims",
            "The same payee resells the sound of several unrelated artists.",
            lambda row: f"{shown(row['s_payees'])} is paid for the audio of {row['victims']} unrelated artists",
            1,
        ),
    ),
    *of_group(
        "trade",
        Feature(
            "label_shared",
            "One label released both, so it may have licensed the sound to itself.",
            lambda row: f"both were released by the label {shown(row['t_labels'])}",
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
            lambda row: f"released {row['s_released']}, the earlier one {row['t_released']}",
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
            lambda row: (
                f"{_names(row, 's')} has {shown(row['s_followers'], 'no known')} followers, {_names(row, 't')} "
                f"{shown(row['t_followers'], 'no known')}"
            ),
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
            lambda row: f"another system reported it with score {row['outside_signal']:.2f}",
            1,
        ),
    ),
)
