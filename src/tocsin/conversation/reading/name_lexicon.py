"""The words that stand around names in a reply, and those that join the parts of one."""

from tocsin.conversation.reading.speech_markers import GROUPS, KIN
from tocsin.conversation.reply_words import parse_word_set

SMALL = parse_word_set(
    """
    je j tu il elle on nous vous ils elles me m te t se s lui leur leurs y en ne n pas plus jamais que
    qui quoi dont ou le la les l un une des de du d au aux a et mais donc or ni car si ce c cet cette
    ces ca cela ceci mon ma mes ton ta tes son sa ses notre nos votre vos par pour sur sous dans entre
    vers chez avec sans depuis pendant avant apres lors tout tous toute toutes meme aussi tres trop bien
    mal peu beaucoup assez encore deja toujours souvent parfois juste seulement uniquement simplement
    nul nulle autre autres quelques plusieurs chaque aucun aucune rien personne quelqu quelquun autrement sinon
    alors puis ensuite enfin voila voici ainsi comme quand comment pourquoi combien oui non ok ouais nan
    pis pi epi qu biensur dac genre style wesh frr surement normalement apparemment visiblement
    """
)
VERBS = parse_word_set(
    """
    ya yavait yaura etc etcetera compagnie
    faut faudra faudrait fallait
    ai as avons avez ont avais avait avions avaient eu suis es est sommes etes sont etais etait etions
    etaient ete etre avoir fait fais faire faisait vais va vas allons allez vont alle allee aller vu vue
    vus vues voir vois voit rencontre rencontree croise croisee mange mangee manger dejeune dejeuner
    dine diner soupe travaille travailler bosse passe passer passee visite visiter parle parler parlee
    dit dire dis dirai donne donner donnerai donnez envoie envoyer envoye envoi connais connait
    connaissais connaitre sais sait savoir pense crois peux peut pouvez pu dois doit veux veut voulez
    habite habitent vis vit vivons vivent reste restee rester resterai appelle appeler appelez appellent
    joindre contacter contacte contactez prevenir prevenu previens trouve trouver retrouve cherche
    chercher rappelle souviens oublie recu recois ecris ecrit note noter partage pris prend prends mis
    mettre venu venue viens vient garde garder conduit arrive arrives arriver arrivez pleure
    attends attendez attendre patientez patience laissez laisse laisser ajoutez ajouter ajoute mettez comptez
    comptais comptait conduis supprimez enlevez rayez retirez oubliez inscrivez marquez
    """
)
POLITE = parse_word_set(
    """
    bonjour bonsoir salut slt bjr bsr coucou hello merci mrc svp stp plait desole desolee dsl pardon
    excusez bonne bon journee soiree cordialement voila monsieur madame messieurs mesdames cdt
    """
)
TIMES = parse_word_set(
    """
    hier demain aujourd hui aujourdhui ajd avant matin midi soir apres aprem nuit jour jours semaine
    mois fois heure heures weekend week end lundi mardi mercredi jeudi vendredi samedi dimanche janvier
    fevrier mars avril mai juin juillet aout septembre octobre novembre decembre derniere dernier
    prochain prochaine tard tot bientot ensemble
    """
)
LABELS = parse_word_set(
    """
    numero num numeros nums tel telephone tels phone portable port mobile fixe gsm nom prenom noms
    prenoms nomme nommee contact contacts cas sien sienne mien leur celui celle ceux son adresse mail
    zero deux trois quatre cinq six sept huit neuf dix premiere premier liste suivant suivante suivants
    numerotation joignable coordonnees coord ignore inconnu inconnue manque corrigez
    corriger correction rectification erreur attention info ps nb rdv rendez fini finie termine terminee
    neant nada prive privee declarer refuse repondre secu securite sociale nir iban rib vitale
    annuler annule annulez cancel erreurs parfait super top faux fausse incorrect wrong mistake
    assurance maladie ameli cpam siri alexa google etat
    anglais francais english french langue language bof mouais hein pardon sorry eh pff ouf allo
    """
)
PLACES = parse_word_set(
    """
    maison boulot bureau travail taf resto restaurant bar ecole college lycee fac foot sport salle bus
    train voiture metro magasin courses supermarche marche eglise mosquee anniversaire fete repas apero
    table seul seule seuls seules ailleurs la ici compta immeuble etage quartier rue ville proche
    proches positif positive malade test covid sms message messages reponse arnaque stop quelquefois
    question questions chose choses truc trucs moi toi euh heu hein bah ben ah oh eh mdr lol certain
    certaine sur sure possible nombreux peut plein monde gens connaissance connaissances c cest ces jai
    jetais javais jsuis chui jsp pa qd pr ds ac avk tt tjs dc vs jvs qui
    idem rh comptabilite service direction accueil ans an age agee ages traitant traitante generaliste
    scolaire principal principale sauf excepte hormis part compris comprise insta facebook whatsapp
    connu connue demande idee nee myself perso ras virgule point
    abi abla yenge teyze amca hala dayi bey hanim effendi ammi ammou amti khalti khalto tata tp td
    vingt trente quarante cinquante soixante septante octante nonante tell ask take give twenty thirty forty fifty
    """
)
ENGLISH = parse_word_set(
    """
    i you he she we they it is are was were am be been have has had do did does done not no yes the an
    and or but with without at in on of to for from by about my your his her our their this that these
    those there here who what when where how saw seen met see know meet only just also then else other
    another name number call phone mobile cell please thanks thank sorry yesterday today tomorrow last
    night morning evening work home office lunch dinner ate spoke talked nobody none one don dont didn
    can cant will ll ve re nothing everyone all last next ago week weekend month day days maybe perhaps
    monday tuesday wednesday thursday friday saturday sunday january february march july august september
    october november december remember send later yet scam fake real bank
    help helps helping helped bring brings bringing brought shop shops shopping everything anything something someone
    anyone need needs needed fine well better worse same good great grand ok okay sure right wrong much many more less
    obviously definitely certainly probably
    bit little big small lot lots every each both few several since until still always never often sometimes usually
    too very quite really already again back away around here there up down over under near next own self him me us them
    mine yours hers ours go goes going went come comes coming came get gets getting got give gives gave given take takes
    took taken make makes made do does doing done say says said tell told think thought feel feels felt want wants wanted
    like likes liked love try tried wait waiting waited work works working worked live lives living stay stays staying
    stayed sleep slept eat eats eating cook cooks use uses used keep keeps kept let lets put puts find found leave leaves
    left run runs drive drives walk walks play plays read reads write wrote ask asked answer answered thing things stuff
    bag bags food bread milk groceries medicine medicines pharmacy house flat room rooms bed kitchen garden train class
    store job team yeah yep nope nah cheers ta pls plz isn isnt aren arent wasn wasnt weren werent couldn wouldn shouldn
    doesnt im ive ill hes shes theyre weve thats whats because if than as while after before during through between
    any also even afternoon evening year minute minutes hour hours second third once twice half whole rest
    """
)
SILENT = SMALL | VERBS | POLITE | TIMES | LABELS | PLACES | ENGLISH
KNOWN = SILENT | KIN | GROUPS
"""Words that are never a name. A reply has a small vocabulary besides names: this is most of it."""

INTRODUCE = parse_word_set(
    """
    ac avk avec vu vue vus rencontre croise visite chez prenom nom nomme nommee appelle et with saw
    met name named visited dejeune dine mange ya notamment sont est c cest a plus y garde joindre
    contacter contactez appeler and puis
    """
)
"""Words right after which a name in small letters is expected."""

LINKING = parse_word_set(
    """
    de du des d la le el al van der den von di da dos del ben bin ibn ait abd abdel abu bou ould st
    saint o mc
    """
)
LEADING = parse_word_set(
    """
    el al van von ben bin ibn ait abd abdel abu bou ould saint mc di da de le la
    """
)
TITLES = parse_word_set(
    """
    m mr mme mlle dr me pr monsieur madame mademoiselle mrs ms miss docteur maitre
    """
)
KIN_PREFIXES = parse_word_set(
    """
    beau belle beaux belles grands petits grand grande demi petit petite arriere ex meilleur
    meilleure baby step
    """
)
PLURAL = parse_word_set("mes nos ses tes vos leurs des les our their") | parse_word_set(
    "deux trois quatre cinq six two three four"
)
OWNING = parse_word_set(
    """
    mon ma mes notre nos my our un une le la l ton ta son sa leur his her a the d
    """
)
ENGLISH_OWNERS = parse_word_set("my our his her their the a")
EITHER = parse_word_set(
    """
    mai avril juin mars aout noel will may april june bon bar port ville long fort court marche
    """
)
"""Words that are names too, when capitalised after another name: ``Nguyen Thi Mai``."""
SITES = parse_word_set(
    """
    ecole lycee college rue avenue boulevard hopital clinique mairie stade gare place eglise restaurant
    bar magasin salle residence cabinet ehpad creche
    """
)
"""Words right after which a capital names a place."""
PLACING = parse_word_set("au aux dans en du des sur sous in at")
CONTEXT = parse_word_set(
    """
    compta bureau boulot travail taf foot sport ecole college lycee fac immeuble quartier etage club gym
    judo danse theatre maison ville bas haut dessus dessous paris lyon
    """
)
OF_SELF = (
    ("je", "m", "appelle"),
    ("je", "suis"),
    ("moi", "c", "est"),
    ("moi", "c"),
    ("mon", "nom", "est"),
    ("my", "name", "is"),
)
