"""Log densities of Optuna's multivariate Parzen estimator by scipy, written to parzen.json beside this file.

    /usr/bin/python3 test/reference/parzen.py

A kernel an observation, equal weights with the prior; bandwidth 0.2·n^(-1/(d+4)) of the range, not below 1/min(100, n+2);
normals truncated to the range; a whole number has the mass from half below it to half above it; categories are smoothed by
1/(n+1). Dimensions: learning_rate log 0.001-1, max_depth 3-16 whole, features of three choices.
"""
import json, os
import numpy as np
from scipy.stats import truncnorm

low, high = np.log(0.001), 0.0
choices = ["sqrt", "half", "all"]
observed = [(0.1, 6, "all"), (0.3, 8, "all"), (0.05, 12, "sqrt")]
asked = [(0.1, 6, "all"), (0.001, 3, "half"), (1.0, 16, "sqrt"), (0.02, 9, "all"), (0.5, 5, "half")]


def log_density(observed, point):
    n, d = len(observed), 3
    sigma = max(0.2 * max(n, 1) ** (-1 / (d + 4)), 1 / min(100, n + 2))
    total = 0.0
    for k in range(n + 1):
        s = sigma if k < n else 1.0
        mean = [(np.log(observed[k][0]) - low) / (high - low), (observed[k][1] - 2.5) / 14] if k < n else [0.5, 0.5]
        kernel = lambda m: truncnorm((0 - m) / s, (1 - m) / s, loc=m, scale=s)
        density = kernel(mean[0]).pdf((np.log(point[0]) - low) / (high - low))
        density *= kernel(mean[1]).cdf((point[1] - 2) / 14) - kernel(mean[1]).cdf((point[1] - 3) / 14)
        weights = np.full(3, 1 / (n + 1))
        if k < n:
            weights[choices.index(observed[k][2])] += 1
        density *= weights[choices.index(point[2])] / weights.sum()
        total += density / (n + 1)
    return float(np.log(total))


out = {"observed": observed, "asked": asked, "three": [log_density(observed, p) for p in asked],
       "none": [log_density([], p) for p in asked]}
json.dump(out, open(os.path.join(os.path.dirname(__file__), "parzen.json"), "w"), indent=1)
