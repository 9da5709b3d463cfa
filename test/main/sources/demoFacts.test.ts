import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appRoot, resource } from '../../../src/main/appRoot.ts'
import { readFacts } from '../../../src/main/sources/demo/facts.ts'
import { describeWithShared, shared, temporaryFolder } from '../../support.ts'

/** Every list of counts in the facts, by where it stands. */
function countsIn(value: unknown, path: string): [path: string, counts: number[]][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = `${path}/${name}`
    const isCounts = /\/(incidents|minutes|(months|weekdays|hours|districts)\/\d+)$/.test(here)
    if (isCounts && Array.isArray(inner)) return [[here, inner.map(Number)]]
    if (isCounts && typeof inner === 'number') return [[here, [inner]]]
    return countsIn(inner, here)
  })
}

describe('the facts behind the demonstration year', () => {
  it('are small enough to ship', () => {
    expect(statSync(resource('demo-facts.json')).size).toBeLessThan(300_000)
  })

  it('tell no group of fewer incidents than the smallest allowed, and none to the incident', async () => {
    const { facts } = await readFacts()
    expect(facts.smallest).toBeGreaterThanOrEqual(10)
    const lists = countsIn(facts, '')
    expect(lists.length).toBeGreaterThan(100)
    for (const [path, counts] of lists) {
      const told = counts.filter((count) => count > 0)
      expect(Math.min(facts.smallest, ...told), path).toBe(facts.smallest)
      expect(
        told.filter((count) => count % 5 !== 0),
        path,
      ).toEqual([])
    }
  })

  it('tell no rate that says what happened in each incident of a group', async () => {
    const { offence_locations: groups, offences } = (await readFacts()).facts
    const small = groups.incidents.flatMap((incidents, k) => (incidents < 20 ? [k] : []))
    expect(small.length).toBeGreaterThan(100)
    const certain = small.filter((k) => groups.arrest_rate[k] === 1 || groups.arrest_rate[k] === 0)
    // Where the whole offence is certain, the group tells nothing more.
    for (const k of certain) expect([0, 1]).toContain(Math.round(offences.arrest_rate[groups.offence[k]!]! * 100) / 100)
  })

  it('hold nothing of an incident: no id, case, address, day or coordinates', () => {
    const text = readFileSync(resource('demo-facts.json'), 'utf8')
    expect(text).not.toMatch(/[A-Z]{2}\d{6}|\d{3}XX|\d{4}-\d\d-\d\d/)
    expect(text).not.toMatch(/\b1[01]\d{5}\b(?!,"y0")|\b1[89]\d{5}\b(?!,"scale")/)
  })
})

describeWithShared('deriving the facts from the real year', () => {
  it('gives the file that ships', () => {
    const output = join(temporaryFolder(), 'facts.json')
    execFileSync(process.execPath, [
      join(appRoot, 'scripts', 'derive-demo-facts.mjs'),
      shared('data', 'crimes_2017.parquet'),
      output,
    ])
    expect(readFileSync(output, 'utf8')).toBe(readFileSync(resource('demo-facts.json'), 'utf8'))
  })
})
