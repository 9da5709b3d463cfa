import type { Random } from '../../random.ts'
import type { Facts } from './facts.ts'
import type { OffenceList } from './offences.ts'
import { type Weighted, weighted } from './weighted.ts'

/** A place of the generated city. Coordinates are whole feet in Illinois State Plane East. */
export interface Point {
  cell: number
  x: number
  y: number
  /** How much likelier incidents here end in an arrest, in standard deviations of such points. */
  arrestTendency: number
}

/** Where incidents happen. Offences and kinds of place are positions in the lists. */
export interface City {
  /** The point of the next incident of an offence at a kind of place: a new one, or where one happened before. */
  locate(offence: number, place: number, arrest: boolean): Point
  /** The cell of an incident that has no coordinates. */
  cellOf(offence: number, place: number, arrest: boolean): number
}

/** Points of the incidents so far at one kind of place in one district, or in one cell; each once an incident. */
interface Pool {
  points: Point[]
  ofOffence: Map<number, Point[]>
}

/** How incidents of a kind of place repeat at a point: see `places` of the facts. */
interface Kind {
  offenceAffinity: number
  arrestLogit: number
  arrestSpread: number
}

/** Where no place seems to suit an outcome, any will do. */
const MOST_TRIES = 100

const emptyPool = (): Pool => ({ points: [], ofOffence: new Map() })

function remember({ points, ofOffence }: Pool, point: Point, offence: number): void {
  points.push(point)
  const ofThisOffence = ofOffence.get(offence)
  if (ofThisOffence === undefined) ofOffence.set(offence, [point])
  else ofThisOffence.push(point)
}

/**
 * A city whose points grow with the incidents: each happens at a new point of its district, or at the point of an
 * earlier one (so places get ever more of what they have, as hot spots do: Simon's process), of its own offence as often
 * as the kind of place says. New points lie where that kind of place has its incidents, or on a point that is there
 * already. Whether there is an arrest is known before: districts, cells and points are drawn that see such outcomes.
 */
export function createCity(facts: Facts, offences: OffenceList, random: Random): City {
  const { beats, cells, places, types } = facts
  const typeOf = offences.type
  const kinds = places.name.map(
    (_, place): Kind => ({
      offenceAffinity: places.offence_affinity[place]!,
      arrestLogit: places.arrest_logit[place]!,
      arrestSpread: places.arrest_spread[place]!,
    }),
  )
  const districtChoices: Weighted[] = []
  const cellChoices: CellChoice[] = []
  const pools: Pool[] = []
  const pointsOfCell = cells.x.map(emptyPool)
  const cellsOfDistrict = facts.districts.map((_, district) =>
    cells.beat.flatMap((beat, cell) => (beats.district[beat] === district ? [cell] : [])),
  )
  const incidentsOfDistrict = facts.districts.map((_, district) =>
    types.districts.reduce((sum, counts) => sum + counts[district]!, 0),
  )
  const effectOfDistrict = cellsOfDistrict.map((among) => {
    const effects = among.map((cell) => cells.incidents[cell]! * beats.arrest_effect[cells.beat[cell]!]!)
    return sum(effects) / sum(among.map((cell) => cells.incidents[cell]!))
  })
  const toldOf = places.name.map(() => new Map<number, number>())
  facts.place_cells.place.forEach((place, k) => {
    toldOf[place]!.set(facts.place_cells.cell[k]!, facts.place_cells.incidents[k]!)
  })

  /** As type and kind of place say, each in proportion to how it differs from the whole city. */
  function drawDistrict(type: number, place: number, arrest: boolean): number {
    const key = type * places.name.length + place
    districtChoices[key] ??= weighted(
      incidentsOfDistrict.map((all, district) =>
        all === 0 ? 0 : (types.districts[type]![district]! * places.districts[place]![district]!) / all,
      ),
    )
    const choice = districtChoices[key]
    if (choice.total === 0) return random.below(facts.districts.length)
    return suitable(
      () => choice.draw(random),
      (district) => effectOfDistrict[district]!,
      arrest,
    )
  }

  function drawCell(district: number, place: number, arrest: boolean): number {
    const key = district * places.name.length + place
    cellChoices[key] ??= cellChoice(
      cellsOfDistrict[district]!,
      cells.incidents,
      toldOf[place]!,
      places.districts[place]![district]!,
    )
    const { among, choice } = cellChoices[key]
    return suitable(
      () => among[choice.draw(random)]!,
      (cell) => beats.arrest_effect[cells.beat[cell]!]! - effectOfDistrict[district]!,
      arrest,
    )
  }

  function newPoint(cell: number, offence: number, kind: Kind, arrest: boolean): Point {
    const there = pointsOfCell[cell]!
    if (there.points.length > 0 && random.uniform() >= facts.own_point_share) {
      return earlierPoint(there, offence, { ...kind, offenceAffinity: facts.shared_affinity }, arrest)
    }
    const x = cells.x[cell]! * facts.cell_feet + random.below(facts.cell_feet)
    const y = cells.y[cell]! * facts.cell_feet + random.below(facts.cell_feet)
    const arrestTendency = suitable(
      () => random.normal(),
      (tendency) => kind.arrestLogit + tendency * kind.arrestSpread,
      arrest,
    )
    return { cell, x, y, arrestTendency }
  }

  /** The point of an earlier incident: one of the same offence as often as the kind says, else any. */
  function earlierPoint(pool: Pool, offence: number, kind: Kind, arrest: boolean): Point {
    const alike = random.uniform() < kind.offenceAffinity ? pool.ofOffence.get(offence) : undefined
    const among = alike ?? pool.points
    return suitable(
      () => among[random.below(among.length)]!,
      (point) => kind.arrestLogit + point.arrestTendency * kind.arrestSpread,
      arrest,
    )
  }

  /** Draws again until a draw suits the outcome, which is an arrest with the logit that the draw gives it. */
  function suitable<T>(draw: () => T, logitOf: (value: T) => number, arrest: boolean): T {
    let value = draw()
    for (let tries = 1; tries < MOST_TRIES; tries++) {
      const logit = logitOf(value)
      if (random.uniform() < 1 / (1 + Math.exp(arrest ? -logit : logit))) break
      value = draw()
    }
    return value
  }

  return {
    locate(offence, place, arrest) {
      const district = drawDistrict(typeOf[offence]!, place, arrest)
      const key = district * places.name.length + place
      pools[key] ??= emptyPool()
      const pool = pools[key]
      const kind = kinds[place]!
      const point =
        pool.points.length === 0 || random.uniform() < places.new_share[place]!
          ? newPoint(drawCell(district, place, arrest), offence, kind, arrest)
          : earlierPoint(pool, offence, kind, arrest)
      remember(pool, point, offence)
      remember(pointsOfCell[point.cell]!, point, offence)
      return point
    },
    cellOf(offence, place, arrest) {
      return drawCell(drawDistrict(typeOf[offence]!, place, arrest), place, arrest)
    },
  }
}

interface CellChoice {
  among: number[]
  choice: Weighted
}

/**
 * Cells of a district in proportion to a kind of place's incidents: as told where they are told, the rest of the
 * district's `incidents` over its other cells as all incidents are.
 */
function cellChoice(among: number[], all: number[], told: Map<number, number>, incidents: number): CellChoice {
  let rest = incidents
  let untold = 0
  for (const cell of among) {
    const count = told.get(cell)
    if (count === undefined) untold += all[cell]!
    else rest -= count
  }
  const share = untold === 0 ? 0 : Math.max(rest, 0) / untold
  const choice = weighted(among.map((cell) => told.get(cell) ?? all[cell]! * share))
  return { among, choice: choice.total > 0 ? choice : weighted(among.map((cell) => all[cell]!)) }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
