"""From a message to what it shows: every finding once, with its span, before any judgement."""

import re
from typing import Any

from tocsin.charter import tables
from tocsin.charter.schema import Charter
from tocsin.charter.view import View
from tocsin.evidence import disguise, numbers
from tocsin.evidence.asks import AskFinder
from tocsin.evidence.claims import ClaimFinder
from tocsin.evidence.hosts import Directory, Imitation, above, registrable, within
from tocsin.evidence.lures import LureFinder
from tocsin.evidence.model import Evidence, Host, Number, Request, Standing
from tocsin.evidence.shape import Shape, compile_rule, read
from tocsin.evidence.vocabulary import Vocabulary
from tocsin.message.model import Link, Message, Passage

_LANGUAGES = ("fr", "en", "others")
_ADDRESS = re.compile(r"[^\s<>@,;\"']{1,64}@([^\s<>@,;\"']{1,253})")
_SEPARATORS = re.compile(r"[@._<>\-]+")
_MASKED = frozenset("masque anonyme prive inconnu private unknown anonymous withheld cache".split())
_SPOKEN = ("call", "voicemail")
_SECRET = ("iban", "card", "nir", "password", "code", "identifiers", "payment")
_STOLEN = ("card", "nir", "password", "code", "identifiers")
_ENVELOPE = ("sender", "attachment", "signature")
_STRONG = ("sender", "opening", "signature", "self", "informs")


def extract(message: Message, view: View) -> tuple[Evidence, ...]:
    """Everything that a message shows to the charter as of a day."""
    return extractor(view.charter).extract(message, view)


_extractors: dict[int, "Extractor"] = {}


def extractor(charter: Charter) -> "Extractor":
    """The extractor of an institution; built once, and kept with its charter."""
    found = _extractors.get(id(charter))
    if found is None or found.charter is not charter:
        found = _extractors[id(charter)] = Extractor(charter)
    return found


def _classes(charter: Charter) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    classes: dict[str, list[str]] = {}
    synonyms: dict[str, list[str]] = {}
    for name in (*_LANGUAGES, "scams"):
        table = tables.get(f"lexicon/{name}")
        for key, patterns in table["classes"].items():
            classes.setdefault(key, []).extend(str(p) for p in patterns)
        synonyms |= table.get("synonyms") or {}
    lexicon = charter.lexicon
    classes.setdefault("name", []).extend([*lexicon.names, *(_closed(n) for n in lexicon.names)])
    classes.setdefault("short", []).extend(lexicon.short_names)
    classes.setdefault("implied", []).extend(lexicon.implied)
    for kind, joined in _JOINED.items():
        classes[kind] += joined
    for asset in lexicon.assets.values():
        kind = {"lure_card": "asset_card", "lure_rights": "asset_rights"}.get(asset.lure, "asset_account")
        classes.setdefault(kind, []).extend([*asset.terms, *(_closed(t) for t in asset.terms)])
    for name, terms in lexicon.programmes.items():
        classes[f"programme_{name}"] = list(terms)
    for name, brand in tables.get("lexicon/world")["brands"].items():
        classes[f"brand_{name}"] = list(brand["terms"])
    return classes, synonyms


_JOINED = {"password": ["motdepasse", "motsdepasse"], "card": ["cartebancaire", "cartebleue", "numerodecarte"],
    "nir": ["numerodesecu", "numerodesecuritesociale"], "iban": ["coordonneesbancaires"]}  # fmt: skip


def _closed(term: str) -> str:
    return term.replace(" ", "") if "(" not in term else term


class Extractor:
    """Reads messages with the words of one institution."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        classes, synonyms = _classes(charter)
        lexicon = charter.lexicon
        key = {w for n in (*lexicon.names, *lexicon.short_names, *lexicon.brand_labels) for w in re.findall(r"[a-z]+", n)}
        key |= {w for a in lexicon.assets.values() for t in a.terms for w in re.findall(r"[a-z]{5,}", t)}
        key |= {"remboursement", "securite", "sociale", "bancaire", "iban", "cliquez", "urgent", "rappelez", "droits", "compte", "numero"}
        self.vocabulary = Vocabulary(
            classes,
            synonyms,
            exact=lexicon.not_alike,
            words=numbers.NUMBER_WORDS | _ORDINARY,
            disguised=sorted(w for w in key if len(w) > 3),
            misspelt=_MISSPELT,
            whole=_WHOLE,
            arabic=tables.get("lexicon/others")["arabic"],
        )
        self.asks = AskFinder(self.vocabulary)
        self.claims = ClaimFinder(self.vocabulary)
        self.lures = LureFinder(self.vocabulary, tables.get("lexicon/scams")["pretexts"], self.asks)
        world = tables.get("lexicon/world")
        context = [*_CONTEXT, *lexicon.brand_labels]
        self.directory = Directory(world, Imitation(lexicon.brand_labels, lexicon.not_alike, context))
        self.plan = numbers.Plan(tables.get("lexicon/plan"))
        self._hosts: dict[tuple[int, str], tuple[str, str, Standing, str]] = {}
        self._senders: dict[str, Shape] = {}
        self.brands: dict[str, tuple[str, ...]] = {n: tuple(b["hosts"]) for n, b in world["brands"].items()}
        self._brand_hosts = frozenset(h for hosts in self.brands.values() for h in hosts)
        chars = self.vocabulary.chars
        self._brand_of = {c: n for n in self.brands for c in chars(f"brand_{n}")}
        self._programme_of = {c: n for n in lexicon.programmes for c in chars(f"programme_{n}")}
        self._c = {
            name: frozenset(chars(name))
            for name in ("warns", "alarms", "click_now", "tells", "place", "friend", "called_me", "call_now", "call", "join", "at_number",
                "caller_words", "give_now", "masked", "asset_account", "name", "short", "attach", "informs", "you", "relay", "implied", "asset_card", "i_called", "yours", "mine", "quote_intro", "article", "pretended", "through")
        }  # fmt: skip
        self._to_account = compile_rule("through|click_now|call_now|inside_words ~3 asset_account", self.vocabulary)
        self._tagged = frozenset().union(*(self._c[n] for n in ("warns", "alarms", "tells")))

    def extract(self, message: Message, view: View) -> tuple[Evidence, ...]:
        """All findings, in the order of the text within each kind."""
        out: list[Evidence] = []
        shapes: list[tuple[str, Shape]] = []
        if message.subject:
            shapes.append(("subject", read(message.subject, self.vocabulary)))
        shapes.append(("text", read(message.text, self.vocabulary)))
        claims: list[tuple[str, Evidence]] = self._sender(message, view, out)
        spoken = message.channel in _SPOKEN
        tags: frozenset[str] = frozenset()
        for field, shape in shapes:
            found: list[Evidence] = []
            tags |= shape.present & self._tagged
            found += self.asks.find(shape, spoken=spoken)
            found += self._numbers(shape, message, view)
            found += self._links(shape, message.links if field == "text" else (), view)
            found += self.lures.pressure(shape)
            found += disguise.find(shape)
            found += self._programmes(shape)
            found += self._account(shape)
            if spoken:
                found += self._masked(shape)
            if message.channel == "email":
                found += self._attached(shape)
            for manner, claim in self.claims.find(shape):
                claims.append((manner, _in(claim, field)))
            out += [_in(e, field) for e in found if not _replied(e, message.passages if field == "text" else ())]
        out += [Evidence("attachment", a.name, 0, len(a.name), a.name, "attachment") for a in message.attachments]
        out += [Evidence("signature", s.domain, 0, 0, s.domain, "sender") for s in message.signatures if s.aligned]
        pushed = any(_pushes(e, view) for e in out) or any(e.kind == "ask" and e.value in _SECRET for e in out)
        for field, shape in shapes:
            lures = (_in(e, field) for e in self.lures.own(shape, pushed))
            out += [e for e in lures if not _replied(e, message.passages if field == "text" else ())]
        out = self._settle(message, view, shapes, claims, tags, out)
        return tuple(out)

    # ---- claims

    def _settle(
        self, message: Message, view: View, shapes: list[tuple[str, Shape]], claims: list[tuple[str, Evidence]], tags: frozenset[str], out: list[Evidence]
    ) -> list[Evidence]:
        """Decide which claims stand, and what a warning or a story takes out."""
        letters = "".join(s.letters for _, s in shapes)
        present = shapes[-1][1].present if len(shapes) == 1 else frozenset(letters)
        spoken = message.channel in _SPOKEN
        lookalike = [e for e in out if isinstance(e.about, Host) and e.about.standing == "lookalike"]
        push = any(_pushes(e, view) for e in out)
        asked = any(e.kind == "ask" and e.value in _SECRET for e in out)
        strong = [c for c in claims if c[0] in _STRONG]
        relayed = not present.isdisjoint(self._c["relay"])
        first_person = message.channel == "call" and not relayed and not present.isdisjoint(self._c["called_me"] | self._c["pretended"])
        quoted = _quoted(message.text, shapes[-1][1].folded)
        outside = [c for c in strong if c[1].field != "text" or not any(a <= c[1].start < b for a, b in quoted)]
        if not first_person and self._tells(tags, outside):
            keep = [c for c in claims if c[0] == "sender"]
            out = out if keep else [e for e in out if e.kind in _ENVELOPE]
            return [c for _, c in keep] + out
        if not first_person and self._warns(message, view, shapes, tags, out, bool(outside)):
            keep = [c for c in outside if c[0] in ("sender", "signature", "opening", "informs")]
            out = [e for e in out if e.kind in _ENVELOPE or (keep and e.kind in ("number", "link") and not _pushes(e, view))]
            return [c for _, c in keep] + out
        if not spoken and {c[0] for c in strong} == {"self"} and not push and not asked:
            if present.isdisjoint(self._c["you"] | self._c["yours"]):
                strong = []
                claims = [c for c in claims if c[0] != "self"]
        if message.inside_account:
            strong.append(("account", Evidence("claim", "inside_account", 0, 0, "", "sender")))
            claims.append(strong[-1])
        if not strong:
            near = not present.isdisjoint(self._c["friend"] | self._c["place"])
            branded = not present.isdisjoint(self._brand_of)
            needed = push or asked or any(e.kind == "lure" for e in out)
            named = self._named_sender(message.sender)
            own = present.isdisjoint(self._c["mine"])
            claims = [
                c
                for c in claims
                if (c[0] == "told" and (spoken or (asked and not branded)))
                or (needed and (push or not (near or named or branded)))
                or (c[0] == "account" and own and not (near or named or branded))
            ]
            home = any(isinstance(e.about, Host) and e.kind == "link" and e.about.standing == "official" for e in out)
            addressed = not present.isdisjoint(self._c["yours"] | self._c["click_now"] | self._c["give_now"])
            stolen = any(e.kind == "ask" and e.value in _STOLEN for e in out)
            reach = (push and (asked or not near)) or (((asked and (stolen or not named)) or (home and addressed and not named)) and not near)
            if not claims and reach and not branded and any(self.claims.names(s) for _, s in shapes):
                claims.append(("mention", Evidence("claim", "mention", 0, 0, "")))
            official = [e for e in out if e.kind == "number" and isinstance(e.about, Number) and view.point(e.about.medium, e.value)]
            spoke = push or asked or not present.isdisjoint(self._c["informs"])
            if not claims and official and spoke and not near and not branded:
                claims.append(("number", _claim(official[0])))
            place = near if message.channel == "voicemail" else not present.isdisjoint(self._c["place"])
            if not claims and spoken and not branded and not place and present.isdisjoint(self._c["i_called"]) and self.claims.names(shapes[-1][1]):
                claims.append(("told", Evidence("claim", "told", 0, 0, "")))
        if lookalike:
            claims.append(("host", _claim(lookalike[0])))
        if not claims:
            friendly = not present.isdisjoint(self._c["friend"] | self._c["place"])
            tone = [Evidence("tone", "friendly", 0, 0, "")] if friendly else []
            return [e for e in out if e.kind != "lure"] + self._pretexts(shapes) + tone
        return [c for _, c in claims] + out

    @staticmethod
    def _named_sender(sender: str) -> bool:
        """A sender with a name of its own, which is not the institution's."""
        return sum(c.isalpha() for c in sender) >= 3 and not sender.lower().startswith(("inconnu", "num", "masqu", "priv"))

    def _tells(self, tags: frozenset[str], strong: list[tuple[str, Evidence]]) -> bool:
        """A novel, minutes, an article: what it speaks of is not what it says to the reader."""
        return not any(c[0] in ("sender", "opening", "self") for c in strong) and not tags.isdisjoint(self._c["tells"])

    def _warns(self, message: Message, view: View, shapes: list[tuple[str, Shape]], tags: frozenset[str], out: list[Evidence], claimed: bool) -> bool:
        """A warning about fraud, which asks nothing itself: what it quotes or forbids does not vote."""
        firmly = not tags.isdisjoint(self._c["warns"])
        if not firmly and tags.isdisjoint(self._c["alarms"]):
            return False
        quoted = _quoted(message.text, shapes[-1][1].folded)
        for e in out:
            if e.field == "text" and any(a <= e.start and e.end <= b for a, b in quoted):
                continue
            if e.kind == "ask" and isinstance(e.about, Request) and e.about.manner not in ("reported", "account", "login") and e.value != "personal":
                return False
            if e.kind == "number" and _pushes(e, view):
                return False
            if e.kind == "link" and _pushes(e, view) and (not firmly or claimed or self._invited(shapes[-1][1], e)):
                return False
        return True

    def _invited(self, shape: Shape, link: Evidence) -> bool:
        """Whether the reader is told to follow the link."""
        at = next((i for i, s in enumerate(shape.starts) if shape.place(s) >= link.start), len(shape.letters))
        for i in range(at - 1, max(-1, at - 9), -1):
            if shape.letters[i] in self._c["click_now"]:
                return not self.asks.negated(shape.letters, i, i)
        return False

    def _pretexts(self, shapes: list[tuple[str, Shape]]) -> list[Evidence]:
        found: dict[str, Evidence] = {}
        for field, shape in shapes:
            for lure in self.lures.scams(shape):
                found.setdefault(lure.value, _in(lure, field))
        if len(shapes) == 2 and not found and len(shapes[1][1].letters) < 2000:
            both = read(shapes[0][1].text + ". " + shapes[1][1].text, self.vocabulary)
            for lure in self.lures.scams(both):
                found[lure.value] = Evidence("lure", lure.value, 0, 0, "", "subject")
        brands = {self._brand_of[c] for _, s in shapes for c in s.present if c in self._brand_of}
        heads = {b for _, s in shapes if (b := self._heading_brand(s.letters))}
        return [*found.values(), *(Evidence("claim", f"brand:{b}" + (":heading" if b in heads else ""), 0, 0, "") for b in sorted(brands))]

    def _heading_brand(self, letters: str) -> str:
        """The brand in whose name the message opens (``Netflix :``)."""
        for i, x in enumerate(letters[:5]):
            if x in self._brand_of and (letters[i + 1 : i + 2] in (":", "/", ".", ",", "") or i == 0):
                return self._brand_of[x]
        return ""

    # ---- sender

    def _sender(self, message: Message, view: View, out: list[Evidence]) -> list[tuple[str, Evidence]]:
        sender = message.sender
        if not sender:
            return []
        claims: list[tuple[str, Evidence]] = []

        def claim(manner: str, start: int = 0, end: int = len(sender)) -> None:
            claims.append((manner, Evidence("claim", manner, start, end, sender[start:end], "sender")))

        if sender[0] in "+0123456789" and not any(c.isalpha() for c in sender):
            return self._calling(sender, message, view, out)
        spaced = self._read_sender(_SEPARATORS.sub(" ", sender))
        if match := _ADDRESS.search(sender):
            domain = match[1].lower().strip(".")
            if not domain.isascii():
                out.append(Evidence("disguise", "obfuscation", match.start(), match.end(), match[0], "sender"))
            out.append(Evidence("sender", match[0].lower(), match.start(), match.end(), match[0], "sender", self._host(domain, domain, view)))
            if any(c in self._c["name"] or c in self._c["short"] for c in spaced.letters):
                claim("sender")
            elif self._mail_official(domain, view) or self.directory.imitation.of(domain):
                claim("sender")
            return claims
        plain = self._read_sender(sender)
        if plain.phones:
            return self._calling(sender, message, view, out)
        if any(part in _MASKED for w in plain.words for part in w.split()):
            out.append(Evidence("masked", "masked_number", 0, len(sender), sender, "sender"))
            return claims
        out.append(Evidence("sender", sender, 0, len(sender), sender, "sender"))
        letters = spaced.letters
        if any(c in self._c[n] for n in ("name", "short", "implied", "asset_account", "asset_card") for c in letters) or self._compact(sender):
            claim("sender")
        return claims

    def _read_sender(self, sender: str) -> Shape:
        shape = self._senders.get(sender)
        if shape is None:
            shape = read(sender[:300], self.vocabulary)
            if len(self._senders) < 20_000:
                self._senders[sender] = shape
        return shape

    def _calling(
        self, sender: str, message: Message, view: View, out: list[Evidence]
    ) -> list[tuple[str, Evidence]]:
        """A number shown as the sender; that of the institution is a claim by itself."""
        found = numbers.scan(sender.lower())
        if not found:
            out.append(Evidence("sender", sender, 0, len(sender), sender, "sender"))
            return []
        start, end, value, medium, _ = found[0]
        number = Number("caller", self.plan.tariff(value, medium), medium)  # type: ignore[arg-type]
        out.append(Evidence("sender", value, start, end, sender[start:end], "sender", number))
        if view.point(medium, value):  # type: ignore[arg-type]
            return [("sender", Evidence("claim", "sender", start, end, sender[start:end], "sender"))]
        return []

    def _compact(self, sender: str) -> bool:
        """A name written in one word (``CPAM75``, ``AmeliInfo``)."""
        joined = "".join(re.findall(r"[a-z]+", sender.lower()))
        return len(joined) < 20 and bool(self.directory.imitation.of(joined))

    def _mail_official(self, domain: str, view: View) -> bool:
        return any(within(domain, p.value) for p in view.charter.clauses if getattr(p, "medium", "") in ("mail_domain", "web_host"))

    # ---- numbers

    def _numbers(self, shape: Shape, message: Message, view: View) -> list[Evidence]:
        found = []
        rung = False
        for start, end, value, medium, _how in shape.phones:
            at = shape.atom_at(start)
            official = bool(view.point(medium, value))  # type: ignore[arg-type]
            role = self._role(shape, at, message, medium)
            if value in self.plan.help and not official:
                continue
            if _how in ("short", "code", "help", "enquiries") and role == "mentioned" and not official:
                continue
            rung = rung or role == "callback"
            number = Number(role, self._tariff(value, medium, view), medium)  # type: ignore[arg-type]
            s, e = shape.place(start), shape.place(end, end=True)
            found.append(Evidence("number", value, s, e, shape.text[s:e], about=number))
            if _how != "words" and any(c.isalpha() for c in shape.folded[start:end]):
                found.append(Evidence("disguise", "obfuscation", s, e, shape.text[s:e]))
        if not rung and message.sender and (back := self._rings_sender(shape, message)):
            found.append(back)
        return found

    def _tariff(self, value: str, medium: str, view: View) -> str:
        for point in (view.point(medium, value, "you_contact_them"), view.point(medium, value)):  # type: ignore[arg-type]
            if point:
                for period in point.tariffs:
                    if period.in_force.possibly(view.on):
                        return period.tariff
        return self.plan.tariff(value, medium)

    def _role(self, shape: Shape, at: int, message: Message, medium: str) -> str:
        letters, c = shape.letters, self._c
        if medium == "short_code":
            near = letters[max(0, at - 8) : at]
            sends = any(x in c["give_now"] or x in c["call_now"] for x in near)
            return "callback" if sends else "mentioned"
        for i in range(at - 1, max(-1, at - 14), -1):
            x = letters[i]
            if x in ".?" and i < at - 1:
                break
            if x in c["caller_words"] and at - i <= 3 and shape.words[at - 1] != "au":
                return "caller"
            if x in c["call_now"] or x in c["call"] or x in c["join"]:
                return "mentioned" if self.asks.negated(letters, i, i) else "callback"
        before = letters[max(0, at - 2) : at]
        if any(x in c["at_number"] for x in before):
            return "callback"
        if message.channel in _SPOKEN and any(x in c["article"] for x in letters[max(0, at - 1) : at]) and shape.words[at - 1] in ("du", "d"):
            return "caller"
        after = letters[at + 1 : at + 7].split(".")[0]
        if any(x in c["call_now"] or x in c["call"] for x in after):
            return "callback"
        return "callback" if message.channel == "voicemail" else "mentioned"

    def _rings_sender(self, shape: Shape, message: Message) -> Evidence | None:
        """*Rappelez ce numéro*: the number to ring is the one shown."""
        if message.channel not in ("sms", "call", "voicemail") or shape.links:
            return None
        phones = numbers.scan(message.sender.lower())
        if not phones:
            return None
        for i, x in enumerate(shape.letters):
            if shape.words[i].startswith(("rappelle", "appelle")):
                continue
            if x in self._c["call_now"] and not self.asks.negated(shape.letters, i, i):
                near = " ".join(shape.words[i : i + 7])
                if re.search(r"\b(ce|cet|meme|moi|nous|numero|vite|urgence|plus vite|rapidement|retour)\b", near) or message.channel != "sms":
                    start, end, value, medium, _ = phones[0]
                    number = Number("callback", self.plan.tariff(value, medium), medium)  # type: ignore[arg-type]
                    return Evidence("number", value, *shape.span(i, i), shape.text[slice(*shape.span(i, i))], about=number)
        return None

    # ---- links

    def _links(self, shape: Shape, hidden: tuple[Link, ...], view: View) -> list[Evidence]:
        found = []
        if not shape.links and not hidden:
            return found
        brands = {self._brand_of[c] for c in shape.present if c in self._brand_of}
        for link in shape.links:
            s, e = shape.place(link.start), shape.place(link.end, end=True)
            raw = shape.text[s:e]
            host = link.host if link.host.isascii() else link.host.replace("\xff", "x")
            if not raw.isascii() and not _ascii_host(raw, link.host):
                host = _shown_host(raw) or host
            about = self._host(host, raw, view, brands, link.user, link.path)
            found.append(Evidence("link", about.host, s, e, raw, about=about))
        for target in hidden:
            if about := self._target(target, shape.text[target.start : target.end], view, brands):
                found.append(Evidence("link", about.host, target.start, target.end, shape.text[target.start : target.end], about=about))
        return found

    def _target(self, link: Link, shown: str, view: View, brands: set[str]) -> Host | None:
        from tocsin.evidence.urls import host_of

        host, user, path = host_of(link.href)
        if not host:
            return None
        about = self._host(host, link.href, view, brands, user, path)
        text_links = read(shown, self.vocabulary).links if "." in shown else []
        if text_links and registrable(text_links[0].host) != registrable(about.host):
            return Host(about.url, about.host, about.domain, about.standing, about.imitates, text_links[0].host)
        return about

    def _host(self, host: str, url: str, view: View, brands: set[str] | None = None, user: str = "", path: str = "") -> Host:
        host = host.lower().strip(".")
        path = "" if path == "/" else path
        if not user and not path and (kept := self._hosts.get((id(view), host))):
            return Host(url, *kept)
        domain = registrable(host) or host
        standing, imitates = self._standing(host, user, path, view)
        if not user and not path and len(self._hosts) < 50_000:
            self._hosts[id(view), host] = (host, domain, standing, imitates)
        return Host(url, host, domain, standing, imitates)

    def _standing(self, host: str, user: str, path: str, view: View) -> tuple[Standing, str]:
        """Whose host it is, and what it imitates."""
        if not user and host.isascii() and self._official(host, view):
            return "official", ""
        imitates = self.directory.imitation.of(host)
        if not imitates and (user or path) and self._quotes_official(user + " " + path, view):
            imitates = user or path
        if imitates:
            return "lookalike", imitates
        if self.directory.is_shortener(host):
            return "shortener", ""
        if self.directory.is_public(host):
            return "public", ""
        return ("known", "") if any(name in self._brand_hosts for name in above(host)) else ("foreign", "")

    @staticmethod
    def _official(host: str, view: View) -> bool:
        """A host of the charter that day, or a name below one that takes its subdomains in."""
        for name in above(host):
            for medium in ("web_host", "mail_domain"):
                point = view.point(medium, name)  # type: ignore[arg-type]
                if point and (point.subdomains or name == host or host == "www." + name):
                    return True
        return False

    @staticmethod
    def _quotes_official(text: str, view: View) -> bool:
        return any(p.value in text for p in view.points("web_host") if "." in p.value)

    # ---- small findings

    def _programmes(self, shape: Shape) -> list[Evidence]:
        found: list[Evidence] = []
        if shape.present.isdisjoint(self._programme_of):
            return found
        seen = set()
        for i, x in enumerate(shape.letters):
            if (name := self._programme_of.get(x)) and name not in seen:
                seen.add(name)
                s, e = shape.span(i, i)
                found.append(Evidence("programme", name, s, e, shape.text[s:e]))
        return found

    def _masked(self, shape: Shape) -> list[Evidence]:
        if shape.present.isdisjoint(self._c["masked"]):
            return []
        for i, x in enumerate(shape.letters):
            if x in self._c["masked"]:
                s, e = shape.span(i, i)
                return [Evidence("masked", "masked_number", s, e, shape.text[s:e])]
        return []

    def _account(self, shape: Shape) -> list[Evidence]:
        """The account named as the place to go to."""
        if match := self._to_account.search(shape):
            s, e = shape.span(match.start(), match.end() - 1)
            return [Evidence("account", "account", s, e, shape.text[s:e])]
        return []

    def _attached(self, shape: Shape) -> list[Evidence]:
        for i, x in enumerate(shape.letters):
            if x in self._c["attach"]:
                s, e = shape.span(i, i)
                return [Evidence("attachment", "mentioned", s, e, shape.text[s:e])]
        return []


_CONTEXT = ("sante", "secu", "assur", "maladie", "carte", "vital", "droit", "rembours", "renouv", "mutuelle", "social",
    "gouv", "info", "compte", "service", "espace", "client", "connexion", "formulaire", "cpam", "caisse", "patient", "medic",
    "portail", "login", "securis", "secure", "support", "demande", "miseajour", "fr", "france", "publi", "admin", "agent", "mon", "mes", "verif", "departement", "particulier", "demarche", "accompagn", "formul", "confirm", "check", "web", "site", "abonne", "rennes", "nantes", "paris", "lyon", "marseille", "lille", "aide", "sms", "plan", "alert", "suivi")  # fmt: skip
# Words that matter and are often misspelt, or misspelt on purpose.
_WHOLE = frozenset({"name", "short", "implied", "you_asked", "not_item", "relay", "friend", "urgency", "threat", "secrecy", "overpay", "relative"})
_MISSPELT = frozenset("""ameli vitale assurance maladie securite sociale primaire caisse remboursement remboursements bancaire bancaires
    coordonnees cryptogramme identifiant identifiants numero cliquez urgent urgence immediatement imperativement expiration
    expire renouvellement renouveler renouvelez suspendu suspendue suspension desactivee desactivation formulaire
    confirmez confirmer communiquez communiquer transmettre transmettez renseigner renseignez completer completez indiquez
    disponible nouvelle rappelez rappeler appelez contactez versement virement indemnisation regularisation regulariser
    informations personnelles medicales ordonnance remboursee couverture complementaire livraison expedition paiement
    veuillez conseiller dossier compte message derniere rapidement beneficier percevoir recevoir actualiser verification
    verifier validation valider activation passe chiffres carte droits frais""".split())
_ORDINARY = frozenset("compter comptes conter dossiers cartel carton cartes sociales sociaux social maladies malade malades malades vitales vital vitaux comptent comte passer passes passee caisses caissier paiements messages livraisons nouvelles nouveau recevoirs franc fraise droit droite".split())  # fmt: skip


def _pushes(e: Evidence, view: View) -> bool:
    """Whether a finding pushes the reader to a place or number that is not known to be good."""
    if isinstance(e.about, Host) and e.kind == "link":
        return e.about.standing in ("foreign", "shortener", "lookalike")
    if not isinstance(e.about, Number) or e.kind != "number" or e.about.role != "callback":
        return False
    return view.point(e.about.medium, e.value, "you_contact_them") is None


def _quoted(text: str, folded: str) -> list[tuple[int, int]]:
    """Stretches between quotation marks."""
    if '"' not in folded:
        return []
    marks = [m.span() for m in re.finditer('[«»“”"]', text)]
    return [(marks[i][0], marks[i + 1][1]) for i in range(0, len(marks) - 1, 2)]


def _claim(e: Evidence) -> Evidence:
    return Evidence("claim", e.kind, e.start, e.end, e.raw, e.field)


def _in(e: Evidence, field: str) -> Evidence:
    if field == e.field or e.field != "text":
        return e
    return Evidence(e.kind, e.value, e.start, e.end, e.raw, field, e.about)  # type: ignore[arg-type]


def _replied(e: Evidence, passages: tuple[Passage, ...]) -> bool:
    return any(p.kind == "reply" and p.start <= e.start and e.end <= p.end for p in passages)


def _ascii_host(raw: str, host: str) -> bool:
    return host in raw.lower()


def _shown_host(raw: str) -> str:
    """The host as written, where its letters are not all ASCII."""
    bare = re.sub(r"^[^/]*//", "", raw)
    bare = re.split(r"[/?#\\]", bare, maxsplit=1)[0].rsplit("@", 1)[-1]
    return bare.lower().strip(".")


__all__: list[str] = ["Extractor", "extract", "extractor"]
_: Any = None
