"""What people write that raises each signal but danger, which is in ``danger``, and the near misses.

The grammar of a line is that of ``phrases``.
"""

from tocsin.conversation.reading.model import ReplySignal

RAISE: dict[ReplySignal, str] = {
    "stop": """
        n|ne ecrivez|ecris|contactez|envoyez|appelez plus
        m|me effacez|effacer|effaces .. liste|fichier|fichiers
        ^desabonn*|desabonne*
        m|me desabonne|desinscris
        stop|stopp|stoop|stope|stops
        arretez|arrete|arreter$
        arretez|arrete|arreter|stopper|stoppez|cesser|cessez .. ces|ses|ca|tout|sms|messages|texto|textos
        arretez|arrete|arreter|stopper|stoppez|cesser|cessez .. m|me|nous|de|d|vos|les
        stoppez
        desinscri*|desabon*|desinscription|unsubscribe|unsub
        ne m|me ecrivez|contactez|envoyez|derangez|harcelez plus|pas
        ne m appelez plus
        m|me ecrivez|contactez|envoyez|derangez plus|pas
        plus de|aucun|aucuns sms|message|messages|texto|textos
        veux|souhaite plus|pas recevoir|recevoir|etre
        veux|souhaite plus de vos|sms|messages|message
        laissez|laisse|foutez|fichez|lachez moi|nous
        foutez|fichez moi la paix
        retirez|supprimez|enlevez moi|mon .. liste|numero|num
        leave me alone
        don|do t|not text|contact|message|write me?
        remove me
        opt out
        take|get me|us off this|the|your
        ^ca suffit$
        la|maintenant|bon|stop|fois ca suffit$
        no more texts|messages|sms
    """,
    "wrong_person": """
        ce? numero est le mien
        connais|connait|conais pas|aucun|aucune de|d .. ici|desole|desolee|dsl
        ici c|cest est? un|une|le|la
        vous cherchez sans|surement|peut|probablement
        numero|num n? c? cest? est? pas|plus celui|celle|au
        pas moi qui ai|a|suis fait|passe|teste
        got|have the wrong
        c|ce|cest|ces n? est? pas|plus moi|lui|elle
        c|ce|cest|ces n? est? pas|plus mon|son numero|num|nom|telephone|tel|dossier
        plus a|sur|au ce? numero|num
        vous .. faire erreur
        ^c|cest est? sa|son frere|soeur|compagne|compagnon|epouse|voisin|voisine
        ^c|cest est? sa|son femme|mari|fils|fille|mere|pere
        ^pas moi$
        vous me? confondez
        portable|telephone|numero|num|ligne est a moi depuis
        vous vous? trompez|trompe|trompes|etes
        vous faites|avez .. erreur
        tromp* de|d numero|num|personne|destinataire
        mauvais|mauvaise|faux|autre|ancien numero|num|personne|destinataire
        erreur de|d numero|num|personne|destinataire|envoi
        pas le|la bon|bonne numero|num|personne|destinataire
        suis pas|plus cette|la|le|l|celui|celle personne|destinataire|que|interesse|concerne?
        suis pas m|mme|mr|monsieur|madame|mlle
        connai|connais|conais|connait pas|plus cette|ce|la|le|l|de personne|nom|numero|gens|homme|femme
        ^connais|connait pas$
        n est|plus plus? a|son|le? numero|num
        plus son|sa|le|a numero|num|elle|lui
        ce n est plus son numero|num
        n habite|vit plus ici|la
        wrong number|person|num
        not me$
        s not me|my
        i m not that|the|this person
        you have the wrong
        don t know this|that|him|her person|man|woman?
    """,
    "human": """
        bout du fil
        faites|fais|faire venir un|une responsable|conseiller|agent
        passez|passe|passer moi un|une medecin|docteur|responsable|chef
        could|can someone|somebody|you .. ring|call|phone me
        pas juste m appeler
        plutot? au telephone svp|stp|s
        parle|parler|discuter|echanger|voir a|avec|au|directement .. operateur|infirmier|infirmiere|vous
        parle|parler|discuter|echanger|voir a|avec|au|directement .. personne|agent|medecin|docteur
        parle|parler|discuter|echanger|voir a|avec|au|directement .. qqn|humain|conseiller|conseillere
        parle|parler|discuter|echanger|voir a|avec|au|directement .. quelqu|quelquun|quelqun|quelq|qq|qqun
        parler|discuter de|en vive? voix
        rappeler|rappelle|telephonez|telephoner|contactez|joindre moi
        appel|appelez|appeler|appelle|rappel|rappelez moi
        m|me appeler|rappeler|telephoner|appelle|rappelle|rappeliez|appeliez|joindre|rappel
        passez|passe|passer moi quelqu|quelquun|qqn|qqun
        passez|passe|passer moi un|une etre|vrai humain|personne
        passez|passe|passer moi un|une conseiller|conseillere|agent|humain|operateur|infirmier|infirmiere
        rappelez|rappeler|rappel ce|demain|plus|vers|apres|dans|quand|svp|stp|s
        etre appele|appelee|rappele|rappelee|contacte|contactee
        un|une vrai|vraie|veritable personne|humain|conseiller
        ^un|une? conseiller|conseillere|humain|operateur|agent
        quelqu un peut|pourrait|peux
        qqun|qqn|quelquun peut|pourrait
        un conseiller|humain|agent svp|stp|s
        besoin d|de aide|parler|conseiller|quelqu|assistance
        veux|voudrais|souhaite|besoin|prefere d? un|une agent|operateur|appel|personne
        veux|voudrais|souhaite|besoin|prefere d? un|une humain|conseiller|conseillere
        avoir quelqu|quelquun|qqn|qqun .. telephone|tel|ligne
        prefere le|par|au telephone|tel
        aidez moi
        call|ring|phone me
        speak|talk to|with someone|somebody|a|an
        real person|human
        can|could someone|somebody|you call|ring|phone|help
    """,
    "switch_language": """
        english please|pls|plz|version|only
        french please|pls|plz|version
        ^english|anglais|francais|french$
        in|en english|anglais|inglish|french
        speak|speaks|understand|read english|french
        no|not|don|dont t? speak|understand|read .. french|english
        parle|parl|parlez|comprend|comprends|lis pas .. francais|anglais
        parlez|parles vous? anglais|francais
        en francais
        en|version anglais|anglaise|english
        francais|anglais svp|stp|s|please
        anglais|francais|english|french ?
        no french|english
        habla|hablo espanol|frances|ingles
        change|switch to? .. language|english|french
        changer|change de|la langue
        en|in arabe|espagnol|portugais|turc|chinois|arabic|spanish svp|stp|s|please
    """,
    "scam_doubt": """
        qui|ki etes|etez|est|es vous|tu
        vous|tu etes|etez|es qui|ki
        ^c|ce|cest est? qui|ki
        c|cest est? qui|ki svp|stp|s|d|ca|vous|?
        de la part de? qui
        quel|quelle organisme|societe|service|administration .. vous
        comment .. eu|avez|obtenu|trouve .. numero|num|nom|coordonnees|portable
        d ou|o .. sortez|tenez|avez|vient|viennent
        identifiez vous
        qui est a|la|l|au .. appareil|ligne|telephone|bout
        ai je l honneur
        jamais donne mon|ma|mes 06|numero|num|coordonnees|nom
        reponds|repondre|repond pas|jamais a|aux|au|d .. inconnus|inconnu|numeros|numero|inconnue
        vous l? a communique|transmis|refile
        qui m? assure|prouve|garantit
        vous existez
        brouteur|brouteurs|pipeau|louche|suspect
        truc|message|sms|chose bizarre|louche|suspect
        officiel ce|ces|le|votre|sms|?
        site officiel
        inconnu|inconnus par texto|sms|message|telephone
        numero .. annuaire
        comment .. savez|sachez que|ou j
        la cpam|secu|ameli .. ou un|une
        etes|est bien|vraiment la|l secu|cpam|ameli|assurance|securite
        cest|c est? quoi ce|cet|cette message|sms|texto|delire|numero|arnaque
        qui|who are you|u
        how did you get
        mefie|mefier
        que|qu .. vient|viennent bien|vraiment de
        quel numero va|vas .. afficher
        arnaque*|arnac|arnak*|escroq*|escroc*
        fraude|frauduleux|frauduleuse|phishing|fishing|hameconnage|spam|scam|fake|fraud|smishing
        qui|qu|kes|quoi me|m dit|prouve|garantit|assure
        comment .. je .. sais|savoir|sur|verifier|sure|confiance|etre
        comment .. savoir|verifier|etre si|que|sur|sure|c|vous
        est .. vrai|vraie|officiel|officielle|serieux|reel|authentique ?
        c|cest est? vraiment? officiel
        est ce|bien vraiment|bien|reellement vous|ameli|la|l|un
        c|cest est? un? faux|fake$
        y crois|croit pas
        c|cest est? vraiment vous|la|l|ameli
        un|le vrai message|sms|numero
        message|sms|numero officiel|authentique|fiable
        mefie|mefi|mefiant*|mefiance
        prouvez|prouver
        preuve que
        une? blague$
        pas confiance
        faux message|sms
        is|are this|it|you|that real|legit|genuine|really|true
        how do|can i know|trust|verify|be
        legit
        trust this|you
    """,
}

SILENCE: dict[ReplySignal, str] = {
    "stop": """
        bus|non|panneau|auto|feu|tele|roue|pit|car stop
        un|le|au|du|ce|mon|sans|en|tout|avec stop
        stop covid|anti|alcool|tabac|au
        pas|plus|jamais|pour|peux|peut|dois|va|vais|allez|pourquoi|quand|faut stopper|arreter|arrete
        pas|plus stop|stopper
        pas m|me|d|de arreter|arrete
        en|l|un|mon|d|cet|son|l arret|arrete
        arret|arrete maladie|de|du|bus|travail|cardiaque
        ai|suis|est|a|m|s|avons|me|se arrete|arretee|stoppe
        arrete|arrete le|la tabac|cigarette|travail|boulot|sport
        plus de message|messages vocal|vocaux
        laissez|laisse moi|nous le|un|du|quelques|reflechir|temps|jusqu
        lachez|laisse|laissez nous|moi un|mon|tomber
        veux pas etre
        veux|souhaite plus etre
        arrete|arretez de? tousser|fumer
    """,
    "wrong_person": """
        son|sa|leur frere|soeur|fils|fille|pere|mere|mari|femme|ex|copain|copine n? habite|vit plus ici|la
        pas moi|lui|elle qui decide|gere|m|conduis|garde|travaille|cuisine|reponds|peux|vais|fais
        pas moi|lui|elle qui ai|a choisi|decide|dit|ecrit|demande|appele|donne|mis|vu|voulu
        pas moi mais|c
        erreur de|d date|jour|frappe|saisie|ma
        vous etes
        vous faites .. erreur de date|frappe
        ^non? desole? erreur de ma
        mauvais numero de|pour|ligne
        suis pas le|la seul|seule|premier
        connais pas le nom|numero de|du|des
        connais pas son|leur numero|nom
        sais|sait|ai plus son|leur|sa num|numero|tel
        j|ai n? ai pas|plus son numero|num
        j ai plus|pas le|son numero|num
        autre numero|num|personne
        ancien numero|num est
    """,
    "human": """
        ne? m|me appelez|appeler|rappelez|telephonez pas|plus
        pas|plus|jamais|ne .. appeler|rappeler|appelle|appele|appelez
        ^m|s|me appelle|appel
        je|j|il|elle|qui|et m|s|me appelle|appel
        je|j m|me rappelle|rapelle|rappel
        jme rappelle|rapelle|rappel
        arretez|arrete|arreter|stop|cessez .. appeler|rappeler|telephoner|contacter
        il|elle|on|ils|a|ont|deja .. appele|rappele|appelee
        m a|ont appele|rappele
        etre contacte|contactee par|pour|deja
        vais|ai|peux|dois .. appeler
        appel de
        appel|appelle moi|me c|je|jm
        don|dont|not|never|they|he|she|who|did .. call|ring|phone me
        parle|parler pas|plus
        ai parle
        pas|plus besoin d|de aide|parler|assistance|conseiller
        vu|voir .. medecin|docteur
        voir a|avec .. medecin|docteur|vous
        avec .. medecin|docteur
        quelqu un pour m|me|faire|aller
    """,
    "switch_language": """
        prof|cours|ami|amie|cousin|cousine|collegue|copain|copine|un|une d?|de? anglais|francais|english
        l|le|du anglais|francais de|qui|chez
        vous parle* francais
        je parle francais
    """,
    "scam_doubt": """
        victime|eu|fait|faire .. arnaque|arnaque*|escroq*|escroc*
        vrai que|dire|probleme
        pas une blague
        c|cest est? vrai$
        est vrai$
        est pas vrai
        comment je? vais
        comment je sais .. date|jour
        preuve que je
        un vrai numero
    """,
}
