#!/usr/bin/env python3
"""What scikit-learn computes for logisticRegression.test.ts: writes logistic_regression.json beside this script; `npm run format` then lays it out."""
import json, os
import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(5)
n = 150
x = np.column_stack([rng.normal(size=n), 0.05 * rng.random(n), 3 + 2 * rng.normal(size=n), (rng.random(n) < 0.3).astype(float)])
y = (rng.random(n) < 1 / (1 + np.exp(-(1.5 * x[:, 0] + 20 * x[:, 1] - 0.4 * x[:, 2])))).astype(int)
w = rng.integers(1, 5, n).astype(float)
separable = (x[:, 0] > 0.1).astype(int)
twice = np.column_stack([x, x[:, 0], np.full(n, 7.0)])


def fit(x, y, c, w=None):
    model = LogisticRegression(C=c, solver="newton-cholesky", tol=1e-13, max_iter=10000).fit(x, y, sample_weight=w)
    return {"coefficients": model.coef_[0].tolist(), "intercept": float(model.intercept_[0])}


cases = {
    "C = 1": {"columns": "x", "labels": "y", "C": 1, **fit(x, y, 1)},
    "C = 0.01": {"columns": "x", "labels": "y", "C": 0.01, **fit(x, y, 0.01)},
    "C = 1000": {"columns": "x", "labels": "y", "C": 1000, **fit(x, y, 1000)},
    "weighted rows": {"columns": "x", "labels": "y", "C": 1, "weighted": True, **fit(x, y, 1, w)},
    "classes that can be separated": {"columns": "x", "labels": "separable", "C": 1, **fit(x, separable, 1)},
    "a repeated and a constant column": {"columns": "twice", "labels": "y", "C": 1, **fit(twice, y, 1)},
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "logistic_regression.json"), "w") as file:
    json.dump({"scikit-learn": sklearn.__version__, "cases": cases, "columns": {"x": x.T.tolist(), "twice": twice.T.tolist()},
               "labels": {"y": y.tolist(), "separable": separable.tolist()}, "weights": w.tolist()}, file)
    file.write("\n")
