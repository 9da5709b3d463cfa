#!/usr/bin/env python3
"""Generates a small year of incidents, and computes what pandas, scikit-learn, imbalanced-learn and XGBoost make of it.

    small_year.py [OUT]          (default: the folder of this script)

writes OUT/small_year.csv.gz (incidents with the portal's column names), OUT/small_year_stations.csv and
OUT/small_year.json.gz (counts, fitted parameters, sample rows, mutual information, neighbours, scores), for the recipe
`classic` with seed 42 and run date 2030-01-01. Nobody reported these incidents: places, times and codes are drawn at
random. Needs pandas, scipy, scikit-learn 1.2, imbalanced-learn and xgboost 1.7; run it again when the recipe changes.
"""
import gzip
import hashlib
import json
import os
import sys

import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = 42
RUN_DATE = pd.Timestamp("2030-01-01")
ROWS = 6000

# primary type: [(iucr, fbi code, weight, arrest rate)]
TYPES = {
    "THEFT": [("0810", "06", 6, 0.04), ("0820", "06", 10, 0.06), ("0860", "06", 5, 0.55), ("0890", "06", 4, 0.03)],
    "BATTERY": [("0460", "08B", 7, 0.20), ("0486", "08B", 10, 0.21), ("041A", "04B", 2, 0.12)],
    "CRIMINAL DAMAGE": [("1310", "14", 6, 0.06), ("1320", "14", 6, 0.03)],
    "NARCOTICS": [("1811", "18", 3, 0.995), ("2024", "18", 2, 0.99), ("2027", "18", 1, 1.0)],
    "ASSAULT": [("0560", "08A", 5, 0.20), ("051A", "04A", 1, 0.25)],
    "BURGLARY": [("0610", "05", 4, 0.04), ("0620", "05", 2, 0.05)],
    "DECEPTIVE PRACTICE": [("1153", "11", 3, 0.02), ("1150", "11", 2, 0.03), ("1120", "10", 1, 0.10)],
    "CRIMINAL TRESPASS": [("1330", "26", 3, 0.70), ("1365", "26", 1, 0.35)],
    "WEAPONS VIOLATION": [("143A", "15", 2, 0.80)],
    "ROBBERY": [("0320", "03", 2, 0.06), ("031A", "03", 2, 0.07)],
}
LOCATIONS = {"STREET": 23, "RESIDENCE": 17, "APARTMENT": 13, "SIDEWALK": 8, "SMALL RETAIL STORE": 5, "ALLEY": 3, "CTA TRAIN": 2}
PLACE_OF = {"NARCOTICS": "SIDEWALK", "CRIMINAL TRESPASS": "SMALL RETAIL STORE"}
DISTRICTS = 9

FREQUENCY = ["iucr", "primary_type", "location_description", "fbi_code", "district", "nearest_police_station_district",
             "nearest_police_station_district_name", "beat", "ward", "community_area"]
DISTANCE = "distance_crime_to_police_station"
SCALED = ["x_coordinate", "y_coordinate", DISTANCE]
DROPPED = ["beat_freq", "ward_freq", "community_area_freq", "district_freq", "nearest_police_station_district_freq",
           "nearest_police_station_district_name_freq", "fbi_code_freq"]
ONE_HOT = {"season": ["Spring", "Summer", "Winter"], "day_time": ["Early Morning", "Morning", "Night"]}
FEATURES = (["day_of_week_sin"]
            + [f"{c}_{level}".lower().replace(" ", "_") for c, levels in ONE_HOT.items() for level in levels]
            + ["domestic_tag"] + [c + "_freq" for c in FREQUENCY] + [c + "_standardized" for c in SCALED])


def generate(rng):
    """Incidents as the portal would list them, some of them twice, and stations, one of them no district's."""
    corner = np.array([1_150_000.0, 1_840_000.0])
    centre = corner + 9_000 * np.array([[k % 3, k // 3] for k in range(DISTRICTS)])
    stations = pd.DataFrame({
        "district": ["Headquarters"] + [str(k + 1) for k in range(DISTRICTS)],
        "district_name": ["Headquarters"] + [f"Station {chr(65 + k)}" for k in range(DISTRICTS)],
        "x_coordinate": np.round(np.append(corner[0] + 5e3, centre[:, 0] + rng.normal(0, 900, DISTRICTS)), 3),
        "y_coordinate": np.round(np.append(corner[1] + 5e3, centre[:, 1] + rng.normal(0, 900, DISTRICTS)), 3),
    })

    kinds = pd.DataFrame([(t, *kind) for t, all_kinds in TYPES.items() for kind in all_kinds],
                         columns=["primary_type", "iucr", "fbi_code", "weight", "rate"])
    df = kinds.iloc[rng.choice(len(kinds), ROWS, p=kinds["weight"] / kinds["weight"].sum())].reset_index(drop=True)
    df["description"] = df["primary_type"] + " " + df["iucr"]
    share = np.array(list(LOCATIONS.values())) / sum(LOCATIONS.values())
    df["location_description"] = rng.choice(list(LOCATIONS), ROWS, p=share)
    typical = df["primary_type"].map(PLACE_OF)
    df["location_description"] = typical.where(typical.notna() & (rng.random(ROWS) < 0.7), df["location_description"])

    home = rng.integers(0, DISTRICTS, ROWS)
    home = np.where((df["primary_type"] == "NARCOTICS") & (rng.random(ROWS) < 0.8), rng.integers(3, 5, ROWS), home)
    # A few addresses, so that places repeat, some far from every station.
    address = np.round(centre[np.repeat(np.arange(DISTRICTS), 60)] + rng.normal(0, 2_300, (DISTRICTS * 60, 2)))
    address[::97] += 16_000
    place = home * 60 + rng.integers(0, 60, ROWS)
    df["x_coordinate"], df["y_coordinate"] = address[place, 0], address[place, 1]
    df["district"] = np.char.zfill((home + 1).astype(str), 3)
    df["beat"] = [f"{h + 1:02d}{p % 4 + 1}{p % 3 + 1}" for h, p in zip(home, place)]
    df["ward"] = home * 2 + place % 2 + 1.0
    df["community_area"] = home * 3 + place % 3 + 1.0
    df["domestic"] = rng.random(ROWS) < np.where(df["iucr"] == "0486", 0.9, 0.03)
    df["arrest"] = rng.random(ROWS) < df["rate"]

    # 400 days, so that the oldest ones lie before the window; one incident on the run date lies behind it.
    seconds = rng.integers(0, 400 * 86_400, ROWS)
    df["date"] = RUN_DATE - pd.to_timedelta(seconds + 1, unit="s")
    df.loc[5, "date"] = RUN_DATE
    df.loc[6, "date"] = RUN_DATE - pd.Timedelta(days=365)
    df["id"] = rng.permutation(np.arange(50_000, 50_000 + 3 * ROWS, 3))
    df["updated_on"] = df["date"] + pd.to_timedelta(7, unit="D")

    for column, rate in (("location_description", 0.004), ("primary_type", 0.002), ("fbi_code", 0.002), ("ward", 0.01),
                         ("community_area", 0.01), ("iucr", 0.002), ("district", 0.002), ("beat", 0.002)):
        df.loc[rng.random(ROWS) < rate, column] = None
    df.loc[rng.random(ROWS) < 0.012, ["x_coordinate", "y_coordinate"]] = np.nan
    again = df[rng.random(ROWS) < 0.01].copy()  # reported once more, with the arrest that followed
    again["updated_on"] += pd.Timedelta(days=30)
    again["arrest"] = True
    df = pd.concat([df, again]).sample(frac=1, random_state=SEED)
    columns = ["id", "date", "iucr", "primary_type", "description", "location_description", "arrest", "domestic", "beat",
               "district", "ward", "community_area", "fbi_code", "x_coordinate", "y_coordinate", "updated_on"]
    for column in ("ward", "community_area"):
        df[column] = df[column].astype("Int64")
    return df[columns], stations


def compute(df, stations):
    """The recipe in pandas, scikit-learn and imbalanced-learn."""
    from scipy.spatial import cKDTree
    out = {"rows": {"raw": len(df)}}
    df = df.sort_values(["id", "updated_on"]).drop_duplicates("id", keep="last").sort_values("id", ignore_index=True)
    df = df[(df["date"] >= RUN_DATE - pd.Timedelta(days=365)) & (df["date"] < RUN_DATE)]
    out["rows"]["merged"] = len(df)
    df = df.dropna(subset=["x_coordinate", "y_coordinate"]).copy()
    stations = stations[stations["district"].str.isdigit()].reset_index(drop=True)
    out["stations"] = len(stations)
    df[DISTANCE], nearest = cKDTree(stations[["x_coordinate", "y_coordinate"]]).query(df[["x_coordinate", "y_coordinate"]])
    df["nearest_police_station_district"] = stations["district"].to_numpy()[nearest]
    df["nearest_police_station_district_name"] = stations["district_name"].to_numpy()[nearest]
    df["day_of_week"] = df["date"].dt.dayofweek
    df["season"] = np.array(["Winter", "Spring", "Summer", "Autumn"])[(df["date"].dt.month % 12) // 3]
    df["day_time"] = np.array(["Early Morning", "Morning", "Afternoon", "Night"])[df["date"].dt.hour // 6]
    for column in ["location_description", "primary_type", "fbi_code"]:
        df[column] = df[column].fillna("UNKNOWN")
    out["medians"] = {column: float(df[column].median()) for column in ["ward", "community_area"]}
    for column, median in out["medians"].items():
        df[column] = df[column].fillna(int(median)).astype(int)
    df = df.dropna(subset=["iucr", "district", "beat"])
    out["rows"]["enriched"] = len(df)

    digest = df["id"].map(lambda key: hashlib.md5(f"{SEED}:{key}".encode()).hexdigest())
    place = digest.groupby(df["arrest"]).rank(method="first")
    is_test = place <= df["arrest"].map((df.groupby("arrest")["id"].count() * 0.2).round().astype(int))
    parts = {"train": df[~is_test].copy(), "test": df[is_test].copy()}
    out["split"] = {name: {"rows": len(part), "arrests": int(part["arrest"].sum()), "id_sum": int(part["id"].sum())}
                    for name, part in parts.items()}

    train = parts["train"]
    reach = 3 * train[DISTANCE].std()
    lower, upper = train[DISTANCE].mean() - reach, train[DISTANCE].mean() + reach
    parts["train"] = train = train[train[DISTANCE].between(lower, upper)].copy()
    out["outliers"] = {"lower": lower, "upper": upper, "train_rows": len(train),
                       "test_rows_outside": int((~parts["test"][DISTANCE].between(lower, upper)).sum())}

    shares = {column: train[column].value_counts(normalize=True) for column in FREQUENCY}
    out["frequency"] = {column: {str(k): float(v) for k, v in share.items()} for column, share in shares.items()}
    for part in parts.values():
        part[DISTANCE] = np.log1p(part[DISTANCE])
        part["day_of_week_sin"] = np.sin(2 * np.pi * ((part["day_of_week"] + 1) % 7 + 1) / 7)
        for column, levels in ONE_HOT.items():
            for level in levels:
                part[f"{column}_{level}".lower().replace(" ", "_")] = (part[column] == level).astype(float)
        part["domestic_tag"] = part["domestic"].astype(float)
        for column in FREQUENCY:
            part[column + "_freq"] = part[column].map(shares[column]).fillna(0.0)
    mean, std = parts["train"][SCALED].mean(), parts["train"][SCALED].std(ddof=0)
    out["scaler"] = {column: {"mean": float(mean[column]), "std": float(std[column])} for column in SCALED}
    for part in parts.values():
        for column in SCALED:
            part[column + "_standardized"] = (part[column] - mean[column]) / std[column]
    out["features"] = FEATURES
    out["sample"] = {name: {str(row["id"]): [float(row[f]) for f in FEATURES]
                            for _, row in part.sort_values("id").iloc[:: len(part) // 40].iterrows()}
                     for name, part in parts.items()}
    out.update(balance_and_select(parts["train"].sort_values("id")))
    out["learners"] = learn(parts["train"].sort_values("id"), parts["test"].sort_values("id"), out["selected"])
    return out


def mutual_information(x, y):
    """Mean over 16 seeds: on a few thousand rows, the noise that scikit-learn adds moves a single estimate by 0.01."""
    from sklearn.feature_selection import mutual_info_classif
    runs = np.array([mutual_info_classif(x, y, random_state=seed) for seed in range(16)])
    return pd.Series(runs.mean(axis=0), x.columns), pd.Series(runs.std(axis=0), x.columns)


def balance_and_select(train):
    from imblearn.over_sampling import SMOTE
    from imblearn.under_sampling import RandomUnderSampler
    from sklearn.neighbors import NearestNeighbors
    x, y = train[FEATURES], train["arrest"].astype(int)
    out = {}
    mean, spread = mutual_information(x, y)
    print("MI train\n", pd.DataFrame({"mean": mean, "sd": spread}))
    out["mutual_information_train"] = mean.to_dict()

    minority = train[train["arrest"]]
    pick = np.arange(0, len(minority), max(1, len(minority) // 100))
    search = NearestNeighbors(n_neighbors=6, algorithm="brute").fit(minority[FEATURES].to_numpy())
    found, _ = search.kneighbors(minority[FEATURES].to_numpy()[pick])
    exact = []
    for row, _ in zip(pick, found):  # the brute search computes |a|² − 2ab + |b|², which loses digits: once more, plainly
        difference = minority[FEATURES].to_numpy() - minority[FEATURES].to_numpy()[row]
        exact.append(np.sort(np.delete(np.sqrt((difference ** 2).sum(axis=1)), row))[:5])
    out["smote_neighbours"] = {str(int(minority["id"].iloc[k])): [float(v) for v in d] for k, d in zip(pick, exact)}

    xs, ys = SMOTE(sampling_strategy=0.5, k_neighbors=5, random_state=17).fit_resample(x, y)
    xb, yb = RandomUnderSampler(sampling_strategy=0.8, random_state=17).fit_resample(xs, ys)
    out["balance"] = {"train": np.bincount(y).tolist(), "after_smote": np.bincount(ys).tolist(),
                      "after_undersampling": np.bincount(yb).tolist()}
    scores, spread = mutual_information(xb.drop(columns=DROPPED), yb)
    scores = scores.sort_values(ascending=False)
    print("MI balanced\n", pd.DataFrame({"mean": scores, "sd": spread}).sort_values("mean"))
    out["mutual_information_balanced"] = scores.to_dict()
    out["selected"] = scores[scores > 0.05].index.tolist()
    return out


def learn(train, test, selected):
    """Learners on the training rows as they are (not balanced, so that every engine has the same), in the order of ids."""
    from sklearn import metrics as m
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.tree import DecisionTreeClassifier
    from xgboost import XGBClassifier
    x, y = train[selected].to_numpy(), train["arrest"].astype(int).to_numpy()
    xt, yt = test[selected].to_numpy(), test["arrest"].astype(int).to_numpy()
    out = {}
    for name, model in (("logistic-regression C=1", LogisticRegression(max_iter=100, tol=1e-12, solver="newton-cholesky")),
                        ("decision-tree depth 5", DecisionTreeClassifier(max_depth=5, random_state=SEED)),
                        ("random-forest 100", RandomForestClassifier(100, random_state=SEED)),
                        ("xgboost hist 100x6 eta .3", XGBClassifier(n_estimators=100, max_depth=6, learning_rate=0.3, tree_method="hist"))):
        model.fit(x, y)
        p = model.predict_proba(xt)[:, 1]
        h = p >= 0.5
        out[name] = {"auc": m.roc_auc_score(yt, p), "average_precision": m.average_precision_score(yt, p),
                     "mcc": m.matthews_corrcoef(yt, h), "accuracy": m.accuracy_score(yt, h),
                     "precision_weighted": m.precision_score(yt, h, average="weighted"),
                     "recall_weighted": m.recall_score(yt, h, average="weighted"),
                     "f1_weighted": m.f1_score(yt, h, average="weighted"), "brier": m.brier_score_loss(yt, p)}
        out[name] = {k: float(v) for k, v in out[name].items()}
        if hasattr(model, "coef_"):
            out[name] |= {"coefficients": dict(zip(selected, map(float, model.coef_[0]))), "intercept": float(model.intercept_[0])}
    return out


def main(folder):
    df, stations = generate(np.random.default_rng(SEED))
    stations.to_csv(os.path.join(folder, "small_year_stations.csv"), index=False)
    text = df.to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S.000")
    reference = compute(df, stations)
    for name, content in (("small_year.csv.gz", text), ("small_year.json.gz", json.dumps(reference))):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(gzip.compress(content.encode(), mtime=0))
    print(json.dumps({k: reference[k] for k in ("rows", "stations", "medians", "split", "outliers", "balance", "selected", "learners")}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else HERE)
