"""Who is found by which words: everything that pages print, and each word of a surname."""

import pytest

from intake.core.desk.names import fits, folded, sought, taken_apart, terms_of, words_of

# surname, given names, and what somebody may look for
FOUND = [
    (
        "Delgado",
        "Maria",
        ["Delgado", "DELGADO, Maria", "maria delgado", "Delgado Maria", "delgado"],
    ),
    ("Yıldız", "Elif", ["YILDIZ", "Yıldız", "yildiz", "Elif Yıldız", "YILDIZ, Elif"]),
    ("Okafor", "Denise", ["OKAFOR, Denise", "Denise Okafor", "Okafor"]),
    ("García Márquez", "Ana", ["Garcia", "Márquez", "GARCÍA MÁRQUEZ, Ana", "Ana Garcia Marquez"]),
    ("de la Cruz", "José", ["Cruz", "de la Cruz", "DE LA CRUZ, José", "delacruz", "Jose Cruz"]),
    ("King Jr.", "Robert", ["King", "KING JR., Robert", "Robert King Jr.", "King Jr"]),
    ("Núñez MD", "Carla", ["Nunez", "Núñez", "Dr. Carla Núñez", "NUNEZ, Carla"]),
    ("Doe (Bob)", "Robert", ["Doe", "DOE, Robert", "Robert Doe"]),
    ("Smith-Jones", "Ann", ["Smith", "Jones", "Smith Jones", "Smith-Jones", "SmithJones"]),
    ("Müller", "Jörg", ["Müller", "Mueller", "Muller", "MÜLLER, Jörg"]),
    ("Mueller", "Jorg", ["Müller", "Mueller", "MUELLER, Jorg"]),
    ("O'Brien", "Niamh", ["O'Brien", "O’Brien", "OBrien", "o brien", "O'BRIEN, Niamh"]),
    ("O’Brien", "Niamh", ["O'Brien", "obrien"]),
    ("Wałęsa", "Anna", ["Walesa", "Wałęsa", "WAŁĘSA, Anna"]),
    ("van der Berg", "Joost", ["Berg", "van der Berg", "vanderberg", "VAN DER BERG, Joost"]),
    ("Kim", "Min-jun", ["Kim", "Kim Min-jun", "Min-jun Kim", "KIM, Min-jun"]),
    ("Straße", "Uwe", ["Strasse", "STRASSE, Uwe", "Straße"]),
    ("Sørensen", "Kåre", ["Sorensen", "Soerensen", "Sørensen"]),
    ("Al-Hassan", "Omar", ["Hassan", "Al Hassan", "AlHassan", "AL-HASSAN, Omar"]),
    ("Nguyễn", "Thị Hoa", ["Nguyen", "Nguyễn", "NGUYỄN, Thị Hoa"]),
    ("Đặng", "Lan", ["Dang", "Đặng"]),
    ("St. John", "Ivy", ["St John", "St. John", "John"]),
    ("Dvořák", "Petr", ["Dvorak", "DVOŘÁK, Petr"]),
    ("Þórsdóttir", "Björk", ["Thorsdottir", "Þórsdóttir"]),
    ("Madonna", "", ["Madonna", "MADONNA"]),
    ("Li", "Wei", ["Li", "LI, Wei", "Wei Li"]),
    ("Ｆｕｊｉ", "Ken", ["Fuji", "FUJI"]),
]


@pytest.mark.parametrize(
    ("surname", "given", "query"),
    [(surname, given, query) for surname, given, queries in FOUND for query in queries],
)
def test_somebody_is_found_by_what_the_pages_print(surname, given, query):
    assert terms_of(surname) & sought(query)


def test_at_least_ninety_searches_are_tried_here():
    assert sum(len(queries) for _surname, _given, queries in FOUND) >= 90


@pytest.mark.parametrize(
    ("surname", "query"),
    [
        ("de la Cruz", "de"),
        ("van der Berg", "van"),
        ("King Jr.", "Jr"),
        ("Delgado", "Delgadillo"),
        ("Núñez MD", "MD"),
        ("Smith-Jones", "Smithson"),
    ],
)
def test_nobody_is_found_by_what_many_share(surname, query):
    assert not terms_of(surname) & sought(query)


def test_a_name_in_another_script_is_filed_as_typed_and_in_latin_letters():
    def latin(text: str) -> str:
        return text.replace("王", "Wang")

    terms = terms_of("王", latin=latin)
    assert terms == {"王", "wang"}
    assert terms & sought("Wang") and terms & sought("王", latin=latin)


@pytest.mark.parametrize(
    ("query", "name", "does_fit"),
    [
        ("del", "Maria Delgado", True),
        ("mar del", "Maria Delgado", True),
        ("delgado maria", "Maria Delgado", True),
        ("obri", "Niamh O’Brien", True),
        ("gado", "Maria Delgado", False),
        ("mario", "Maria Delgado", False),
        ("cruz", "José de la Cruz", True),
    ],
)
def test_part_of_a_name_fits_from_the_start_of_a_word(query, name, does_fit):
    assert fits(query, name) is does_fit


@pytest.mark.parametrize(
    ("query", "name", "does_fit"),
    [
        ("An Li", "Anna Lindt", False),
        ("Anna Lindt", "Anna Lindt", True),
        ("Lindt, Anna", "Anna Maria Lindt", True),
        ("Ana de la Cruz", "Ana Delacruz", False),
        ("Ana Delacruz", "Ana de la Cruz", True),
        ("Müller", "Jürgen Mueller", True),
    ],
)
def test_a_whole_name_fits_word_by_word_and_no_part_of_a_word(query, name, does_fit):
    assert fits(query, name, whole=True) is does_fit


@pytest.mark.parametrize("query", ["", "???", "(unknown)", " . "])
def test_what_has_no_word_in_it_fits_nobody(query):
    assert not fits(query, "Anna Lindt")
    assert not fits(query, "Anna Lindt", whole=True)


def test_words_lose_titles_suffixes_and_brackets_but_never_the_last_word():
    assert words_of("Dr. Robert (Bob) King Jr., MD") == ("robert", "king")
    assert words_of("MD") == ("md",)
    assert words_of("\u3164") == ()
    assert folded("\u0130stanbul") == "istanbul"


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        ("OKAFOR, Denise", "Okafor", "Denise"),
        ("Denise Okafor", "Okafor", "Denise"),
        ("Ana de la Cruz Jr.", "de la Cruz Jr.", "Ana"),
        # A suffix tells a son from his father, whichever way a program writes it.
        ("Robert King Jr.", "King Jr.", "Robert"),
        ("Robert King, Jr.", "King Jr.", "Robert"),
        ("ROBERT KING, III", "King III", "Robert"),
        ("King, Jr.", "King Jr.", ""),
        ("Madonna", "Madonna", ""),
        ("", "", ""),
    ],
)
def test_a_whole_name_is_taken_apart_and_loses_nothing(name, surname, given):
    assert taken_apart(name) == (surname, given)
