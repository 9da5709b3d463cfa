#!/usr/bin/env python3
"""What XGBoost and scikit-learn learn from small generated data: the expected values of test/main/learners/reference.test.ts.

    trees.py | gzip -9n > trees.json.gz        (written with xgboost 1.7.4 and scikit-learn 1.2.1)

Features have fewer distinct values than bins, so XGBoost's cuts do not depend on its sketch. Gains are spread enough that
no split hangs on the last bit.
"""
import json, sys
import numpy as np
import xgboost
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.tree import DecisionTreeClassifier

rng = np.random.default_rng(7)
ROWS, TEST = 600, 40
x = np.round(rng.uniform(-1, 1, (ROWS + TEST, 4)), 2)
x[:, 2] = np.round(x[:, 2] * 3)
margin = 3 * x[:, 0] + 2 * np.sin(4 * x[:, 1]) + x[:, 2] * (x[:, 0] > 0)
y = (rng.uniform(size=ROWS + TEST) < 1 / (1 + np.exp(-margin))).astype(int)
gaps = x.copy()
gaps[rng.uniform(size=gaps.shape) < 0.15] = np.nan
weights = np.round(rng.uniform(0.5, 2, ROWS), 3)


def nodes(tree, i=0):
    """The tree from its root, left before right: [feature, threshold, default left, gain, cover] or [leaf value, cover]."""
    if tree["left_children"][i] < 0:
        return [[tree["split_conditions"][i], tree["sum_hessian"][i]]]
    here = [tree["split_indices"][i], tree["split_conditions"][i], int(tree["default_left"][i]), tree["loss_changes"][i], tree["sum_hessian"][i]]
    return [here] + nodes(tree, tree["left_children"][i]) + nodes(tree, tree["right_children"][i])


def boosting(name, data, params, weight=None):
    model = xgboost.XGBClassifier(tree_method="hist", n_jobs=1, **params)
    model.fit(data[:ROWS], y[:ROWS], sample_weight=weight)
    trees = json.loads(model.get_booster().save_raw("json"))["learner"]["gradient_booster"]["model"]["trees"]
    return {"name": name, "missing": data is gaps, "weighted": weight is not None, "params": params, "first_tree": nodes(trees[0]),
            "probabilities": [float(p) for p in model.predict_proba(data[ROWS:])[:, 1]]}


def cart(tree, i=0):
    """As above: [feature, threshold] or [share of positives]."""
    if tree.children_left[i] < 0:
        counts = tree.value[i][0]
        return [[counts[1] / counts.sum()]]
    return [[int(tree.feature[i]), tree.threshold[i]]] + cart(tree, tree.children_left[i]) + cart(tree, tree.children_right[i])


decision_tree = DecisionTreeClassifier(max_depth=4, random_state=0).fit(x[:ROWS], y[:ROWS])
forest = RandomForestClassifier(200, random_state=0).fit(x[:ROWS], y[:ROWS])
base = {"n_estimators": 20, "max_depth": 4, "learning_rate": 0.3}
json.dump({
    "rows": ROWS,
    "x": x.tolist(), "y": y.tolist(), "weights": weights.tolist(),
    "x_missing": [[None if np.isnan(v) else v for v in row] for row in gaps.tolist()],
    "boosting": [
        boosting("defaults", x, base),
        boosting("missing values", gaps, base),
        boosting("penalties", x, base | {"gamma": 0.7, "min_child_weight": 3, "reg_lambda": 2, "reg_alpha": 0.4}),
        boosting("weights", gaps, base | {"scale_pos_weight": 1.7, "base_score": 0.3}, weights),
        boosting("constraints", x, base | {"monotone_constraints": "(1,-1,0,0)"}),
        boosting("deep", gaps, {"n_estimators": 30, "max_depth": 9, "learning_rate": 0.1, "min_child_weight": 0.5}),
    ],
    "decision_tree": cart(decision_tree.tree_),
    "forest_auc": roc_auc_score(y[ROWS:], forest.predict_proba(x[ROWS:])[:, 1]),
}, sys.stdout)
