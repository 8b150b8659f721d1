"""Draw the three figures of this write-up and print every number that its text uses.

    python make_figures.py

Needs numpy, scipy, scikit-learn and matplotlib; the data come with scikit-learn. Takes under a minute.
"""
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from scipy.optimize import curve_fit
from sklearn.datasets import load_diabetes, load_digits
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import RepeatedKFold, RepeatedStratifiedKFold, learning_curve
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

HERE = Path(__file__).parent / "figures"
INK, BLUE, RUST, GREY = "#22313f", "#2f6690", "#c0562f", "#6b7785"
plt.rcParams.update({
    "figure.facecolor": "white", "font.size": 11, "svg.hashsalt": "learning-curves",
    "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": GREY,
    "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.titlelocation": "left", "axes.titlesize": 12.5, "axes.titlepad": 12,
})


def save(fig, name):
    metadata = {"Date": None} if name.endswith(".svg") else None
    fig.savefig(HERE / name, dpi=110, bbox_inches="tight", metadata=metadata)
    plt.close(fig)


def band(ax, sizes, folds, colour, label, dy=0.0):
    """Mean over folds with one standard deviation on either side."""
    mean, sd = folds.mean(axis=1), folds.std(axis=1)
    ax.fill_between(sizes, mean - sd, mean + sd, color=colour, alpha=0.15, lw=0)
    ax.plot(sizes, mean, color=colour, lw=2.2, marker="o", ms=4)
    ax.text(sizes[-1] * 1.02, mean[-1] + dy, label, color=colour, va="center")


def curve(model, X, y, sizes, cv, scoring):
    n, train, test = learning_curve(model, X, y, train_sizes=sizes, cv=cv, scoring=scoring,
                                    shuffle=True, random_state=0)
    return n, train, test


HERE.mkdir(exist_ok=True)
digits = load_digits()
sizes = [50, 100, 200, 400, 700, 1000, 1400]
cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=0)

# 1. A model that can learn everything by heart
n, train, test = curve(DecisionTreeClassifier(random_state=0), digits.data, digits.target, sizes, cv, "accuracy")
print("1. decision tree, digits")
for a, b, c in zip(n, train.mean(1), test.mean(1)):
    print(f"   n = {a:5d}   training {b:.3f}   validation {c:.3f}   gap {b - c:.3f}")
fig, ax = plt.subplots(figsize=(7, 3.6))
band(ax, n, train, RUST, "training")
band(ax, n, test, BLUE, "validation")
ax.set_xlabel("training images")
ax.set_ylabel("accuracy")
ax.set_title("A wide gap that is still closing: more data will help")
save(fig, "variance.png")

# 2. A model that is too stiff to use more data
X, y = load_diabetes(return_X_y=True)
n, train, test = curve(LinearRegression(), X, y, [20, 30, 50, 80, 120, 180, 250, 350],
                       RepeatedKFold(n_splits=5, n_repeats=10, random_state=0), "neg_root_mean_squared_error")
print("2. linear regression, diabetes (RMSE)")
for a, b, c in zip(n, -train.mean(1), -test.mean(1)):
    print(f"   n = {a:5d}   training {b:.1f}   validation {c:.1f}")
base = np.mean([np.sqrt(np.mean((y[te] - y[tr].mean()) ** 2))
                for tr, te in RepeatedKFold(n_splits=5, n_repeats=10, random_state=0).split(X)])
print(f"   predicting the mean: {base:.1f}")
fig, ax = plt.subplots(figsize=(7, 3.6))
band(ax, n, -train, RUST, "training", -1.5)
band(ax, n, -test, BLUE, "validation", 1.5)
ax.plot([n[0], n[-1]], [base, base], color=GREY, lw=1, ls="--")
ax.text(n[-1] * 1.02, base, "mean only", color=GREY, va="center")
ax.set_ylim(30, 100)
ax.set_xlabel("training patients")
ax.set_ylabel("RMSE")
ax.set_title("The curves have met: more of the same will not help")
save(fig, "bias.png")

# 3. Can a short curve foretell a long one?
sizes = np.array([50, 75, 100, 150, 200, 300, 400, 600, 800, 1100, 1400])
n, _, test = curve(SVC(), digits.data, digits.target, sizes, cv, "accuracy")
error = 1 - test.mean(axis=1)
seen = n <= 400
with_floor = lambda n, a, b, c: a + b * n ** (-c)
floor, _ = curve_fit(with_floor, n[seen], error[seen], p0=[0.01, 30, 1.2], bounds=([0, 0, 0.05], [0.5, 1e5, 5]))
slope, height = np.polyfit(np.log(n[seen]), np.log(error[seen]), 1)          # a straight line on log-log paper
line = lambda n: np.exp(height + slope * np.log(n))
print("3. SVM, digits (error)")
for a, b, s in zip(n, error, seen):
    print(f"   n = {a:5d}   measured {b:.4f}   with floor {with_floor(a, *floor):.4f}   "
          f"without {line(a):.4f}   {'fitted' if s else 'foretold'}")
print(f"   with floor: {floor[0]:.4f} + {floor[1]:.0f} n^-{floor[2]:.2f};  without: {np.exp(height):.1f} n^{slope:.2f}")
for name, law in [("with floor", lambda n: with_floor(n, *floor)), ("without", line)]:
    rms = np.sqrt(np.mean((error[seen] - law(n[seen])) ** 2))
    print(f"   root mean square misfit on the fitted points, {name}: {rms:.4f}")
fig, ax = plt.subplots(figsize=(7, 3.9))
grid = np.geomspace(47, 1450, 200)
for law, colour, text, dy in [(lambda n: with_floor(n, *floor), RUST, "with a floor", 1.06), (line, GREY, "without", 0.97)]:
    ax.plot(grid[grid <= 400], law(grid[grid <= 400]), color=colour, lw=1.6)
    ax.plot(grid[grid >= 400], law(grid[grid >= 400]), color=colour, lw=1.6, ls="--")
    ax.text(1500, law(1400) * dy, text, color=colour, va="center")
ax.plot(n[seen], error[seen], "o", color=BLUE, ms=6)
ax.plot(n[~seen], error[~seen], "o", mfc="white", mec=BLUE, mew=1.6, ms=7)
ax.text(1500, error[-1], "measured", color=BLUE, va="center", fontweight="bold")
ax.axvline(400, color=GREY, lw=0.8, ls=":")
ax.text(385, 0.25, "used for the fit", color=GREY, ha="right")
ax.text(415, 0.25, "foretold", color=GREY)
ax.set_xscale("log")
ax.set_yscale("log")
ax.set_xticks([50, 100, 200, 400, 800, 1400], ["50", "100", "200", "400", "800", "1400"])
ax.set_yticks([0.01, 0.02, 0.05, 0.1, 0.2], ["1 %", "2 %", "5 %", "10 %", "20 %"])
ax.minorticks_off()
ax.set_xlabel("training images")
ax.set_ylabel("validation error")
ax.set_title("Two laws, one short curve, two different promises")
save(fig, "forecast.svg")
