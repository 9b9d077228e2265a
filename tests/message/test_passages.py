"""Forwarded and quoted messages are told apart from what surrounds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.message.passages import find_passages

FRAUD = "AMELI : votre carte Vitale expire, cliquez sur http://carte.example"


def found(text: str, *, answers: bool = True) -> list[tuple[str, str]]:
    return [
        (passage.kind, text[passage.start : passage.end]) for passage in find_passages(text, answers=answers)
    ]


class TestPlainMessages:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            FRAUD,
            "Assurance Maladie : votre remboursement est arrivé.\n\nDe la part de votre caisse",
            "Cliquez ici > http://carte.example",
            "> Cliquez ici : http://carte.example",
            "Nous avons reçu votre demande : payez sur http://carte.example",
            "Ameli : nous avons bien reçu vos documents. Votre dossier : http://carte.example",
            "J'ai reçu votre courrier, merci : je réponds demain",
            "Cliquez sur « Valider » puis sur « Payer »",
            'Appuyez sur "OK"',
            "-- \nL'Assurance Maladie",
            "De : votre conseiller\nMerci de rappeler le 08 99 00 12 34",
            "Objet : remboursement\nDate : 4 mars",
            "Il a écrit : bonjour",
        ],
    )
    def test_they_hold_none(self, text: str) -> None:
        """A fraud must not pass for a quotation of itself."""
        assert found(text) == []


class TestForwards:
    @pytest.mark.parametrize(
        "marker",
        [
            "-----Message d'origine-----",
            "-----Message d’origine-----",
            "----- Message original -----",
            "-------- Message transféré --------",
            "---------- Forwarded message ---------",
            "---------- Message transféré ---------\nDe : X <x@y.example>\nDate : 4 mars\nSubject: s\nTo: z",
            "-----Original Message-----",
            "Début du message transféré :",
            "De\u0301but du message transfe\u0301re\u0301 :",
            "Begin forwarded message:",
            "-------- Courriel original --------",
            "De : X <x@y.example>\nEnvoyé : mardi 4 mars 2025 10:00\nÀ : Z\nObjet : s",
            "De : X <x@y.example> Envoyé : mardi 4 mars À : Z Objet : s",
            "*De :* X\n*Envoyé :* mardi\n*À :* Z\n*Objet :* s",
            "From: X <x@y.example>\nSent: Tuesday\nTo: Z\nSubject: s",
        ],
    )
    def test_a_marker_begins_one_that_goes_to_the_end(self, marker: str) -> None:
        assert found(f"Qu'en dis-tu ?\n\n{marker}\n\n{FRAUD}") == [("forwarded", f"{marker}\n\n{FRAUD}")]

    @pytest.mark.parametrize(
        "prefix", ["Tr : ", "TR: ", "Fwd: ", "FW: ", "Fwd: Tr : ", "Transféré : ", "\n Tr\u00a0: "]
    )
    def test_a_prefix_does_too(self, prefix: str) -> None:
        assert found(prefix + FRAUD) == [("forwarded", FRAUD)]

    def test_one_marked_on_every_line_ends_with_its_last_line(self) -> None:
        text = (
            f"Début du message transféré :\n\n> De: X\n> Objet: s\n>\n> {FRAUD}\n\nje ne sais pas que faire"
        )
        assert found(text) == [
            ("forwarded", f"Début du message transféré :\n\n> De: X\n> Objet: s\n>\n> {FRAUD}"),
            ("reply", "je ne sais pas que faire"),
        ]

    def test_one_inside_another_begins_where_the_next_marker_stands(self) -> None:
        first = f"---------- Forwarded message ---------\n{'premier message, ' * 20}\n"
        second = f"-----Message d'origine-----\n{FRAUD}"
        assert found(f"Vu ?\n{first}{second}") == [("forwarded", first.strip()), ("forwarded", second)]


class TestReports:
    """A person tells what they received, in their own words around it."""

    @pytest.mark.parametrize(
        "opening",
        [
            "J'ai reçu ce SMS : ",
            "j’ai recu ca ce matin: ",
            "Je viens de recevoir un message : ",
            "Ma mère a reçu ce mail : ",
            "Voici le message : ",
            "Voici le texte du SMS : ",
            "Le SMS dit : ",
            "SMS reçu : ",
            "Il est écrit : ",
            "On m'a envoyé ce texto : ",
            "I just received this text: ",
            "Here is the message: ",
        ],
    )
    def test_what_comes_after_was_received(self, opening: str) -> None:
        assert found(opening + FRAUD) == [("forwarded", FRAUD)]
        assert found(f"{opening}« {FRAUD} »") == [("forwarded", FRAUD)]
        assert found(f"Bonjour. {opening}\n“{FRAUD}”") == [("forwarded", FRAUD)]
        assert found(f'{opening.rstrip(": ")} "{FRAUD}" ce jour') == [("forwarded", FRAUD)]

    @pytest.mark.parametrize(
        "question",
        [
            "Est-ce une arnaque ?",
            "C'est une arnaque ? J'ai un compte.",
            "je dois faire quoi ?",
            "mon RIB est FR76 3000",
        ],
    )
    def test_their_own_words_below_are_a_reply(self, question: str) -> None:
        assert found(f"J'ai reçu ce SMS : « {FRAUD} ». {question}")[-1] == ("reply", question)
        assert found(f"J'ai reçu ce SMS : {FRAUD}\n{question}")[-1][0] == "reply"

    @pytest.mark.parametrize(
        "below",
        [
            "Votre carte sera bloquée.",
            "Je suis votre conseiller.",
            "Mon lien : http://carte.example",
            "Il veut mon RIB et mes identifiants.",
            "On me demande mon mot de passe, je fais quoi ?",
            "Transférez-le moi au 33700.",
            "Merci.",
        ],
    )
    def test_words_to_somebody_and_of_what_another_wanted_are_not(self, below: str) -> None:
        """What asks, sends somewhere or tells of an ask is never put to the person's account."""
        assert found(f"J'ai reçu ce SMS : « {FRAUD} ». {below}") == [("forwarded", FRAUD)]

    def test_what_they_answered_is_a_reply(self) -> None:
        assert found("On m'a dit : « donnez votre RIB ». J'ai répondu : « jamais »") == [
            ("forwarded", "donnez votre RIB"),
            ("reply", "jamais"),
        ]

    def test_a_source_has_no_reply(self) -> None:
        assert found(f"J'ai reçu « {FRAUD} ». Est-ce vrai, j'hésite", answers=False) == [("forwarded", FRAUD)]


class TestWarnings:
    @pytest.mark.parametrize(
        "text",
        [
            f"Méfiez-vous des SMS disant « {FRAUD} ».",
            f"Des messages du type « {FRAUD} » circulent.",
            f"Exemple : « {FRAUD} ». Ne cliquez pas.",
            f"Un mail intitulé « {FRAUD} » circule.",
            f'Beware of texts saying "{FRAUD}".',
        ],
    )
    def test_a_message_given_as_an_example_is_quoted(self, text: str) -> None:
        assert found(text) == [("quoted", FRAUD)]


class TestReplies:
    @pytest.mark.parametrize(
        "line",
        [
            "Le 3 mars 2026 à 10:00, CPAM <x@y.example> a écrit :",
            "Le mar. 3 mars 2026 à 10:00, CPAM\n<x@y.example> a écrit\u00a0:",
            "On Tue, Mar 3, 2026 at 10:00 AM CPAM <x@y.example> wrote:",
            "Am 3. März 2026 um 10:00 schrieb:",
        ],
    )
    def test_what_is_answered_to_is_quoted(self, line: str) -> None:
        assert found(f"D'accord\n\n{line}\n> Bonjour\n> {FRAUD}") == [
            ("quoted", f"{line}\n> Bonjour\n> {FRAUD}")
        ]
        assert found(f"D'accord\n\n{line}\n{FRAUD}") == [("quoted", f"{line}\n{FRAUD}")]

    def test_lines_with_a_mark_are_quoted_and_what_is_below_is_a_reply(self) -> None:
        text = f"> Bonjour,\n>\n> {FRAUD}\n\nj'ai un doute"
        assert found(text) == [("quoted", f"> Bonjour,\n>\n> {FRAUD}"), ("reply", "j'ai un doute")]

    def test_one_line_with_a_mark_is_when_it_opens_and_something_follows(self) -> None:
        assert found(f"> {FRAUD} avant demain\nest-ce vrai ?")[0][0] == "quoted"


PIECES = st.sampled_from(
    [
        *(
            "De : ",
            "Envoyé : ",
            "Objet : ",
            "\n",
            "\n\n",
            "> ",
            "« ",
            " »",
            '"',
            "“",
            "”",
            "j'ai reçu ",
            "ce SMS : ",
        ),
        *(
            "a écrit :",
            "Le 3 mars, ",
            "-----Message d'origine-----",
            "Tr : ",
            "je ",
            "votre ",
            "disant ",
            ". ",
            "? ",
        ),
        *("J'ai répondu ", "\ud800", "\x00", "\u202e", "é", "http://x.example "),
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_passages_are_in_order_apart_and_inside_the_text(text: str) -> None:
    end = 0
    for passage in find_passages(text):
        assert end <= passage.start < passage.end <= len(text)
        assert passage.kind in ("forwarded", "quoted", "reply")
        assert text[passage.start : passage.end] == text[passage.start : passage.end].strip()
        end = passage.end
