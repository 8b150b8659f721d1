from pathlib import Path, PurePosixPath

import pytest

from inpublic.results.demo import Demo, demo_of, demo_on, link_on, whole_address
from inpublic.settings.config import Config

CONFIG = Config(root=Path("site"), site_name="Ada", site_url="https://ada.example/work/")
PAGE = PurePosixPath("projects/taxi/index.md")


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("https://demo.example.org/app", "https://demo.example.org/app"),
        ("https://ada-taxi.streamlit.app", "https://ada-taxi.streamlit.app/?embed=true"),
        ("https://ada-taxi.streamlit.app/page?city=5", "https://ada-taxi.streamlit.app/page?city=5&embed=true"),
        ("https://ada-taxi.streamlit.app/?embed=true", "https://ada-taxi.streamlit.app/?embed=true"),
        ("https://huggingface.co/spaces/Ada_Q/Taxi.Fares", "https://ada-q-taxi-fares.hf.space/"),
        ("https://ada-taxi.hf.space/", "https://ada-taxi.hf.space/"),
        ("https://0123abc.gradio.live", "https://0123abc.gradio.live"),
        pytest.param("http://demo.example.org/", "", id="not encrypted"),
        pytest.param("https://github.com/ada/taxi", "", id="a host that allows no frame"),
        pytest.param("https://www.kaggle.com/ada/taxi", "", id="another one, with www"),
        pytest.param("https://huggingface.co/ada/model", "", id="no Space"),
        pytest.param("https://ada:secret@example.org/", "", id="with a password"),
        pytest.param("ftp://example.org/", "", id="no page"),
    ],
)
def test_a_demo_is_framed_where_its_service_allows_it_and_linked_everywhere(url: str, frame: str) -> None:
    demo = demo_of(url)
    assert (demo.url, demo.frame) == (url, frame)


def test_the_host_is_that_of_the_frame() -> None:
    assert demo_of("https://huggingface.co/spaces/ada/taxi").host == "ada-taxi.hf.space"
    assert demo_of("http://example.org").host == ""


def test_a_file_of_the_site_is_led_to_from_each_page_and_from_elsewhere() -> None:
    assert demo_on(PAGE, "demos/taxi.html", CONFIG) == Demo("../../demos/taxi.html", "../../demos/taxi.html")
    assert demo_on(PAGE, "demos/taxi.html", CONFIG).host == ""
    assert whole_address("demos/taxi.html", CONFIG) == "https://ada.example/work/demos/taxi.html"


@pytest.mark.parametrize("said", ["https://demo.example/", "http://demo.example/"])
def test_an_address_stays_what_it_is_everywhere(said: str) -> None:
    assert whole_address(said, CONFIG) == said
    assert demo_on(PAGE, said, CONFIG) == demo_of(said)


def test_a_film_of_the_site_is_led_to_from_each_page() -> None:
    assert link_on(PAGE, "demos/taxi.webm", CONFIG) == "../../demos/taxi.webm"
    assert link_on(PAGE, "https://film.example/", CONFIG) == "https://film.example/"
    assert link_on(PAGE, "", CONFIG) == ""


def test_without_a_demo_there_is_no_address() -> None:
    assert whole_address("", CONFIG) == ""
