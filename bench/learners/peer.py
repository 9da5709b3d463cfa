"""The Python stack's side of bench/learners.ts: does a named piece of work each time it is asked for.

usage: peer.py FOLDER THREADS FEATURES SCALED_FEATURES SCORED_ROWS TRIALS
A line of standard input names the work; the answer is a line of JSON with its wall and CPU seconds.
FOLDER holds train.f64, test.f64 and scaled.f64 (float64, row-major, the label last) and folds.u8.
"""
import json
import sys
import time

import numpy as np
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from xgboost import DMatrix, XGBClassifier

folder = sys.argv[1]
threads, features, scaled_features, scored_rows, trials = map(int, sys.argv[2:])


def read(name, width):
    return np.fromfile(f"{folder}/{name}.f64").reshape(-1, width + 1)


train, test = read("train", features), read("test", features)
x, y, scored = train[:, :-1].copy(), train[:, -1].astype(int), test[:scored_rows, :-1].copy()
scaled = read("scaled", scaled_features) if scaled_features else None
fold_of = np.fromfile(f"{folder}/folds.u8", dtype=np.uint8)


def boosting(rows, labels, **params):
    return XGBClassifier(tree_method="hist", n_jobs=threads, **params).fit(rows, labels)


model = boosting(x, y, n_estimators=100, max_depth=6, learning_rate=0.3)
model.set_params(n_jobs=1)
model.get_booster().set_param({"nthread": 1})
explained = DMatrix(scored[:5000], nthread=1)


def balance():
    rows, labels = SMOTE(sampling_strategy=0.5, random_state=42).fit_resample(scaled[:, :-1], scaled[:, -1])
    RandomUnderSampler(sampling_strategy=0.8, random_state=42).fit_resample(rows, labels)


def tune():
    """Random draws from the space on the same folds, each to its end, as RandomizedSearchCV does."""
    draw = np.random.default_rng(42)

    def log(low, high):
        return float(np.exp(draw.uniform(np.log(low), np.log(high))))

    best = 0.0
    for _ in range(trials):
        params = {
            "max_depth": int(draw.integers(3, 17)),
            "learning_rate": log(0.001, 1),
            "n_estimators": int(draw.integers(50, 201)),
            "subsample": draw.uniform(0.7, 1),
            "colsample_bytree": draw.uniform(0.3, 0.9),
            "gamma": draw.uniform(0, 2),
            "min_child_weight": draw.uniform(0, 15),
            "reg_lambda": log(0.01, 1),
            "reg_alpha": log(0.01, 1),
        }
        scores = []
        for fold in range(3):
            held_out = fold_of == fold
            fitted = boosting(x[~held_out], y[~held_out], **params)
            scores.append(average_precision_score(y[held_out], fitted.predict_proba(x[held_out])[:, 1]))
        best = max(best, float(np.mean(scores)))
    return best


work = {
    "boosting 100x6": lambda: boosting(x, y, n_estimators=100, max_depth=6, learning_rate=0.3),
    "boosting 300x8": lambda: boosting(x, y, n_estimators=300, max_depth=8, learning_rate=0.1),
    "random forest 100": lambda: RandomForestClassifier(100, n_jobs=threads).fit(x, y),
    "logistic regression": lambda: LogisticRegression(max_iter=5000, tol=1e-10).fit(x, y),
    "SMOTE and undersampling": balance,
    "mutual information": lambda: mutual_info_classif(x, y, random_state=42),
    "score 50k rows, 1 thread": lambda: model.predict_proba(scored),
    "explain 5k rows, 1 thread": lambda: model.get_booster().predict(explained, pred_contribs=True),
    f"tune {trials} trials": tune,
}
print(json.dumps({"ready": list(work)}), flush=True)
for line in sys.stdin:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work[line.strip()]()
    seconds = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    print(json.dumps({**seconds, "result": result if isinstance(result, float) else None}), flush=True)
