"""Names and kin that are one person: ``mon frère Karim``, ``Mme Castan, infirmière``, ``Momo, enfin Mohamed Haddad``."""

from msgspec.structs import replace

from tocsin.conversation.reading.person_mentions import NameContext, PersonMention
from tocsin.conversation.reading.speech_markers import OWNERS
from tocsin.conversation.reply_words import parse_word_list


def merge_presented(everyone: list[PersonMention], scene: NameContext) -> list[PersonMention]:
    """Kin that presents a name beside it is dropped; ``nom`` and ``prénom`` make one name of two."""
    kept: list[PersonMention] = []
    presented: dict[str, str] = {}
    for i, one in enumerate(everyone):
        previous = kept[-1] if kept else None
        following = everyone[i + 1] if i + 1 < len(everyone) else None
        if one.kind == "kin":
            _note_presented(scene, presented, previous, one, following)
        if one.kind == "kin" and one.text.lower() in presented and scene.has_phone_beside(one.start, one.end):
            kept.append(replace(one, kind="name", text=presented[one.text.lower()]))
            continue  # "papa (Lassana)... papa 06..."
        if one.kind == "kin" and (
            _is_same_as_kin(scene, previous, one) or _is_same_as_kin(scene, one, following)
        ):
            continue
        if (
            one.kind == "kin"
            and previous
            and previous.kind == "name"
            and _is_apposition(scene, previous, one)
        ):
            continue
        if one.kind == "kin" and previous and _lends_phone(scene, one):
            continue
        if one.kind == "kin" and following and _is_named_behind(scene, one, following):
            continue
        if one.kind == "name" and previous and _is_alternative(scene, previous, one):
            continue
        if one.kind == "name" and previous and _is_renamed(scene, previous, one):
            kept[-1] = one
            continue
        if (
            one.kind == "name"
            and previous
            and previous.kind == "name"
            and _is_labelled_pair(scene, previous, one)
        ):
            kept[-1] = replace(previous, text=f"{previous.text} {one.text}", end=one.end, last=one.last)
            continue
        kept.append(one)
    return kept


def _note_presented(
    scene: NameContext,
    presented: dict[str, str],
    previous: PersonMention | None,
    kin: PersonMention,
    following: PersonMention | None,
) -> None:
    """Note by which name somebody is presented, so that the kin alone means them later."""
    for left, right in ((previous, kin), (kin, following)):
        if left and right and _is_same_as_kin(scene, left, right):
            presented.setdefault(kin.text.lower(), right.text if right is not kin else left.text)


def _is_same_as_kin(scene: NameContext, left: PersonMention | None, right: PersonMention | None) -> bool:
    """Whether a name and kin are one person: ``mon frère Karim``, ``Karim (mon frère)``."""
    if not left or not right or {left.kind, right.kind} != {"name", "kin"}:
        return False
    between = scene.words[left.last : right.first]
    if any(left.end <= p < right.start for p, _ in scene.phones):
        said = [w.folded for w in between]
        told = {"c", "cest"} & {*said}  # "Kevin 06..., c'est un élève"
        beside = {"mon", "ma", "un", "une", "my", "(", "c", "est", "cest"} | (
            {",", "le", "la", "l"} if told else set()
        )
        return left.kind == "name" and all(word in beside for word in said)
    if left.kind == "name" and [w.folded for w in between] in (
        ["c", "est", "le"],
        ["c", "est", "la"],
        ["c", "le"],
        ["c", "la"],
    ):
        return True
    if (
        left.kind == "name"
        and len(between) == 1
        and between[0].folded in ("la", "le", "l")
        and not between[0].breaks
    ):
        return True
    allowed = parse_word_list(
        """
    mon ma un une le la l c est cest qui s appelle nom prenom nomme m my is name called named ( : -
    """
    )
    if left.kind == "name":
        allowed = parse_word_list("mon ma un une c est cest my is a (")
    if left.kind == "kin" and len(between) in (2, 3) and between[0].folded in ("de", "d", "du", "des", "en"):
        return not any(w.breaks for w in between)
    return all(w.folded in allowed for w in between)


def _is_apposition(scene: NameContext, left: PersonMention, right: PersonMention) -> bool:
    """``Karim, mon frère, 06...``: kin between commas, then the number."""
    between = [w.folded for w in scene.words[left.last : right.first]]
    if any(left.end <= p < right.start for p, _ in scene.phones) or not between or between[0] != ",":
        return False
    phone = next((p for p, _ in scene.phones if p >= right.end), None)
    following = scene.words[right.last] if right.last < len(scene.words) else None
    ends = (
        following is None
        or not following.folded[0].isalnum()
        or (phone is not None and following.start > phone)
    )
    if between[1:] in ([], ["la"], ["le"], ["l"]):
        return ends  # "Mme Castan, infirmière, 06...", "Nadège, l'aide-soignante"
    lacking = [w.folded for w in scene.words[right.last : right.last + 3]]
    if (
        between[1:] in (["mon"], ["ma"], ["my"])
        and lacking[:1] == [","]
        and lacking[1:2] in (["pas"], ["sans"], ["no"])
    ):
        return True  # "Leila, ma fille, pas de tel"
    after = [w.folded for w in scene.words[right.last :] if phone is not None and w.start < phone]
    return phone is not None and after in ([","], []) and between[1:] in (["mon"], ["ma"], ["my"])


def _is_named_behind(scene: NameContext, kin: PersonMention, name: PersonMention) -> bool:
    """``la voisine, Bernadette Lemaire``: kin, a comma, a name of two words."""
    between = [w.folded for w in scene.words[kin.last : name.first]]
    owned = scene.word_at(kin.first - 1) in OWNERS | {"la", "le", "l", "une", "un"}
    two = (
        name.kind == "name"
        and name.last - name.first > 1
        and not any(kin.end <= p < name.start for p, _ in scene.phones)
    )
    return owned and two and between in ([","], [",", "c", "est"], [":"])


def _is_renamed(scene: NameContext, left: PersonMention, right: PersonMention) -> bool:
    """``Momo, enfin Mohamed Haddad``, ``Jeannot, de son vrai nom Jean``: one person, by another name."""
    between = [w.folded for w in scene.words[left.last : right.first]]
    if left.kind != "name" or any(left.end <= p < right.start for p, _ in scene.phones):
        return False
    says = [word for word in between if word[0].isalpha()]
    return says in (
        ["enfin"],
        ["alias"],
        ["dit"],
        ["pardon"],
        ["de", "son", "vrai", "nom"],
        ["son", "vrai", "nom"],
    )


def _lends_phone(scene: NameContext, one: PersonMention) -> bool:
    """``le tel de sa mère``: kin whose telephone is given for somebody named before."""
    if (scene.word_at(one.first - 2), scene.word_at(one.first - 1)) in (
        ("celui", "du"),
        ("celle", "du"),
        ("la", "de"),
    ):
        return True
    number, of, whose = (scene.word_at(one.first - back) for back in (3, 2, 1))
    return number in ("tel", "num", "numero", "portable") and of == "de" and whose in ("sa", "son")


def _is_labelled_pair(scene: NameContext, left: PersonMention, right: PersonMention) -> bool:
    """``nom: Diallo prénom: Awa``."""
    between = {w.folded for w in scene.words[left.last : right.first]}
    before = {w.folded for w in scene.words[max(0, left.first - 2) : left.first]}
    pair = ("nom" in before and "prenom" in between) or ("prenom" in before and "nom" in between)
    return pair and not any(left.end <= p < right.start for p, _ in scene.phones)


def is_group_named(group: PersonMention, everyone: list[PersonMention], scene: NameContext) -> bool:
    """``mes enfants Lina et Tom``: the group is named right after."""
    following = next((n for n in everyone if n.start >= group.end), None)
    if not following or following.kind == "group":
        return False
    between = [w.folded for w in scene.words[group.last : following.first]]
    return all(w in (":", "(", "sont", "are", ",") for w in between)


def _is_alternative(scene: NameContext, left: PersonMention, right: PersonMention) -> bool:
    """``Cristina 06... ou Christine``: another spelling of the name before."""
    says = [w.folded for w in scene.words[left.last : right.first] if w.folded[0].isalpha()]
    return left.kind == "name" and says == ["ou"] and left.text[:3].lower() == right.text[:3].lower()
