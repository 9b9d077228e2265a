"""What the form of the twin says, and its answer."""

from typing import Final

WORDS: Final = {
    "menu": ("Jumeau", "Twin"),
    "title": ("Jumeau du jour record", "Twin of the record day"),
    "lead": (
        "Rejouez le 25 janvier 2022 et ses 501 635 personnes positives sous plusieurs politiques, et voyez "
        "laquelle l'emporte, de combien, et si c'est sûr.",
        "Play 25 January 2022 and its 501,635 positives again under several policies, and see which one "
        "wins, by how much, and whether that is sure.",
    ),
    "real": (
        "C'est le service lui-même qui tourne, sur une base à part. Les personnes, les opérateurs, les agents et "
        "l'épidémie sont simulés : aucun dossier réel n'est lu, aucun SMS ne part.",
        "It is the service itself that runs, on a store apart. People, operators, agents and the epidemic are "
        "simulated: no real file is read, no SMS leaves.",
    ),
    "policies": ("Politiques à comparer", "Policies to compare"),
    "policies_hint": (
        "De 2 à {most}. La première cochée est celle à laquelle les autres sont comparées.",
        "From 2 to {most}. The first one ticked is what the others are compared with.",
    ),
    "today": ("ce que fait le service aujourd'hui", "what the service does today"),
    "size": ("Taille", "Size"),
    "size_small": (
        "Petite : {people} personnes, {seeds} pays tirés au sort",
        "Small: {people} people, {seeds} countries drawn at random",
    ),
    "size_larger": (
        "Plus grande : {people} personnes, {seeds} pays, trois fois plus longue",
        "Larger: {people} people, {seeds} countries, three times as long",
    ),
    "seed": ("Graine", "Seed"),
    "seed_hint": (
        "Un nombre de 1 à 9999. La même graine donne le même résultat.",
        "A number from 1 to 9999. The same seed gives the same outcome.",
    ),
    "compare": ("Comparer", "Compare"),
    "problem_policies": ("Cochez de 2 à {most} politiques.", "Tick from 2 to {most} policies."),
    "problem_size": ("Choisissez une taille.", "Choose a size."),
    "problem_seed": ("Donnez une graine de 1 à 9999.", "Give a seed from 1 to 9999."),
    "problem_busy": (
        "Une autre comparaison est en cours sur ce serveur. Réessayez dans quelques minutes.",
        "Another comparison is running on this server. Try again in a few minutes.",
    ),
    "waiting": ("Comparaison en cours", "Comparison under way"),
    "so_far": ("{done} parties jouées sur {total}.", "{done} of {total} runs are done."),
    "soon": (
        "Cela prend quelques minutes. Cette page se met à jour d'elle-même.",
        "It takes some minutes. This page brings itself up to date.",
    ),
    "look_again": ("Voir où elle en est", "See how far it is"),
    "failed": ("La comparaison n'a pas abouti", "The comparison came to nothing"),
    "failed_do": (
        "Elle a été arrêtée parce qu'elle durait trop longtemps, ou le serveur a redémarré. Recommencez, "
        "avec moins de politiques ou une taille plus petite.",
        "It was stopped because it took too long, or the server was restarted. Begin again, with fewer "
        "policies or a smaller size.",
    ),
    "again": ("Faire une autre comparaison", "Compare others"),
    "result": ("Résultat de la comparaison", "Outcome of the comparison"),
    "small_sample": (
        "C'est un petit échantillon. Pour des intervalles plus étroits et vos propres politiques, utilisez "
        "la commande {command}.",
        "This is a small sample. For narrower intervals and policies of your own, use the command {command}.",
    ),
}
