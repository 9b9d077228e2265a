"""Cries for help as people write them, by what they say; and replies that say the same words and no danger.

Ours, with nobody in them. When first tried, 203 of the first 218 cries were noticed and 120 of the first 124
harmless replies passed; of the 66 in other words, 35. All are read right now, which says nothing about the
next ones: a reply with an unexplained rest is looked at by a human.
"""

CRIES = {
    "breathing": """
        j'arrive plus a respiré
        jarive plu a respirer
        mon pere respire tres mal depuis ce matin
        elle respire bizarement et vite
        il a du mal a reprendre son soufle
        oui mais j'ai vraiment du mal à respirer là
        je manque d'air
        j'ètoufe aidez moi
        mamie s'étouffe
        elle a les levres bleu
        il devient tout bleu
        le petit siffle quand il respire
        mon mari a la respiration coupée
        je suis essouflé au moindre effort, même assise
        plus de souffle
        difficulté respiratoire
        respiration tres courte et rapide
        il cherche son air
        g du mal a respiré
        saturation 84
        crise d'asthme et plus de ventoline
    """,
    "chest": """
        mal à la poitrine
        jai une douleur ds la poitrine
        ça me serre la poitrine
        sa sert dans la poitrinne
        mon coeur bat trop vite
        mon keur s'emballe
        mon mari a mal au coeur et au bras gauche
        un poids sur la poitrine
        douleur dans le bras gauche depuis une heure
        mon père fait une crise cardiaque
        j'ai un point au coeur qui passe pas
        oppression thoracique
    """,
    "faint": """
        elle est tombée dans les pommes
        il a tourné de l'oeil
        ma femme vient de s'évanouir
        il est inconsient
        elle a fait un malèse
        papa se reveille pas
        il ne répond plus du tout
        elle réagit plus
        elle a perdu conaissance
        il bouge plus
        mon fils fait des convulsions
        il a les yeux révulsés
        j'arrive pas à le réveiller
        on arrive plus a la reveiller
        voile noir et je suis tombée
        il tient plus debout
        elle tient plu debout
    """,
    "stroke": """
        je crois qu'elle fait un avc
        il a la bouche de travers
        ma mere a la bouche tordu et parle bizarement
        il sent plus son bras
        je sens plus ma jambe gauche
        elle arrive plus à parler
        il dit n'importe quoi depuis ce matin
        la moitié du visage paralysée
        son bras droit ne répond plus
        je vois plus rien d'un oeil
        elle trouve plus ses mots et elle est confuse
        bras engourdi et je parle mal
        elle me reconnait plus
    """,
    "blood": """
        il crache du sang
        je cracheu du sang
        elle vomi du sang
        je saigne beaucoup
        ca saigne et ca s'arrete pas
        je perds beaucoup de sang
        je pert du sang et je suis enceinte
        du sang partout
        il y a du sang dans ses selles
        mon fils s'est ouvert la tête
        hémoragie
        il pisse le sang
        elle saigne du nez depuis deux heures
    """,
    "baby": """
        le bébé est tout mou et il tete plus
        bb tout mou
        mon bébé mange plus et dort tout le temps
        ma fille de 3 semaines a 40 de fievre
        le petit est tout gris
        bébé réagit pas
        le bebe boit plus rien depuis hier
        elle refuse le biberon depuis ce matin
        il prend plus le sein
        mon nourrisson geint
        bebe pleure sans arret
        je viens de secouer le bébé
        j'ai perdu les eaux
        j'ai des contractions
        je suis enceinte et le bébé bouge plus
    """,
    "fall": """
        ma mère est tombée
        elle est tombé dans la douche
        mon pere et tombé il peut plus se relever
        je suis par terre
        je suis tombée et j'arrive pas a me relever
        mamie est au sol
        il a fait une chute dans l'escalier
        il a chuté
        papi est tonbé du lit
        elle s'est cassé la hanche
        il s'est cogné la tête
        je peux plus me lever
        je peu plu bouger
        elle marche plus elle est restée par terre toute la nuit
        jsui tombé ds les escalier
    """,
    "wanting to die": """
        je veux mourir
        jveu mourire
        je ne veux plus vivre
        j'en ai marre de vivre
        je vais me foutre en l'air
        j'ai envie de me jeter par la fenetre
        je pense a la mort tout le temps
        ils seraient mieux sans moi
        a quoi bon continuer
        je vais sauter
        j'ai avalé tous mes cachets
        j'ai pris toute la boite de doliprane
        jvais m'ouvrir les veines
        j'ai plus la force
        jen peu plu
        n'en peux plus
        je suis a bout
        je craque
        j'ai des idées noires
        je veux rejoindre ma femme
        adieu
        je veux en finir
        plus envi de vivre
        mon fils veut se suicider
        je vais faire une bétise
        j'aimerais ne plus me réveiller
        sa sert a rien de continuer
        je me sens tres mal je pleure tout le temps
        je voudrais disparaitre
        personne pour m'aider je suis toute seule au monde
        je vais me pendre
        prefere etre morte
    """,
    "being hit": """
        mon mari me frappe
        il me tape
        il me tappe dessu
        mon conjoint me bat
        il m'a frappé hier
        il ma frapé
        mon copain m'a étranglé
        il va me tuer
        mon ex me menace
        j'ai peur de mon mari
        il a un couteau
        mon père nous tape
        il bat les enfants
        il m'enferme et m'empeche de sortir
        il lève la main sur moi
        j'ai pris des coups
        violences conjugales
        il me donne des coups de poing
        ma femme me frappe
        il est violent avec moi et les petits
        je peux pas sortir il m'a enfermée
        il m'a violée
        j'ai peur qu'il me tue
        il est devenu violent
    """,
    "hunger": """
        j'ai pas mangé depuis 3 jours
        on a rien mangé depuis hier
        mes enfants ont faim
        j'ai faim
        g tro fin
        jai tres fain
        les petits ont rien a manger
        on creve la faim
        plus de lait pour le bébé
        2 jours sans manger
        j ai rien pour nourrir mes enfants
        les gosses on faim
        je mange plus depuis lundi
        nous avons faim
    """,
    "others": """
        au secours
        SOS
        a l'aide
        aidez nous vite
        appelez une ambulance
        il faut les pompiers
        venez vite svp
        c'est urgent
        mon père est mort ce matin
        il est en train de mourir
        je vais mourir
        j'ai bu de la javel
        mon fils a avalé une pile
        ça sent le gaz
        y a le feu chez moi
        sa gorge gonfle il a mangé des cacahuètes
        elle a plus d'insuline
        j'ai peur de mourir
        il délire il a 41 de fievre
        mal de tete atroce d'un coup
    """,
    "said in other words": """
        mon bb a du mal a respirer il fé un bruit bizare
        respire tres vite et ses cotes se creusent
        jé limpression d'étoufé
        l'air passe plus
        elle suffoc
        on dirait qu'un éléphant est assis sur ma poitrine
        ca me brule ds le thorax
        mon grand pere se tient le coeur et il transpire
        palpitations tres fortes je vais tomber
        elle viens de seffondrer dans la cuisine
        il est tombé comme une masse et ne répond pas
        ma femme c'est évanoui
        elle tremble de partout et ses yeux partent en arriere
        elle a le visage qui tombe d'un coté
        il parle comme s'il était saoul alors qu'il a rien bu
        bras gauche mort je le sens plus
        ma vue est brouillée d'un coup et je titube
        y a plein de sang ds la cuvette
        il tousse et ya du sang
        mon pansement est plein de sang sa coule encore
        mon nez arrete pas de saigné
        je me suis entaillé profondement
        le petit ne boit plus ses biberons et il dort tout le temps
        il est tout mou comme une poupée de chiffon
        la petite a 40.5 et elle convulse
        bébé est bleu autour de la bouche
        mon fils de 2 ans ne me regarde plus il est ailleurs
        ma fille a plus de force elle pleure meme plus
        grand mere a glissé dans la salle de bain elle crie de douleur
        papy est a terre
        suis tombee de l'échelle jai tres mal au dos
        jé glissé je peux pas me mettre debout
        je marche plus mes jambes me portent plus
        jai plus gout a rien je voudrai dormir et plus me reveiller
        je veux plus etre la
        c'est trop dur j'ai envie de tout arreter
        jai mis de coté des médicaments pour en finir
        la vie vaut pas la peine
        je vais passer par la fenetre
        tout le monde serait mieux si j'étais plus la
        je pense au suicide
        jme scarifie
        jai plus envi de me battre
        je tiens plus
        il me fait peur il casse tout
        il m'a mis une gifle
        il m'a poussée dans les escaliers
        mon mari me tape dessus depuis le confinement
        mon copain me frape quand il boit
        mon frere m'a cassé le bras il recommence
        il surveille mon téléphone il me tape
        chui séquestrer
        il a dit qu'il allait me tuer
        mon beau pere me touche la nuit
        il s'en prend aux enfants
        rien manger depuis mardi
        le frigo est vide depuis 3 jours on mange plus
        j'ai plus rien à donner à manger aux petits
        mon bebe a faim jai plus de lait
        on saute des repas pour que les petits mangent
        jai la tete qui tourne jai rien mangé
        sauvez moi
        faut une ambulance
        elle est en train de partir
        mon mari est décédé cette nuit
        il est froid il bouge plus
    """,
    "in English": """
        I can't breathe properly
        my chest hurts
        he passed out
        she is unconscious
        he is bleeding
        there's a lot of blood
        the baby is limp
        my mum fell down the stairs
        she fell and can't get up
        I want to die
        i don't want to live anymore
        my husband hits me
        he beats me
        we haven't eaten for two days
        the kids are hungry
        she had a stroke
        his face is drooping
        help me
        he won't wake up
        need an ambulance
        I am scared he is going to kill me
        no food left
    """,
}

HARMLESS = """
    oui
    oui c'est moi
    non merci ça va
    je respire bien
    je respire normalement, pas de fièvre
    pas de difficulté à respirer
    aucune gêne respiratoire
    pas mal à la poitrine
    non pas de douleur dans la poitrine
    pas de malaise
    elle ne saigne pas
    plus de fièvre depuis hier
    je suis tombé malade lundi
    elle est tombée enceinte
    ça tombe bien je suis chez moi
    ca tombe mal je suis au travail
    je suis tombé sur votre message
    mon téléphone est tombé
    j'ai fait une prise de sang hier
    je donne mon sang demain
    le bébé va bien
    le bébé a 3 mois, il est avec moi
    j'ai un bébé de 6 mois
    bébé tête bien
    ma soeur et mon frère
    ma mère 06 39 98 12 34
    mon père est mort il y a deux ans
    mon mari a fait un avc il y a 3 ans
    j'ai eu un infarctus en 2015
    antécédents : asthme
    mort de rire
    je suis mort de fatigue
    j'en peux plus de rire
    j'en peux plus de vos messages
    je meurs de faim on mange bientot lol
    pas faim
    j'ai pas faim en ce moment
    je n'ai plus faim
    à la fin du mois
    c'est quand la fin
    j'ai fini
    en finir avec ce covid
    marre du covid
    j'en ai marre de vos sms
    coup de fil
    passez moi un coup de fil
    tout à coup
    donnez moi un coup de main pour remplir
    j'ai tapé 1
    je tape oui
    faute de frappe
    erreur de frappe désolé
    on a frappé à la porte
    j'ai tapé mon code
    on s'est battus au tennis
    nous avons mangé ensemble hier
    j'ai mangé avec Karim dimanche
    on a mangé chez ma tante
    j'ai rien mangé avec eux
    j'ai perdu le gout
    je sens plus rien (gout et odeur)
    je sens plus les odeurs
    mal de tête
    un peu mal à la tête
    mal a la gorge et le nez qui coule
    je tousse un peu
    39 chez moi rue des Lilas
    je vous réponds plus tard
    je peux pas parler je suis en réunion
    je peux plus sortir c'est ça ?
    je peux pas me déplacer
    je suis seul chez moi
    personne, j'étais seule
    je vis toute seule
    je travaille aux urgences
    mon fils est pompier
    rdv aux urgences non annulé
    c'est pas urgent
    pas d'urgence
    rien de grave
    ce n'est pas grave
    c'est grave bien ce service
    vite fait
    je vais partir en vacances
    on est partis dimanche
    je comprends pas tout
    c'est confus votre message
    carte bleue
    fait trop chaud on étouffe pas encore
    je ne vois pas qui c'est
    je vois plus personne depuis lundi
    je vois pas le rapport
    il parle pas français
    elle répond pas au téléphone
    mon mari ne répond pas aux sms
    j'ai pas de souffle au coeur
    je suis enfermée chez moi depuis samedi
    confiné dans ma chambre
    peur de contaminer mes enfants
    j'ai peur de l'avoir donné à ma mère
    peur pour ma mère
    le train de lundi
    j'ai sauté le repas de midi
    stop
    c'est une arnaque ?
    merci bonne journée
    oui d'accord
    demain
    mardi 3 mars
    il dort
    les enfants dorment chez leur père
    j'ai les enfants à la maison
    besoin d'air
    je prends l'air
    on a de la nourriture
    j'ai tout ce qu'il faut
    à vos ordres
    I am fine
    no chest pain
    not short of breath
    I fell asleep
    I am not hungry thanks
    I was on the floor playing with the kids
    hit me up later
    oui bien recu
    non je n'ai besoin de rien
    oui pour demain 10h
    mon mari Paul et mes deux filles Emma et Zoe
    Emma 0639981234, Jean au 06 39 98 12 35
    j'ai vu mes parents dimanche midi
    personne à part mon mari
    le 3 mars au soir
    je ne sais pas
    ok pour le test
    je vais au labo demain
    le test était négatif
    deja fait merci
    je vous rappelle
    pouvez vous m'appeler après 18h
    je travaille de nuit
    oui mais je peux pas ouvrir le lien
    c'est pour mon fils
    il a 8 ans
    mon fils n'a pas de téléphone
    j'ai pas leurs numéros
    on était 12 au repas
    au restaurant le Coup de Fourchette
    à la boulangerie du Lion d'Or
    chez Bat'Art
    ma collegue Faustine
    Mme Morel
    M. Mouret 0639981277
    Marc Lefranc
    Sandrine Bleuet
    Jean Coeurderoy
    Leo Sanguinetti
    Aline Faimali
    Chez les Mort
    le salon de coiffure Tête à Tête
    foot avec le club de Bouge
    j'ai mal dormi mais ça va
    un peu fatigué sinon tout va bien
    toux et nez qui coule rien de méchant
    pas de symptome
    legere fievre 38
    je tousse depuis lundi
    mal de gorge
    mes symptomes ont commencé le 2
    j'ai perdu l'odorat
    oui tout est clair
    c'est noté merci à vous
    les courses ça va ma fille me les fait
    je mange bien
    on a mangé au resto
"""
