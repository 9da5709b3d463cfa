import type { Random } from '../../random.ts'
import type { Facts } from './facts.ts'
import { weighted } from './weighted.ts'

/** Every offence that can be generated, the rare ones last; one array a column. */
export interface OffenceList {
  iucr: string[]
  primary_type: string[]
  description: string[]
  fbi_code: string[]
  /** Position in the facts' types. */
  type: number[]
  /** Share of the incidents, as a weight. */
  weight: number[]
  arrestRate: number[]
  domesticRate: number[]
}

/** The offences of the facts, then the rare ones, each with an equal part of what they are together. */
export function offenceList({ offences, rare_offences: rare }: Facts): OffenceList {
  const each = <T>(value: T) => rare.iucr.map(() => value)
  return {
    iucr: [...offences.iucr, ...rare.iucr],
    primary_type: [...offences.primary_type, ...rare.primary_type],
    description: [...offences.description, ...rare.description],
    fbi_code: [...offences.fbi_code, ...rare.fbi_code],
    type: [...offences.type, ...rare.type],
    weight: [...offences.incidents, ...each(rare.incidents / rare.iucr.length)],
    arrestRate: [...offences.arrest_rate, ...each(rare.arrest_rate)],
    domesticRate: [...offences.domestic_rate, ...each(rare.domestic_rate)],
  }
}

/** Every location description (null: not told), the rare ones last, and the kind of place that it is. */
export interface LocationList {
  name: (string | null)[]
  place: number[]
}

export function locationList({ locations, rare_locations: rare }: Facts): LocationList {
  return { name: [...locations.name, ...rare.name], place: [...locations.place, ...rare.place] }
}

/** Where an offence happened, as a position in the list of locations, and what usually follows there. */
export interface Circumstances {
  location: number
  arrestRate: number
  domesticRate: number
}

/** Draws the circumstances of an offence: of its own groups, else a location of its type, else any location. */
export function drawCircumstances(
  facts: Facts,
  offences: OffenceList,
): (offence: number, random: Random) => Circumstances {
  const { offence_locations: known, type_locations: pooled, locations, rare_locations: rare } = facts
  const restOfType = facts.types.name.map(() => 0)

  const groupsOf: Circumstances[][] = offences.iucr.map(() => [])
  const countsOf: number[][] = offences.iucr.map(() => [])
  known.offence.forEach((offence, k) => {
    const [location, arrestRate, domesticRate] = [known.location[k]!, known.arrest_rate[k]!, known.domestic_rate[k]!]
    groupsOf[offence]!.push({ location, arrestRate, domesticRate })
    countsOf[offence]!.push(known.incidents[k]!)
  })
  const byOffence = countsOf.map((counts, offence) => {
    const rest = Math.max(offences.weight[offence]! - sum(counts), counts.length === 0 ? 1 : 0)
    restOfType[offences.type[offence]!]! += rest
    return weighted([...counts, rest])
  })

  let restOfAll = 0
  const byType = restOfType.map((total, type) => {
    const rows = pooled.type.flatMap((value, k) => (value === type ? [k] : []))
    const counts = rows.map((k) => pooled.incidents[k]!)
    const rest = Math.max(total - sum(counts), counts.length === 0 ? 1 : 0)
    restOfAll += rest
    return { locations: rows.map((k) => pooled.location[k]!), choice: weighted([...counts, rest]) }
  })

  // The rare locations are left to this last choice, so they get their whole share of the year here.
  const common = Math.max(restOfAll - rare.incidents, 0) / sum(locations.incidents)
  const anywhere = weighted([
    ...locations.incidents.map((count) => count * common),
    ...rare.name.map(() => rare.incidents / rare.name.length),
  ])

  return (offence, random) => {
    const group = groupsOf[offence]![byOffence[offence]!.draw(random)]
    if (group !== undefined) return group
    const type = byType[offences.type[offence]!]!
    return {
      location: type.locations[type.choice.draw(random)] ?? anywhere.draw(random),
      arrestRate: offences.arrestRate[offence]!,
      domesticRate: offences.domesticRate[offence]!,
    }
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
