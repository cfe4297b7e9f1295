"""The list of titles that never show to pupils: real titles of the corpus, in its languages, and nothing harmless with them."""

from __future__ import annotations

import pytest

from studio.music import corpus, finding, folk, screening

NEVER = (
    "Old Zip Coon", "OLD ZIP COON -- REEL", "N...... IN DE WOOD PILE -- JIG", 'WALK AROUND. -- "CARVE DAT POSSUM."', "Turkies in the Straw",
    "Judenvesper (4-95), S. 126", "Der Jud von Seebach", "ALS D JUDEN DEN HERRN", "ES WAR EINE REICHE JUEDIN", "Schne Jdin (2-38) S. 121",
    "LUSTIG IST DAS ZIGEUNERLEBEN", "HAT UNS NICHT MAHOMET SCHAENDLICH BETROGEN", "CROPPIES, LIE DOWN -- JIG", "Lillie Bulera",
    "Der Raubmord von Stockheim (10), S. 51", "Drei Mrder (2-36) S. 114", "Zwanzig Mrder (3-28), S. 93", "Die Kindsmoerderin", "Schwester Giftmischerin",
    "Der Tod von Basel (2-57), S. 150f", "The Night Before Larry Was Stretched", "I'M WEARY OF LIFE", "Lieber ins Wasser", "Verzweiflung",
    "Halewyn", "The Outlandish Knight", "Die Schlangenkoechin", "Die Rabenmutter", "What brought the blood?, S. 90",
    "DEUTSCHLAND DEUTSCHLAND UEBER ALLES", "DIE FAHNEN WEHEN FRISCH AUF ZUR SCHLACHT", "KEIN SCHOENRER TOD AUF DIESER WELT", "Sharen de gangdao shi jiu lijiao",
    "The Battle Of Aughrim", "Boyne Water", "Zanmen de ling xiu Mao Zedong", "Kehen guizi toule wode da yandai", "Songlang dangbin",
    "Whiskey You're the Devil", "The Drunken Sailor", "Drucken Moll Knox", "Der Wein und das Wasser (Band 1), S. 229", "Die Saufbrder (210), S. 461",
    "Shibeijiu", "TABAK IST MEIN LEBEN", "LITTLE BROWN JUG - JIG", "Preab san ól!, S. 117", "WER NIEMALS EINEN RAUSCH GEHABT",
    "The Fornicator (Burns)", "Sheela na Gigg,", "Cuckold Come Out o' the Amrey", "A MAID WITHOUT A GOWN", "Der Graf und die Magd (23a), S. 94f",
    "Ist die schwarze Köchin da", "ISCHT DIE SCHWARZE KOECHIN DA", "De schwarze Man", "Jinrikisha -- Hornpipe", "1st. Turks March", "2d. Turks March", "Turkish March",
    "Quick Step. Turkish", "Buffalo Dance", "Spottlied auf den 1574 aus Krakau entflohenen Polenkoenig", "Klosterhaß", "Albas Vertreibung", "A Whack at the Whigs",
    "Awa Whigs awa", "Lord Send the French without Delay", "Seanduine chill chocáin", "The Eviction", "Freedom For Ireland", "Repeal of the Union",
    "Surrender of Calias", "NOCH IST POLEN NICHT VERLOREN", "SIE LEGTEN IHN AUF EINEN TISCH", "MAN LEGT DEN BRANDENBURGER AUF EIN TISCH", "Fairly Shot of Her",
    "Best Shot", "Der ausgeweidete Jaeger", "Billy Byrne of Ballymanus", "Bupa baigui laishaolou", "The Recruiting Officer", "Cupid's Recruiting Serjeant",
    "Little Skirmish", "The Field Marshal", "Jock o' the Syde", "What a Beau my Granny was", "They took frae me my Wife yestreen", "Cameron has got his Wife again",
    "Malowney's Wife", "My Former Wife", "Durham Old Women", "Get Up Old Woman And Shake Yourself", "The Old Maids of Galway", "The Rakes of Mallow",
    "Die Versuchung", "Kissing Thy Sweet Lips", "The Wink of Her Eye", "Die Braut im Kloster", "The Deil's Awa wi' th' Exciseman", "The Broken-Legged Chicken",
    "Huish the Cat", "Hunting the Hare", "Hunt the Fox", "EIN SCHNEIDER UND EIN ZIEGENBOCK", "Bestrafter Vorwitz", "Der J\u00e4ger im gr\u00fcnen Wald",
    "ES WOLLT EIN JAEGER JAGEN", "Die Jagd", "Schöne Jüdin", "Die Mörderin", "Drei Räuber", "EIA WIWI WER SCHLAEFT HEUT NACHT BEI MIR", "Mai wawa , eigene Kinder verkaufen)", "Xifu shou zhemo", "Das hungernde Kind",
)  # fmt: skip
SHOWS = (
    "Abigail Judge", "JUDY MALEY'S -- REEL", "COONEY'S HORNPIPE", "KILLARNEY", "The Enniskillen Dragoons", "I'M MARRIED ONE YEAR TODAY",
    "WEINE NUR NICHT", "HELL AUF DER WIESE FAENGT ES AN ZU SCHIESSEN", "NUN ADE DU MEIN LIEB HEIMATLAND", "ES WAREN ZWEI KOENIGSKINDER",
    "Hovertchen (3-86), S. 237", "Molihua", "Sakura", "Green Sleeves", "The Cup of Tea -- Reel", "Vogelhochzeit", "ROTH ROTH ROTH SIND ALLE MEINE KLEIDER",
    "Blind Mary", "Molly Put the Kettle On", "Dumbarton Drums beat bonny O", "Ardkinglass's Delight", "Little Czech Number", "Caledonian Hunt's Delight",
    "Die schöne Müllerin", "Mädchen und Baum", "MUHKUEHBCHEN FLIEGE", "DIE GEDANKEN SIND FREI", "Grandfather's Clock", "Soldiers Joy", "Banish Misfortune", "Jiujiu" + "hua",
)  # fmt: skip


@pytest.mark.parametrize("title", NEVER)
def test_a_title_not_for_children_never_shows(title: str) -> None:
    assert screening.hides(title)


@pytest.mark.parametrize("title", SHOWS)
def test_a_harmless_title_shows(title: str) -> None:
    assert not screening.hides(title)


def test_innocent_titles_with_dangerous_letters_are_found() -> None:
    for words in ("blind mary", "molly put", "dumbarton", "ardkinglass", "little czech", "abigail judge"):
        assert [found for found in finding.search(words) if found.kind == "folk"], words


def test_no_title_has_lost_its_umlauts() -> None:
    shown = [title for tune in folk.index() for title in (tune.title, *tune.also)]

    assert "Die schöne Müllerin" in shown
    assert [title for title in shown if not title.isprintable()] == []
    assert len([title for title in shown if set("äöüß") & set(title)]) > 200


@pytest.mark.whole
def test_nothing_in_the_index_is_screened() -> None:
    assert [tune.title for tune in folk.index() if not folk.shows(tune)] == []


def test_searching_for_what_is_hidden_finds_nothing() -> None:
    for words in ("zip coon", "judenvesper", "raubmord", "whiskey", "trinklied", "mord", "soldatenlied"):
        assert not [found for found in finding.search(words) if found.kind == "folk"], words


def test_a_later_list_screens_an_older_index(monkeypatch: pytest.MonkeyPatch) -> None:
    tunes = [
        folk.FolkTune(title, (), "x/a.abc", n, "4/4", 0, "major", 8, 60, 72, "MMM")
        for n, title in enumerate(("Rosy Morn", "Blue Bird"), 1)
    ]
    older = folk.packed(tunes)
    assert len(folk.unpacked(older)) == 2

    monkeypatch.setattr(screening, "screen", lambda: screening.read("title: Blue Bird"))

    assert [tune.title for tune in folk.unpacked(older)] == ["Rosy Morn"]


def test_a_second_title_is_screened_too() -> None:
    tune = folk.FolkTune("Harmless", ("Old Zip Coon",), "x/a.abc", 1, "4/4", 0, "major", 8, 60, 72, "MMM")

    assert not folk.shows(tune)


def test_about_a_sixth_of_the_corpus_is_left_out() -> None:
    # Far fewer would mean that a rule was lost, far more that one hides everything.
    everything = sum(len(corpus.texts(path)) for path in corpus.files())

    assert 0.1 < 1 - len(folk.index()) / everything < 0.25


def test_a_rule_that_is_not_understood_is_refused() -> None:
    with pytest.raises(ValueError, match="wrod"):
        screening.read("wrod: coon")
    with pytest.raises(ValueError, match="coon"):
        screening.read("coon")


def test_an_empty_rule_hides_nothing() -> None:
    assert not screening.read("word: , *,\npart: ,\ntitle:").hides("Rosy Morn")


@pytest.mark.parametrize(("rule", "title", "hidden"), [
    ("word: gin", "Gin and Tonic", True),
    ("word: gin", "Ginger", False),
    ("word: gin*", "Ginger", True),
    ("word: zip coon", "OLD ZIP-COON!", True),
    ("word: zip coon", "Zip the Coon", False),
    ("part: mord", "Raubmörder, Mordnacht", True),
    ("title: Rosy Morn", "rosy  MORN.", True),
    ("title: Rosy Morn", "The Rosy Morn", False),
])  # fmt: skip
def test_what_each_kind_of_rule_hides(rule: str, title: str, hidden: bool) -> None:
    assert screening.read(rule).hides(title) is hidden


def test_accents_and_marks_do_not_hide_a_word_from_the_list() -> None:
    assert screening.folded("  Für Élise: Nº 1, Gru\u0308n  ") == "fur elise no 1 grun"
