"""HTML is read as a person sees it: what shows, what is under a link, and what does not show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.message.bounds import HTML_CHARS, TEXT_CHARS
from tocsin.message.html_reader import VisiblePage, read_html

LOREM = "Bonjour, votre carte expire"


def anchors(page: VisiblePage) -> list[tuple[str, str]]:
    """Targets, and the text over each."""
    return [(link.href, page.text[link.start : link.end]) for link in page.links]


class TestVisibleText:
    @pytest.mark.parametrize(
        ("markup", "text"),
        [
            ("", ""),
            ("Bonjour", "Bonjour"),
            ("<p>un</p><p>deux</p>", "un\n\ndeux"),
            ("<div>un</div><div>deux</div>", "un\ndeux"),
            ("un<br>deux<br/><br>trois", "un\ndeux\n\ntrois"),
            ("<ul><li>un<li>deux</ul>trois", "un\ndeux\n\ntrois"),
            ("<table><tr><td>un</td><td>deux</td></tr><tr><td>trois</td></tr></table>", "un deux\ntrois"),
            ("a  b\n\t c", "a b c"),
            (" <p> a </p> ", "a"),
            ("a <b> b</b>", "a b"),
            ("am<b>e</b>l<i></i>i", "ameli"),
            ("a&nbsp;b &eacute;&#233;&#xe9; &lt;p&gt; &amp;amp;", "a\u00a0b ééé <p> &amp;"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("a\u200bb\u202ec", "a\u200bb\u202ec"),
            ("<noscript>vu</noscript>", "vu"),
            ("<title>onglet</title><style>p{}</style><script>var a</script><!-- b -->vu", "vu"),
            ("<select><option>un<option>deux</select>", "un\ndeux"),
            ("<textarea>vu</textarea>", "vu"),
            ("<inconnu>vu</inconnu></p></div>", "vu"),
            ("<p>un<p>deux<table><p>trois", "un\n\ndeux\n\ntrois"),
            ("<![if !mso]>vu<![endif]>", "vu"),
            ("<svg><text>vu</text><title>non</title></svg>", "vu"),
        ],
    )
    def test_it_is_laid_out_as_lines(self, markup: str, text: str) -> None:
        assert read_html(markup).text == text

    @pytest.mark.parametrize(
        ("markup", "text"),
        [
            ('<img alt="Assurance Maladie">', "Assurance Maladie"),
            ('Cher<img alt="assuré">ami', "Cher assuré ami"),
            ('<img alt=""><img>vu', "vu"),
            ('<input type="submit" value="Valider">', "Valider"),
            ('<input placeholder="Numéro de carte">', "Numéro de carte"),
            ('<input value="FR76" placeholder="IBAN">', "FR76"),
            ('<input type="image" alt="Payer">', "Payer"),
            ('<textarea placeholder="Votre IBAN"></textarea>', "Votre IBAN"),
            ('<input type="hidden" value="jeton"><input type="checkbox" value="1">vu', "vu"),
            ('<map><area href="x" alt="Espace client"></map>', "Espace client"),
        ],
    )
    def test_words_in_attributes_that_show_are_in_it(self, markup: str, text: str) -> None:
        """A claim, or an ask, may stand only there."""
        assert read_html(markup).text == text


class TestLinks:
    @pytest.mark.parametrize(
        ("markup", "expected"),
        [
            ('Sur <a href="http://x.example">ameli.fr</a>.', ("http://x.example", "ameli.fr")),
            ('<a href=" http://x.example\n">a</a>', ("http://x.example", "a")),
            ('<a href="http://x.example"> <b>a</b> b </a>', ("http://x.example", "a b")),
            ('<a href="http://x.example"><img alt="Payer"></a>', ("http://x.example", "Payer")),
            ('a<a href="http://x.example"></a>b', ("http://x.example", "")),
            ('<p>a</p><a href="http://x.example"><p>b</p></a>', ("http://x.example", "b")),
            ('<a href="tel:0899001234">Appeler</a>', ("tel:0899001234", "Appeler")),
            ('<a href="http://x.example">ouvert', ("http://x.example", "ouvert")),
            ('<map><area href="http://x.example" alt="Carte"></map>', ("http://x.example", "Carte")),
            ('<svg><a xlink:href="http://x.example"><text>a</text></a></svg>', ("http://x.example", "a")),
            ('<button formaction="http://x.example">Payer</button>', ("http://x.example", "Payer")),
            ('<button href="http://x.example">Payer</button>', ("http://x.example", "Payer")),
            ('<form action="http://x.example">IBAN<input></form>', ("http://x.example", "")),
            ('<form action="http://x.example">IBAN<button>Oui</button></form>', ("http://x.example", "Oui")),
            (
                '<form action="http://x.example"><input type=submit value=Oui></form>',
                ("http://x.example", "Oui"),
            ),
            (
                '<form action="http://x.example"><input type=image alt=Oui></form>',
                ("http://x.example", "Oui"),
            ),
            ('<a href="http://x.example" hidden>non</a>vu', ("http://x.example", "")),
        ],
    )
    def test_a_target_has_the_text_over_it(self, markup: str, expected: tuple[str, str]) -> None:
        assert anchors(read_html(markup)) == [expected]

    @pytest.mark.parametrize(
        "markup", ['<a name="x">a</a>', '<a href="#bas">a</a>', '<a href="">a</a>', "<form>a</form>"]
    )
    def test_what_leads_nowhere_is_none(self, markup: str) -> None:
        assert read_html(markup).links == ()

    @pytest.mark.parametrize(
        ("href", "target"),
        [
            ("page", "https://evil.example/a/page"),
            ("/page", "https://evil.example/page"),
            ("//autre.example/x", "https://autre.example/x"),
            ("http://autre.example", "http://autre.example"),
            ("mailto:a@b.example", "mailto:a@b.example"),
        ],
    )
    def test_the_documents_own_base_is_followed(self, href: str, target: str) -> None:
        assert anchors(read_html(f'<base href="https://evil.example/a/b"><a href="{href}">x</a>')) == [
            (target, "x")
        ]

    def test_a_base_cannot_multiply_the_document(self) -> None:
        page = read_html(f'<base href="//{"x" * 100_000}">' + "<a href=y>z</a>" * 1_000)
        assert sum(len(link.href) for link in page.links) < 2_000_000


class TestHiddenText:
    @pytest.mark.parametrize(
        "style",
        [
            "display:none",
            "DISPLAY : NONE !important",
            "display:none!important; display:block",
            "visibility:hidden",
            "font-size:0",
            "font-size:1px",
            "font-size:0.05em",
            "font:0/0 a",
            "opacity:0",
            "color:#fff",
            "color:white",
            "color:rgb(250,250,250)",
            "color:transparent",
            "color:rgba(0,0,0,0)",
            "color:#00000000",
            "color:#333;background:#343434",
            "position:absolute;left:-9999px",
            "text-indent:-5000px",
            "max-height:0;overflow:hidden",
            "height:0px;overflow:hidden",
            "transform:scale(0)",
            "/* x */display:/**/none",
        ],
    )
    def test_it_is_kept_apart(self, style: str) -> None:
        page = read_html(f'vu <span style="{style}">caché</span> aussi')
        assert (page.text, page.hidden) == ("vu aussi", "caché")

    @pytest.mark.parametrize(
        "style",
        [
            "display:block",
            "display:none;display:block",
            "visibility:visible",
            "font-size:12px",
            "font-size:small",
            "font-size:0.8em",
            "font:bold 12px/0 Arial",
            "opacity:0.5",
            "color:#fff;background:#05a",
            "color:#fff;background-image:url(x.png)",
            "color:#fff;background:linear-gradient(red,blue)",
            "color:var(--x)",
            "color:#eee",
            "position:absolute;left:10px",
            "max-height:0",
            "mso-hide:all",
            "nonsense",
            ":;:;;",
            "color:#ggg;font-size:;opacity:",
        ],
    )
    def test_in_doubt_it_is_seen(self, style: str) -> None:
        """``mso-hide`` hides from one program only: everybody else sees the text."""
        page = read_html(f'<span style="{style}">vu</span>')
        assert (page.text, page.hidden) == ("vu", "")

    @pytest.mark.parametrize(
        ("markup", "text", "hidden"),
        [
            ("<p hidden>a</p>b", "b", "a"),
            ("<template>a</template>b", "b", "a"),
            ("<dialog>a</dialog><dialog open>b</dialog>", "b", "a"),
            ('<td style="font-size:0">', "", ""),
            ('<div style="font-size:0">a<p style="font-size:14px">b</p></div>', "b", "a"),
            ('<div style="font-size:0">a<p style="font-size:2em">b</p></div>', "", "a\nb"),
            ('<div style="visibility:hidden">a<p style="visibility:visible">b</p></div>', "b", "a"),
            ('<div style="display:none">a<p style="display:block">b</p></div>', "", "a\nb"),
            ('<div style="color:#fff">a<p style="color:#000">b</p></div>', "b", "a"),
            ('<div style="color:#fff">a<p style="background:#000">b</p></div>', "b", "a"),
            ('<table bgcolor="000000"><tr><td><font color="#000">a</font><font color=white>b', "b", "a"),
            ('<body bgcolor=black text=white>b', "b", ""),
            ('<table background="x.png"><tr><td><font color="white">b', "b", ""),
            ('<div style="color:#fff"><a href="http://x.example">b</a>a</div>', "b", "a"),
            ('<img alt="a" style="display:none">b', "b", "a"),
            ("a<i hidden>x</i>meli", "ameli", "x"),
            ('<p style="display:none">a<p>b', "b", "a"),
        ],
    )  # fmt: skip
    def test_it_depends_on_what_is_around(self, markup: str, text: str, hidden: str) -> None:
        page = read_html(markup)
        assert (page.text, page.hidden) == (text, hidden)


class TestStyleSheets:
    @pytest.mark.parametrize(
        "css",
        [
            ".x{display:none}",
            "p.x { color: red } .x { font-size: 0 }",
            "#i{visibility:hidden}",
            "b{opacity:0}",
            "b.x{display:none}",
            "i, .x , u{display:none}",
            "/* a { } */ .x{display:none}",
            "<!-- .x{display:none} -->\n.x{display:none}",
            "@media print{p{margin:0}} .x{display:none}",
        ],
    )
    def test_a_rule_on_one_thing_is_followed(self, css: str) -> None:
        page = read_html(f'<style>{css}</style>vu <b class="X y" id="I">caché</b>'.replace('"X', '"x'))
        assert (page.text, page.hidden) == ("vu", "caché")

    def test_below_what_it_hides_too(self) -> None:
        assert read_html("<p class=x>caché</p>vu<style>.x{display:none}</style>").text == "vu"

    @pytest.mark.parametrize(
        "css",
        [
            "@media (max-width:600px){.x{display:none}}",
            ".a .x{display:none}",
            ".x:hover{display:none}",
            ".x{display:none} .x{display:block}",
            ".x{display:none} @media screen{.x{display:block!important}}",
            ".x{display:none} div .x{display:inline}",
            ".x{display:none} b[class=x]{display:block}",
            ".x{color:#fff} td .x{background:#000}",
            ".x{color:#fff;background:#000}",
            ".x{color:#fff} *{background:#000}",
            "}}}{{{.x{",
            ".x{display:none",
            "@",
        ],
    )
    def test_one_that_another_may_undo_hides_nothing(self, css: str) -> None:
        page = read_html(f'<style>{css}</style><p><b class="x">vu</b></p>')
        assert (page.text, page.hidden) == ("vu", "")

    def test_a_forcing_rule_shows_what_its_own_style_hides(self) -> None:
        markup = '<style>.x{display:block!important}</style><p class="x" style="display:none">vu</p>'
        assert read_html(markup).text == "vu"

    def test_a_sheet_too_long_to_follow_hides_nothing(self) -> None:
        assert (
            read_html(f"<style>.x{{display:none}}{'a{b:c}' * 10_000}</style><p class=x>vu</p>").text == "vu"
        )


class TestQuotations:
    @pytest.mark.parametrize(
        "opening", ['<blockquote type="cite">', '<div class="gmail_quote">', '<div class="moz-cite-prefix">']
    )
    def test_what_a_mail_program_marked_is_quoted(self, opening: str) -> None:
        page = read_html(f"vu{opening}cité</div></blockquote>")
        assert [page.text[quote.start : quote.end] for quote in page.quotes] == ["cité"]

    def test_an_indented_paragraph_is_not(self) -> None:
        assert read_html("<blockquote>Votre carte expire</blockquote>").quotes == ()


TAGS = st.sampled_from(
    str.split(
        "a p div b i td tr table br img form button input span style script title pre select svg template x"
    )
)
ATTRIBUTES = st.sampled_from(
    [
        *(
            "",
            ' href="http://x.example"',
            " hidden",
            ' style="display:none"',
            ' style="font-size:0"',
            " alt='image'",
        ),
        *(' action="http://f.example"', " class=x", " id='", ' style="color:#fff"', " value=v", " =<>"),
    ]
)
MARKUP = st.lists(
    st.builds("<{}{}>".format, TAGS, ATTRIBUTES)
    | st.builds("</{}>".format, TAGS)
    | st.sampled_from(
        ["&eacute;", "&#0;", "&#xd800;", "<!--", "-->", "<![CDATA[", "<", "&", "\x00", ".x{display:none}"]
    )
    | st.text(max_size=8),
    max_size=40,
).map("".join)


class TestAnyMarkup:
    @given(MARKUP)
    def test_spans_stand_inside_the_text(self, markup: str) -> None:
        page = read_html(markup)
        for stretch in (*page.links, *page.quotes):
            assert 0 <= stretch.start <= stretch.end <= len(page.text)
        assert page.text == page.text.strip("\n ") or "<pre" in markup or "<template" in markup

    @given(st.lists(st.text("abcé ", min_size=1).filter(str.strip), min_size=1, max_size=6))
    def test_the_text_of_each_anchor_is_its_stretch_of_the_text(self, words: list[str]) -> None:
        page = read_html("".join(f'<p>x<a href="{place}"> {word} </a>y' for place, word in enumerate(words)))
        assert anchors(page) == [(str(place), " ".join(word.split())) for place, word in enumerate(words)]

    @given(MARKUP, st.text("abc", min_size=1))
    def test_what_stands_in_a_hidden_wrap_is_never_seen(self, markup: str, word: str) -> None:
        assert read_html(f"<p hidden>{word}</p>").text == ""

    @given(st.text())
    def test_plain_words_come_out_as_they_are(self, words: str) -> None:
        from html import escape

        kept = words.replace("\x00", "").replace("\r", "\n")
        expected = " ".join(part for part in kept.translate(dict.fromkeys(b"\t\n\f", " ")).split(" ") if part)
        assert read_html(escape(words)).text == expected


class TestBounds:
    def test_a_long_document_is_cut_and_named(self) -> None:
        page = read_html("a" * HTML_CHARS + "b")
        assert page.defects == (
            f"html: cut at {HTML_CHARS} characters",
            f"text: cut at {TEXT_CHARS} characters",
        )
        assert len(page.text) == TEXT_CHARS

    def test_spans_beyond_the_cut_are_drawn_in(self) -> None:
        page = read_html("a" * (TEXT_CHARS + 10) + '<a href="x">b</a>')
        assert (page.links[0].start, page.links[0].end) == (TEXT_CHARS, TEXT_CHARS)

    def test_hidden_text_has_its_bound_too(self) -> None:
        page = read_html(f"<p hidden>{'a' * (TEXT_CHARS + 1)}")
        assert page.defects == (f"hidden: cut at {TEXT_CHARS} characters",)

    def test_what_lies_three_hundred_thousand_levels_deep_is_read(self) -> None:
        """Below depth 256 other readers drop the text: a place to hide a fraud from them."""
        assert read_html("<div>" * 300_000 + LOREM).text == LOREM
