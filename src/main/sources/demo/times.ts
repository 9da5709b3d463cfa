import type { Random } from '../../random.ts'
import type { Facts } from './facts.ts'
import type { OffenceList } from './offences.ts'
import { type Weighted, weighted } from './weighted.ts'

/** What happened when, in the order of time. */
export interface Timeline {
  offence: Int32Array
  /** Minutes since the year began, on Chicago's clock. */
  minute: Int32Array
  /** The incident of the same case before this one, whose further victim this is; -1 for a case of its own. */
  sameCaseAs: Int32Array
}

const DAY_MINUTES = 1440
/** Of the longest year. */
const YEAR_MINUTES = 366 * DAY_MINUTES

/** Draws `incidents` offences and their times. */
export function drawTimeline(facts: Facts, offences: OffenceList, incidents: number, random: Random): Timeline {
  const offence = new Int32Array(incidents)
  const minute = new Int32Array(incidents)
  const sameCaseAs = new Int32Array(incidents).fill(-1)

  const which = weighted(offences.weight)
  const clocks = facts.types.name.map((_, type) => clockOf(facts, type))
  const minuteOfHour = weighted(facts.minutes)
  const repeatRate = offences.primary_type.map((type) => {
    const at = facts.repeated_cases.primary_type.indexOf(type)
    return at < 0 ? 0 : facts.repeated_cases.rate[at]!
  })
  const latestOf = new Map<string, number>()

  for (let i = 0; i < incidents; i++) {
    const drawn = which.draw(random)
    offence[i] = drawn
    if (repeatRate[drawn]! > 0) {
      const type = offences.primary_type[drawn]!
      const latest = latestOf.get(type)
      if (latest !== undefined && random.uniform() < repeatRate[drawn]!) {
        offence[i] = offence[latest]!
        minute[i] = minute[latest]!
        sameCaseAs[i] = latest
        continue
      }
      latestOf.set(type, i)
    }
    const { day, hour } = clocks[offences.type[drawn]!]!
    minute[i] = day.draw(random) * DAY_MINUTES + hour.draw(random) * 60 + minuteOfHour.draw(random)
  }
  return inOrderOfTime({ offence, minute, sameCaseAs })
}

/** When incidents of a type happen: the day of the year, from 0, and the hour. */
function clockOf({ year, types }: Facts, type: number): { day: Weighted; hour: Weighted } {
  const months = types.months[type]!
  const weekdays = types.weekdays[type]!
  const days: number[] = []
  for (const [month, incidents] of months.entries()) {
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    for (let day = 1; day <= length; day++) {
      const fromMonday = (new Date(Date.UTC(year, month, day)).getUTCDay() + 6) % 7
      days.push((incidents / length) * weekdays[fromMonday]!)
    }
  }
  return { day: weighted(days), hour: weighted(types.hours[type]!) }
}

/** Sorts by counting; incidents of one minute stay in the order drawn, so a case stays before its repetition. */
function inOrderOfTime({ offence, minute, sameCaseAs }: Timeline): Timeline {
  const next = new Int32Array(YEAR_MINUTES + 1)
  for (const value of minute) next[value + 1]!++
  for (let k = 1; k <= YEAR_MINUTES; k++) next[k]! += next[k - 1]!
  const place = minute.map((value) => next[value]!++)
  const sorted: Timeline = {
    offence: new Int32Array(minute.length),
    minute: new Int32Array(minute.length),
    sameCaseAs: new Int32Array(minute.length),
  }
  for (let i = 0; i < minute.length; i++) {
    const k = place[i]!
    sorted.offence[k] = offence[i]!
    sorted.minute[k] = minute[i]!
    sorted.sameCaseAs[k] = sameCaseAs[i]! < 0 ? -1 : place[sameCaseAs[i]!]!
  }
  return sorted
}
