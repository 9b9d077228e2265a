"""A call as it is told, a transcript or a thread: whose words are whose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.message.dialogue import find_spoken_passages, split_turns

ASK = "il me faut votre RIB complet"


def own(text: str) -> list[str]:
    return [text[p.start : p.end] for p in find_spoken_passages(text) if p.kind == "reply"]


@pytest.mark.parametrize("label", ["Moi", "MOI", "Assurée", "Client", "Usager (Mme D.)", "Me", "Patiente"])
@pytest.mark.parametrize("stamp", ["", "[00:12] ", "(0:12) ", "00:12 - ", "12h30 ", "[00:12:05] "])
def test_the_persons_own_turns_are_replies(label: str, stamp: str) -> None:
    text = f"{stamp}Agent : {ASK}\n{stamp}{label} : mon RIB ? Non.\n{stamp}Agent : {ASK}"
    assert own(text) == ["mon RIB ? Non."]


@pytest.mark.parametrize(
    "label",
    [
        "Lui",
        "Agent",
        "Conseillère",
        "Voix",
        "CPAM",
        "Paul",
        "Agent (moi, Paul)",
        "Interlocuteur",
        "Speaker 1",
        "Elle",
    ],
)
def test_anybody_elses_are_not(label: str) -> None:
    """A speaker who is not known is never taken for the person: a doubt must not silence a fraud."""
    assert own(f"{label} : {ASK}\n{label} : {ASK}") == []


def test_a_turn_goes_on_until_the_next_label() -> None:
    text = f"Moi : je note\nsur deux lignes\nLui : {ASK}"
    assert own(text) == ["je note\nsur deux lignes"]


def test_where_only_the_persons_lines_are_marked_the_lines_between_are_the_others() -> None:
    text = f"Bonjour, c'est ameli.\nMoi : ah bon ?\nOui, {ASK}\nMoi : c'est légal ?\nTout le monde le fait"
    assert own(text) == ["ah bon ?", "c'est légal ?"]


def test_who_bears_the_name_of_the_sender_is_not_the_person() -> None:
    text = f"Marion : bonjour, {ASK}\nInes : pourquoi mon RIB ?\nMarion : pour vous payer"
    replies = find_spoken_passages(text, "Telegram – Marion Conseil")
    assert [text[p.start : p.end] for p in replies] == ["pourquoi mon RIB ?"]
    assert own(text) == []  # nothing says who of the two is the person


def test_a_turn_in_which_a_call_is_told_is_no_answer_to_it() -> None:
    text = "— Association bonjour.\n— Oui, voilà, une dame m'a téléphoné, elle voulait mon RIB.\n— Et vous ?\n— Non."
    assert own(text) == ["Non."]


class TestDashes:
    def test_plain_answers_are_the_persons(self) -> None:
        text = (
            f"— Allô ?\n— Bonjour, l'Assurance Maladie, {ASK}.\n— Oui, pourquoi ?\n— Pour un remboursement."
        )
        assert own(text) == ["Allô ?", "Oui, pourquoi ?"]

    def test_two_in_a_row_are_not(self) -> None:
        assert own(f"— Allô ?\n— Je suis conseiller, {ASK}.") == ["Allô ?"]

    def test_who_speaks_to_somebody_does_not_answer(self) -> None:
        assert own(f"— Bonjour.\n— Oui, alors vous devez payer, {ASK}.") == []

    def test_the_first_is_the_callers(self) -> None:
        assert own(f"— Oui bonjour, {ASK}.\n— Quel RIB ?") == []


class TestATale:
    @pytest.mark.parametrize(
        "text", [f"Un homme m'a appelé, {ASK}", "Il voulait mon RIB.", "", "Ameli :\nrappelez"]
    )
    def test_without_speakers_it_is_plain(self, text: str) -> None:
        assert own(text) == []

    def test_what_was_said_and_what_was_answered_are_told_apart(self) -> None:
        text = f"Il m'a dit : « {ASK} ». J'ai répondu : « jamais »"
        kinds = [(p.kind, text[p.start : p.end]) for p in find_spoken_passages(text)]
        assert kinds == [("forwarded", ASK), ("reply", "jamais")]

    def test_an_address_is_no_speaker(self) -> None:
        assert [turn.who for turn in split_turns("http://x.example\nhttps://y.example")] == []


@given(
    st.lists(
        st.sampled_from(["Moi : ", "Lui: ", "— ", "- ", "\n", "[00:12] ", "oui", " vous ", "a:", "é"])
    ).map("".join)
)
def test_turns_and_passages_stand_inside_the_text(text: str) -> None:
    end = 0
    for turn in split_turns(text):
        assert end <= turn.start <= turn.end <= len(text)
        end = turn.end
    for passage in find_spoken_passages(text):
        assert 0 <= passage.start < passage.end <= len(text)
