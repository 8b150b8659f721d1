import pytest

from inpublic.results.demo import demo_of


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
