#!/usr/bin/env python3
"""What scikit-learn computes for mutualInformation.test.ts: writes mutual_information.json beside this script; `npm run format` then lays it out."""
import json, os
import numpy as np
import sklearn
from sklearn.feature_selection import mutual_info_classif
from sklearn.feature_selection._mutual_info import _compute_mi_cd

rng = np.random.default_rng(7)
n = 240
label = (rng.random(n) < 0.4).astype(int)
columns = {
    "shifted": rng.normal(size=n) + label,
    "irrelevant": rng.normal(size=n),
    "few values with noise": np.round(rng.normal(size=n) + label) + 1e-10 * rng.normal(size=n),
    "ties": np.round(2 * rng.normal(size=n) + label),
    "constant": np.full(n, 3.0),
    "heavy tail": np.exp(4 * rng.normal(size=n)) * (1 + label),
}
out = {"scikit-learn": sklearn.__version__, "labels": label.tolist(), "cases": []}
for name, column in columns.items():
    for k in (1, 3, 7):
        out["cases"].append({"name": name, "k": k, "labels": "two", "nats": float(_compute_mi_cd(column, label, k))})
    few = np.zeros(n, int)
    few[:3] = 1
    few[3] = 2
    out["cases"].append({"name": name, "k": 5, "labels": "few", "nats": float(_compute_mi_cd(column, few, 5))})
out["few"] = few.tolist()
out["columns"] = {name: column.tolist() for name, column in columns.items()}
# The whole estimate on a continuous column hardly depends on the noise that scikit-learn draws.
out["classif"] = float(mutual_info_classif(columns["shifted"].reshape(-1, 1), label, random_state=0)[0])
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "mutual_information.json"), "w") as file:
    json.dump(out, file)
    file.write("\n")
