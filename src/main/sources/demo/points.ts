import type { Random } from '../../random.ts'
import type { Facts } from './facts.ts'
import type { OffenceList } from './offences.ts'
import { type Weighted, weighted } from './weighted.ts'

/** Where incidents happen. Offences, kinds of place and points are positions in lists. */
export interface City {
  /** The point of the next incident of an offence at a kind of place: a new one, or where one happened before. */
  locate(offence: number, place: number, arrest: boolean): number
  /** The cell of an incident that has no coordinates. */
  cellOf(offence: number, place: number, arrest: boolean): number
  /** By point: the cell, and the coordinates in whole feet (Illinois State Plane East). */
  readonly cell: Int32Array
  readonly x: Int32Array
  readonly y: Int32Array
}

/** Points of the incidents so far at one kind of place in one district; each once an incident. */
interface Pool {
  points: number[]
  ofOffence: Map<number, number[]>
}

/** How incidents of a kind of place repeat at a point: see `places` of the facts. */
interface Kind {
  offenceAffinity: number
  arrestLogit: number
  arrestSpread: number
}

/** Where no point seems to suit an outcome, any will do. */
const MOST_TRIES = 100
/** Points beyond this many standard deviations are not told apart, so that fewer draws are in vain. */
const MOST_TENDENCY = 3

/**
 * A city whose points grow with the incidents: each happens at a new point of its district, or at the point of an
 * earlier one (so places get ever more of what they have, as hot spots do: Simon's process), of its own offence as often
 * as the kind of place says. New points lie where that kind of place has its incidents, or on a point that is there
 * already. Whether there is an arrest is known before: districts, cells and points are drawn that see such outcomes.
 *
 * @param incidents how many will be located at most
 */
export function createCity(facts: Facts, offences: OffenceList, incidents: number, random: Random): City {
  const { beats, cells, places, types } = facts
  const typeOf = offences.type
  const kinds = places.name.map(
    (_, place): Kind => ({
      offenceAffinity: places.offence_affinity[place]!,
      arrestLogit: places.arrest_logit[place]!,
      arrestSpread: places.arrest_spread[place]!,
    }),
  )
  const city = { cell: new Int32Array(incidents), x: new Int32Array(incidents), y: new Int32Array(incidents) }
  /** How much likelier incidents at a point end in an arrest, in standard deviations of such points. */
  const tendency = new Float64Array(incidents)
  let points = 0
  const districtChoices: Weighted[] = []
  const cellChoices: Weighted[] = []
  const pools: Pool[] = []
  const pointsOfCell: number[][] = cells.x.map(() => [])
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
    const key = (type * places.name.length + place) * 2 + Number(arrest)
    districtChoices[key] ??= weighted(
      incidentsOfDistrict.map((all, district) => {
        if (all === 0) return 0
        const usual = (types.districts[type]![district]! * places.districts[place]![district]!) / all
        return usual * likelihood(effectOfDistrict[district]!, arrest)
      }),
    )
    const choice = districtChoices[key]
    return choice.total > 0 ? choice.draw(random) : random.below(facts.districts.length)
  }

  function drawCell(district: number, place: number, arrest: boolean): number {
    const among = cellsOfDistrict[district]!
    const key = (district * places.name.length + place) * 2 + Number(arrest)
    cellChoices[key] ??= weighted(
      cellWeights(among, cells.incidents, toldOf[place]!, places.districts[place]![district]!).map((usual, k) => {
        const effect = beats.arrest_effect[cells.beat[among[k]!]!]! - effectOfDistrict[district]!
        return usual * likelihood(effect, arrest)
      }),
    )
    return among[cellChoices[key].draw(random)]!
  }

  function newPoint(cell: number, kind: Kind, arrest: boolean): number {
    const there = pointsOfCell[cell]!
    if (there.length > 0 && random.uniform() >= facts.own_point_share) return earlierPoint(there, kind, arrest)
    const point = points++
    city.cell[point] = cell
    city.x[point] = cells.x[cell]! * facts.cell_feet + random.below(facts.cell_feet)
    city.y[point] = cells.y[cell]! * facts.cell_feet + random.below(facts.cell_feet)
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      tendency[point] = random.normal()
      if (suits(point, kind, arrest)) break
    }
    return point
  }

  function earlierPoint(among: number[], kind: Kind, arrest: boolean): number {
    let point = among[random.below(among.length)]!
    for (let tries = 1; tries < MOST_TRIES && !suits(point, kind, arrest); tries++) {
      point = among[random.below(among.length)]!
    }
    return point
  }

  /** Taking a point that was drawn when this says so, incidents there end in an arrest with the logit of the point. */
  function suits(point: number, { arrestLogit, arrestSpread }: Kind, arrest: boolean): boolean {
    const usual = arrestLogit + tendency[point]! * arrestSpread
    const most = arrestLogit + (arrest ? MOST_TENDENCY : -MOST_TENDENCY) * arrestSpread
    return random.uniform() * likelihood(most, arrest) < likelihood(usual, arrest)
  }

  return {
    ...city,
    locate(offence, place, arrest) {
      const district = drawDistrict(typeOf[offence]!, place, arrest)
      const key = district * places.name.length + place
      pools[key] ??= { points: [], ofOffence: new Map() }
      const pool = pools[key]
      const kind = kinds[place]!
      const alike = random.uniform() < kind.offenceAffinity ? pool.ofOffence.get(offence) : undefined
      const point =
        pool.points.length === 0 || random.uniform() < places.new_share[place]!
          ? newPoint(drawCell(district, place, arrest), kind, arrest)
          : earlierPoint(alike ?? pool.points, kind, arrest)
      remember(pool, point, offence)
      pointsOfCell[city.cell[point]!]!.push(point)
      return point
    },
    cellOf(offence, place, arrest) {
      return drawCell(drawDistrict(typeOf[offence]!, place, arrest), place, arrest)
    },
  }
}

function remember({ points, ofOffence }: Pool, point: number, offence: number): void {
  points.push(point)
  const ofThisOffence = ofOffence.get(offence)
  if (ofThisOffence === undefined) ofOffence.set(offence, [point])
  else ofThisOffence.push(point)
}

/** Probability of the outcome where an arrest has this logit. */
function likelihood(logit: number, arrest: boolean): number {
  return 1 / (1 + Math.exp(arrest ? -logit : logit))
}

/**
 * How a kind of place's incidents in a district are shared by its cells: as told where they are told, the rest as all
 * incidents of the other cells are.
 */
function cellWeights(among: number[], all: number[], told: Map<number, number>, incidents: number): number[] {
  const untold = sum(among.map((cell) => (told.has(cell) ? 0 : all[cell]!)))
  const rest = incidents - sum(among.map((cell) => told.get(cell) ?? 0))
  const share = untold === 0 ? 0 : Math.max(rest, 0) / untold
  const weights = among.map((cell) => told.get(cell) ?? all[cell]! * share)
  return sum(weights) > 0 ? weights : among.map((cell) => all[cell]!)
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
