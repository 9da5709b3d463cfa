#!/usr/bin/env python3
"""What scikit-learn computes for calibration.test.ts: writes isotonic.json beside this script; `npm run format` then lays it out."""
import json, os
import numpy as np
import sklearn
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(9)
n = 300
score = np.round(rng.beta(0.6, 1.2, n), 4)
label = (rng.random(n) < score**1.5).astype(int)
cases = {
    "scores that differ": (score, label),
    "many tied scores": (np.round(score, 1), label),
    "labels against the order of the scores": (score, (rng.random(n) < 1 - score).astype(int)),
    "labels in the order of the scores": (score, (score > 0.4).astype(int)),
    "one score for all": (np.full(20, 0.3), label[:20]),
    "one label only": (score[:20], np.zeros(20, int)),
}
out = {name: {"scores": x.tolist(), "labels": y.tolist(), "fitted": IsotonicRegression().fit(x, y).predict(x).tolist()}
       for name, (x, y) in cases.items()}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "isotonic.json"), "w") as file:
    json.dump({"scikit-learn": sklearn.__version__, "cases": out}, file)
    file.write("\n")
