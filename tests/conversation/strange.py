"""What people, machines and mischief write."""

from hypothesis import strategies as st

from tests.conversation.check import SECRETS

PLAIN = (
    "oui",
    "non",
    "OK merci",
    "yes",
    "no thanks",
    "oui mais pas mon fils",
    "👍",
    "1",
    "",
    "??",
    "lundi",
    "je sais plus",
    "STOP",
    "arrêtez vos messages",
    "ce n'est pas moi",
    "wrong number",
    "j'arrive plus à respirer",
    "je veux mourir",
    "appelez-moi",
    "english please",
    "en français svp",
    "c'est une arnaque ?",
    "personne",
    "nobody",
    "c'est tout",
    "SANS",
    "enlevez Karim",
    "oui sauf Inès",
    "Karim 06 39 98 12 34",
    "Karim 0639981235 et ma collègue Inès",
    "non c'est 06 39 98 12 36",
    "06 39 98 12 37",
    "mon fils et son père 05 36 49 12 34, même numéro",
    "je vous enverrai la liste demain",
    "Inès je vous donne son num demain",
    "j'ai fait le test hier",
    "mon test est positif",
    "qui m'a donné comme contact ?",
    "plus rien dans le frigo",
    "Réponse automatique : je suis absent, en cas d'urgence appelez le bureau",
)
LONG_LIST = ", ".join(f"Marie-Antoinette {chr(65 + i)}rtichaut 06 39 98 {20 + i} 00" for i in range(26))
MANY_NAMELESS = " ".join(f"06 39 98 {20 + i} 11" for i in range(40))
ODD = (
    LONG_LIST,
    MANY_NAMELESS,
    "{code} {given_name} %s ${x}",
    "Юлия 06 39 98 55 01 et 王芳 06 39 98 55 02",
    "Zoë Œuvrard-Ñuñez [06 39 98 55 03] ~ ^{}",
    "a" * 2500,
    "\x00\ud7ff\u202e STOP",
    "Robert'); DROP TABLE contacts; 06 39 98 55 04",
    "http://exemple.example/ameli Karim 0639985505",
)

replies = st.one_of(
    st.sampled_from(PLAIN),
    st.sampled_from(PLAIN),
    st.sampled_from(ODD),
    st.text(max_size=60),
    st.builds("{} {}".format, st.sampled_from(PLAIN), st.sampled_from(SECRETS)),
    st.builds("{}, {}".format, st.sampled_from(PLAIN), st.sampled_from(PLAIN)),
)
names = st.one_of(
    st.sampled_from(("Léa", "Marie-Antoinette Delacroix", "Karim", "{code}", "Юлия")), st.text(max_size=30)
)
gaps = st.sampled_from((0.2, 1, 5, 45, 61, 60 * 3, 60 * 9, 60 * 26, 60 * 24 * 4))
"""Minutes."""
zones = st.sampled_from(("Europe/Paris", "Indian/Reunion", "America/Guadeloupe", "Pacific/Noumea"))
langs = st.sampled_from(("fr", "en"))
