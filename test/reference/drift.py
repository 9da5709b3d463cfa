"""Values of drift statistics by SciPy 1.10 (and written out where SciPy has none): `python3 drift.py > drift.json`."""
import json
import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon

rng = np.random.RandomState(5)


def psi(p, q, least=1e-4):
    p, q = np.maximum(p / p.sum(), least), np.maximum(q / q.sum(), least)
    return float(((q - p) * np.log(q / p)).sum())


categories = []
for reference, current in [
    ([120, 80, 40, 10], [100, 90, 35, 25]),
    ([500, 300, 0, 20], [480, 0, 12, 25]),
    (list(map(int, rng.poisson(900, 60))), list(map(int, rng.poisson(60, 60)))),
    ([8, 2], [70_000, 30_000]),
]:
    p, q = np.array(reference, float), np.array(current, float)
    chi2, pvalue, _, _ = stats.chi2_contingency(np.array([p, q]), correction=False)
    categories.append(dict(reference=reference, current=current, psi=psi(p, q),
                           jensen_shannon=float(jensenshannon(p, q, base=2)), chi_square=float(chi2), p=float(pvalue)))

# The mean shift and the number of rows of each; whole numbers over 50, so that values repeat.
numbers = []
for shift, rows, other in [(0, 40, 60), (1, 40, 60), (5, 33, 50), (3, 70, 70), (2, 400, 1500)]:
    a = np.round(rng.normal(0, 5, rows) * 2) / 2
    b = np.round(rng.normal(shift, 6, other) * 2) / 2
    ks = stats.ks_2samp(a, b)
    numbers.append(dict(reference=a.tolist(), current=b.tolist(), kolmogorov_smirnov=float(ks.statistic), p=float(ks.pvalue),
                        wasserstein=float(stats.wasserstein_distance(a, b) / np.std(a))))

# Survival of the two-sample statistic for many rows: counts of a grid of values instead of the values.
many = []
for rows, other, scale in [(20_000, 15_000, 1.01), (200_000, 30, 1.5), (200_000, 30, 1.05), (120_000, 120, 1.3), (300_000, 900, 1.0),
                           (300_000, 900, 1.2), (212_000, 53_000, 1.0), (212_000, 53_000, 1.03), (11_000, 11_000, 1.02)]:
    grid = np.arange(1, 41)
    weight = 1 / grid
    p = rng.multinomial(rows, weight / weight.sum())
    other_weight = weight**scale
    q = rng.multinomial(other, other_weight / other_weight.sum())
    ks = stats.ks_2samp(np.repeat(grid, p), np.repeat(grid, q))
    many.append(dict(values=grid.tolist(), reference=p.tolist(), current=q.tolist(),
                     kolmogorov_smirnov=float(ks.statistic), p=float(ks.pvalue)))

survival = [dict(n=n, x=x, p=float(stats.kstwo.sf(x, n))) for n in [5, 30, 140, 141, 3000, 99_000, 150_000]
            for x in [0.3 / np.sqrt(n), 0.7 / np.sqrt(n), 1.0 / np.sqrt(n), 1.4 / np.sqrt(n), 1.6 / np.sqrt(n), 2.5 / np.sqrt(n), 0.55]]
print(json.dumps(dict(categories=categories, numbers=numbers, many=many, survival=survival)))
