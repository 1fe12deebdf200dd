"""Words that names, titles and biographies are drawn from: one `Culture` per language.

`words` of every culture are in one order, so the same position means the same thing in all of them (a translated name is
the same positions in another culture). Names are common ones of each language; none stands for a real artist.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Culture:
    """One language: where it is spoken, given and family names, stems and endings of rarer family names, words."""

    language: str
    countries: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    stems: tuple[str, ...]
    endings: tuple[str, ...]
    words: tuple[str, ...]
    family_first: bool = False
    joined: bool = False


def _culture(
    language: str,
    countries: str,
    given: str,
    family: str,
    rare: str,
    words: str,
    *,
    family_first: bool = False,
    joined: bool = False,
) -> Culture:
    stems, _, endings = rare.partition("|")
    return Culture(
        language,
        tuple(countries.split()),
        tuple(given.split()),
        tuple(family.split()),
        tuple(stems.split()),
        tuple(endings.split()),
        tuple(words.split()),
        family_first,
        joined,
    )


CULTURES: tuple[Culture, ...] = (
    _culture(
        "en",
        "US GB CA AU NZ IE NG GH ZA JM",
        "James Mary John Emma Michael Olivia David Ava Daniel Grace Chris Amy Jack Chloe Tom Lily Ryan Zoe Kevin Maya Sam Jade Marcus Tasha Dwayne Keisha Ben Lucy Luke Ella Oscar Ruby Nathan Ivy Kofi Ama Chidi Ngozi Tunde Sade Finn Niamh Callum Isla Wes Dana Eli Hope Theo June",
        "Smith Johnson Williams Brown Jones Miller Davis Wilson Taylor Clark Lewis Walker Hall Young King Wright Scott Green Baker Adams Nelson Hill Carter Mitchell Roberts Campbell Parker Evans Edwards Collins Stewart Morris Reed Cook Morgan Bell Murphy Bailey Cooper Cox Okafor Mensah Adeyemi Boateng Byrne Doyle Price Hughes Foster Gray",
        "Ash Black Brad Burn Cald Clay Cran Dun Fair Farn Hart Hol Kirk Lang Mill Nor Pem Rad Shel Stan Thorn Wal Wes Whit Win|ford ley ton worth wood well bury field man by croft stead mere gate ridge",
        "Night Sun Moon River Fire Rain Heart Dream Star Sea Wolf Bird Rose Gold Silver Black White Red Blue King Queen City Street House Light Shadow Wind Stone Snow Summer Winter Love Time Road Ghost Forest Flower Dance Song Sky",
    ),
    _culture(
        "es",
        "MX ES AR CO CL PE US VE",
        "María José Juan Lucía Carlos Sofía Luis Camila Jorge Valeria Andrés Daniela Diego Paula Pablo Elena Raúl Inés Sergio Ángela Martín Noemí Iván Ximena",
        "García Martínez López González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez Morales Vázquez Jiménez Reyes Díaz Torres Gutiérrez Ruiz Mendoza Peña Núñez",
        "Alb Ber Cast Dom Est Fern Gal Herr Ib Lar Mor Nav Ort Pal Quint Ros Sal Tor Vill Zam|era ano illo ez osa eda ales añez arro uelo",
        "Noche Sol Luna Río Fuego Lluvia Corazón Sueño Estrella Mar Lobo Pájaro Rosa Oro Plata Negro Blanco Rojo Azul Rey Reina Ciudad Calle Casa Luz Sombra Viento Piedra Nieve Verano Invierno Amor Tiempo Camino Fantasma Bosque Flor Baile Canción Cielo",
    ),
    _culture(
        "pt",
        "BR PT AO",
        "João Ana Pedro Beatriz Lucas Larissa Gabriel Juliana Rafael Letícia Thiago Fernanda Bruno Camila Caio Luíza Vinícius Débora",
        "Silva Santos Oliveira Souza Lima Pereira Ferreira Costa Rodrigues Almeida Nascimento Araújo Ribeiro Carvalho Gonçalves Teixeira Moreira Cavalcanti",
        "Alm And Bar Carv Fag Fig Gouv Lac Mac Mach Mesq Nog Pach Pinh Quad Sal Tav Val|eira eida ão undes edo inho oso ado ares ita",
        "Noite Sol Lua Rio Fogo Chuva Coração Sonho Estrela Mar Lobo Pássaro Rosa Ouro Prata Preto Branco Vermelho Azul Rei Rainha Cidade Rua Casa Luz Sombra Vento Pedra Neve Verão Inverno Amor Tempo Estrada Fantasma Floresta Flor Dança Canção Céu",
    ),
    _culture(
        "fr",
        "FR BE CA SN CI CH",
        "Jean Marie Pierre Camille Louis Chloé Julien Léa Antoine Manon Nicolas Élodie Hugo Zoé Mathieu Inès Amadou Fatou Théo Maëlle",
        "Martin Bernard Dubois Thomas Robert Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Diallo Traoré Fontaine Girard Mercier Blanchet Kouassi",
        "Beau Bel Bois Brun Champ Char Cler Dela Fon Gran Hau Lam Mont Per Ram Sauv Val Ver|ier ard eau mont ville ert oux lac aire eny",
        "Nuit Soleil Lune Rivière Feu Pluie Cœur Rêve Étoile Mer Loup Oiseau Rose Or Argent Noir Blanc Rouge Bleu Roi Reine Ville Rue Maison Lumière Ombre Vent Pierre Neige Été Hiver Amour Temps Route Fantôme Forêt Fleur Danse Chanson Ciel",
    ),
    _culture(
        "de",
        "DE AT CH",
        "Lukas Anna Felix Lena Jonas Mia Max Hannah Paul Sophie Jan Klara Moritz Greta Björn Jürgen Käthe Nils Tobias Frieda",
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder Neumann Krüger Böhm Vogt",
        "Acker Berg Birken Eich Fal Gold Grün Hager Kess Licht Oster Rosen Schön Stein Wald Wein|mann er bach haus feld berger stein ling inger hof",
        "Nacht Sonne Mond Fluss Feuer Regen Herz Traum Stern Meer Wolf Vogel Rose Gold Silber Schwarz Weiß Rot Blau König Königin Stadt Straße Haus Licht Schatten Wind Stein Schnee Sommer Winter Liebe Zeit Weg Geist Wald Blume Tanz Lied Himmel",
    ),
    _culture(
        "sv",
        "SE NO DK FI",
        "Erik Astrid Lars Freja Nils Ingrid Oskar Elsa Johan Maja Åke Linnéa Sven Tuva Mikkel Søren Pål Siri",
        "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Lindberg Hansen Nielsen Jørgensen Berg Dahl Strand Sjögren Åberg Nyström Holm",
        "Al Berg Björk Ek Fors Gran Hag Hed Lind Löf Mal Nor Ros Sand Sjö Sund Wik Ös|gren ström qvist lund mark dahl vall stedt man bäck",
        "Natt Sol Måne Flod Eld Regn Hjärta Dröm Stjärna Hav Varg Fågel Ros Guld Silver Svart Vit Röd Blå Kung Drottning Stad Gata Hus Ljus Skugga Vind Sten Snö Sommar Vinter Kärlek Tid Väg Spöke Skog Blomma Dans Sång Himmel",
    ),
    _culture(
        "pl",
        "PL CZ SK",
        "Jan Zofia Piotr Kasia Michał Ola Tomasz Łucja Paweł Hania Kuba Iga Wojtek Małgorzata Bartek Żaneta",
        "Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Mazur Krawczyk Piotrowski Górski Pawlak Król",
        "Bor Cich Dud Gaj Jab Kal Kos Lip Mal Nied Ols Pias Rad Sob Tar Wal Zab Żyt|owski iński ecki ak czyk uszek ewicz oń ała ik",
        "Noc Słońce Księżyc Rzeka Ogień Deszcz Serce Sen Gwiazda Morze Wilk Ptak Róża Złoto Srebro Czarny Biały Czerwony Niebieski Król Królowa Miasto Ulica Dom Światło Cień Wiatr Kamień Śnieg Lato Zima Miłość Czas Droga Duch Las Kwiat Taniec Pieśń Niebo",
    ),
    _culture(
        "tr",
        "TR AZ",
        "Mehmet Ayşe Mustafa Elif Ahmet Zeynep Emre Defne Burak Ece Can İrem Oğuz Şule Deniz Gökçe",
        "Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Koç",
        "Ak Alt Bay Boz Can Dem Er Gül Kar Kara Öz San Taş Tem Ün Yal|an er oğlu ay dağ soy taş kan tekin can",
        "Gece Güneş Ay Nehir Ateş Yağmur Kalp Rüya Yıldız Deniz Kurt Kuş Gül Altın Gümüş Siyah Beyaz Kırmızı Mavi Kral Kraliçe Şehir Sokak Ev Işık Gölge Rüzgar Taş Kar Yaz Kış Aşk Zaman Yol Hayalet Orman Çiçek Dans Şarkı Gökyüzü",
    ),
    _culture(
        "ru",
        "RU UA KZ BY",
        "Иван Анна Дмитрий Мария Алексей Ольга Сергей Елена Никита Дарья Максим Юлия Артём Полина Павел Ксения Тимур Алина",
        "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Шевченко Коваленко Бондаренко",
        "Бар Бел Бор Вор Гор Дан Жар Зим Кал Лаз Мал Нос Пол Род Сав Тар Хар Чер|ин ов овский енко ушкин чук ец ский ман аев",
        "Ночь Солнце Луна Река Огонь Дождь Сердце Сон Звезда Море Волк Птица Роза Золото Серебро Чёрный Белый Красный Синий Король Королева Город Улица Дом Свет Тень Ветер Камень Снег Лето Зима Любовь Время Дорога Призрак Лес Цветок Танец Песня Небо",
    ),
    _culture(
        "el",
        "GR CY",
        "Γιώργος Μαρία Νίκος Ελένη Δημήτρης Κατερίνα Γιάννης Σοφία Κώστας Άννα Πάνος Ειρήνη",
        "Παπαδόπουλος Νικολάου Γεωργίου Δημητρίου Οικονόμου Βασιλείου Μακρής Αλεξίου Παππάς Σταύρου Κωνσταντίνου Ιωάννου",
        "Αγγελ Βλαχ Γαλαν Δεληγ Ζαφειρ Καλογ Λαμπρ Μανωλ Ξανθ Ραπτ Σαρρ Τσακ|όπουλος ίδης άκης έας άτος ούδης ής ιάδης",
        "Νύχτα Ήλιος Φεγγάρι Ποτάμι Φωτιά Βροχή Καρδιά Όνειρο Αστέρι Θάλασσα Λύκος Πουλί Τριαντάφυλλο Χρυσός Ασήμι Μαύρο Λευκό Κόκκινο Μπλε Βασιλιάς Βασίλισσα Πόλη Δρόμος Σπίτι Φως Σκιά Άνεμος Πέτρα Χιόνι Καλοκαίρι Χειμώνας Αγάπη Χρόνος Μονοπάτι Φάντασμα Δάσος Λουλούδι Χορός Τραγούδι Ουρανός",
    ),
    _culture(
        "ja",
        "JP",
        "陽菜 翔 結衣 蓮 葵 大輝 美咲 健太 さくら 拓海 愛 直樹 凛 悠斗 優子 誠 ひかり 亮",
        "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 松本 井上 木村",
        "青 赤 石 岩 大 岡 金 川 北 黒 白 杉 竹 長 西 東 藤 星 水 森|山 田 川 村 井 島 沢 崎 原 野 口 橋",
        "夜 太陽 月 川 火 雨 心 夢 星 海 狼 鳥 薔薇 金 銀 黒 白 赤 青 王 女王 街 通り 家 光 影 風 石 雪 夏 冬 愛 時間 道 幽霊 森 花 踊り 歌 空",
        family_first=True,
        joined=True,
    ),
    _culture(
        "ko",
        "KR",
        "민준 서연 지훈 수빈 현우 지민 도윤 하은 준호 예진 태양 유나 성민 소희 재현 나래",
        "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황",
        "남 선 제 독 황 사 동 어|궁 우 갈 고 보 공 방 금",
        "밤 태양 달 강 불 비 마음 꿈 별 바다 늑대 새 장미 금 은 검정 하양 빨강 파랑 왕 여왕 도시 거리 집 빛 그림자 바람 돌 눈 여름 겨울 사랑 시간 길 유령 숲 꽃 춤 노래 하늘",
        family_first=True,
        joined=True,
    ),
    _culture(
        "zh",
        "CN TW HK SG MY",
        "伟 芳 娜 敏 静 强 磊 洋 艳 勇 杰 娟 涛 明 超 秀英 霞 子涵 雨桐 浩然",
        "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 林",
        "欧 司 上 诸 东 皇 夏 慕 公 长|阳 马 官 葛 方 甫 侯 容 孙",
        "夜 太阳 月亮 河 火 雨 心 梦 星 海 狼 鸟 玫瑰 金 银 黑 白 红 蓝 国王 女王 城市 街 家 光 影 风 石 雪 夏天 冬天 爱 时间 路 幽灵 森林 花 舞 歌 天空",
        family_first=True,
        joined=True,
    ),
    _culture(
        "ar",
        "EG SA MA LB AE IQ DZ",
        "محمد فاطمة أحمد مريم علي نور عمر سارة يوسف ليلى خالد هند سامي رانيا كريم دينا",
        "حسن علي إبراهيم محمود خليل سعيد منصور حداد خوري صالح ناصر عباس فارس شريف",
        "عبد بن أبو آل|الله الرحمن الكريم سليم زيد بكر سعود النور الهادي يزيد",
        "ليل شمس قمر نهر نار مطر قلب حلم نجم بحر ذئب طائر وردة ذهب فضة أسود أبيض أحمر أزرق ملك ملكة مدينة شارع بيت نور ظل ريح حجر ثلج صيف شتاء حب زمن طريق شبح غابة زهرة رقص أغنية سماء",
    ),
    _culture(
        "he",
        "IL",
        "דוד נועה יוסי מאיה איתי תמר עומר שירה אורי יעל רון ליאור",
        "כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן אזולאי כץ שפירא גולן",
        "גולד רוזן ברק אשכנז שוורץ לב בן אבו|ברג שטיין מן חצירה ארי חיים זיו טל",
        "לילה שמש ירח נהר אש גשם לב חלום כוכב ים זאב ציפור שושנה זהב כסף שחור לבן אדום כחול מלך מלכה עיר רחוב בית אור צל רוח אבן שלג קיץ חורף אהבה זמן דרך רפאים יער פרח ריקוד שיר שמיים",
    ),
    _culture(
        "hi",
        "IN NP",
        "राहुल प्रिया अमित नेहा रोहित पूजा विकास अंजलि अर्जुन कविता संजय दिव्या मनोज सीमा",
        "शर्मा सिंह वर्मा गुप्ता कुमार यादव मिश्रा जोशी पटेल चौहान राव मेहता",
        "अग्नि चतुर् त्रि द्वि भट्ट देव राज सोम|होत्री वेदी पाठी वाल चार्य नाथ पूत कर",
        "रात सूरज चाँद नदी आग बारिश दिल सपना तारा समुद्र भेड़िया पंछी गुलाब सोना चाँदी काला सफ़ेद लाल नीला राजा रानी शहर गली घर रोशनी छाया हवा पत्थर बर्फ़ गर्मी सर्दी प्यार समय रास्ता भूत जंगल फूल नाच गीत आसमान",
    ),
    _culture(
        "th",
        "TH",
        "สมชาย สุดา อนันต์ มาลี ธนา พลอย กิตติ นภา วิชัย อรุณ",
        "สุขใจ ทองดี ศรีสุข บุญมา แสงทอง ใจดี วงศ์ไทย รัตนา",
        "ทอง ศรี บุญ แสง วงศ์ รัตน จันทร์ สุข|ดี สุข มา ชัย พันธ์ กุล วัฒน์ เจริญ",
        "คืน ตะวัน จันทร์ แม่น้ำ ไฟ ฝน หัวใจ ฝัน ดาว ทะเล หมาป่า นก กุหลาบ ทอง เงิน ดำ ขาว แดง ฟ้า ราชา ราชินี เมือง ถนน บ้าน แสง เงา ลม หิน หิมะ ร้อน หนาว รัก เวลา ทาง ผี ป่า ดอกไม้ เต้นรำ เพลง ท้องฟ้า",
    ),
    _culture(
        "id",
        "ID MY",
        "Budi Siti Agus Dewi Rizky Putri Andi Ayu Fajar Indah Bayu Rina",
        "Santoso Wijaya Pratama Saputra Hidayat Nugroho Siregar Kusuma Lestari Halim",
        "Adi Bud Cah Dar Har Kur Mul Pur Sul Wib Yul Nas|yanto iawan owo aman adi isna ution astuti ono ika",
        "Malam Matahari Bulan Sungai Api Hujan Hati Mimpi Bintang Laut Serigala Burung Mawar Emas Perak Hitam Putih Merah Biru Raja Ratu Kota Jalan Rumah Cahaya Bayangan Angin Batu Salju Panas Dingin Cinta Waktu Jejak Hantu Hutan Bunga Tari Lagu Langit",
    ),
)

MORE_WORDS: tuple[str, ...] = tuple(
    "Static Velvet Hollow Paper Glass Neon Arrow Anchor Copper Marble Orbit Echo Vapor Lantern Cedar Ember Pilot Signal Harbor Canyon Meadow Thunder Mirror Feather Saint Devil Angel Tiger Lion Fox Raven Crow Bear Panther Cobra Comet Nova Atlas Zenith Cipher Vortex Pixel Analog Chrome Carbon Cobalt Indigo Crimson Amber Jade Onyx Pearl Coral Violet Scarlet Golden Broken Lonely Wild Quiet Electric Cosmic Lost Young Little Great Holy Sweet Bitter Slow Fast Cold Warm Deep High Low Empty Modern Ancient Secret Lucky Drifter Rebel Outlaw Preacher Sailor Hunter Dancer Poet Prophet Soldier Stranger Twin Sister Brother Daughter Mother Machine Engine Radio Telephone Television Motel Highway Avenue Station Garden Kitchen Window Bridge Tower Island Mountain Valley Desert Prairie Tide Current Storm Cloud Fog Dust Smoke Ash Salt Sugar Honey Cherry Lemon Peach Juniper Clover Sparrow Heron Falcon Magpie Rhythm Groove Bass Drum Chorus Verse Tempo Noise Silence Youth Fever Riot Parade Carnival Circus Theory Method Sequence Pattern Season Morning Midnight Sunday Friday October April".split()
)

GENRES: tuple[str, ...] = tuple(
    "pop rock hip-hop electronic house techno ambient classical jazz folk country metal punk r&b soul reggae latin k-pop j-pop afrobeats lo-fi soundtrack children sleep meditation indie trap dancehall gospel bollywood".split()
)

ADDED: tuple[str, ...] = tuple("Official Music Topic Band Beats VEVO Channel Records TV Sounds Real Worldwide".split())
