"""Vocabulary of the ledger's world: cultures with their names and words, genres, and what biographies say.

The lists are the author's own choice of everyday words and common given and family names; no person is meant.
"""

from dataclasses import dataclass

Spelling = tuple[str, ...]


"""A word as written at home, then its Latin spellings, the most usual first. A word of a Latin script has its plain form second."""


@dataclass(frozen=True, slots=True)
class Culture:
    """Where an act comes from: how its people are called and which words its titles are made of."""

    language: str
    countries: tuple[str, ...]
    weight: float
    given: tuple[Spelling, ...]
    family: tuple[Spelling, ...]
    syllables: tuple[str, ...]
    """Endings and middles of rare family names; empty where rare names are not made of syllables."""
    family_first: bool = False
    joiner: str = " "


def _spellings(text: str) -> tuple[Spelling, ...]:
    return tuple(tuple(word.replace("_", " ").split(":")) for word in text.split())


def _culture(
    language: str, countries: str, weight: float, given: str, family: str, syllables: str = "", **form: bool | str
) -> Culture:
    first, joiner = bool(form.get("family_first", False)), str(form.get("joiner", " "))
    return Culture(
        language,
        tuple(countries.split()),
        weight,
        _spellings(given),
        _spellings(family),
        tuple(syllables.split()),
        first,
        joiner,
    )


CULTURES: tuple[Culture, ...] = (
    _culture(
        "en",
        "US GB CA AU IE NZ ZA NG",
        36,
        "James Emma Jack Olivia Michael Sarah David Grace Tom Hannah Chris Lily Daniel Ruby Sam Chloe Ben Zoe Marcus Amber Tyler "
        "Jade Kevin Naomi Ryan Tasha Elijah Faith Noah Ivy Logan Skye Trevor Maya Calvin Stella Wyatt Hazel Dwayne Imani Kofi Ada",
        "Smith Jones Brown Taylor Wilson Davies Evans Walker King Wright Green Hall Wood Clarke Hughes Turner Carter Reed Cole "
        "Hayes Brooks Foster Price Long Russell Griffin West Okafor Mensah Cross Rhodes Vance Doyle Byrne Marsh Stone Blake",
        "ald ber brook burn by cliff croft den dale ex field ford gate ham hurst ing ley low mead more ridge shaw stead thorne ton wick worth",
    ),
    _culture(
        "es",
        "ES MX AR CO CL PE",
        13,
        "José:Jose María:Maria Carlos Lucía:Lucia Luis Sofía:Sofia Andrés:Andres Camila Iván:Ivan Valentina Óscar:Oscar Inés:Ines "
        "Javier Paula Tomás:Tomas Belén:Belen Raúl:Raul Nuria Héctor:Hector Rocío:Rocio Diego Marisol Joaquín:Joaquin Ximena",
        "García:Garcia López:Lopez Martínez:Martinez Rodríguez:Rodriguez Pérez:Perez Sánchez:Sanchez Ramírez:Ramirez Núñez:Nunez "
        "Muñoz:Munoz Vega Ríos:Rios Castillo Herrera Peña:Pena Ibáñez:Ibanez Cabrera Montoya Salas Duarte Rivas Toledo Quintana",
        "ar ez al mon te ra ches illo asco uera ona ero anda ita ales",
    ),
    _culture(
        "pt",
        "BR PT AO",
        8,
        "João:Joao Ana Pedro Beatriz Antônio:Antonio Luísa:Luisa Caio Letícia:Leticia Thiago Conceição:Conceicao Davi Lívia:Livia "
        "Rui Inês:Ines Vinícius:Vinicius Débora:Debora Mateus Cecília:Cecilia",
        "Silva Santos Souza Oliveira Conceição:Conceicao Araújo:Araujo Gonçalves:Goncalves Magalhães:Magalhaes Lima Rocha Nunes "
        "Simões:Simoes Moraes Teixeira Brandão:Brandao Pacheco Furtado",
        "ei ra ões al me da va ar im es ão",
    ),
    _culture(
        "fr",
        "FR BE CA CI SN",
        7,
        "Chloé:Chloe Jérôme:Jerome Élodie:Elodie Hélène:Helene Lucas Camille Théo:Theo Amélie:Amelie Rémi:Remi Zoé:Zoe Étienne:Etienne "
        "Inès:Ines François:Francois Maëlle:Maelle Yann Noémie:Noemie Aïssatou:Aissatou Mamadou",
        "Martin Bernard Lefèvre:Lefevre Moreau Géraud:Geraud Fournier Mercier Béranger:Beranger Chevalier Diallo Traoré:Traore "
        "Rousseau Vasseur Hébert:Hebert Perrot Lacroix Besnard Delorme",
        "eau ier ont ard elle oux age is ette in",
    ),
    _culture(
        "de",
        "DE AT CH",
        7,
        "Jürgen:Jurgen:Juergen Anna Björn:Bjorn:Bjoern Katrin Jörg:Jorg:Joerg Lena Sören:Soren:Soeren Mia Kurt Heike Uwe Greta Felix Antje Günther:Gunther:Guenther Nele",
        "Müller:Muller:Mueller Schmidt Weiß:Weiss Schröder:Schroder:Schroeder Köhler:Kohler:Koehler Fischer Böhm:Bohm:Boehm Krämer:Kramer:Kraemer "
        "Vogel Lange Jäger:Jager:Jaeger Brandt Huber Keller Bachmann Winter Sommer Lindner",
        "mann berg feld haus er ner stein bach hoff ing el",
    ),
    _culture(
        "sv",
        "SE NO DK FI",
        4,
        "Åsa:Asa:Aasa Erik Björn:Bjorn Linnéa:Linnea Søren:Soren Astrid Jørgen:Jorgen Maja Håkan:Hakan Freja Nils Saga",
        "Lindström:Lindstrom Bergqvist:Bergkvist Åkesson:Akesson Sjöberg:Sjoberg Nyström:Nystrom Dahl Østergaard:Ostergaard Holm Lund Ek Hägg:Hagg",
        "qvist ström berg lund gren by dal ås ell holt",
    ),
    _culture(
        "pl",
        "PL CZ HU",
        3,
        "Michał:Michal Łucja:Lucja Paweł:Pawel Zofia Wojciech Małgorzata:Malgorzata Kuba Agnieszka Stanisław:Stanislaw Ewa",
        "Wójcik:Wojcik Kowalczyk Zieliński:Zielinski Dąbrowski:Dabrowski Gołąb:Golab Król:Krol Woźniak:Wozniak Lis Sikora",
        "owski icki ak czyk ek an ów",
    ),
    _culture(
        "tr",
        "TR",
        3,
        "Özge:Ozge Çağla:Cagla Emre Gülşen:Gulsen Barış:Baris İrem:Irem Yağız:Yagiz Deniz",
        "Yılmaz:Yilmaz Şahin:Sahin Öztürk:Ozturk Doğan:Dogan Kılıç:Kilic Aydın:Aydin Güneş:Gunes",
        "oğlu er can soy türk alp",
    ),
    _culture(
        "vi",
        "VN",
        1.5,
        "Hương:Huong Minh Đức:Duc Thảo:Thao Quân:Quan Lan",
        "Nguyễn:Nguyen Trần:Tran Lê:Le Phạm:Pham Đỗ:Do",
        family_first=True,
    ),
    _culture(
        "ru",
        "RU UA KZ BY",
        5,
        "Сергей:Sergey:Sergei Анна:Anna Дмитрий:Dmitry:Dmitri Юлия:Yulia:Julia Алексей:Alexey:Aleksei Мария:Maria:Mariya Никита:Nikita Ксения:Ksenia:Xenia "
        "Евгений:Evgeny:Yevgeni Елена:Elena:Yelena Фёдор:Fyodor:Fedor Вика:Vika:Vica",
        "Иванов:Ivanov:Iwanow Кузнецов:Kuznetsov:Kuznecov Соловьёв:Solovyov:Soloviev Зайцев:Zaytsev:Zaitsev Щукин:Shchukin:Schukin Чернов:Chernov:Tchernov "
        "Жуков:Zhukov:Joukov Морозов:Morozov:Morosov Яковлев:Yakovlev:Iakovlev Ершов:Ershov:Yershov Хлебников:Khlebnikov:Hlebnikov Лис:Lis:Liss",
    ),
    _culture(
        "el",
        "GR CY",
        1.5,
        "Γιώργος:Giorgos:Yorgos Ελένη:Eleni:Heleni Δημήτρης:Dimitris:Demetris Χρήστος:Christos:Hristos Μαρία:Maria:Marya",
        "Παπαδόπουλος:Papadopoulos:Papadopulos Νικολάου:Nikolaou:Nicolaou Γεωργίου:Georgiou:Yeoryiou Βλάχος:Vlachos:Vlahos Καραγιάννης:Karagiannis:Karayannis",
    ),
    _culture(
        "ja",
        "JP",
        5,
        "翔太:Shota:Shouta 優子:Yuko:Yuuko 大輔:Daisuke:Daisuké 美咲:Misaki:Missaki 涼:Ryo:Ryou さくら:Sakura:Sacura ユウ:Yu:Yuu 洋平:Yohei:Youhei 真由:Mayu:Mayou",
        "佐藤:Sato:Satou 鈴木:Suzuki:Suzuky 大野:Ono:Ohno 伊藤:Ito:Itou 工藤:Kudo:Kudou 森:Mori:Molly 加藤:Kato:Katoh 遠藤:Endo:Endoh 新井:Arai:Araï 小林:Kobayashi:Cobayashi",
        family_first=True,
        joiner="",
    ),
    _culture(
        "ko",
        "KR",
        3,
        "지훈:Jihoon:Ji-hun 서연:Seoyeon:Seo-yeon 민준:Minjun:Min-joon 유진:Yujin:Eugene 현우:Hyunwoo:Hyeon-u 수빈:Subin:Soo-bin 태영:Taeyoung:Tae-yeong",
        "김:Kim:Gim 이:Lee:Yi 박:Park:Bak 최:Choi:Choe 정:Jung:Jeong 강:Kang:Gang 조:Cho:Jo 윤:Yoon:Yun 임:Lim:Im 신:Shin:Sin",
        family_first=True,
        joiner="",
    ),
    _culture(
        "zh",
        "CN TW HK SG",
        4,
        "伟:Wei:Wai 晓明:Xiaoming:Hsiao-ming 雨:Yu:Yue 美玲:Meiling:Mei-ling 志强:Zhiqiang:Chih-chiang 静:Jing:Ching 子轩:Zixuan:Tzu-hsuan",
        "王:Wang:Wong 李:Li:Lee 张:Zhang:Chang 陈:Chen:Chan 刘:Liu:Lau 周:Zhou:Chow 许:Xu:Hsu 蔡:Cai:Tsai 郑:Zheng:Cheng",
        family_first=True,
        joiner="",
    ),
    _culture(
        "ar",
        "EG SA AE MA LB",
        3,
        "محمد:Mohamed:Muhammad أحمد:Ahmed:Ahmad فاطمة:Fatima:Fatma يوسف:Youssef:Yusuf ليلى:Layla:Leila خالد:Khaled:Khalid نور:Nour:Noor سمير:Samir:Sameer",
        "حسن:Hassan:Hasan العلي:Al_Ali:El_Aly منصور:Mansour:Mansur الخطيب:Al_Khatib:El_Khateeb درويش:Darwish:Darwich سعيد:Said:Saeed",
    ),
    _culture(
        "he",
        "IL",
        1.2,
        "יוסף:Yosef:Joseph נועה:Noa:Noah דוד:David:Dawid תמר:Tamar:Tamara איתי:Itay:Itai",
        "כהן:Cohen:Kohen לוי:Levi:Levy מזרחי:Mizrahi:Mizrachi פרץ:Peretz:Perez ביטון:Biton:Bitton",
    ),
    _culture(
        "hi",
        "IN",
        4,
        "राहुल:Rahul:Raahul प्रिया:Priya:Pria अर्जुन:Arjun:Arjoon नेहा:Neha:Nehaa विक्रम:Vikram:Vickram सुनीता:Sunita:Suneeta",
        "शर्मा:Sharma:Sarma सिंह:Singh:Sinh गुप्ता:Gupta:Guptaa चौधरी:Chaudhary:Chowdhury वर्मा:Verma:Varma मिश्रा:Mishra:Misra",
    ),
    _culture(
        "th",
        "TH",
        1.3,
        "สมชาย:Somchai:Somchay มาลี:Malee:Mali อนันต์:Anan:Ananda พิมพ์:Pim:Phim กิตติ:Kitti:Kitty",
        "ใจดี:Jaidee:Chaidi ศรีสุข:Srisuk:Sisuk ทองดี:Thongdee:Tongdi แสงทอง:Saengthong:Sangtong",
        joiner=" ",
    ),
)


_LANGUAGES = "en es pt fr de sv pl tr ru el ja ko zh ar he hi th".split()


_TABLE = """
night noche noite nuit Nacht natt noc gece ночь νύχτα 夜 밤 夜晚 ليل לילה रात คืน
moon luna lua lune Mond måne księżyc ay луна φεγγάρι 月 달 月亮 قمر ירח चाँद จันทร์
sun sol sol soleil Sonne sol słońce güneş солнце ήλιος 太陽 태양 太阳 شمس שמש सूरज ตะวัน
heart corazón coração cœur Herz hjärta serce kalp сердце καρδιά 心 마음 心脏 قلب לב दिल ใจ
fire fuego fogo feu Feuer eld ogień ateş огонь φωτιά 炎 불 火焰 نار אש आग ไฟ
water agua água eau Wasser vatten woda su вода νερό 水 물 水流 ماء מים पानी น้ำ
sea mar oceano mer Meer hav morze deniz море θάλασσα 海 바다 大海 بحر ים समुद्र ทะเล
city ciudad cidade ville Stadt stad miasto şehir город πόλη 街 도시 城市 مدينة עיר शहर เมือง
dream sueño sonho rêve Traum dröm sen rüya сон όνειρο 夢 꿈 梦 حلم חלום सपना ฝัน
rain lluvia chuva pluie Regen regn deszcz yağmur дождь βροχή 雨 비 雨水 مطر גשם बारिश ฝน
wind viento vento vent Wind vind wiatr rüzgar ветер άνεμος 風 바람 风 ريح רוח हवा ลม
star estrella estrela étoile Stern stjärna gwiazda yıldız звезда αστέρι 星 별 星星 نجمة כוכב तारा ดาว
shadow sombra sombras ombre Schatten skugga cień gölge тень σκιά 影 그림자 影子 ظل צל छाया เงา
light luz luzes lumière Licht ljus światło ışık свет φως 光 빛 灯光 نور אור रोशनी แสง
road camino estrada route Straße väg droga yol дорога δρόμος 道 길 路 طريق דרך रास्ता ทาง
winter invierno inverno hiver Winter vinter zima kış зима χειμώνας 冬 겨울 冬天 شتاء חורף सर्दी หนาว
summer verano verão été Sommer sommar lato yaz лето καλοκαίρι 夏 여름 夏天 صيف קיץ गर्मी ร้อน
gold oro ouro or Gold guld złoto altın золото χρυσός 金 금 黄金 ذهب זהב सोना ทอง
black negro preto noir schwarz svart czarny kara чёрный μαύρο 黒 검정 黑色 أسود שחור काला ดำ
red rojo vermelho rouge rot röd czerwony kırmızı красный κόκκινο 赤 빨강 红色 أحمر אדום लाल แดง
wolf lobo lobos loup Wolf varg wilk kurt волк λύκος 狼 늑대 野狼 ذئب זאב भेड़िया หมาป่า
bird pájaro pássaro oiseau Vogel fågel ptak kuş птица πουλί 鳥 새 小鸟 طائر ציפור पंछी นก
flower flor flores fleur Blume blomma kwiat çiçek цветок λουλούδι 花 꽃 花朵 زهرة פרח फूल ดอกไม้
house casa lar maison Haus hus dom ev дом σπίτι 家 집 房子 بيت בית घर บ้าน
river río rio rivière Fluss älv rzeka nehir река ποτάμι 川 강 河 نهر נהר नदी แม่น้ำ
time tiempo tempo temps Zeit tid czas zaman время χρόνος 時 시간 时间 وقت זמן समय เวลา
love amor amores amour Liebe kärlek miłość aşk любовь αγάπη 愛 사랑 爱 حب אהבה प्यार รัก
life vida vidas vie Leben liv życie hayat жизнь ζωή 命 삶 生活 حياة חיים जीवन ชีวิต
king rey rei roi König kung król kral король βασιλιάς 王 왕 国王 ملك מלך राजा ราชา
stone piedra pedra pierre Stein sten kamień taş камень πέτρα 石 돌 石头 حجر אבן पत्थर หิน
"""


_ROWS = [dict(zip(_LANGUAGES, line.split(), strict=True)) for line in _TABLE.strip().splitlines()]


DICTIONARY: dict[str, dict[str, str]] = {row["en"]: row for row in _ROWS}


"""English word to the same word in each language."""


EXTRA: tuple[str, ...] = tuple(
    "again alive alone always angel animal anthem arrow ash aurora autumn avenue bad ballad beast better bitter blood blue body "
    "bone border bottle bridge broken burn butterfly candle carnival castle champagne change cherry circle cold comet crown cruel "
    "crystal dance dark dead deep desert devil diamond distance dust echo electric empire empty end engine eternal ever eyes fade "
    "fall false falling fever field first flame fly forest forever forget fragile freedom friend future garden ghost girl glass "
    "gone grace gravity habit halo hands happy haze heaven hollow holy home honey horizon hotel hunger hurricane ice island ivory "
    "jealous jungle kiss ladder last lie lightning lonely lost machine magic marble memory mercy midnight mirror money morning "
    "mother motel mountain neon never noise ocean only orbit paper paradise parade phantom pilot plastic poison promise quiet "
    "radio rebel ribbon rise rose runaway rust saint salt satellite savage season secret signal silver siren skin slow smoke snow "
    "soldier song soul south spirit spring static storm strange sugar sweet thunder tide tiger tomorrow tonight train trouble "
    "truth velvet violet violin voice wave wild window wire witness wonder young zero".split()
)


GENRES: tuple[str, ...] = (
    "pop", "hip hop", "rap", "rock", "indie rock", "electronic", "house", "techno", "r&b", "folk", "country", "metal",
    "punk", "jazz", "latin", "reggaeton", "afrobeats", "classical", "ambient", "lo-fi", "soundtrack", "gospel", "children",
    "new age", "drill", "trance",
)  # fmt: skip
