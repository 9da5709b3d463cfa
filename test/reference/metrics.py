#!/usr/bin/env python3
"""What scikit-learn computes for metrics.test.ts: writes metrics.json beside this script; `npm run format` then lays it out."""
import json, os, warnings
import numpy as np
import sklearn
from sklearn import metrics as m

warnings.simplefilter("ignore")
rng = np.random.default_rng(3)


def report(y, h):
    r = m.classification_report(y, h, labels=[0, 1], output_dict=True, zero_division=0)
    keys = {"0": "negative", "1": "positive", "macro avg": "macro", "weighted avg": "weighted"}
    return {new: {k.replace("f1-score", "f1"): float(v) for k, v in r[old].items()} for old, new in keys.items()}


def scores(y, p):
    h = (p >= 0.5).astype(int)
    of = lambda f, **more: float(f(y, h, zero_division=0, **more))
    one_class = len(set(y)) == 1
    out = {"auc": None if one_class else m.roc_auc_score(y, p), "average_precision": m.average_precision_score(y, p),
           "mcc": m.matthews_corrcoef(y, h), "accuracy": m.accuracy_score(y, h),
           "precision": of(m.precision_score), "recall": of(m.recall_score), "f1": of(m.f1_score),
           "precision_weighted": of(m.precision_score, average="weighted"), "recall_weighted": of(m.recall_score, average="weighted"),
           "f1_weighted": of(m.f1_score, average="weighted"), "brier": m.brier_score_loss(y, p, pos_label=1),
           "log_loss": m.log_loss(y, p, labels=[0, 1])}
    out = {k: None if v is None else float(v) for k, v in out.items()}
    return {"labels": y.tolist(), "probabilities": p.tolist(), "scores": out, "report": report(y, h),
            "confusion": m.confusion_matrix(y, h, labels=[0, 1]).ravel().tolist()}


n = 200
y = (rng.random(n) < 0.3).astype(int)
p = np.clip(0.25 * y + 0.6 * rng.random(n), 0, 1)
cases = {
    "scores that overlap": scores(y, p),
    "many tied scores": scores(y, np.round(p, 1)),
    "one score for all": scores(y, np.full(n, 0.5)),
    "probabilities of 0 and 1, some of them wrong": scores(y, np.where(rng.random(n) < 0.9, y, 1 - y).astype(float)),
    "a perfect ranking": scores(y, 0.2 + 0.7 * y),
    "only label 0": scores(np.zeros(20, int), p[:20]),
    "only label 1": scores(np.ones(20, int), p[:20]),
    "nothing predicted true": scores(y, p / 4),
    "everything predicted true": scores(y, 0.5 + p / 4),
    "two rows": scores(np.array([0, 1]), np.array([0.7, 0.2])),
}
fpr, tpr, _ = m.roc_curve(y, np.round(p, 1), drop_intermediate=False)
precision, recall, _ = m.precision_recall_curve(y, np.round(p, 1))
roc = {"x": fpr.tolist(), "y": tpr.tolist()}
pr = {"x": recall[::-1].tolist(), "y": precision[::-1].tolist()}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "metrics.json"), "w") as file:
    json.dump({"scikit-learn": sklearn.__version__, "cases": cases, "roc": roc, "precision_recall": pr}, file)
    file.write("\n")
