"""What the pages of acts say about them."""

from random import Random

from simulation.ledger import names
from simulation.ledger.habits import Habits
from simulation.ledger.things import Act
from simulation.ledger.words import EXTRA

CITIES: dict[str, str] = {
    "US": "Atlanta Austin Brooklyn Chicago Detroit Nashville Oakland Tulsa", "GB": "Bristol Glasgow Leeds London Margate", "CA": "Montréal Toronto", "AU": "Melbourne Perth",
    "IE": "Cork Dublin", "NZ": "Dunedin", "ZA": "Durban Soweto", "NG": "Lagos Ibadan", "ES": "Madrid Sevilla", "MX": "Monterrey Guadalajara", "AR": "Rosario", "CO": "Medellín",
    "CL": "Valparaíso", "PE": "Lima", "BR": "Recife Salvador", "PT": "Lisboa Porto", "AO": "Luanda", "FR": "Lyon Marseille", "BE": "Gent", "CI": "Abidjan", "SN": "Dakar",
    "DE": "Berlin Köln Leipzig", "AT": "Wien", "CH": "Bern", "SE": "Göteborg Malmö", "NO": "Bergen", "DK": "Aarhus", "FI": "Tampere", "PL": "Łódź Gdańsk", "CZ": "Brno", "HU": "Pécs",
    "TR": "İzmir", "VN": "Huế", "RU": "Москва Казань", "UA": "Київ", "KZ": "Алматы", "BY": "Минск", "GR": "Αθήνα", "CY": "Λεμεσός", "JP": "東京 大阪", "KR": "서울 부산", "CN": "上海 成都",
    "TW": "台北", "HK": "香港", "SG": "Singapore", "EG": "القاهرة", "SA": "جدة", "AE": "دبي", "MA": "Fès", "LB": "Beirut", "IL": "תל־אביב", "IN": "Mumbai Pune", "TH": "เชียงใหม่",
}  # fmt: skip

SLOTS: dict[str, tuple[str, ...]] = {
    "sound": ("tape hiss", "analogue synths", "nylon strings", "drum machines", "brass", "field recordings", "choirs", "slide guitar", "808s", "upright piano", "banjo", "strings"),
    "place": ("a garage", "a former bakery", "her grandmother's kitchen", "a borrowed studio", "a church hall", "the back of a van", "a bedroom", "a closed cinema"),
    "mood": ("restless", "tender", "furious", "playful", "hushed", "wide-open", "unhurried", "raw", "bittersweet", "hypnotic"),
    "event": ("a support tour", "a festival slot", "a radio session", "a film placement", "a local award", "a residency", "a viral clip", "a broken hand"),
}  # fmt: skip
"""English words that the lines below draw from; whatever a line draws twice is the same both times."""

BIOGRAPHY: dict[str, tuple[str, ...]] = {
    "en": (
        "{name} is a {genre} {noun} from {city}.",
        "{name}, a {mood} {genre} {noun}, started out in {place} in {city}.",
        "Formed in {year}, {name} play {genre} with {sound} and a taste for {word} and {word2}.",
        "After {event}, {name} released '{title}' in {year}.",
        "Raised on {genre} records and {sound}, {name} writes about {word}, {word2} and leaving {city}.",
        "The {year} release '{title}' brought {event} and a wider audience.",
        "'{title}' was cut in {place} with {sound} and very little sleep.",
        "for {word} and {word2} / {city} / since {year}",
        "new {genre} out now: {title}. love to everyone in {city}",
        "Influences range from {sound} to {genre}.",
        "A multi-instrumentalist, {name} records in {place} and mixes {sound} with {word} field notes.",
        "{mood} music for {word} and {word2}.",
        "Critics praised the {mood} arrangements of '{title}'.",
        "What began as {event} became a {genre} project about {word}.",
        "Booking and press: {name}, {city}.",
    ),
    "es": (
        "{name} es un proyecto de {genre} de {city}.",
        "Desde {year} canta sobre {word} y {word2}.",
        "Su disco '{title}' salió en {year}.",
        "{title} ({year}) habla de {word}, de {word2} y de {city}.",
        "Nueva música muy pronto: {title}.",
    ),
    "pt": ("{name} faz {genre} em {city} desde {year}.", "O single '{title}' fala de {word} e {word2}."),
    "fr": (
        "{name}, originaire de {city}, mêle {genre} et chanson.",
        "Depuis {year}, ses textes parlent de {word} et de {word2}.",
        "L'album '{title}' est sorti en {year}.",
    ),
    "de": (
        "{name} macht {genre} aus {city}.",
        "Seit {year} geht es um {word} und {word2}.",
        "Mit '{title}' erschien {year} das erste Album.",
    ),
    "ru": ("{name} — {genre} из города {city}.", "В {year} году вышел релиз «{title}».", "Песни о том, что рядом: {word}, {word2}."),
    "ja": ("{name}は{city}出身、{genre}を中心に活動。", "{year}年に「{title}」を発表。", "{word}と{word2}をテーマにした曲が多い。"),
    "ko": ("{name}은(는) {city}에서 활동하는 {genre} 뮤지션이다.", "{year}년 '{title}'을 발매했다.", "{word}와 {word2}를 노래한다."),
    "zh": ("{name}，来自{city}的{genre}音乐人。", "{year}年发行《{title}》。", "歌曲多写{word}与{word2}。"),
}  # fmt: skip


def biography(rng: Random, act: Act, habits: Habits, name: str) -> str:
    """A text in the act's language or English, from one line to half a dozen."""
    language = act.culture.language if act.culture.language in BIOGRAPHY and rng.random() < 0.75 else "en"
    lines = BIOGRAPHY[language]
    year = habits.first_year + act.born // 12
    cities = CITIES.get(act.country, act.country).split()
    facts = {
        "name": name,
        "genre": act.genres[-1],
        "noun": {"person": "artist", "group": "band"}.get(act.kind, "project"),
        "city": rng.choice(cities),
        "year": str(year),
        "word": names.word(rng, language)[0],
        "word2": rng.choice(EXTRA) if language == "en" else names.word(rng, language)[0],
        "title": names.title(rng, act.culture.language),
        **{slot: rng.choice(choices) for slot, choices in SLOTS.items()},
    }
    count = min(len(lines), rng.choice((1, 2, 2, 3, 4, 6)))
    return " ".join(line.format(**facts) for line in rng.sample(lines, count))
