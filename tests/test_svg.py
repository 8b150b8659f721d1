"""Drawings from strangers: nothing in them runs or asks another host, and they draw what they drew."""

from __future__ import annotations

import io
import re
import time
from base64 import b64decode, b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from inpublic.pictures.svg import clean_svg, read_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
BODY = '<path d="M0 0L9 9"/>'
DANGER = re.compile(r"script|onload|evil|entity|<!|<\?|iframe|data:text", re.IGNORECASE)


def cleaned(inner: str) -> str:
    result = clean_svg(f"{HEAD}{inner}{BODY}</svg>".encode())
    assert result is not None
    return result.decode()


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param("<script>evil()</script>", id="a script"),
        pytest.param("<SCRIPT>evil()</SCRIPT>", id="a script in capitals"),
        pytest.param('<g onload="evil()"/>', id="an event"),
        pytest.param('<g ONLOAD="evil()"/>', id="an event in capitals"),
        pytest.param('<a xlink:href="javascript:evil()"><text>x</text></a>', id="a script as address"),
        pytest.param('<a href=" java&#10;script:evil()"><text>x</text></a>', id="a script as address in disguise"),
        pytest.param('<a href="data:text/html,x"><text>x</text></a>', id="a page as address"),
        pytest.param('<set attributeName="href" to="javascript:evil()"/>', id="an animation that sets an address"),
        pytest.param('<animate attributeName="xlink:href" values="http://evil/"/>', id="an animation of an address"),
        pytest.param('<set attributeName="onload" to="evil()"/>', id="an animation that sets an event"),
        pytest.param('<image href="http://evil/x.png"/>', id="a picture elsewhere"),
        pytest.param('<image xlink:href="//evil/x.png"/>', id="a picture elsewhere by the same scheme"),
        pytest.param('<image href="evil.png"/>', id="a picture beside it"),
        pytest.param('<image href="data:text/html,evil"/>', id="a page as picture"),
        pytest.param('<use href="http://evil/x.svg#a"/>', id="a shape elsewhere"),
        pytest.param('<use href="data:image/svg+xml,evil"/>', id="a shape in an address"),
        pytest.param('<feImage href="http://evil/"/>', id="a filter's picture"),
        pytest.param('<rect fill="url(http://evil/#a)"/>', id="a fill"),
        pytest.param("<rect style=\"fill:url('http://evil/#a')\"/>", id="a style"),
        pytest.param('<rect style="fill:u\\72l(http://evil/)"/>', id="a style in disguise"),
        pytest.param('<rect style="-moz-binding:url(#evil)"/>', id="a style that binds"),
        pytest.param("<style>@import 'http://evil/';</style>", id="a sheet that imports"),
        pytest.param("<style>a{fill:url(http://evil/)}</style>", id="a sheet that fetches"),
        pytest.param("<style>@media all{a{fill:image-set('http://evil/' 1x)}}</style>", id="a sheet that nests"),
        pytest.param("<style>@font-face{font-family:x;src:url(http://evil/)}</style>", id="a font"),
        pytest.param(
            "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/></foreignObject>", id="HTML"
        ),
        pytest.param(
            "<foreignObject><div xmlns='http://www.w3.org/1999/xhtml' onclick='evil()'><script>1</script>"
            "<img src='http://evil/'/></div></foreignObject>",
            id="a picture in HTML",
        ),
        pytest.param('<g xml:base="http://evil/"/>', id="a base"),
        pytest.param('<evil:g xmlns:evil="http://evil/"/>', id="elements of others"),
        pytest.param("<?xml-stylesheet href='http://evil/'?>", id="an instruction"),
        pytest.param("<!-- evil -->", id="a comment"),
    ],
)
def test_nothing_dangerous_stays_and_what_draws_does(inner: str) -> None:
    text = cleaned(inner)
    assert not DANGER.search(text)
    assert BODY in text


@pytest.mark.parametrize(
    "inner",
    [
        '<use xlink:href="#a" style="fill:url(#b)"/>',
        '<rect fill="url(&quot;#b&quot;)" clip-path="url(#c)"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<a href="https://example.org/"><text>x</text></a>',
        "<style>*{stroke-linejoin: round; stroke-linecap: butt}</style>",
        "<style>@font-face{src:url(data:font/woff2;base64,AAAA)}</style>",
        '<animate attributeName="cx" values="1;2" dur="1s"/>',
        '<text xml:space="preserve">a  b &lt; c <tspan>d</tspan> e</text>',
        '<linearGradient id="a" gradientUnits="userSpaceOnUse"><stop offset="0"/></linearGradient>',
        '<g transform="translate(1,2)" id="image_1" class="src" aria-label="url"/>',
    ],
)
def test_what_draws_stays_as_it_was(inner: str) -> None:
    assert inner.replace("&quot;", '"') in cleaned(inner).replace("&quot;", '"')


def test_words_inside_a_drawing_keep_their_form() -> None:
    words = '<div xmlns="http://www.w3.org/1999/xhtml" class="label"><p>a<br/>b</p></div>'
    label = f'<foreignObject width="9">{words}</foreignObject>'
    assert label in cleaned(label)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        pytest.param(
            "<svg VIEWBOX='0 0 4 2'><lineargradient id=a gradientunits=x><stop></lineargradient></svg>",
            ['viewBox="0 0 4 2"', '<linearGradient id="a" gradientUnits="x">'],
            id="names in any case",
        ),
        pytest.param(
            "<svg><text>a&nbsp;b &lt; c</text></svg>", ["<text>a\u00a0b &lt; c</text>"], id="entities of HTML"
        ),
        pytest.param("<svg><circle r=1><rect></svg>", ['<circle r="1">'], id="unquoted and unclosed"),
        pytest.param('<svg><use xlink:href="#a"/></svg>', ['<use xlink:href="#a"/>'], id="a prefix nobody declared"),
        pytest.param("<svg><foreignobject><p>a<br>b</foreignobject></svg>", ["a<br/>b</p></foreignObject>"], id="HTML"),
        pytest.param(
            '<?xml version="1.0" encoding="iso-8859-1"?><svg xmlns="http://www.w3.org/2000/svg"><text>é</text></svg>',
            ["<text>é</text>"],
            id="a declaration that is wrong",
        ),
    ],
)
def test_the_loose_form_of_html_becomes_sound_xml(given_: str, expected: list[str]) -> None:
    result = clean_svg(given_.encode())
    assert result is not None
    etree.fromstring(result)
    assert result.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    assert all(piece in result.decode() for piece in expected)


BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><svg xmlns="http://www.w3.org/2000/svg" id="&i;"><text>&i;</text></svg>'
)
THEFT = (
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">'
    "<text>&x;</text></svg>"
)


@pytest.mark.parametrize("text", [BOMB, THEFT], ids=["a bomb", "a theft"])
def test_entities_are_never_put_in(text: str) -> None:
    result = clean_svg(text.encode())
    assert result is not None
    assert len(result) < 200
    assert b"root:" not in result
    assert b"&amp;" in result


@pytest.mark.parametrize(
    ("attributes", "size", "root"),
    [
        ('width="100" height="50"', (100, 50), 'viewBox="0 0 100 50"'),
        ('viewBox="0 0 40 30"', (40, 30), 'width="40" height="30"'),
        ('viewBox="-5,-5,40,30" width="80"', (80, 60), 'height="60"'),
        ('viewBox="0 0 40 30" height="60px"', (80, 60), 'width="80"'),
        ('width="72pt" height="1in" viewBox="0 0 72 72"', (96, 96), 'width="72pt"'),
        ('width="2ex" height="1em" viewBox="0 -800 2000 1000"', (16, 16), 'width="2ex"'),
        ('width="100%" height="100%" viewBox="0 0 300 150"', (300, 150), 'width="100%"'),
        ('viewBox="0 0 1 1"', (0, 0), 'viewBox="0 0 1 1"'),
        ('width="1e2" height=".5e2"', (100, 50), 'width="1e2"'),
        ('viewBox="0 0 nan 0"', (0, 0), "<svg"),
    ],
)
def test_the_size_is_completed(attributes: str, size: tuple[int, int], root: str) -> None:
    drawing = read_svg(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())
    assert drawing is not None
    assert (drawing.width, drawing.height) == size
    assert root in drawing.content.decode()


def test_what_is_no_drawing_gives_none() -> None:
    assert clean_svg(b"<script>alert('<svg')</script>") is None
    assert clean_svg(b"") is None


PIECES = st.sampled_from(
    [
        *"<svg <g <style <script> <foreignObject> <p> </g> </svg> > /> url( javascript: &nbsp; <!DOCTYPE [ ]>".split(),
        *"\" ' a =x \\75rl( <svg:g <a:b xmlns:a=x xlink:href=#a &#0; &#x1; <?x ?> <!-- --> <![CDATA[ ]]>".split(),
        *(" ", "\x00", " onload=x ", ' style="', " href='"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=100, deadline=None)
def test_cleaning_always_ends_in_sound_xml_and_twice_is_once(text: str) -> None:
    result = clean_svg(f"<svg {text}".encode())
    if result is None:
        return
    elements = list(etree.fromstring(result).iter())
    assert not any(name.lower().startswith("on") for element in elements for name in element.attrib)
    assert not any(etree.QName(element).localname.lower() == "script" for element in elements)
    assert clean_svg(result) == result


def test_a_drawing_nested_without_end_is_cleaned_as_far_as_it_goes() -> None:
    result = clean_svg(f"{HEAD}{BODY}{'<g>' * 5000}{'</g>' * 5000}</svg>".encode())
    assert result is not None
    assert BODY.encode() in result


def picture(comment: str) -> str:
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(target, "JPEG", comment=comment)
    return "data:image/jpeg;base64," + b64encode(target.getvalue()).decode()


def test_a_picture_in_a_drawing_keeps_nothing_private() -> None:
    result = cleaned(f'<image width="8" height="8" xlink:href="{picture("Ada Quill")}"/>')
    found = re.search(r"base64,([^\"]+)", result)
    assert found is not None
    data = b64decode(found[1])
    assert b"Ada Quill" not in data
    assert Image.open(io.BytesIO(data)).size == (8, 8)


def test_a_picture_in_a_drawing_that_says_nothing_stays_as_it_is() -> None:
    clean = cleaned(f'<image width="8" height="8" href="{picture("Ada Quill")}"/>')
    assert clean_svg(clean.encode()) == clean.encode()


def test_a_drawing_in_a_drawing_is_made_safe_too() -> None:
    inner = b64encode(f"{HEAD}<script>evil()</script>{BODY}</svg>".encode()).decode()
    result = cleaned(f'<image href="data:image/svg+xml;base64,{inner}"/>')
    found = re.search(r"base64,([^\"]+)", result)
    assert found is not None
    assert b"evil" not in b64decode(found[1])


def entities() -> str:
    doubled = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE svg [<!ENTITY a1 "lol">{doubled}]>{HEAD}<text>&a9;</text><rect id="&a9;"/>{BODY}</svg>'


def repeated(times: int, depth: int, form: str = '<use href="#a{}"/>') -> str:
    layers = "".join(f'<g id="a{n + 1}">{form.format(n) * times}</g>' for n in range(depth))
    return f'{HEAD}<defs><g id="a0">{BODY}</g>{layers}</defs><use href="#a{depth}"/></svg>'


@pytest.mark.parametrize(
    "drawing",
    [
        pytest.param(repeated(10, 12), id="ten times ten times ten"),
        pytest.param(repeated(10, 12, '<rect fill="url(#a{})"/>'), id="by colours"),
        pytest.param(repeated(10, 12, '<rect style="mask:url( &quot;#a{}&quot; )"/>'), id="by style"),
        pytest.param(repeated(1, 5_000), id="one after another"),
        pytest.param(HEAD.replace('"9"', '"1e999"') + BODY + "</svg>", id="without end"),
        pytest.param(f'<svg width="1e999" viewBox="0 0 1e999 1e999">{BODY}</svg>', id="endless parts"),
        pytest.param(f'<svg width="1e300" viewBox="0 0 1e-300 1e-300">{BODY}</svg>', id="endless scale"),
        pytest.param(HEAD.replace('width="9"', 'width="1e9"') + BODY + "</svg>", id="very wide"),
        pytest.param(HEAD + "<g" + "".join(f' a{n}="1"' for n in range(60_000)) + "/></svg>", id="attributes"),
        pytest.param(f'{HEAD}<path d="{"M0 0L1 1" * 1_500_000}"/></svg>', id="a path of 12 MB"),
        pytest.param(f"{HEAD}<br></p>{'<g>' * 90_000}</svg>", id="deep and not well-formed"),
        pytest.param(f"{HEAD}<foreignObject>{'<div>' * 90_000}</svg>", id="deep words"),
    ],
)
def test_a_bomb_is_no_drawing(drawing: str) -> None:
    start = time.perf_counter()
    assert read_svg(drawing.encode()) is None
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "drawing",
    [
        pytest.param(entities(), id="entities"),
        pytest.param(HEAD.replace('width="9"', f'width="{"9" * 60_000}x"') + BODY + "</svg>", id="digits"),
        pytest.param(f"{HEAD}{BODY}{'<g>' * 4000}{'</g>' * 4000}</svg>", id="rather deep"),
        pytest.param(f"{HEAD}{'<a ' * 90_000}{BODY}</svg>", id="tags that never end"),
        pytest.param(HEAD + '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>', id="a circle"),
        pytest.param(f"{HEAD}<style>{'a{b:c}' * 90_000}</style>{BODY}</svg>", id="styles"),
    ],
)
def test_what_only_looks_like_a_bomb_stays_small(drawing: str) -> None:
    start = time.perf_counter()
    result = read_svg(drawing.encode())
    assert result is not None
    assert len(result.content) <= len(drawing) + 100
    assert time.perf_counter() - start < 5


def test_a_scatter_plot_of_many_dots_is_a_drawing() -> None:
    dots = '<g clip-path="url(#c)"><use href="#m" x="1"/></g>' * 20_000
    assert read_svg(f'{HEAD}<clipPath id="c"><rect/></clipPath><path id="m" d="M0 0"/>{dots}</svg>'.encode())
