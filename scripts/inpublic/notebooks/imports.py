"""Which packages a notebook's code uses, and what to call them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

_IMPORT = re.compile(r"^[^\S\n]*(?:from\s+([A-Za-z_][\w.]*)\s+import\b|import\s+([A-Za-z_][\w., \t]*))", re.MULTILINE)
_NAMES = {
    "Bio": "Biopython",
    "PIL": "Pillow",
    "altair": "Altair",
    "bs4": "Beautiful Soup",
    "cv2": "OpenCV",
    "fastai": "fastai",
    "jax": "JAX",
    "keras": "Keras",
    "lightgbm": "LightGBM",
    "matplotlib": "Matplotlib",
    "mpl_toolkits": "Matplotlib",
    "networkx": "NetworkX",
    "nltk": "NLTK",
    "numpy": "NumPy",
    "pyspark": "PySpark",
    "pytorch_lightning": "PyTorch Lightning",
    "scipy": "SciPy",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "spacy": "spaCy",
    "sqlalchemy": "SQLAlchemy",
    "sympy": "SymPy",
    "tensorflow": "TensorFlow",
    "torch": "PyTorch",
    "torchvision": "torchvision",
    "xgboost": "XGBoost",
}
_NOT_TOOLS = frozenset({"IPython", "ipywidgets", "google", "warnings", "helper_functions", "tqdm", "__future__"})


def imported_packages(code: str) -> tuple[str, ...]:
    """List the top-level packages that Python code imports, in order; code that does not parse counts as well."""
    found: dict[str, None] = {}
    for source, names in _IMPORT.findall(code):
        for name in [source] if source else names.split(","):
            package = name.split(" as ")[0].strip().split(".")[0].split(" ")[0]
            if package.isidentifier():
                found.setdefault(package)
    return tuple(found)


def tool_names(packages: Iterable[str]) -> tuple[str, ...]:
    """Name the third-party packages as their authors spell them; the standard library and plumbing are left out."""
    third_party = (name for name in packages if name not in sys.stdlib_module_names and name not in _NOT_TOOLS)
    return tuple(dict.fromkeys(_NAMES.get(name, name) for name in third_party))
