"""Words with their places become a message: who speaks is kept apart from what is said."""

import pytest
from msgspec.structs import replace

from tocsin.message.picture.furniture import is_furniture
from tocsin.message.picture.layout import arrange_picture
from tocsin.message.picture.model import PictureMessage, PictureWord, PictureWords

WIDTH, HEIGHT, HIGH, LETTER = 800, 1700, 24, 12


def line(text: str, left: int, top: int, confidence: float = 95) -> tuple[PictureWord, ...]:
    """A line of words, each letter as wide as the other; two spaces are a wide gap."""
    words = []
    for word in text.split(" "):
        if word:
            words.append(PictureWord(word, confidence, left, top, left + LETTER * len(word), top + HIGH))
        left += LETTER * (len(word) + 1) + (30 if not word else 0)
    return tuple(words)


def read(*lines: tuple[PictureWord, ...], codes: tuple[str, ...] = ()) -> PictureMessage:
    return arrange_picture(PictureWords(width=WIDTH, height=HEIGHT, lines=lines, codes=codes))


CLOCK = line("10:12  5G 84 %", 40, 30)
WRITE = line("Message texte", 160, 1_600)
HEAD = (CLOCK, line("←  A  AMELI  ⋮", 30, 120), line("lundi 4 mars • 10:02", 300, 220))
RECEIVED = (
    line("Votre carte vitale expire, cliquez ici", 60, 300),
    line("https://ameli-carte.example", 60, 344),
    line("avant demain.", 60, 388),
)
OWN = (line("Bonjour, qui êtes-vous ? Je ne", 340, 480), line("comprends pas.", 340, 524))


def test_a_conversation_is_read_without_its_furniture_nor_the_own_answer():
    found = read(*HEAD, *RECEIVED, line("10:02", 60, 440), *OWN, line("Distribué", 600, 570), WRITE)

    assert found == PictureMessage(
        text="Votre carte vitale expire, cliquez ici https://ameli-carte.example\navant demain.",
        sender="AMELI",
        channel="sms",
        own="Bonjour, qui êtes-vous ? Je ne comprends pas.",
    )


def test_what_was_received_after_the_own_answer_is_received_too():
    again = line("Votre dossier sera clos.", 60, 620)

    assert read(*HEAD, *RECEIVED, *OWN, again, WRITE).text.endswith(
        "avant demain.\n\nVotre dossier sera clos."
    )


def test_a_keyboard_says_nothing():
    keys = (
        line("a z e r t y u i o p", 20, 1_300),
        line("q s d f g h j k l m", 20, 1_380),
        line("w x c v b n", 90, 1_460),
    )

    assert read(*HEAD, *RECEIVED, *keys).text == read(*HEAD, *RECEIVED).text


def test_icons_that_were_taken_for_letters_say_nothing():
    icon = (PictureWord("V2", 20.0, 10, 110, 50, 150), *line("AMELI", 170, 120))

    assert read(CLOCK, icon, line("en ligne", 170, 160), line("|", 700, 200, 12), *RECEIVED).sender == "AMELI"


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ("←  Groupe « Les Le Goff »", "Groupe « Les Le Goff »"),
        ("←  « Aide rentrée » CAF ›", "« Aide rentrée » CAF"),
        ("Marek »", "Marek"),
    ],
)
def test_quotation_marks_belong_to_a_name_and_arrows_do_not(seen, said):
    assert read(CLOCK, line(seen, 30, 120), line("en ligne", 170, 160), *RECEIVED).sender == said


def test_a_long_name_takes_two_lines_and_what_is_smaller_below_is_none():
    long = (line("Assurance Maladie (page", 170, 110), line("officielle)", 170, 146))
    number = tuple(replace(word, bottom=word.top + HIGH // 2) for word in line("06 39 98 00 01", 170, 146))

    assert (
        read(CLOCK, *long, line("en ligne", 170, 190), *RECEIVED).sender
        == "Assurance Maladie (page officielle)"
    )
    assert (
        read(CLOCK, long[0], number, line("en ligne", 170, 190), *RECEIVED).sender
        == "Assurance Maladie (page"
    )


@pytest.mark.parametrize(
    ("seen", "said"), [("06 39 98 0O Ol", "06 39 98 00 01"), ("LOLO", "LOLO"), ("Info 38O", "Info 38O")]
)
def test_a_number_in_the_head_is_made_of_digits(seen, said):
    assert read(CLOCK, line(seen, 300, 120), HEAD[2], *RECEIVED).sender == said


def test_the_words_of_a_bubble_that_was_cut_out_are_all_received():
    assert read(line("Votre colis attend : payez", 300, 40), line("sur colis.example", 300, 84)).text == (
        "Votre colis attend : payez sur colis.example"
    )


@pytest.mark.parametrize(
    ("above", "below", "said"),
    [
        (
            "payez sur le site https://ameli-sante-",
            "renouvellement.example/carte",
            "ameli-sante-renouvellement.example/carte",
        ),
        ("https://ameli-sante-renouvellem", "ent.example", "renouvellement.example"),
        ("allez voir ameli-sante.example/", "carte-vitale-renouvellement-v3", "example/carte-vitale"),
        ("le site officiel www.ameli.fr", "reste ouvert pour tous les assurés", "www.ameli.fr reste"),
        ("Monsieur,", "votre carte vitale expire demain soir", "Monsieur,\nvotre"),
    ],
)
def test_an_address_that_was_broken_over_two_lines_is_whole_and_two_words_stay_two(above, below, said):
    assert said in read(*HEAD, line(above, 60, 300), line(below, 60, 344), WRITE).text


def test_a_mail_has_a_subject_a_sender_and_a_body():
    found = read(
        CLOCK,
        line("Votre remboursement", 40, 110),
        line("Assurance Maladie", 130, 200),
        line("<info@ameli-sante.example>", 130, 240),
        line("À moi - 10:02", 130, 280),
        line("Bonjour, il vous reste 318 euros.", 40, 360),
        line("Répondre  Transférer", 60, 1_600),
    )

    assert found == PictureMessage(
        text="Bonjour, il vous reste 318 euros.",
        subject="Votre remboursement",
        sender="Assurance Maladie <info@ameli-sante.example>",
        channel="email",
    )


def test_a_mail_with_labels_says_who_wrote():
    found = read(
        line("De : Assurance Maladie <a@b.example>", 40, 60),
        line("Objet : Votre carte", 40, 100),
        line("Bonjour, elle expire.", 40, 180),
    )

    assert (found.sender, found.subject, found.text) == (
        "Assurance Maladie <a@b.example>", "Votre carte", "Bonjour, elle expire.",
    )  # fmt: skip


def test_a_letter_is_all_of_it_said_by_nobody_in_particular():
    found = read(line("Assurance Maladie", 60, 60), line("Madame, renvoyez votre carte.", 60, 200))

    assert found == PictureMessage(text="Assurance Maladie\n\nMadame, renvoyez votre carte.")


def test_a_code_is_read_as_the_link_that_it_is():
    assert read(codes=("https://amende.example/payer",)).text == "https://amende.example/payer"
    assert (
        read(line("Votre amende", 60, 60), codes=("https://x.example",)).text
        == "Votre amende\nhttps://x.example"
    )


def test_nothing_is_nothing():
    assert read() == PictureMessage(text="")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Aujourd'hui 10:02", True), ("lun. 3 févr., 17:40", True), ("Message texte • SMS", True), ("10:02 ✓✓", True),
        ("Rendez-vous lundi 4 mars à 10:02", False), ("Message de l'Assurance Maladie", False), ("Lundi noir", False),
        ("Merci de répondre", False), ("Merci", False), ("Mon", False), ("Sam.", False), ("Mar. 4 mars", True), ("61 24", False),
        ("10.02", False), ("04/03/2025", True),
        ("Payez 10.02 euros", False),
    ],
)  # fmt: skip
def test_days_and_hours_that_a_program_writes_are_told_from_those_that_people_write(text, said):
    assert is_furniture(text) is said


@pytest.mark.parametrize(
    ("head", "sender"),
    [("←  Q 38663", "38663"), ("O Chronopost", "Chronopost"), ("0 805 805 817", "0 805 805 817")],
)
def test_the_round_picture_beside_a_name_is_no_letter_of_it(head, sender):
    assert read(CLOCK, line(head, 30, 120), *HEAD[2:], *RECEIVED).sender == sender


@pytest.mark.parametrize("when", ["il y a 2 heures", "2 days ago", "12 nov.", "18:20", "hier"])
def test_when_a_mail_came_is_no_part_of_its_sender(when):
    mail = (line("Action requise", 40, 120), line(f"Ameli {when}", 140, 260), line("à moi", 140, 300))
    found = read(CLOCK, *mail, line("Bonjour, votre dossier expire.", 40, 420))
    assert (found.subject, found.sender) == ("Action requise", "Ameli")
