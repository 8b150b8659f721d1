"""The pages that the browser tests look at, one of each kind."""

HOME = ""
INDEX = "projects/"
NOTEBOOK = "projects/sunspots/"
WRITE_UP = "projects/learning-curves/"
SUBSCRIBE = "subscribe/"
KINDS = {
    "home": HOME,
    "index": INDEX,
    "notebook": NOTEBOOK,
    "write-up": WRITE_UP,
    "many pages": "projects/co2-forecast/",
    "a part": "projects/co2-forecast/02-baselines/",
    "Chinese": "projects/鸢尾花分类/",
    "no metadata": "projects/wine-chemistry/",
    "tags": "tags/",
    "about": "about/",
    "subscribe": SUBSCRIBE,
}
