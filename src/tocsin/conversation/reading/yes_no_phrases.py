"""Phrases that say yes, no or perhaps, and what turns an answer round."""

from tocsin.conversation.phrases import Phrasebook

PHRASES = Phrasebook(
    [
        (
            "yes",
            """
            bien sur|sure|entendu
            bien sur que oui|si
            tout a fait
            c|cest|ces exact|ca|juste|correct|parfait|fait|note
            c est exact|ca|juste|correct|parfait|fait|note
            ^c|cest est? vrai$
            c|cest|ces bien moi
            c|cest|ces moi$
            non mais evidemment|bien|oui|si|heureusement
            attendez|attends|enfin|finalement si il|y|j|je|on|c|ca
            rien a cacher
            ^j en ai eu|encore|toujours|plein|quelques
            ^jen ai eu|encore|toujours|plein|quelques
            je|j y? consens
            ^bah|ben|mais|oh evidemment|ouais|oui
            et comment$
            un peu mon
            c est bien? moi
            ^moi meme$
            pourquoi pas
            dis|dirais|dirai|dit pas non
            dire que non
            je|j|on ne? peux|peu|peut|pourrais|saurais pas dire que non
            suis|jsuis|chuis|ai|vois? pas|rien contre
            pas d objection|inconvenient
            refuse|refuserai|refuserais pas
            pas de refus
            avec plaisir|joie
            ^ca|sa|ce serait bien|gentil|sympa|super|parfait|top|chouette
            je|j l? accepte|confirme|valide
            je|j veux$
            ^je veux bien
            jveux bien
            je suis partant|partante
            deja fait|faite
            ^mais|ah|bah|ben|he si$
            ^si si
            je|j pense|crois|suppose|espere|dirais que? oui|si
            i do|am|have|did|can|will$
            i think|believe so
            of course
            ^je|jpeux peux?$
            c|cest est? bien ca
            ^bien compris|recu|note|entendu
            that|thats s? right|correct|me|fine
            ^sure
            ^exact|correct
            ^juste$
            ^un petit? peu
            ^legerement|parfois|souvent|regulierement
            ^de temps en temps
            ^une|deux|2|trois|3|plusieurs fois
            j en ai$
            je l ai fait
            """,
        ),
        (
            "clear",
            """
            ^compris|recu|note|clair|limpide|understood|clear merci|thanks?$
            ^tres|bien|tout|super clair|limpide|compris merci?$
            ^clair et net
            c|cest est? clair et net
            c|cest|ces est? bien|tres|tout|super|assez? clair|limpide|compris|recu merci|pour? moi?$
            tout|tt est bien? clair|limpide|compris
            message|sms bien? recu
            j|jai ai? bien|tout? compris merci?$
            j|jai ai? bien tout compris merci?$
            it|its|all|everything s|is? very|all? clear
            ^i understand|understood thanks?$
            ^got it
            5|cinq / 5
            cinq|5 sur cinq|5
            clair comme
            """,
        ),
        (
            "no",
            """
            pas du tout
            ^plus|pu du tout
            pas encore
            pas tout a fait
            pas completement|entierement|totalement
            not quite|entirely|completely
            tjrs|tjs|tjr|tjours|toujour|toujours pas$
            ^pas le|la|l moindre
            moi pas$
            ^toujours pas
            pas pour le|l moment|instant
            pas maintenant|aujourd
            pas que je sache
            pas interesse|interessee|interesser
            ^aucun|aucune
            ai aucun|aucune
            pas vraiment
            ^absolument|surtout|certainement pas
            absolument|strictement personne|rien|aucun|aucune|pas
            ^que? nenni
            ^pensez vous$
            ^penses tu$
            ^tu parles$
            ^vous plaisantez|rigolez
            sans facon
            ^macache|nenni|niet|nada
            ^que dalle|nenni
            pas a ma|notre connaissance
            rien de tout ca|cela
            ^rien de rien|special|particulier|grave
            ^rien a signaler|declarer
            ni l un|une ni l autre
            ^ni l un|une
            ^neither one|of
            ^plus un|une seul|seule$
            ^persone|personn|perssone|presonne$
            des clous
            ^pas tous|toutes encore
            ^toujours|encore|tjrs rien|aucun|aucune
            ^toujours|toujour|tjrs pas recu|eu|fait|pu|prevenu
            ^plus depuis|maintenant
            ^neither
            ^not so|thus far
            ^not a thing|chance|bit
            en fassiez|fasse|ferai|faites rien
            sera|serait|est pas|plus necessaire|utile|nessessaire
            pas trop|vraiment|specialement|particulierement|franchement$
            plus maintenant
            ^plus? jamais
            nothing at all
            ^impossible
            hors de question
            plutot crever|mourir
            ^jamais de la vie
            pas moyen|possible
            otherwise no
            ^negatif mon|ma|chef|du|pour
            ^negatif$
            bien sur que non
            je|j|jne ne? crois|pense|croi pas
            je|j pense|crois|croi|dirais que? non
            j|je n? ai pas pu|eu|fait
            j|je n en ai pas
            j en ai pas|aucun|aucune
            ^ai|jai pas pu|fait
            je|j ne? peux|peu|veux|veu|souhaite|desire pas$
            jpeux|jveux|jpeu|jveu pas$
            je|j ne? peux|peu pas
            je|j refuse|decline
            pas besoin
            pas la|l peine
            pas fait
            pas question
            pas bon|bonne|exact|juste|correct|vrai
            ^incorrect
            c|cest est? faux$
            ^jamais|jms
            ^mais? bien|certainement que? non
            ^no
            not yet|really|at|anymore
            not any more
            i|i don|do t|not|n think|believe so?
            i don|dont|didn|can|cannot|haven|won t?$
            i m|am not$
            no way
            of course not
            ^never
            """,
        ),
        (
            "unsure",
            """
            oui|yes et|ou|and|or|/ non|no
            non|no et|ou|and|or oui|yes
            ni oui|l ni non|l
            oui mais non
            non mais oui
            un|1 ou|et deux|2
            ca|cela|tout depend
            it depends
            ^depends
            ^pas|not tous|toutes|all|everyone|everybody$
            ^oui|non? pas|not tous|toutes|all|everyone|everybody$
            saurais|saurai|saurait|pourrais|pourrai dire si
            irais|irai|irait pas jusqu|jusque a? dire
            je|j|on|n ne? peux|peu|peut|pourrais|pourrait|saurais pas dire que|qu|si
            peut etre
            peutetre|ptetre|ptet|maybe|perhaps|possible|possiblement
            ^bof$
            on verra
            aucune idee
            ai aucune idee
            pas sur|sure|certain|certaine$
            pas sur|sure|certain|certaine que|qu|du|de|d
            """,
        ),
        (
            "unclear",
            """
            pas|plus|jamais tres|trop|si|bien|tout|vraiment|totalement|completement? clair|claires|clairs
            pas|plus|jamais tres|trop|si|bien|tout|vraiment|totalement|completement? compris|limpide
            pas tout a fait clair|claires|compris
            rien compris|capte|pige
            peu|moyen|moyennement|guere clair|claires
            mal compris
            comprends|comprend|compren|capte|pige pas|rien|plus|mal
            compris que dalle
            c|cest est? flou|confus
            not|isn|isnt|aren|arent t? very|so|really|quite|all? clear|understood
            don|dont|didn|didnt|do|did t|not? really|quite? understand|get
            unclear|confusing
            """,
        ),
        (
            "fine",
            """
            d accord
            ca marche|roule
            ca me va
            c|cest est? bon
            ok|okay|oki|daccord|dac
            pas de|d probleme|problem|souci|soucis|pb
            sans souci|soucis|probleme|hesiter
            aucun probleme|souci
            no problem|problemo|prob
            ^parfait|nickel|super|impeccable|impec|entendu
            sounds good
            """,
        ),
    ]
)
"""``fine`` is a yes when it comes first, and takes nothing back after a no: *non c'est bon merci*. ``clear``
is a yes, and none as a question: *c'est clair ?*. ``unclear`` takes a yes back: *ok mais j'ai pas tout
compris*."""
TURNS = Phrasebook(
    [
        (
            "turn",
            """
            ah|ha|oh|hmm|hum|zut|mince|oups|attendez|attends|enfin|finalement|allez|allons
            en|au fait|final
            tout|tous bien|compte|comptes
            reflexion faite
            apres reflexion
            du coup
            donc
            mais si|non|oui
            sauf
            bon
            actually|wait|well|so
            """,
        )
    ]
)
"""What turns an answer round: the yes or no behind it is the last word."""
