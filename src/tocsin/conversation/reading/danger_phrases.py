"""The plain words for what may kill: breath, chest, faint, stroke, blood, baby, fall, death, blows, hunger.

The grammar of a line is that of ``phrases``; a word stands for everything that sounds like it (``sounding``).
What is no danger although it says these words is in ``HARMLESS``, by kind too; a negation and the past are
heard by ``danger``.
"""

from tocsin.conversation.reading.model import ReplySignal

CAN = "peux|peut|peuvent|pouvait|arrive|arrives|arrivent|arrivait|reussis|reussit|parviens|parvient|sait"
BODY = "bras|jambe|jambes|main|mains|pied|pieds|cote|doigts|visage|levre"
NEAR = (
    "mari|femme|conjoint|conjointe|compagnon|compagne|copain|copine|ex|pere|mere|papa|maman|fils|fille|frere|soeur|"
    "beau|grand|oncle|tante|tonton|voisin|enfant|enfants|bebe|petit|petite|mamie|papi|papy|fiston|gendre|cousin"
)
HURTS = (
    "frappe|frapper|frappent|tape|taper|tapent|bat|battre|batte|battu|battue|cogne|cogner|gifle|gifler|etrangle|etrangler|"
    "tabasse|tabasser|viole|violer|menace|menacer|menacee|maltraite|brutalise|insulte|poursuit|sequestre|enferme|"
    "enfermer|enfermee|agresse|agresser|agressee|secoue|poignarde"
)
OPENS = "ouvert|ouvrir|ouvre|coupe|couper|taille|tailler"

DANGER: dict[ReplySignal, str] = {
    "emergency": f"""
        poitrine|thorax|thoracique|palpitations|arythmie
        titube|tituber|titubait
        air|oxygene passe|arrive|rentre plus|pas
        se|me tient .. coeur
        vue|vision .. brouillee|brouille|floue|trouble|troublee|double|baissee
        parle|parlait comme .. saoul|soul|bourre|ivre
        s|vient|viens|est|se .. effondre|effondree|effondrer|ecroule|ecroulee|ecrouler
        entaille|entaillee|entailler
        profond* .. sang|doigt|main
        coupe|coupee|ouvert|ouverte|plaie profond*
        regarde plus|pas|personne .. ailleurs|vide
        regard|yeux|regarde dans le vide
        a|ai|ont plus|aucune de? force|forces
        a|est glisse|glissee|glisser .. salle|douche|baignoire|escalier|escaliers|mal
        a|est glisse|glissee|glisser .. tombe|tombee|debout|lever|relever|bouger
        glisse|glissee .. peux|peut|arrive|mal|debout|lever|relever
        crie|hurle|pleure|gemit de douleur|douleurs
        {CAN} plus|pas .. debout
        il|elle|mari|pere|conjoint|copain|ex|frere|beau me|nous fait|faisait .. peur
        m|l|nous|la a? pousse|poussee|bouscule .. escaliers|escalier|mur|sol|terre
        m|l|nous|la a? bousculee|jete|jetee|trainee .. escaliers|escalier|mur|sol|terre
        m|me|nous|l|la|a a? donne|donner|mis|met une|un|des|plein .. gifle|gifles|claque|claques
        m|me|nous|l|la|a a? mettre|colle|pris|prend|file une|un|des|plein .. gifle|gifles|claque|claques
        m|me|nous|l|la|a a? donne|donner|mis|met une|un|des|plein .. baffe|baffes|coup|coups|tarte
        m|me|nous|l|la|a a? mettre|colle|pris|prend|file une|un|des|plein .. baffe|baffes|coup|coups|tarte
        me|nous|la touche .. nuit|sexe|fesses|corps|partout
        attouchements|viol|viols
        s en prend|prends|pris a|aux
        est decede|decedee cette|ce|hier|la|dans|chez|a
        il|elle est en train|entrain de partir$
        il|elle est? est? entrain de partir$
        {CAN} plus|pas|a|mal|difficilement .. respirer|respirai|souffler
        {CAN} plus|pas a? reprendre .. souffle|respiration|air
        respire plus|pas|mal|difficilement|bizarre|bizarrement|fort|vite|bruyamment|a
        respire de|tres|trop|vraiment|super|par|comme .. mal|plus|fort|vite
        respire de|tres|trop|vraiment|super|par|comme .. difficilement|bizarrement|peine|bouche
        mal|peine|difficulte|difficultes|gene|galere .. a|pour|de respirer
        difficulte|difficultes|detresse|gene|insuffisance|probleme respiratoire|respiratoires
        respiration qui? siffle|bizarre|rapide|courte|bloquee|difficile|s
        siffle .. respirant|respire|poitrine|poumons
        cherche son|sa|de .. air|souffle|respiration
        manque|besoin .. air|oxygene|souffle
        plus|pas|peu|assez d|de|son air|oxygene|souffle
        a bout de souffle
        souffle|respiration court|courte|coupe
        coupe le souffle|respiration
        etouff*|suffoq*|asphyx*
        mal|peine .. reprendre .. souffle|respiration
        respiration .. courte|rapide|difficile
        s|se etrangle .. avec|manger|morceau|respire|bleu
        avale de travers
        essouffl* au|pour|a|tres|repos|en|des|tout|quand|comme|meme|rien
        tres|trop|completement|toute|tout|vraiment essouffl*
        respire .. comme un poisson
        saturation|sature .. 7|70|75|78|80|81|82|83|84|85|86|87|88|89|90|91
        crise d asthme
        levres|visage|doigts|ongles|bouche|langue .. bleu|bleue|bleus|bleues|violet|violette|bleuatre
        tout|toute|devient|deviens|est|vire .. bleu|bleue|bleus|bleues|violet|violette|bleuatre
        mal|serre|pression|brulure|point|poids .. poitrine|thorax|thoracique|torse|poumons
        coup|etau|pique|douleur|douleurs|oppression|barre .. poitrine|thorax|thoracique|torse|poumons
        mal|serre|pression|douleur|douleurs|point|pincement|pique au|le|dans|du|qui coeur
        poitrine|thorax|torse|coeur .. serre|oppresse|mal|douleur|brule|ecrase|pese|appuie|bloque|comprime
        serre|ecrase|comprime|appuie|brule|pese .. poitrine|thorax|torse
        coeur .. lache|arrete|bat|cogne|emballe|palpite|explose .. plus|fort|vite
        coeur .. lache|arrete|bat|cogne|emballe|palpite|explose .. partout|bizarre|bizarrement|travers
        coeur s|se|va|qui emballe|lacher|lache|arrete|exploser|explose
        crise|arret|malaise|attaque|probleme cardiaque|coeur
        infarctus|avc|a.v.c
        douleur|mal|engourdi|lourd .. bras gauche|machoire
        bras gauche .. mal|engourdi|lourd|lache|fourmis
        tombe|tombee|tomber .. dans les pommes
        tourne|tourner|tournait de l oeil
        perdu|perd|perds|perte|perdre|perdait de? la? connaissance|conscience
        evanoui*|inconscient|inconsciente|inanime|inanimee|convuls*|epilep*
        fait|faire|eu|avoir|fais|avait un|une|des|encore? un|une|des|gros|petit? malaise|malaises
        fait|faire|eu|avoir|fais|avait un|une|des|encore? un|une|des|gros|petit? syncope|attaque
        malaise cardiaque|vagal|dans|et
        voile noir
        tete .. tourne .. tombe|tomber|vais|debout
        repond|reagit|reveille|bouge|reconnait plus|pas
        parle|voit|entend|ouvre plus|pas rien|du|et|depuis
        parle|voit|entend|respire plus$
        {CAN} plus|pas .. reveiller|reanimer|lever|relever|bouger|marcher|parler|articuler|redresser
        {CAN} plus|pas .. ouvrir les? yeux
        se|s|me reveille|reveiller plus|pas
        dort .. reveille|reveiller pas|plus
        impossible|moyen|arrive de|a|pas le|la|l reveiller|relever
        yeux .. revulses|blancs|retournes|fixes|vitreux
        tremble|trembler de|comme .. partout|feuille
        ecume|bave .. bouche|aux|levres
        bouche|visage|sourire|levre|figure|face .. travers|tordu|tordue|tombe|tombee|tombante
        bouche|visage|sourire|levre|figure|face .. deforme|deformee|paralyse|paralysee|penche|descendu|bizarre
        paralys*|hemipleg*
        {BODY} .. bouge|bougent|repond|repondent|sent|obeit plus|pas
        sens|sent|sentait|bouge plus|pas .. {BODY}
        {BODY} .. engourdi|engourdis|engourdie|mort|morte|endormi|lourd|insensible
        parle bizarre|bizarrement|mal|charabia
        parle|parler .. de|comme .. travers|bourre|ivre
        articule plus|pas|mal
        dit|raconte|parle .. n importe quoi
        trouve|cherche plus|pas ses|mes mots
        vois|voit plus|pas rien|clair|double
        vois|voit double|flou|trouble
        vois|voit plus$
        vois|voit .. d un|l oeil
        perdu|perd|perds .. vue|parole|equilibre
        est|es|etait|completement|toute|tout confus|confuse|desoriente|desorientee|incoherent|incoherente
        delire|delirer|divague|hallucin*
        propos incoherents
        reconnait plus|pas .. personne|moi|nous|ses|sa|son|les|ou
        mal .. tete atroce|insupportable|horrible|affreux|violent
        tete .. exploser|explose
        raideur|raide .. nuque
        saigne|saigner|saignait|saignent|saignement|saignements|seignement
        hemorragie|hemorragies|hemorragique
        crache|cracher|crachait|vomi|vomir .. du|le|de|plein|beaucoup|que sang
        vomis|vomit|vomissait|tousse|tousser|pisse .. du|le|de|plein|beaucoup|que sang
        pisser|urine|chie|perds|perd|perdu .. du|le|de|plein|beaucoup|que sang
        perdre|pert|perte|pertes|coule|pleure .. du|le|de|plein|beaucoup|que sang
        sang partout|coule|sort|dans|qui|par|a|plein|arrete
        plein|beaucoup|trop|flaque|mare|caillot|caillots de|du|d sang
        y a|y|avait|a du sang
        dans|du|plein|couvert|recouvert|couverte .. sang|ensanglante
        plaie|coupure|blessure .. ouverte|profonde|sang|grave|tete
        s|me|est coupe|coupee|blesse|blessee|ouvert|ouverte .. profond|sang|doigt|main|tete|grave|gravement
        bebe|nourrisson|petit|petite|fils tout|toute|est .. mou|molle|mous|gris|grise|amorphe
        bebe|nourrisson|petit|petite|fils tres|trop|devient|deviens .. mou|molle|mous|gris|grise|amorphe
        fille|enfant|gamin|gamine|il|elle tout|toute|est .. mou|molle|mous|gris|grise|amorphe
        fille|enfant|gamin|gamine|il|elle tres|trop|devient|deviens .. mou|molle|mous|gris|grise|amorphe
        bebe|nourrisson|petit|petite|fils tout|toute|est .. apathique|lethargique|bleu
        bebe|nourrisson|petit|petite|fils tres|trop|devient|deviens .. apathique|lethargique|bleu
        bebe|nourrisson|petit|petite|fils tout|toute|est .. bleue|inerte|marbre|marbree
        bebe|nourrisson|petit|petite|fils tres|trop|devient|deviens .. bleue|inerte|marbre|marbree
        fille|enfant|gamin|gamine|il|elle tout|toute|est .. apathique|lethargique|bleu
        fille|enfant|gamin|gamine|il|elle tres|trop|devient|deviens .. apathique|lethargique|bleu
        fille|enfant|gamin|gamine|il|elle tout|toute|est .. bleue|inerte|marbre|marbree
        fille|enfant|gamin|gamine|il|elle tres|trop|devient|deviens .. bleue|inerte|marbre|marbree
        tout|toute|completement mou|molle|amorphe|gris|grise|flasque
        bebe|nourrisson|petit|petite|fils|fille|enfant|il|elle .. tete|boit|mange|tette plus|pas|rien
        tete|tette|tettes plus|pas
        refuse .. biberon|bib|sein|boire|teter|tetee
        prend|veut|prends plus|pas .. biberon|sein|teter|boire
        boit|bu plus|rien|pas .. depuis
        pleure|crie|hurle|gemit .. depuis|sans|toute|arret|arrete|inconsolable
        bebe|nourrisson|petit|petite .. geint|gemit|couine|rale|respire|convulse|secoue
        bebe|nourrisson|petit|petite .. fievre|brulant|bouge|reagit|reveille|dort|vomit
        secoue|secouer .. bebe|petit|fort|enfant
        couches|couche seche|seches|vide
        fontanelle
        39|40|41|42 .. de fievre|temperature
        fievre .. a|de? 40|41|42|39
        40|41|42 de|la|degre|degres
        perds|perd|perdu|perdre .. eaux
        contractions
        vais|va|suis|est|entrain|train .. accoucher|accouche
        fausse couche
        enceinte .. sang|mal|bouge|contractions|perds
        est|es|suis|etait tombe|tombee|tomber dans|de|du|par|sur|des|la|en|et|ce|hier
        est|es|suis|etait tombe|tombee|tomber cette|a|tout|toute|il|elle|y|plusieurs|tres|encore|depuis
        est|es|suis tombe|tombee|tomber$
        est|suis tombe|tombee|tomber .. releve|relever|lever|bouge|bouger|tete|dos|hanche|sol|terre|escalier
        est|suis tombe|tombee|tomber .. escaliers|lit|douche|baignoire|chaise
        est|suis tombe|tombee|tomber .. echelle|fenetre|balcon|toit|mal|sang
        vient|viens|venait de tomber|chuter
        tombe|tombee|tomber .. escalier|escaliers|sol|terre|carrelage|douche
        tombe|tombee|tomber .. baignoire|echelle|fenetre|balcon|toit|tete|hanche
        chute|chuter .. escalier|escaliers|lit|douche|terre|grave|tete|hanche|relever|sol
        fait|a fait? une|chute mauvaise|grosse|grave|belle? chute
        a chute
        par|a|au|reste|allonge|allongee|couche|couchee terre|sol depuis|et|bouge|sans|il|elle|je|il
        est|suis|reste|coince|coincee|bloque|bloquee|allonge|allongee|git par|a|au|sur .. terre|sol|carrelage
        {CAN} plus|pas a? .. se|me|la|le|l lever|relever|bouger|remettre|ramasser
        tiens|tient|tenir|tenait plus|pas .. debout|jambes
        jambes .. lachent|lache|porte|portent|tiennent
        casse|cassee|fracture|fracturee .. hanche|bras|jambe|femur|cheville|dos|nez|cote|cotes
        coup|choc|cogne|cognee|tape|ouvert|trou .. a|sur|contre .. la tete|crane
        tete .. cogne|ouverte|ouvert|sang|mur|saigne
        avale|avaler|bu|boire|pris|prendre|prit .. javel|detergent|pile|produit|lessive|poison|destop|essence
        trop|tout|tous|boite|boites|plaquette|plein|surdose|overdose .. medicament|medicaments|cachets
        trop|tout|tous|boite|boites|plaquette|plein|surdose|overdose .. comprimes|pilules|somniferes|doliprane
        overdose|surdose|intoxi*|empoison*
        sent|odeur|fuite .. gaz
        monoxyde
        feu|incendie .. maison|appart|appartement|cuisine|chez|immeuble|chambre
        a|y le feu
        electrocut*|noyade|noye|se noie
        gorge|langue|visage|levres .. gonfle|gonflent|enfle|bloque|gonflee
        gonfle .. gorge|langue|visage|levres
        choc|reaction|allergie|allergique anaphyla*|allergique|grave
        plus|pas d|de|mon|son insuline|ventoline|oxygene|trinitrine
        hypoglyc*
        hypo .. diabete|diabetique|insuline|sucre
        va|est|train|entrain de? mourir|crever|claquer
        meurt|creve
        peur de? mourir|crever
        peur d|de y passer
        vais|va y passer$
        est|sont mort|morte ce|cette|hier|la|dans|chez|a
        est|sont mort|morte$
        je crois|pense|dirait qu|que|qui il|elle est mort|morte
        au|o secours|secour
        a l aide$
        ^help$
        help me|us|him|her
        appelez|envoyez|besoin|faut|veux .. samu|pompiers|pompier|ambulance
        appeler|appele|venir|vite|viens|venez .. samu|pompiers|pompier|ambulance
        appelez|envoyez|besoin|faut|veux .. secours|urgences|urgence|police|gendarmes
        appeler|appele|venir|vite|viens|venez .. secours|urgences|urgence|police|gendarmes
        ambulance
        c|cest|est une? urgence|urgent|grave
        ^urgent|urgence$
        venez|viens|faites|depechez|repondez|vite .. vite
        danger .. mort|vie|moi|suis|ici
        suis|est|sommes|nous en danger
        me|m|nous|la|le|lui|se|l|elle {HURTS}
        me|m|nous|la|l|ma|se|s a|est|fait|suis? {HURTS}
        me|nous fait|suis|fais {HURTS}
        il|elle|mari|conjoint|copain|compagnon|pere|fils|frere|beau|ex|on .. me|m|nous {HURTS}
        {NEAR} .. me|nous|ma|mon|mes|les {HURTS}
        {NEAR} .. {HURTS} .. moi|nous|dessus|maman|mere|femme|soeur|frere|fils|fille|enfants|petit|petite|bebe
        bat|frappe|tape|cogne|gifle|etrangle .. les enfants|petits|mes|ma|mon|son|sa|sur
        tape|tapent|frappe|frappent|cogne|cognent dessus|moi
        tape|tapent|frappe|frappent|cogne|cognent sur moi|elle|lui|nous|mon|ma|mes|son|sa
        me|m|nous|lui|la donne|donner|mis|met|donnait|file|mettre .. coups|coup|claque|claques
        me|m|nous|lui|la donne|donner|mis|met|donnait|file|mettre .. gifle|gifles|baffe|poing
        pris|prends|prend|recu|recois|recoit .. coups
        coups|coup .. poing|pied|ceinture|baton|tete|couteau
        leve|lever la main sur
        mains|serre .. autour|sur du|mon|le|son cou
        est|devient|devenu|tres|trop|hyper violent|violente .. avec|envers|moi|nous|il|quand|me
        est|devient|devenu|tres|trop|hyper violent|violente$
        violence|violences conjugale|conjugales|familiale|domestique|a|chez|la
        femme|suis battue|battu
        va|vas|essaye|essaie|menace|dit .. me|m|nous|la|de tuer|tue|buter|egorger|planter|poignarder|crever
        il|elle|mari|conjoint|copain|ex|pere|fils|frere veut .. tuer|buter|egorger|planter|poignarder
        peur .. de|pour lui|elle|mon|mari|conjoint|il|ex|qu|qui|ma|vie|notre
        menace|arrive|sorti|avec|a .. couteau|fusil|arme|pistolet|hache|marteau
        m|me|nous empeche|interdit|laisse de|pas sortir|partir|telephoner|appeler|manger
        suis|sommes|est enferme|enfermee|enfermes|sequestree|sequestre|prisonniere
        enfermee|enferme a|dans|avec|par
    """,
    "distress": f"""
        scarifi*
        me|se mutil*
        envie|veux|vais|voudrais|besoin .. tout arreter|lacher|quitter
        envie|veux|vais .. arreter|lacher tout
        pour|et en finir$
        vie .. vaut|merite|sens .. peine|vecue|plus
        mieux si .. je|j .. plus
        plus de|la|aucune force|forces|courage
        mange|mangeons|mangent|mangee plus$
        rien|pas mange$
        plus rien .. donner|nourrir
        saute|sautent .. repas .. petits|enfants|mangent
        veux|voudrais|envie|aimerais|prefere|prefererais|veut|vouloir .. mourir|crever|disparaitre|morte
        veux|veut|envie|envi|voudrais|aimerais ne|de|d? plus .. vivre|exister|continuer|la
        veux|veut|envie|envi|voudrais|aimerais ne|de|d? plus .. ici|rien|reveiller|etre|souffrir
        plus|aucune|pas envie|envi|gout|raison|raisons de|d|a|la .. vivre|vie|rien|exister
        plus|aucune|pas envie|envi|gout|raison|raisons de|d|a|la .. continuer|lutter|lever|la
        en|besoin|veux|vais|voudrais|prefere|envie d|en en? finir
        en finir avec la|tout|moi|ma
        finir avec .. vie|jours
        peux|peut|peu|pe|pouvons plus$
        en peux|puis|peu plus
        n en puis plus
        me|m|se|s|vous suicide*|suicider|tuer|pendre|foutre|flinguer|jeter
        me|m|se|s|vous balancer|noyer|supprimer|immoler|ouvrir|tue|pends
        suicid*
        idee|idees|pensee|pensees noire|noires|suicidaire|suicidaires|mort|morbide|morbides
        pense|penser|songe|reve|parle|parler .. a|de .. mort|mourir|suicide|finir|tuer
        {OPENS} .. veines|poignets|poignet
        mes|les|ses veines|poignets .. {OPENS}
        saute|sauter|jette|jeter|passe .. fenetre|pont|balcon|train|metro|toit|etage|vide|rails
        sous un|le train|metro|camion
        vais|va|veux|veut|envie .. sauter$
        avale|avaler|prendre|pris .. tous|toutes .. medicaments|cachets|comprimes|pilules|boite
        me faire? du mal
        fais|faire .. une|la betise|connerie|irreparable
        foutre|foute en l air
        serait|serais|seraient|etre|sera mieux|mieu sans moi|mort|morte
        mieux sans|que moi|si .. moi|mort|morte|mourais|etais|disparaissais
        etre|suis mort|morte
        aurais|prefererais|voulu .. pas .. ne|nee|nait|naitre
        a quoi|koi bon|sert
        sert|servait a|plus .. rien .. vivre|vie|continuer|je|lutter
        marre|raz|assez|fatigue|fatiguee|degoute .. de|d|la .. vivre|vie|tout|souffrir|exister
        quitter|partir .. ce monde|terre|rejoindre
        rejoindre ma|mon|mes .. femme|mari|fils|fille|mere|pere|ciel|haut
        adieu$
        ^adieu a|mes|tous|tout|je|la|ma|mon
        dire|dis|dit adieu
        pardonnez|pardonne|pardon moi|a|mes .. mes|tous|famille|enfants|mal
        plus|pas|aucune la|de? force|forces|courage de|d|pour? continuer|vivre|lutter|tenir|rien|avancer
        plus la|de force|forces|courage$
        bout du rouleau
        fond du trou|gouffre
        suis|est a bout$
        a bout de? forces|nerfs|force$
        tiens|tien|supporte|supporter|tenir plus
        desesper*|desespoir
        craque|craquer
        pete|peter|petes .. plomb|plombs|cable|cables
        deviens|devenir|vais fou|folle
        mettre fin a|de mes|ma|ses
        effondr*
        pleure|pleurer|pleures|pleurs tout|tous|toute|toutes|sans|depuis
        pleure|pleurer|pleures|pleurs jour|nuit|beaucoup|trop|encore|seul|seule
        arrete|arreter|cesse plus|pas .. pleurer
        depression|depressif|depressive|deprime|deprimee
        angoisse|angoisses|angoissee|terrorise|terrorisee|terrifiee
        je|j|suis|attaque de? panique|paniquee
        tres|trop|tellement|vraiment|j|tout|si peur
        crise|crises d|de angoisse|panique|nerfs
        vais|va|suis|tres|vraiment|trop|sens|sent tres|vraiment|trop|super|pas mal|bien|seul|seule$
        ca|sa va pas|plus du|bien? tout
        personne|seul|seule .. pour|peut|au m|me|monde? aider|aide|monde
        completement|tout|toute|tellement|trop|si seul|seule
        aidez|aide|aider|sauvez moi|nous
        ai|avons|a|as|ont|crever|creve de? tellement|tres|trop|si|vraiment? faim
        meurs|mourir|souffre|pleure|pleurent|trop|tres de? tellement|tres|trop|si|vraiment? faim
        enfants|petits|bebe|fils|fille|gosses|famille .. faim
        enfants|petits|bebe|fils|fille|gosses|famille .. rien .. manger
        creve|crever|crevent la faim
        vais mourir|crever
        mange|manger|bouffe|avale|mangeons|mangent rien|pas|plus|depuis|presque depuis|rien|2|3|deux
        mange|manger|bouffe|avale|mangeons|mangent rien|pas|plus|depuis|presque trois|hier|assez|plus|a
        rien|pas a? mange|manger|bouffer|avale .. depuis|2|3|deux|trois|hier
        depuis .. rien|pas|sans .. mange|manger
        jours|jour sans manger|nourriture|repas
        crever|meurt|mort de la? faim
        affam*
        rien|quoi|pas|plus .. donner|nourrir .. manger|enfants|petits|bebe|petit
        plus|pas de|d lait .. bebe|petit|petite|nourrisson|fils|fille
    """,
}

DANGER_IN_ENGLISH: dict[ReplySignal, str] = {
    "emergency": """
        sos
        cant|cannot|couldn|hardly|barely|can't t? hardly? breathe|breath|wake|move|stand|feel|see|speak
        can t|not|hardly|barely hardly? breathe|breath|wake|move|stand|feel|see|speak
        trouble|difficulty|hard|struggling|struggles to? breath*|breathing
        not|isn|hardly|barely|stopped|stops t? breathing|responding|moving
        short|shortness of breath
        chest .. pain|pains|hurts|tight|burning|pressure
        pain|pressure|tightness .. chest
        passed|pass|passing out
        fainted|fainting|collapsed|unconscious|unresponsive|seizure|seizures|choking|suffocating
        heart attack|stopped|stops
        having|had|has|have a stroke
        face .. drooping|drooped|dropped
        bleeding|hemorrhag*|haemorrhag*
        coughing|vomiting|throwing|spitting|losing .. blood
        lot|lots|so of|much blood
        turning|turned|lips|going blue
        baby .. limp|floppy|blue|breathing|fever|feeding|drinking|eating|wake|respond|moving
        can|won t|not get|wake up|out
        fell|fallen|fall .. down|stairs|floor|ladder|head|up|bed|shower|hip|badly
        on the floor
        hits|hit|beats|beat|beating|hitting|strangled me|us|her|him|my
        strangles|choked|punched|punches|kicks|kicked|threatens me|us|her|him|my
        going|wants|tries|trying|threatened to kill me|us|her|him
        overdosed
        need an|a ambulance|paramedic
        call .. ambulance|911|999|112|police
        dying
    """,
    "distress": """
        want|wanna|wish|wants|going to? i|was|were? die|dead|disappear
        kill|killing|hurt|hurting|harm|cut|cutting myself
        end my|it life|all
        suicid*
        can|cant|cannot t? go|take|cope on|it|this|anymore|any
        no reason|point|will to|in live|living
        don|dont t? want to live|be|exist|wake
        better off dead|without
        can|cant|cannot t? stop crying
        crying all|every the? time|day|night
        starving|famished
        haven|havent|hasn|not t? eaten .. days|yesterday|since|anything|week
        no|any food left|for|in|at
        so|very|kids|children|am|are|i hungry
        so|very|really scared|frightened|alone|lonely
    """,
}
"""By their letters, as ``phrases`` reads them: their sounds are not those of French."""

HARMLESS: dict[ReplySignal, str] = {
    "emergency": """
        respire pas mal$
        respire .. bien|normalement|mieux|tranquillement
        si|quand|if vous respirez
        tombe|tombee|tomber malade|malades|enceinte|amoureux|amoureuse|bien|mal
        tombe|tombee|tomber sur|pile|a|en|positif|positive|dessus|negatif
        tombe|tombes|tomber d accord
        est|es|c tombe bien|mal|a|le|juste|la|pile
        bras|main|mains a|dans|la|le|les? pate
        prise|don|donneur|analyse|test|bilan|groupe .. du|de|mon|son|le? sang
        donner|type|examen|dosage|resultats|pris|prendre|faire .. du|de|mon|son|le? sang
        sang froid|chaud|neuf
        du bon|mauvais sang
        bleu de|marine|ciel|clair|blanc
        code|maillot|carte|passe bleu|bleue
        faute|fautes|erreur|erreurs de frappe|frappes
        tape|taper|frappe|frapper le|un|une|1|2|oui|non|code|message|numero|mal|trop|vite|ici|votre|mon
        tape|frappe a|la? porte
        frappe|tape mes|ma|les? mots|reponse|lettres|nom|noms
        coup de|d fil|main|froid|soleil|tel|telephone|fatigue|blues|mou
        coup de|d pouce|oeil|chance|folie|vieux|barre|stress|gueule|foudre
        tout|d|un|du|boire|sur|apres|a|encore coup
        qui me menace|insulte
        se|me|s tape la|le|une|un|cette
        me bats|bat contre
        bat .. de l aile
        battu .. au|record|foot|tennis
        repond|reponds|repondrai|parle|voit|rappelle plus tard|tot|loin|souvent|ou|vite|facilement
        tel|telephone|portable|colis|sms|message|compte .. tombe
        repond|repondre|parle|bouge|voit|vois plus|pas .. telephone|message|messages|sms|appels|tel
        repond|repondre|parle|bouge|voit|vois plus|pas .. moi|mes|a|au|aux|francais|anglais
        repond pas|plus .. telephone|message|messages|sms|appels|tel|appel
        parle pas|plus .. francais|anglais|bien|de|a|avec|langue
        vois|voit pas rien
        vois|voit plus|pas clair dans
        c|cest est? mort$
        c|cest|message|sms|texte|votre .. confus|confuse
        souffle au coeur
        sens|sent plus|pas .. gout|odeur|odeurs|rien|bien|fatigue|malade|concerne
        trouve pas|plus .. le|la|les|son|mon|numero
        bouge plus|pas .. de|chez|maison
        ouvre plus|pas .. lien|page|message|sms|a|avant|le|la
        tient plus|pas .. compte|a|au
        entend plus|pas .. parler|bien
        peux|peut|peu plus|pas .. parler|marcher|bouger .. telephone|chez|travail|avant|maintenant
        peux|peut|peu plus|pas .. parler|marcher|bouger .. reunion|jusqu|de|demain|la
        peux|peut pas vous? parler|bouger
        peux|peut pas|plus parler la|maintenant|tout|trop|au|avec|en|longtemps
        peux|peut plus|pas bouger de|du|d|avant
        tete|prise|mal .. tete$
        tete a|de|pleine|en|d
        mal a la tete
        va|vais|est|suis partir .. en|au|a|de|vacances|travail|maison|dans|demain|chez|bientot|travailler
        va|vais partir
        meurt|creve .. de .. faim|rire|chaud|soif|froid|envie|fatigue|sommeil|d
        creve|crever|pneu
        chaleur|froid|air climatise|frais
        besoin|prendre|sortir|changer .. d|l|de air|frais
        pas l air
        a|ont|avait plus|pas l air
        ^c|cest est? pas une? urgent|urgence|grave
        cest|c|est pas|rien de? tres|trop|si? grave
        si|quand .. urgence|urgent|grave|urgences
        en cas de|d .. urgence|danger|detresse
        pas urgent|urgence|grave|presse
        avc il y a
        delire de|c|mdr|lol
        c un|quel|le delire
        rendez|rdv .. urgence|urgences
        travaille|travail|bosse|infirmier|infirmiere|medecin|passe|passage .. urgences|urgence|samu|pompiers
        travaille|travail|bosse|infirmier .. pompier|ambulance|police|ambulancier
        infirmiere|medecin|passe|passage .. pompier|ambulance|police|ambulancier
        suis|est|mari|fils|pere|copain pompier|ambulancier|policier|gendarme
        est|suis|nous en|hors danger de|danger
        hors de danger
        plus|pas en danger
        mettre|met|mis|pas|veux|sans .. personne|autres|en danger
        peur de .. l|le|la|les|avoir|contaminer|sortir|donner|transmettre
        peur qu|que .. contaminer|soit|transmette|contamine|positif|covid|virus
        peur pour mes|ma|mon
        enferme|enfermee|enfermes|confine .. confine|confinement|covid|isolement
        enferme|enfermee|enfermes|confine .. depuis|quarantaine|chambre|maison|chez
        plus|pas assez de souffle
        pas de? difficulte|gene|mal
        interdit de sortir
        laisse pas sortir
        empeche pas|plus
        au|a|par sol|terre .. salle|pelouse|dors|dort|joue|matelas|chambre|jouait
        terre battue
        cote|cotes du|de|d
        mort|morte de rire|fatigue|faim|trouille|peur|froid
        personne|mort est? ne? mort|morte
        grave pas|peu
        c|cest grave bien|cool
        plein|beaucoup de .. gens|monde
    """,
    "distress": """
        peux|peut|peu|pe plus de|d rire|vos|attendre|ces|cette|ce|manger|ces
        en peux|peut|peu plus de|d rire|vos|ces|cette|ce
        peux|peut|peu|peus plus me|m|repondre|lire|acceder|attendre|faire|ouvrir|parler|respirer|rien
        peux|peut|peu|peus plus sortir|venir|voir|le|la|les|y|vous|travailler|aller
        pas|jamais envie|veux|veut de? mourir|crever|suicider
        mourir|crever|meurs|creve|mort|morte|meurt de rire|chaud|soif|froid|trouille|fatigue
        mourir|crever|creve|meurs de faim$
        envie de crever .. rire
        supporte|tiens plus vos|ces|le|rien|a|compte|la
        tiens|tien plus|pas compte|en
        tuer le temps
        pas suicid*
        en finir avec ce|cet|cette|vos|l|le|les|votre|ca|covid|virus|confinement|isolement
        plus envie de sortir|manger|rien?|repondre|parler
        plus la|de force de? repondre|parler|taper|ecrire|sortir
        besoin|envie|veux|vais|voudrais d|en en? finir|finir avec ce|cette|vos|l|le
        je craque pour
        marre .. vos|sms|messages|covid|virus|confinement|isolement|masque|enferme|enfermee|etre
        assez de vos
        a quoi .. sert|bon .. test|sms|numero|code|message|isolement|ca|cela|vaccin|questionnaire
        a quoi ca|sa|cela|il sert
        a quoi sert
        pas|plus|ni|sans|aucune faim|angoisse|peur|deprime
        pas|plus tres|trop|vraiment? faim|peur
        mdr|lol|ptdr .. faim
        faim .. mdr|lol|ptdr|loup
        petite faim
        a|en la fin
        en|de|sans|quand|jusqu fin
        ai|a|avons|ont fini|finit|finis
        tres|trop|vraiment|pas peur du|de|d
        vais|va|suis|sens tres|vraiment|super? bien
        suis|vais pas mal$
        aide|aider|aidez moi|nous .. a .. trouver|remplir|comprendre|prendre|repondre|savoir|faire
        etre|suis|est seul|seule a|chez|dans|ici|avec|confine|confinee|au
        tout|toute|suis seul|seule
        mange|manger|avale rien|pas|plus de|d .. viande|gluten|porc|special|sucre|sel
        mange|manger|dejeune|dine pas|plus avec|ensemble|chez|la|au|a|en|avant|dehors
        manger .. avec|chez|ensemble|resto|restaurant
        pas|rien mange avec|ensemble|chez
        a|ai mange .. avec|chez|ensemble
        saute|sauter le|un|mon|ce repas
        passe|passer .. train|metro
        train|metro .. lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier
        assez|fatigue|fatiguee$
        fatigue|fatiguee .. covid|fievre|travail|boulot
        pardon|pardonnez a|moi .. pour|le|la|retard|erreur|faute
        pardonnez|pardon moi
        pas|sans depression|deprime
        baisse|ascenseur de|d
    """,
}

HARMLESS_IN_ENGLISH: dict[ReplySignal, str] = {
    "emergency": """
        no|not|without|any .. chest|pain|trouble|difficulty|short|shortness
        fell|fall asleep|in|for|behind|on|sick|ill
        sleep|slept|sit|sitting|play|plays .. on the floor
        on the floor playing|sitting|with
        hit|hits|beat me with|to|up|the
    """,
    "distress": """
        no|not|never hungry
    """,
}
