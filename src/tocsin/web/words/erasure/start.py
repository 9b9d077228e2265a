"""The sentences of the page of the erasure."""

from typing import Final

WORDS: Final = {
    "title": ("Effacement des données", "Erasure of data"),
    "lead": (
        "Trois mois après sa collecte, ce qui est personnel est effacé, et les clés de ces jours sont "
        "détruites : même une copie ne s'ouvre plus. Un relevé signé reste.",
        "Three months after it was collected, what is personal is erased, and the keys of those days are "
        "destroyed: not even a copy opens any more. A signed statement stays.",
    ),
    "done": ("C'est effacé. Le relevé {number} est signé.", "It is erased. Statement {number} is signed."),
    "nothing": ("Rien n'était à effacer aujourd'hui.", "Nothing was due to be erased today."),
    "problem_busy": (
        "Un autre effacement est en cours : attendez qu'il finisse.",
        "Another erasure runs: wait until it is over.",
    ),
    "problem_again": (
        "Des lignes gardées étaient en cours d'écriture : recommencez dans un instant.",
        "Rows that are kept were being written: start again in a moment.",
    ),
    "problem_date": (
        "La date tapée n'est pas celle qui est demandée : rien n'est effacé.",
        "The date typed is not the one asked for: nothing is erased.",
    ),
    "by_itself": ("Se fait de lui-même chaque nuit à 3 h.", "It is done by itself each night at 3:00."),
    "last_run": ("Dernier passage : {day} à {time}, {state}.", "Last run: {day} at {time}, {state}."),
    "never_run": (
        "Aucun passage n'est connu : vérifiez que le service tourne.",
        "No run is known: check that the service runs.",
    ),
    "state_succeeded": ("réussi", "done"),
    "state_failed": ("échoué", "failed"),
    "state_doing": ("en cours", "running"),
    "state_todo": ("en attente", "waiting"),
    "next_title": ("Ce qui sera effacé, et quand", "What will be erased, and when"),
    "next_caption": ("Jusque dans quatorze jours", "Up to fourteen days from now"),
    "on": ("Effacé le", "Erased on"),
    "collected": ("Collecté", "Collected"),
    "from_to": ("du {first} au {last}", "from {first} to {last}"),
    "people": ("Personnes", "People"),
    "keys": ("Clés détruites", "Keys destroyed"),
    "today": ("aujourd'hui", "today"),
    "none_due": (
        "Rien n'est à effacer dans les quatorze jours qui viennent.",
        "Nothing is due in the next fourteen days.",
    ),
    "upper": (
        "Une personne nommée ou testée de nouveau d'ici là est gardée : ses trois mois repartent.",
        "Somebody named or tested again until then is kept: their three months begin anew.",
    ),
    "try_title": ("Essai à blanc", "Dry run"),
    "try_hint": (
        "Tout est fait puis défait : les comptes sont ceux d'un vrai effacement d'aujourd'hui. Cela peut "
        "prendre une minute, pendant laquelle d'autres attendent.",
        "Everything is done and taken back: the counts are those of a real erasure of today. It may take a "
        "minute, in which others wait.",
    ),
    "try_go": ("Essayer à blanc", "Dry run"),
    "tried": (
        "Serait effacé, de ce qui a été collecté jusqu'au {day} :",
        "Would be erased, of what was collected up to {day}:",
    ),
    "tried_nothing": ("Rien ne serait effacé aujourd'hui.", "Nothing would be erased today."),
    "tried_keys": ("clés détruites", "keys destroyed"),
    "run_title": ("Effacer maintenant", "Erase now"),
    "run_hint": (
        "Efface pour de bon ce qui a été collecté jusqu'au {day}. Cela ne se défait pas. Pour le confirmer, "
        "tapez cette date : {typed}",
        "Erases for good what was collected up to {day}. It cannot be undone. To confirm it, type this date: "
        "{typed}",
    ),
    "run_date": ("Date (jour/mois/année)", "Date (day/month/year)"),
    "run_go": ("Effacer pour de bon", "Erase for good"),
    "statements": ("Relevés signés", "Signed statements"),
    "good": (
        "Relevés vérifiés : {n}. Chacun est signé, aucun ne manque entre le premier et le dernier.",
        "Statements checked: {n}. Each is signed, none is missing between the first and the last.",
    ),
    "good_none": ("Aucun effacement n'a encore eu lieu.", "No erasure has taken place yet."),
    "cut_off": (
        "Qu'aucun n'ait été retiré à la fin, seul le sait qui a noté le numéro du dernier.",
        "That none was taken away at the end is known only to who noted the number of the last.",
    ),
    "wrong": (
        "La vérification échoue : prévenez le responsable de la sécurité.",
        "The check fails: tell whoever is in charge of security.",
    ),
    "number": ("N°", "No."),
    "at": ("Le", "On"),
    "up_to": ("Collecté jusqu'au", "Collected up to"),
    "by": ("Par", "By"),
    "clock": ("le service, de lui-même", "the service, by itself"),
    "what": ("Ce qui est parti", "What went"),
    "details": ("{n} lignes en tout", "{n} rows in all"),
    "file": ("Relevé et signature", "Statement and signature"),
    "file_which": ("du relevé {id}", "of statement {id}"),
    "unfinished": ("coupé : relancez l'effacement", "cut short: start the erasure again"),
    "older": (
        "et d'autres plus anciens, vérifiés aussi : {n}",
        "and older ones, checked too: {n}",
    ),
    "public": ("Clé publique", "Public key"),
    "public_hint": (
        "Gardez-la ailleurs avec le numéro du dernier relevé : qui l'a peut vérifier sans nous.",
        "Keep it elsewhere with the number of the last statement: whoever has it can check without us.",
    ),
    "step_calls": ("appels ouverts fermés", "open calls closed"),
    "step_notes": ("notes d'agents vidées", "notes of agents emptied"),
    "step_outbox": ("SMS pas encore partis retirés", "SMS that had not left removed"),
    "step_messages": ("SMS vidés (code et texte type restent)", "SMS emptied (code and wording stay)"),
    "step_heard": ("réponses retirées", "replies removed"),
    "step_inbox": ("événements en attente retirés", "events that waited removed"),
    "step_strays": ("SMS d'inconnus retirés", "SMS from strangers removed"),
    "step_quarantine": ("résultats en quarantaine retirés", "results in quarantine removed"),
    "step_timers": ("minuteries retirées", "timers removed"),
    "step_gatherings": ("événements et lieux vidés", "events and places emptied"),
    "step_results": ("résultats vidés", "results emptied"),
    "step_files": ("noms de fichiers retirés", "names of files removed"),
    "step_parts": ("accusés de réception retirés", "receipts removed"),
    "step_unconfirmed": ("SMS à confirmer au réseau retirés", "SMS to be confirmed to the network removed"),
    "step_conversations": (
        "téléphones gardés, sans les conversations finies",
        "telephones kept, without the conversations that are over",
    ),
    "step_holdings": ("liens entre personne et téléphone défaits", "ties of a person to a telephone ended"),
    "step_contacts": ("contacts vidés", "contacts emptied"),
    "step_cases": ("dossiers vidés", "cases emptied"),
    "step_people": ("personnes vidées", "people emptied"),
    "step_phones": ("téléphones vidés", "telephones emptied"),
    "step_kept_people": (
        "personnes gardées : nommées ou testées depuis",
        "people kept: named or tested since",
    ),
    "step_kept_guardians": ("parents gardés, autant que l'enfant", "guardians kept, as long as the child"),
    "step_kept_phones": (
        "téléphones gardés : quelqu'un les a encore",
        "telephones kept: somebody still has them",
    ),
    "step_lost": (
        "personnes et téléphones sous une clé détruite",
        "people and telephones under a destroyed key",
    ),
    "step_indexed_again": (
        "index de personnes gardées, refaits sous une clé plus récente",
        "indexes of people who are kept, made under a later key",
    ),
    "step_sealed_again": (
        "valeurs gardées, scellées sous une clé plus récente",
        "values that are kept, sealed under a later key",
    ),
}
