// Derives resources/demo-facts.json, from which the demonstration year is generated, from a year of real incidents:
//
//     node scripts/derive-demo-facts.mjs crimes_2017.parquet [resources/demo-facts.json]
//
// What ships are counts and rates of groups, never rows: a group of fewer than SMALLEST incidents is left to its parent
// (offence at a location → type at a location → location → the pool of rare names), counts are rounded to ROUNDED so
// that no small group follows by subtraction, and rates are drawn towards the parent's, so that none tells what
// happened in each of its incidents. Places are known to a cell of CELL_FEET and no closer.
import { writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { pointEffects, solve } from './demo-facts/numerics.mjs'

const SMALLEST = 10
const ROUNDED = 5
const CELL_FEET = 1320
/** Types of crime and kinds of place below this many incidents are pooled: their hours and districts need many. */
const LARGE_TYPE = 1000
const LARGE_PLACE = 250
/** A group's rate is drawn towards its parent's as if it had this many incidents more. */
const PRIOR = 10
/**
 * Generated incidents agree less than asked, since kinds of place share points; by trial, this much more must be asked
 * for the coordinates to tell about an arrest what they tell in the real year (their mutual information).
 */
const DILUTION = 1.3

const [input, output = 'resources/demo-facts.json'] = process.argv.slice(2)
if (input === undefined) {
  process.stderr.write('usage: node scripts/derive-demo-facts.mjs crimes_2017.parquet [resources/demo-facts.json]\n')
  process.exit(2)
}

// One thread: sums of doubles, and with them the last digits of the facts, then have one order.
const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
const connection = await instance.connect()

/** A query's result as one array a column, in JSON half the size of rows with names. */
async function table(sql) {
  const reader = await connection.runAndReadAll(sql)
  const columns = Object.entries(reader.getColumnsObjectJS())
  return Object.fromEntries(
    columns.map(([name, values]) => [name, values.map((value) => (typeof value === 'bigint' ? Number(value) : value))]),
  )
}

/** The only row of a query's result. */
async function row(sql) {
  return Object.fromEntries(Object.entries(await table(sql)).map(([name, values]) => [name, values[0]]))
}

await connection.run(`
  CREATE MACRO shipped(n) AS CAST(if(n < ${SMALLEST}, 0, ${ROUNDED} * round(n / ${ROUNDED})) AS INTEGER);
  CREATE MACRO drawn(events, n, parent_rate) AS (events + ${PRIOR} * parent_rate) / (n + ${PRIOR});
  CREATE MACRO logit_step(observed, expected, variance) AS (observed - expected) / (variance + ${PRIOR} / 4);
  -- The share of choices made because of likeness, where the others agree at the share anyhow.
  CREATE MACRO affinity(alike, anyhow) AS greatest(0, (alike - anyhow) / (1 - anyhow))`)

await connection.run(
  `
  CREATE TABLE incident AS
  SELECT
    * REPLACE (coalesce(location_description, '') AS location_description),
    CAST(arrest AS INTEGER) AS arrested,
    CAST(domestic AS INTEGER) AS is_domestic,
    CAST(floor(x_coordinate / ${CELL_FEET}) AS INTEGER) AS cell_x,
    CAST(floor(y_coordinate / ${CELL_FEET}) AS INTEGER) AS cell_y,
    if(count(*) OVER (PARTITION BY primary_type) < ${LARGE_TYPE}, 'OTHER TYPES', primary_type) AS type,
    regexp_extract(coalesce(location_description, 'UNKNOWN'), '^[A-Z]+') AS first_word,
    if(count(*) OVER (PARTITION BY first_word) < ${LARGE_PLACE}, 'ELSEWHERE', first_word) AS place
  FROM read_parquet($input)`,
  { input },
)

// Where: cells with what most of their incidents have as beat, ward and community area.
const usual = (column) => `
  SELECT cell_x, cell_y, arg_max(${column}, (n, ${column})) AS ${column}
  FROM (SELECT cell_x, cell_y, ${column}, count(*) AS n FROM incident WHERE ${column} IS NOT NULL GROUP BY ALL)
  GROUP BY cell_x, cell_y`
await connection.run(`
  CREATE TABLE cell AS
  WITH
  populous AS (
    SELECT cell_x, cell_y, count(*) AS n
    FROM incident WHERE cell_x IS NOT NULL GROUP BY ALL HAVING n >= ${SMALLEST}
  ),
  beat_district AS (
    SELECT beat, arg_max(district, (n, district)) AS district
    FROM (SELECT beat, district, count(*) AS n FROM incident WHERE district IS NOT NULL GROUP BY ALL)
    GROUP BY beat
  )
  SELECT row_number() OVER (ORDER BY cell_y, cell_x) - 1 AS cell, *
  FROM populous
  JOIN (${usual('beat')}) USING (cell_x, cell_y)
  JOIN (${usual('ward')}) USING (cell_x, cell_y)
  JOIN (${usual('community_area')}) USING (cell_x, cell_y)
  JOIN beat_district USING (beat)`)

// What: offences and locations, the most frequent first, with rates drawn towards their type's.
await connection.run(`
  CREATE TABLE offence AS
  WITH
  whole AS (SELECT avg(arrested) AS arrests, avg(is_domestic) AS domestics FROM incident),
  by_type AS (
    SELECT type, drawn(sum(arrested), count(*), any_value(arrests)) AS arrest_rate,
      drawn(sum(is_domestic), count(*), any_value(domestics)) AS domestic_rate
    FROM incident, whole GROUP BY type
  )
  SELECT
    row_number() OVER (ORDER BY count(*) DESC, iucr) - 1 AS offence,
    iucr, primary_type, description, fbi_code, type, count(*) AS n,
    drawn(sum(arrested), count(*), any_value(by_type.arrest_rate)) AS arrest_rate,
    drawn(sum(is_domestic), count(*), any_value(by_type.domestic_rate)) AS domestic_rate
  FROM incident JOIN by_type USING (type)
  GROUP BY iucr, primary_type, description, fbi_code, type`)
await connection.run(`
  CREATE TABLE location AS
  SELECT row_number() OVER (ORDER BY count(*) DESC, location_description) - 1 AS location,
    location_description, place, count(*) AS n
  FROM incident GROUP BY location_description, place`)
await connection.run(`
  CREATE TABLE offence_location AS
  SELECT offence, location, count(*) AS n,
    drawn(sum(arrested), count(*), any_value(arrest_rate)) AS arrest_rate,
    drawn(sum(is_domestic), count(*), any_value(domestic_rate)) AS domestic_rate
  FROM incident
  JOIN offence USING (iucr)
  JOIN location USING (location_description)
  GROUP BY offence, location`)

// Every incident with its groups and the chance of an arrest that they give it.
await connection.run(`
  CREATE TABLE known AS
  SELECT incident.*, offence, location, offence_location.n AS n_offence_location, location.n AS n_location, cell,
    cell.district AS cell_district, offence_location.arrest_rate AS p, p * (1 - p) AS variance,
    arrested - avg(arrested) OVER (PARTITION BY incident.place, cell.district) AS residual
  FROM incident
  JOIN offence USING (iucr)
  JOIN location USING (location_description)
  JOIN offence_location USING (offence, location)
  LEFT JOIN cell USING (cell_x, cell_y)`)

/** For each `type` or `place`, in the order of the names: how many incidents have `expression` = 0, 1, … values − 1. */
async function countsBy(group, expression, values) {
  const { counts } = await table(`
    WITH grid AS (SELECT DISTINCT ${group} AS name, value FROM known CROSS JOIN range(${values}) AS numbers (value))
    SELECT list(shipped(n) ORDER BY value) AS counts
    FROM (
      SELECT name, value, count(known.id) AS n
      FROM grid LEFT JOIN known ON known.${group} = name AND ${expression} = value
      GROUP BY ALL
    )
    GROUP BY name
    ORDER BY name`)
  return counts
}

const { type: types } = await table('SELECT DISTINCT type FROM known ORDER BY type')
const { district: districts } = await table('SELECT DISTINCT district FROM cell ORDER BY district')
const { place: places } = await table('SELECT DISTINCT place FROM known ORDER BY place')
const { beat: beats } = await table('SELECT DISTINCT beat FROM cell ORDER BY beat')
/** SQL: the place of a column's value in a list, from 0. */
const position = (names, column) => `list_position([${names.map((name) => `'${name}'`)}], ${column}) - 1`

/** The effect of each group on the logit of an arrest, as one Newton step from what offence and location tell. */
const effect = 'round(logit_step(sum(arrested), sum(p), sum(variance)), 2)'

/**
 * Latitude and longitude as cubic polynomials of the coordinates, by least squares: the terms 1, u, v, u², uv, v², u³,
 * u²v, uv², v³ with u = (x − x0) / scale and v alike. Additions and multiplications only, so that every machine gets the
 * same digits; off by less than 0.02 feet.
 */
async function fitDegrees() {
  const [x0, y0, scale] = [1160000, 1890000, 100000]
  const powers = [0, 1, 2, 3].flatMap((degree) => Array.from({ length: degree + 1 }, (_, k) => [degree - k, k]))
  const moments = [0, 1, 2, 3, 4, 5, 6].flatMap((i) => [0, 1, 2, 3, 4, 5, 6].map((k) => [i, k]))
  const sums = await row(`
    SELECT ${moments.map(([i, k]) => `sum(u ** ${i} * v ** ${k}) AS m${i}_${k}`)},
      ${powers.flatMap(([i, k]) => ['latitude', 'longitude'].map((c) => `sum(u ** ${i} * v ** ${k} * (${c} - ${c}0)) AS ${c}${i}_${k}`))},
      any_value(latitude0) AS latitude0, any_value(longitude0) AS longitude0
    FROM (
      SELECT (x_coordinate - ${x0}) / ${scale} AS u, (y_coordinate - ${y0}) / ${scale} AS v, latitude, longitude,
        41.85 AS latitude0, -87.68 AS longitude0
      FROM known WHERE x_coordinate IS NOT NULL
    )`)
  const polynomial = (column) => {
    const solution = solve(
      powers.map(([a, b]) => [...powers.map(([c, d]) => sums[`m${a + c}_${b + d}`]), sums[`${column}${a}_${b}`]]),
    )
    solution[0] += Number(sums[`${column}0`])
    return solution.map((value) => Number(value.toPrecision(12)))
  }
  return { x0, y0, scale, latitude: polynomial('latitude'), longitude: polynomial('longitude') }
}

/**
 * What is known of each kind of place: how its incidents spread over districts, and how they repeat at a point. The
 * share that is the first of its kind of place there; how much likelier two at a point are of one offence than two of
 * the district (0 not at all, 1 always); the logit of an arrest at its usual point, and the points' deviation from it.
 */
async function placeFacts() {
  const { name, new_share, offence_affinity, ...of } = await table(`
    WITH
    repeats AS (
      SELECT place, count(DISTINCT (x_coordinate, y_coordinate)) / count(*) AS new_share, avg(arrested) AS arrest_rate
      FROM known WHERE cell IS NOT NULL GROUP BY place
    ),
    -- Of the others at an incident's point, and of all in its district, the share that is of its offence. By incident,
    -- not by pair, since a few points have most of the pairs.
    offences_at_point AS (
      SELECT place, sum(n * (n - 1) / (there - 1)) / sum(n) AS alike
      FROM (
        SELECT place, count(*) AS n, sum(count(*)) OVER (PARTITION BY place, x_coordinate, y_coordinate) AS there
        FROM known WHERE cell IS NOT NULL GROUP BY place, x_coordinate, y_coordinate, offence
      )
      WHERE there > 1 GROUP BY place
    ),
    offences_in_district AS (
      SELECT place, sum(n * n / there) / sum(n) AS alike
      FROM (
        SELECT place, count(*) AS n, sum(count(*)) OVER (PARTITION BY place, cell_district) AS there
        FROM known WHERE cell IS NOT NULL GROUP BY place, cell_district, offence
      )
      GROUP BY place
    ),
    arrests_alike AS (
      SELECT place, sum(residual ** 2 - squares) / sum(squares * (n - 1)) AS agreement
      FROM (
        SELECT place, count(*) AS n, sum(residual) AS residual, sum(residual ** 2) AS squares
        FROM known WHERE cell IS NOT NULL GROUP BY place, x_coordinate, y_coordinate HAVING n > 1
      )
      GROUP BY place
    )
    SELECT place AS name, round(new_share, 3) AS new_share,
      round(affinity(offences_at_point.alike, offences_in_district.alike), 3) AS offence_affinity,
      greatest(0, agreement) AS arrest_agreement, arrest_rate
    FROM repeats
    JOIN offences_at_point USING (place)
    JOIN offences_in_district USING (place)
    JOIN arrests_alike USING (place)
    ORDER BY place`)
  const effects = name.map((_, k) => pointEffects(DILUTION * of.arrest_agreement[k], of.arrest_rate[k]))
  return {
    name,
    districts: await countsBy('place', position(districts, 'cell_district'), districts.length),
    new_share,
    offence_affinity,
    arrest_logit: effects.map(({ logit }) => logit),
    arrest_spread: effects.map(({ deviation }) => deviation),
  }
}

const facts = {
  about: 'Counts and rates of groups of incidents that the Chicago Police Department reported in 2017; no incident.',
  smallest: SMALLEST,
  cell_feet: CELL_FEET,
  ...(await row(`
    SELECT
      year(min(date)) AS year,
      shipped(count(*)) AS incidents,
      round(avg(arrested), 4) AS arrest_rate,
      -- Of the points that a kind of place has, the share that no other kind of place has.
      round(count(DISTINCT (x_coordinate, y_coordinate)) / count(DISTINCT (place, x_coordinate, y_coordinate)), 3)
        AS own_point_share
    FROM known`)),
  minutes: (
    await table(`
      SELECT shipped(count(date)) AS n FROM range(60) AS numbers (value) LEFT JOIN known ON minute(date) = value
      GROUP BY value ORDER BY value`)
  ).n,
  // Days until the last update, by twentieths of the incidents; the ends are not told, for they are single incidents.
  update_days: (
    await row(`
      SELECT quantile_disc(date_diff('day', date, updated_on), [0.01, ${Array.from({ length: 19 }, (_, i) => (i + 1) / 20)}, 0.99]) AS days
      FROM known`)
  ).days.map(Number),
  // Victims beyond a case's first have rows of their own that are equal but for the id.
  repeated_cases: await table(`
    SELECT primary_type, round(1 - count(DISTINCT case_number) / count(*), 4) AS rate
    FROM known GROUP BY primary_type HAVING count(*) - count(DISTINCT case_number) >= ${SMALLEST} ORDER BY primary_type`),
  degrees: await fitDegrees(),
  districts,
  types: {
    name: types,
    ...(await table(`
      SELECT round(drawn(count(*) - count(x_coordinate), count(*), 0.01), 4) AS no_coordinates_rate
      FROM known GROUP BY type ORDER BY type`)),
    months: await countsBy('type', 'month(date) - 1', 12),
    weekdays: await countsBy('type', 'isodow(date) - 1', 7),
    hours: await countsBy('type', 'hour(date)', 24),
    districts: await countsBy('type', position(districts, 'cell_district'), districts.length),
    arrest_effect_by_quarter: (
      await table(`
        SELECT list(effect ORDER BY quarter) AS effects
        FROM (SELECT type, hour(date) // 6 AS quarter, ${effect} AS effect FROM known GROUP BY ALL)
        GROUP BY type ORDER BY type`)
    ).effects,
  },
  offences: await table(`
    SELECT iucr, primary_type, description, fbi_code, ${position(types, 'type')} AS type, shipped(n) AS incidents,
      round(arrest_rate, 3) AS arrest_rate, round(domestic_rate, 3) AS domestic_rate
    FROM offence WHERE n >= ${SMALLEST} ORDER BY offence`),
  rare_offences: {
    ...(await table(`
      SELECT iucr, primary_type, description, fbi_code, ${position(types, 'type')} AS type
      FROM offence WHERE n < ${SMALLEST} ORDER BY iucr`)),
    ...(await row(`
      SELECT shipped(sum(n)) AS incidents, round(sum(n * arrest_rate) / sum(n), 3) AS arrest_rate,
        round(sum(n * domestic_rate) / sum(n), 3) AS domestic_rate
      FROM offence WHERE n < ${SMALLEST}`)),
  },
  places: await placeFacts(),
  locations: await table(`
    SELECT nullif(location_description, '') AS name, shipped(n) AS incidents, ${position(places, 'place')} AS place
    FROM location WHERE n >= ${SMALLEST} ORDER BY location`),
  rare_locations: {
    ...(await table(`
      SELECT location_description AS name, ${position(places, 'place')} AS place FROM location WHERE n < ${SMALLEST} ORDER BY location_description`)),
    ...(await row(`SELECT shipped(sum(n)) AS incidents FROM location WHERE n < ${SMALLEST}`)),
  },
  offence_locations: await table(`
    SELECT offence, location, shipped(n) AS incidents, round(arrest_rate, 3) AS arrest_rate,
      round(domestic_rate, 3) AS domestic_rate
    FROM offence_location WHERE n >= ${SMALLEST} ORDER BY offence, location`),
  type_locations: await table(`
    SELECT ${position(types, 'type')} AS type, location, shipped(count(*)) AS incidents
    FROM known WHERE n_offence_location < ${SMALLEST} AND n_location >= ${SMALLEST}
    GROUP BY type, location HAVING count(*) >= ${SMALLEST} ORDER BY type, location`),
  beats: await table(`
    SELECT beat AS name, ${position(districts, 'any_value(cell_district)')} AS district, ${effect} AS arrest_effect
    FROM (SELECT cell.beat, cell_district, arrested, p, variance FROM known JOIN cell USING (cell))
    GROUP BY beat ORDER BY beat`),
  cells: await table(`
    SELECT cell_x AS x, cell_y AS y, shipped(n) AS incidents, ${position(beats, 'beat')} AS beat, ward, community_area
    FROM cell ORDER BY cell`),
  place_cells: await table(`
    SELECT ${position(places, 'place')} AS place, cell, shipped(count(*)) AS incidents
    FROM known WHERE cell IS NOT NULL
    GROUP BY known.place, cell HAVING count(*) >= ${SMALLEST} ORDER BY known.place, cell`),
}
writeFileSync(output, `${JSON.stringify(facts)}\n`)
