"""What the page on changes of a charter says, and its feed."""

from typing import Final

WORDS: Final = {
    "title": ("Ce qui a changé dans les contacts : {name}", "What changed in the contacts: {name}"),
    "compare": ("Comparer deux dates", "Compare two days"),
    "from": ("Du", "From"),
    "to": ("au", "to"),
    "go": ("Comparer", "Compare"),
    "wrong": (
        "« {typed} » n'est pas une date. Écrivez-la comme 2021-03-04.",
        "“{typed}” is not a date. Write it as 2021-03-04.",
    ),
    "between": ("Entre le {before} et le {after}", "Between {before} and {after}"),
    "nothing": ("Rien n'a changé entre ces deux dates.", "Nothing changed between these two days."),
    "begun": ("Commence", "Begins"),
    "ended": ("Finit", "Ends"),
    "surer": ("Devient sûr, ou cesse de l'être", "Becomes certain, or is no longer so"),
    "history": ("Jour par jour", "Day by day"),
    "history_lead": (
        "Le dernier changement d'abord. Un début ou une fin dont on ne sait pas le jour exact apparaît "
        "deux fois : "
        "quand il a pu avoir lieu, puis quand il est sûr.",
        "The last change first. A beginning or an end whose exact day is not known stands here twice: "
        "when it may "
        "have been, then when it is certain.",
    ),
    "feed": ("Flux Atom de ces changements", "Atom feed of these changes"),
    "back": ("Les règles d'aujourd'hui", "The rules of today"),
    "all_days": ("Tous les changements", "All changes"),
    "one_begun": ("1 règle commence", "1 rule begins"),
    "many_begun": ("{count} règles commencent", "{count} rules begin"),
    "one_ended": ("1 règle finit", "1 rule ends"),
    "many_ended": ("{count} règles finissent", "{count} rules end"),
    "some_surer": (
        "{count} règles deviennent plus sûres ou moins",
        "{count} rules become more or less certain",
    ),
    "texts": ("Les SMS du suivi des contacts ont changé", "The SMS of contact tracing changed"),
    "texts_lead": (
        "Ce que chaque texte dit depuis ce jour.",
        "What each text has said since that day.",
    ),
}
