"""Whose a host is: its owner's part, the label boundary, and what it imitates."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from tocsin.evidence.fold import READS_AS
from tocsin.evidence.hosts import (
    _load_suffix_rules,
    find_registrable_domain,
    is_public_suffix,
    is_within_domain,
)
from tocsin.evidence.imitation import ImitationDetector, ImitationIndex, decode_punycode
from tocsin.evidence.model import LinkTarget
from tocsin.evidence.vocabulary import confusable_skeleton

from .reading import CHARTER, reader, rng, shown

ORACLE = PublicSuffixList()
RULES = sorted(
    rule for rule in _load_suffix_rules() if "." in rule or rule in ("fr", "com", "uk", "jp", "ck", "info")
)

label = st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True)


def under(rule: str, filling: str) -> str:
    """A name that a rule of the list speaks of."""
    return rule.removeprefix("!").replace("*", filling)


@given(st.sampled_from(RULES), label, st.lists(label, max_size=3))
def test_it_cuts_a_host_where_the_public_suffix_list_does(rule: str, filling: str, below: list[str]) -> None:
    host = ".".join([*below, under(rule, filling)])
    assume(not host.rpartition(".")[2].isdigit())
    assert find_registrable_domain(host) == (ORACLE.privatesuffix(host) or "")


def test_it_cuts_a_thousand_hosts_where_the_public_suffix_list_does() -> None:
    chance = rng("hosts")
    hosts = ["a.b." + under(rule, "x") for rule in chance.sample(RULES, 1000)]
    assert {h: find_registrable_domain(h) for h in hosts} == {h: ORACLE.privatesuffix(h) or "" for h in hosts}


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("compte.ameli.fr", "ameli.fr"), ("ameli.fr", "ameli.fr"), ("sante.gouv.fr", "sante.gouv.fr"),
        ("gouv.fr", ""), ("fr", ""), ("a.b.co.uk", "b.co.uk"), ("www.ck", "www.ck"), ("a.b.ck", "a.b.ck"),
        ("ameli.vitale.example", "vitale.example"), ("vitale.example", "vitale.example"), ("192.168.0.1", ""),
        ("a.nosuchtld", "a.nosuchtld"), ("localhost", ""), ("", ""),
    ],
)  # fmt: skip
def test_it_finds_what_the_owner_registered(host: str, domain: str) -> None:
    assert find_registrable_domain(host) == domain


@given(st.lists(label, min_size=1, max_size=5))
def test_it_finds_an_owner_that_the_host_lies_within(labels: list[str]) -> None:
    host = ".".join(labels)
    owner = find_registrable_domain(host)
    assert not owner or is_within_domain(host, owner)
    assert not is_public_suffix(owner) or owner == ""


@given(label, label)
def test_it_looks_within_a_domain_at_the_dot_only(inner: str, domain: str) -> None:
    domain = f"{domain}.fr"
    assert is_within_domain(domain, domain)
    assert is_within_domain(f"{inner}.{domain}", domain)
    assert not is_within_domain(f"{inner}{domain}", domain)
    assert not is_within_domain(f"{domain}.{inner}", domain) or inner == domain
    assert not is_within_domain(f"{inner}-{domain}", domain)


@pytest.mark.parametrize(
    ("host", "seen"),
    [
        ("xn--amli-cpa.fr", "améli.fr"),
        ("ameli.fr", "ameli.fr"),
        ("xn--mli-8cd3b.fr", None),
        ("xn--.fr", None),
        ("xn--\x80.fr", "xn--\x80.fr"),
        ("xn--a" + "a" * 80 + ".fr", "xn--a" + "a" * 80 + ".fr"),
        ("xn--9999999999.fr", None),
    ],
)
def test_it_shows_a_punycode_label_as_people_see_it(host: str, seen: str | None) -> None:
    assert isinstance(decode_punycode(host), str)
    assert seen is None or decode_punycode(host) == seen


@given(st.text("xn-abcdefghijklmnopqrstuvwxyz0123456789.", max_size=80))
def test_it_never_stumbles_on_a_punycode_label(host: str) -> None:
    assert isinstance(decode_punycode("xn--" + host), str)


# ---- look-alikes


def imitated(host: str) -> str:
    return reader().directory.imitation.find_imitated_label(host)


@pytest.mark.parametrize(
    "host",
    [
        "ameli-aide.example",
        "ameli-am.example",
        "aide-ameli-aide.example",
        "ameli-vitale.example",
        "ameli.fr.vole.example",
        "compte-ameli.example",
        "ame1i.example",
        "amell.example",
        "arneli.example",
        "amelli.example",
        "amelii.example",
        "ameil.example",
        "am3li-sante.example",
        "xn--amli-cpa.example",
        "améli.example",
        "аmеli.example",
        "αmeli.example",
        "a-m-e-l-i.example",
        "ameli-fr.example",
        "ameli75.example",
        "monameli.example",
        "espace-ameli.example",
        "ameli.sante.example",
        "sante-ameli-info.example",
        "amelie-sante.example",
        "amelie-remboursement.example",
        "cpam.example",
        "cpam-info.example",
        "mon-cpam.example",
        "cpam75.example",
        "infocpam.example",
        "assurance-maladie.example",
        "assurancemaladie.example",
        "assurance.maladie.example",
        "lassurance-maladie.example",
        "assurance-maladie-remboursement.example",
        "assurance-ma1adie.example",
        "assurance-maladle.example",
        "carte-vitale.example",
        "cartevitale.example",
        "carte.vitale.example",
        "carte-v1tale.example",
        "vitale2026.example",
        "renouvellement-vitale.example",
        "vita1e-carte.example",
        "vitale-carte.example",
        "vltale.example",
        "monespacesante.example",
        "mon-espace-sante.example",
        "monespace-sante.example",
        "monespacesante-gouv.example",
        "securite-sociale.example",
        "securitesociale.example",
        "secu-ameli.example",
    ],
)
def test_it_finds_an_imitation(host: str) -> None:
    assert imitated(host)


def test_letters_inside_a_word_that_only_look_like_a_name_imitate_nobody() -> None:
    tolls = ImitationDetector(["aliae", "sanef"], [], ["badge"])
    assert tolls.find_imitated_label("cabinet-wallaert.example") == ""
    assert tolls.find_imitated_label("allae.example") == "aliae"  # the whole word
    assert tolls.find_imitated_label("monsanefbadge.example") == "sanef"  # its very letters


@pytest.mark.parametrize(
    "host",
    [
        "amelie.example",
        "amelia.example",
        "camelia.example",
        "famelia.example",
        "camelie.example",
        "amelie-photo.example",
        "camelia-fleurs.example",
        "amelioration.example",
        "amelioration-habitat.example",
        "ameliorer-sa-maison.example",
        "caramel.example",
        "pamela.example",
        "hamelin.example",
        "emelie.example",
        "restaurant-amelie.example",
        "ameline-dupont.example",
        "vital.example",
        "vitalite.example",
        "vitality-club.example",
        "vitalis.example",
        "revitalash.example",
        "eau-vitale.example",
        "force-vitale.example",
        "malakoff.example",
        "assurance-auto.example",
        "assurance-habitation.example",
        "carte-bancaire.example",
        "carte-grise.example",
        "cartes-postales.example",
        "mutuelle-sante.example",
        "securite-routiere.example",
        "camping.example",
        "campagne.example",
        "mon-espace-client.example",
        "mon-espace-famille.example",
        "maladie-rare.example",
        "jardin.example",
        "meli-melo.example",
        "amelanchier.example",
        "caemelier.example",
        "melisse.example",
        "pamplemousse.example",
        "cap-mer.example",
    ],
)
def test_it_leaves_an_innocent_neighbour_alone(host: str) -> None:
    assert imitated(host) == ""


LABELS = [label for label in CHARTER.lexicon.brand_labels if len(label) > 4]
GLYPHS = {c: [t for t in READS_AS.get(c, "") if t.isalpha() and t.islower()][:40] for c in "aeiomlrtvcps"}
AFFIXES = (
    "info",
    "sante",
    "secu",
    "compte",
    "espace",
    "client",
    "remboursement",
    "droits",
    "service",
    "2026",
    "75",
    "fr",
)


def edits(word: str) -> dict[str, list[str]]:
    """What a forger does to a label, by trade."""
    chance = rng(word)
    places = range(1, len(word))
    letters = "abdefghijklmnopqrstuvxyz"
    return {
        "a letter more": [word[:i] + chance.choice(letters) + word[i:] for i in places],
        "a letter less": [word[:i] + word[i + 1 :] for i in places],
        "a letter twice": [word[:i] + word[i] + word[i:] for i in places if word[i] != "-"],
        "two letters exchanged": [
            word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places if i + 1 < len(word)
        ],
        "a digit for a letter": [
            word.replace(a, d) for a, d in ("i1", "l1", "e3", "o0", "a4", "s5") if a in word
        ],
        "a twin for a letter": [
            word.replace(a, b) for a, b in (("m", "rn"), ("i", "l"), ("l", "i")) if a in word
        ],
        "a homoglyph": [
            word[:i] + glyph + word[i + 1 :]
            for i in range(len(word))
            for glyph in GLYPHS.get(word[i], [])[:8]
        ],
        "an affix before": [f"{affix}{dash}{word}" for affix in AFFIXES for dash in ("", "-")],
        "an affix after": [f"{word}{dash}{affix}" for affix in AFFIXES for dash in ("", "-")],
        "a domain of another": [f"{word}.fr.vole", f"www.{word}.vole", f"{word}.sante"],
    }


@pytest.mark.parametrize("trade", sorted(edits("ameli")))
def test_it_finds_nearly_every_forgery_of_every_label(trade: str) -> None:
    """Nineteen in twenty; a label of five letters is not sought behind a missing one: too many names are."""
    innocent = {confusable_skeleton(word) for word in CHARTER.lexicon.not_alike}
    forged = [f for label in LABELS for f in edits(label)[trade] if confusable_skeleton(f) not in innocent]
    if trade == "a letter less":
        forged = [f for f in forged if len(f.replace("-", "")) > 5]
    missed = [f for f in forged if not imitated(f"{f}.example")]
    assert len(forged) >= 10
    assert len(missed) <= len(forged) // 20, f"{len(missed)} of {len(forged)} missed: {missed[:40]}"


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-.é\xff\u0430", max_size=90))
def test_it_answers_with_a_label_of_the_charter_or_nothing(host: str) -> None:
    assert imitated(host) in ("", *CHARTER.lexicon.brand_labels)


def test_it_knows_no_institution_by_name() -> None:
    water = ImitationDetector(["regie-eau", "robinet"], ["robin"], ["facture", "eau"])
    assert [
        water.find_imitated_label(h) for h in ("robinet.example", "rob1net.example", "regie-eau.example")
    ] == [
        "robinet",
        "robinet",
        "regie-eau",
    ]
    assert [water.find_imitated_label(h) for h in ("robin.example", "ameli.example", "")] == ["", "", ""]
    assert water.find_imitated_label("robin-facture.example") == ""


def test_it_calls_an_official_host_official_and_nothing_else() -> None:
    hosts = (
        "ameli.fr",
        "www.ameli.fr",
        "assure.ameli.fr",
        "ameli.fr.vole.example",
        "ameli-fr.example",
        "faux-ameli.fr",
    )
    found = {
        h: e.about.standing
        for h in hosts
        for e in shown(f"http://{h}/", "link")
        if isinstance(e.about, LinkTarget)
    }
    assert [found[h] for h in hosts] == ["official"] * 3 + ["lookalike"] * 3


@pytest.mark.parametrize(
    ("host", "standing"),
    [
        ("service-public.fr", "public"),
        ("www.service-public.fr", "public"),
        ("particuliers.demarches.service-public.fr", "public"),
        ("sante.gouv.fr", "public"),
        ("www.sante.gouv.fr", "public"),
        ("xservice-public.fr", "foreign"),
        ("service-public.fr.example", "foreign"),
        ("service-public.example", "foreign"),
        ("xgouv.fr", "foreign"),
        ("sante-gouv.fr", "foreign"),
        ("bit.ly", "shortener"),
        ("www.bit.ly", "shortener"),
        ("www.laposte.fr", "known"),
        # Sites that another institution publishes, and a public ending by itself.
        ("www.aliae.com", "known"),
        ("www.aok.de", "known"),
        ("xaliae.com", "foreign"),
        ("gov.uk", "public"),
        ("xlaposte.fr", "foreign"),
    ],
)
def test_a_public_host_is_one_with_every_name_below_it_and_no_other(host: str, standing: str) -> None:
    (link,) = shown(f"Voir https://{host}/a", "link")
    assert isinstance(link.about, LinkTarget)
    assert link.about.standing == standing


@pytest.mark.parametrize(
    "host",
    ["aemli", "amlei", "ameti", "ameri", "azeli", "emeli", "smeli", "amele", "amelu", "ameln", "amelix"],
)
def test_a_label_of_five_letters_is_found_behind_one_letter_changed_or_exchanged(host: str) -> None:
    assert imitated(f"{host}.example") == "ameli"


@pytest.mark.parametrize("host", ["amel", "meli", "aeli", "xamelxi", "aetli", "emelo"])
def test_a_label_of_five_letters_is_not_sought_further(host: str) -> None:
    assert imitated(f"{host}.example") == ""


@pytest.mark.parametrize(
    ("host", "poses"),
    [
        ("antai-dossier26.example", "antai"), ("regul-compte.example", "regul"), ("france-travail-aide.example", "france travail"),
        ("activites-nature.example", ""), ("livres-anciens.example", ""), ("mutuelle-motards.example", ""), ("verif.example", ""),
        ("paiement.mairie-bourg.example", ""), ("edf.fr", ""), ("boutique.example", ""),
    ],
)  # fmt: skip
def test_it_finds_a_host_named_after_another_or_after_its_errand(host: str, poses: str) -> None:
    """Only in the name that somebody registered: what stands below it, honest hosts call after its use too."""
    [link] = shown(f"Voir https://{host}/x", "link")
    assert isinstance(link.about, LinkTarget)
    assert link.about.poses == poses


@pytest.mark.parametrize("host", ["arret-ameli44.example", "ameli974.example", "cpam44-dossier.example"])
def test_a_number_behind_a_name_hides_it_no_more(host: str) -> None:
    """4 may stand for *a*, so that *ameli44* looked like *amelia*, an innocent name."""
    (link,) = (e for e in shown(f"https://{host}/x") if e.kind == "link")
    assert isinstance(link.about, LinkTarget)
    assert link.about.standing == "lookalike"


@pytest.mark.parametrize("host", ["camelia44.example", "amelia44.example"])
def test_a_number_behind_an_innocent_name_accuses_nobody(host: str) -> None:
    (link,) = (e for e in shown(f"https://{host}/x") if e.kind == "link")
    assert isinstance(link.about, LinkTarget)
    assert link.about.standing == "foreign"


def test_no_part_of_a_host_is_looked_at_twice_for_whose_label_it_imitates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    search = ImitationIndex._search_in_label
    monkeypatch.setattr(
        ImitationIndex, "_search_in_label", lambda self, label: looked.append(label) or search(self, label)
    )
    index = ImitationIndex({"mutuelle": ["mutalia"], "caisse": ["caissia"]})
    assert index.find_candidates("mutalia-caissia.example") == ("mutuelle", "caisse")
    assert looked == ["mutalia-caissia"]
