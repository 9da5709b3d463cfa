import type { Champion } from '../../../src/main/serving/champion/champion.ts'
import type { Incident } from '../../../src/shared/serving/prediction.ts'

/** Coefficients that scikit-learn's logistic regression has for the year 2017 with the recipe `classic`. */
const COEFFICIENTS = {
  iucr_freq: -14.64537339954866,
  primary_type_freq: -2.6391969808714086,
  location_description_freq: -2.8676176348724822,
  y_coordinate_standardized: -0.2268018249833208,
  x_coordinate_standardized: -0.14397792197674272,
  day_of_week_sin: -0.003117521666690395,
  distance_crime_to_police_station_standardized: -0.08895890525427354,
}
const INTERCEPT = 0.8520760572295003

const FREQUENCY = {
  iucr: new Map([
    ['0820', 0.09167784786252142],
    ['0486', 0.09027403081712657],
    ['1811', 0.0055],
  ]),
  primary_type: new Map([
    ['THEFT', 0.2406113766479332],
    ['BATTERY', 0.18591026075662873],
    ['NARCOTICS', 0.04330823333922236],
  ]),
  location_description: new Map([
    ['STREET', 0.226501582875342],
    ['RESIDENCE', 0.1681381279574462],
    ['UNKNOWN', 0.003],
  ]),
}
const SCALE = {
  x: { mean: 1165384.7105653945, std: 15277.50618400961 },
  y: { mean: 1886472.8782928821, std: 31021.012152861636 },
  distance: { mean: 8.600135982763149, std: 0.6536780692386532 },
}
/** Feet; three of the city's stations are enough for a small model. */
const STATIONS = [
  [1176569.053, 1891771.703],
  [1155244.068, 1897148.756],
  [1172080.029, 1908086.526],
] as const

export const FEATURES = Object.keys(COEFFICIENTS)
export const REQUIRED = [
  'date',
  'iucr',
  'primary_type',
  'location_description',
  'x_coordinate',
  'y_coordinate',
] as const

/** Probability of a row of features (in the order of FEATURES) under the model of that version: worked out by hand here. */
export function expectedProbability(features: ArrayLike<number>, version: string): number {
  const coefficients = Object.values(COEFFICIENTS)
  let logit = interceptOf(version)
  for (let k = 0; k < coefficients.length; k++) logit += coefficients[k]! * features[k]!
  return 1 / (1 + Math.exp(-logit))
}

/** Each version has an intercept of its own, so that a probability tells which version computed it. */
function interceptOf(version: string): number {
  return INTERCEPT + Number(version) * 0.25
}

/** A small but real model: the logistic regression of golden with its fitted frequencies and scales. */
export function logisticChampion(version: string, changes: Partial<Champion> = {}): Champion {
  return {
    name: 'xgboost_chicago_crimes',
    version,
    alias: 'champion',
    runId: `run-${version}`,
    generated: false,
    metrics: { mcc: 0.2399284354068047 },
    features: FEATURES,
    featurizerHash: 'of golden',
    threshold: 0.5,
    requiredIncidentFields: REQUIRED,
    score: (features) => expectedProbability(features, version),
    featurize,
    ...changes,
  }
}

export function featurize(incident: Incident): Float64Array {
  const { x, y } = placeOf(incident)
  const distance = Math.min(...STATIONS.map(([sx, sy]) => Math.hypot(x - sx, y - sy)))
  const dayOfWeek = (new Date(`${incident.date}Z`).getUTCDay() + 6) % 7
  return Float64Array.of(
    FREQUENCY.iucr.get(incident.iucr ?? '') ?? 0,
    FREQUENCY.primary_type.get(incident.primary_type ?? 'UNKNOWN') ?? 0,
    FREQUENCY.location_description.get(incident.location_description ?? 'UNKNOWN') ?? 0,
    (y - SCALE.y.mean) / SCALE.y.std,
    (x - SCALE.x.mean) / SCALE.x.std,
    Math.sin((2 * Math.PI * (((dayOfWeek + 1) % 7) + 1)) / 7),
    (Math.log1p(distance) - SCALE.distance.mean) / SCALE.distance.std,
  )
}

function placeOf({ x_coordinate, y_coordinate, latitude, longitude }: Incident): { x: number; y: number } {
  if (typeof x_coordinate === 'number' && typeof y_coordinate === 'number') return { x: x_coordinate, y: y_coordinate }
  if (typeof latitude !== 'number' || typeof longitude !== 'number') throw new Error('an incident without a place')
  // The plane around the first station, close enough for a test.
  return { x: 1176569 + (longitude + 87.62735617) * 272_500, y: 1891772 + (latitude - 41.85837259) * 364_500 }
}
