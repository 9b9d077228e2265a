"""What is refused as a password, and what is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.web.accounts import password_policy


@pytest.mark.parametrize(
    ("password", "kind"),
    [
        ("court", "length"), ("x" * 201, "length"), ("motdepasse123", "common"),
        ("Mot de passe 2026 !", "common"),
        ("P@ssw0rd123456", "common"), ("azertyuiop123", "common"), ("aaaaaaaaaaaa", "common"),
        ("121212121212", "common"), ("AssuranceMaladie1", "common"), ("Bienvenue2026!!", "common"),
        ("Février2026Février", "common"), ("anne.petit.2026", "own"), ("PetitAnne123456", "own"),
        ("Élodie-elodie-99", "own"),
        ("1qaz2wsx3edc", "common"), ("zaq12wsxcde3", "common"), ("qazwsxedcrfv", "common"),
        ("14/07/1989Tom", "common"), ("unbelievable", "common"), ("mnbvcxzlkjhg", "common"),
    ],
)  # fmt: skip
def test_what_would_be_guessed_is_refused(password, kind):
    login, name = ("elodie", "Élodie Noir") if "lodie" in password else ("anne.petit", "Anne Petit")
    with pytest.raises(password_policy.WeakPassword) as weak:
        password_policy.check_password(password, login, name)
    assert weak.value.kind == kind


@pytest.mark.parametrize(
    "password",
    [
        "quatre tambours en hiver",
        "tr0mb0ne-vert-9",
        "k7qf-2m9d-x4tr",
        "une phrase que seuls les tests connaissent",
    ],
)
def test_what_nobody_guesses_is_taken(password):
    password_policy.check_password(password, "anne.petit", "Anne Petit")


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("un canard sur la banquise", True),
        ("la savane de Tatiana brille", True),
        ("ana boit du sirop de fraise", False),
        ("sirop-ANA-fraise-tambour", False),
        ("ana2026-citron-vert", False),
    ],
)
def test_a_short_login_within_another_word_is_that_word(password, is_taken):
    kinds = []
    try:
        password_policy.check_password(password, "ana", "Ana Ruiz")
    except password_policy.WeakPassword as weak:
        kinds.append(weak.kind)
    assert kinds == ([] if is_taken else ["own"])


def test_what_is_drawn_is_always_taken(monkeypatch):
    drawn = iter("27643cufbffb2675" + "k7qf2m9dx4trw8ha")  # figures in runs; mixed throughout
    monkeypatch.setattr(password_policy.secrets, "choice", lambda letters: next(drawn))
    with pytest.raises(password_policy.WeakPassword):
        password_policy.check_password("2764-3cuf-bffb-2675")
    assert password_policy.generate_password() == "k7qf-2m9d-x4tr-w8ha"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=220), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_typed_is_taken_or_refused_with_a_reason(password, login, name):
    said = ""
    try:
        password_policy.check_password(password, login, name)
    except password_policy.WeakPassword as weak:
        said = weak.kind
    assert said in ("", "length", "common", "own")
