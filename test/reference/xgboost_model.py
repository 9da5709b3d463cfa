#!/usr/bin/env python3
"""A model that XGBoost trained and saved, its predictions and its SHAP values: test/main/learners/exchange and explain.

    xgboost_model.py | gzip -9n > xgboost_model.json.gz        (written with xgboost 1.7.4)
"""
import json, sys
import numpy as np
import xgboost

rng = np.random.default_rng(11)
x = np.round(rng.uniform(-2, 2, (700, 5)), 3)
x[:, 4] = np.round(x[:, 4])
x[rng.uniform(size=x.shape) < 0.1] = np.nan
z = np.nan_to_num(x)
y = (rng.uniform(size=700) < 1 / (1 + np.exp(-(2 * z[:, 0] + z[:, 1] * z[:, 4] - np.abs(z[:, 2]))))).astype(int)
names = [f"feature {k}" for k in range(5)]
booster = xgboost.train({"objective": "binary:logistic", "tree_method": "hist", "max_depth": 5, "base_score": 0.3, "nthread": 1},
                        xgboost.DMatrix(x[:600], y[:600], feature_names=names), 12)
test = xgboost.DMatrix(x[600:], feature_names=names)
json.dump({"model": json.loads(booster.save_raw("json")), "rows": [[None if np.isnan(v) else v for v in row] for row in x[600:].tolist()],
           "probabilities": booster.predict(test).tolist(), "contributions": booster.predict(test, pred_contribs=True).tolist()}, sys.stdout)
