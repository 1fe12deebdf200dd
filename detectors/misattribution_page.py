"""How a release fits the page it is on: money, trade, people, catalogue. Each kind of evidence with what it means and its sentence."""

from detectors.catalog_tables import shown
from detectors.evidence import Feature, Row, of_group
from detectors.misattribution_sentences import (
    artist,
    familiar,
    its_payee,
    known_to,
    minority,
    no_other,
    payee,
    same_upc,
    silence,
    unlike,
)
from detectors.wording import count_text, number_text, part_text


def _host(row: Row) -> str:
    return f"“{row['host']}”" if row["host"] else "an artist who is not known"


PAGE_FEATURES: tuple[Feature, ...] = (
    *of_group(
        "money",
        Feature(
            "payee_unlike",
            "Paid to someone no other release of the page pays; weighs more the steadier the page has been.",
            unlike("payee", "a payee that", "paid to"),
            1,
            item="payee",
        ),
        Feature(
            "operator_unlike",
            "Neither the payee nor any payee sharing its account, tax number, e-mail, address or device was paid "
            "for this page before.",
            unlike("operator", "whose accounts", "paid to the group of"),
            1,
            item="payee",
        ),
        Feature(
            "operator_minority",
            "Few of the page's other releases are paid to this payee or those connected with it.",
            minority,
            1,
            item="payee",
        ),
        Feature(
            "payee_distributor_unlike",
            "This payee through this distributor is a first on this page.",
            lambda row: (
                f"pays {shown(row['pair_payee'])} through {shown(row['distributor_value'])}, as {no_other(row, 'payee_distributor')}"
            ),
            1,
            item="payee",
        ),
        Feature(
            "payee_without_home",
            "The new payee is the usual payee of no artist at all.",
            lambda row: (
                f"pays {payee(row)}, as {no_other(row, 'operator')}; nor is it paid for half of any other artist's releases"
            ),
            1,
            item="payee",
        ),
        Feature(
            "operator_familiar",
            "The payee, or one connected with it, was paid for this page before.",
            familiar("operator", "payees"),
            -1,
            item="payee",
        ),
        Feature(
            "operator_interrupts",
            "Before and after it the page pays others: a stranger for one release, not a move.",
            lambda row: f"releases of {artist(row)} before it and after it pay others than {payee(row)}",
            1,
            item="interruption",
        ),
        Feature(
            "payee_moved_on",
            "After it the page never went back to those it had paid before: the artist moved.",
            lambda row: f"after it the page of {artist(row)} never went back to those paid before",
            -1,
            item="interruption",
        ),
        Feature(
            "payee_at_home_elsewhere",
            "The payee is the usual payee of other artists, as labels and managers are.",
            lambda row: (
                f"{its_payee(row)} is paid for at least half of the releases of {count_text(row['operator_home_pages'] or 0, 'other artist')}"
            ),
            -1,
            item="payee",
        ),
        Feature(
            "payee_named",
            "The payee is named like the artist, or like a person or label of the page's other releases.",
            lambda row: f"its payee {shown(row['payee_name'])} is named like somebody of {artist(row)}'s page",
            -1,
            item="payee",
        ),
        Feature(
            "strange_money",
            "A new payee, and nothing else of the release ties it to the page either.",
            lambda row: f"pays {payee(row)}, as {no_other(row, 'operator')}, and nothing else ties it to {artist(row)}",
            1,
            item="payee",
        ),
    ),
    *of_group(
        "trade",
        Feature(
            "distributor_unlike",
            "Delivered by a distributor that the page never had; by itself this is normal life.",
            unlike("distributor", "a distributor that", "delivered by"),
            1,
        ),
        Feature(
            "label_unlike",
            "Released by a label that the page never had.",
            unlike("label", "a label that", "released by"),
            1,
            item="label",
        ),
        Feature(
            "label_familiar", "Its label released others of this page.", familiar("label", "labels"), -1, item="label"
        ),
        Feature(
            "label_interrupts",
            "Before and after it the page is on other labels: not a move.",
            lambda row: (
                f"releases of {artist(row)} before it and after it are on other labels than {shown(row['label_value'])}"
            ),
            1,
            item="interruption",
        ),
        Feature(
            "label_at_home_elsewhere",
            "The label is the usual label of other artists.",
            lambda row: (
                f"at least half of the releases of {count_text(row['label_home_pages'] or 0, 'other artist')} are on its label {shown(row['label_value'])}"
            ),
            -1,
        ),
        Feature(
            "registrant_unlike",
            "Its ISRCs were given out by a registrant that the page never used.",
            unlike("registrant", "a registrant that", "its ISRCs begin with"),
            1,
            item="registrant",
        ),
        Feature(
            "registrant_familiar",
            "Its ISRC registrant was used on the page before.",
            familiar("registrant", "ISRC registrants"),
            -1,
            item="registrant",
        ),
        Feature(
            "registrant_interrupts",
            "Before and after it the page uses other ISRC registrants.",
            lambda row: (
                f"releases of {artist(row)} before it and after it have ISRCs of other registrants than {shown(row['registrant_value'])}"
            ),
            1,
            item="interruption",
        ),
        Feature(
            "p_line_unlike",
            "The owner named for the sound is new to the page.",
            unlike("p_line", "an owner that", "its P-line names"),
            1,
            item="rights",
        ),
        Feature(
            "p_line_familiar",
            "The owner of the sound is one the page has had.",
            familiar("p_line", "P-line owners"),
            -1,
            item="rights",
        ),
        Feature(
            "c_line_unlike",
            "The owner named for the release is new to the page.",
            unlike("c_line", "an owner that", "its C-line names"),
            1,
            item="rights",
        ),
    ),
    *of_group(
        "people",
        Feature(
            "featured",
            "The artist is named as a guest on somebody else's recording.",
            lambda row: f"{artist(row)} is named as a guest of {_host(row)}",
            item="guest",
        ),
        Feature(
            "featured_by_stranger",
            "The artists have never worked together before.",
            lambda row: f"{artist(row)} is named as a guest of {_host(row)}, never heard together before",
            1,
            item="guest",
        ),
        Feature(
            "featured_by_unknown",
            "The guest is far better known than the host, who has that to gain.",
            lambda row: (
                f"{artist(row)}, with {known_to(row)}, is named as a guest of "
                f"{_host(row)}, with {known_to(row, 'host_')}"
            ),
            1,
            item="guest",
        ),
        Feature(
            "featured_elsewhere_paid",
            "The guest's own payees get nothing for it.",
            lambda row: f"none of those paid for {artist(row)}'s own releases is paid for it",
            1,
        ),
        Feature(
            "own_credit",
            "The artist is credited by name among the people who made it.",
            lambda row: f"{artist(row)} is credited on {part_text(row['own_credit'])} of its recordings",
        ),
        Feature(
            "contributor_unlike",
            "Written and produced by people who are on no other release of the page.",
            unlike("contributor", "who", "credits"),
            1,
            item="contributors",
        ),
        Feature(
            "contributor_familiar",
            "People credited on it are on other releases of the page.",
            familiar("contributor", "credited people"),
            -1,
            item="contributors",
        ),
        Feature(
            "collaborator_familiar",
            "Its other artists have worked with this one before.",
            familiar("collaborator", "other artists"),
            -1,
        ),
        Feature(
            "peer_fits",
            "It fits the page of another artist of its own rank credited on it: a collaboration.",
            lambda row: f"fits the page of {shown(row['co_artist_id'])}, who is credited on it too",
            -1,
            item="co_artist",
        ),
        Feature(
            "star_credited",
            "It fits the page of a far less known artist, who credits a better known one: a favour, or a false credit.",
            lambda row: (
                f"fits the page of {shown(row['co_artist_id'])}, with {known_to(row, 'host_')}, and credits "
                f"{artist(row)}, with {known_to(row)}"
            ),
            item="co_artist",
        ),
        Feature(
            "many_artists",
            "Many main artists are on it, as on compilations.",
            lambda row: f"{number_text(row['main_artists'])} artists are on it",
            -1,
        ),
        Feature(
            "version_by_other",
            "Its titles name another artist of it as the maker of this version, as remixes do.",
            lambda row: f"its titles call it a version by “{row['version_by']}”, who is credited on it too",
            -1,
        ),
        Feature(
            "later_credit",
            "The artist is not credited first, and the artists have not worked together before.",
            lambda row: f"{artist(row)} is credited as number {row['position'] + 1} with artists new to this page",
            1,
        ),
    ),
    *of_group(
        "fit",
        Feature(
            "strangers",
            "Both its payee and the people who made it are new to the page.",
            lambda row: (
                f"pays {payee(row)} and credits {shown(row['contributor_value'])}, both new to {artist(row)}'s page"
            ),
            1,
            item="payee",
        ),
        Feature(
            "strangers_after_silence",
            "After a long silence, made by people new to the page.",
            lambda row: f"{silence(row)}, and made by people of none of its releases",
            1,
            item="silence",
        ),
        Feature(
            "strangers_after_end",
            "After the artist disbanded or died, made by people new to the page.",
            lambda row: (
                f"released {row['released']}, after {artist(row)} ended on {row['ended_on']}, by people of none of "
                f"its releases"
            ),
            1,
            item="after_ended",
        ),
        Feature(
            "stranger_by_name",
            "Put on the page by name only, and paid to someone new.",
            lambda row: f"was put on the page of {artist(row)} by name only, and its payee is new there",
            1,
            item="assignment",
        ),
        Feature(
            "nothing_fits",
            "Of payee, people, ISRC registrant, label and P-line, hardly anything was on the page before.",
            lambda row: (
                f"of payee, people, ISRC registrant, label and P-line hardly anything was on the page of "
                f"{artist(row)} before"
            ),
            1,
        ),
    ),
    *of_group(
        "catalogue",
        Feature("isrc_on_page", "Recordings with these ISRCs are on the page already.", familiar("isrc", "ISRCs")),
        Feature("audio_on_page", "The same audio is on the page already.", familiar("audio", "fingerprints")),
        Feature(
            "isrc_rebilled",
            "Recordings of the page delivered again with other people to be paid.",
            lambda row: f"carries ISRCs of {artist(row)}'s other releases but pays {shown(row['operator_value'])}",
            1,
        ),
        Feature(
            "isrc_elsewhere",
            "Recordings of the page delivered again by another distributor, with other people to be paid.",
            lambda row: (
                f"carries ISRCs of {artist(row)}'s other releases, but comes through "
                f"{shown(row['distributor_value'])} and pays {shown(row['operator_value'])}"
            ),
            1,
            item="isrc_rebilled",
        ),
        Feature(
            "upc_rebilled",
            "A UPC of the page delivered again with other people to be paid.",
            lambda row: f"{same_upc(row)}, but pays {shown(row['operator_value'])}",
            1,
        ),
        Feature(
            "compilation",
            "It is a compilation, where many artists and payees meet.",
            lambda row: "is a compilation",
            -1,
        ),
    ),
    *of_group(
        "description",
        Feature(
            "language_unlike",
            "In a language that the page never had.",
            unlike("language", "a language that", "is in the language"),
            1,
        ),
        Feature("genre_unlike", "Of genres that the page never had.", unlike("genre", "which", "is of the genre"), 1),
    ),
)
