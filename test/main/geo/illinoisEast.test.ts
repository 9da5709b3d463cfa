import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readColumns } from '../../../src/main/columns.ts'
import { literal, openDuck } from '../../../src/main/duck.ts'
import { projectToIllinoisEast } from '../../../src/main/geo/illinoisEast.ts'
import { describeWithShared, shared } from '../../support.ts'

describe('Illinois State Plane East', () => {
  it('has its false easting on the central meridian and y = 0 at the origin', () => {
    const { x, y } = projectToIllinoisEast(36 + 40 / 60, -(88 + 20 / 60))
    // 300,000 m in US survey feet.
    expect(x).toBeCloseTo(984_250, 6)
    expect(y).toBeCloseTo(0, 6)
  })

  it('places the station Central where the City does', () => {
    const { x, y } = projectToIllinoisEast(41.85837259, -87.62735617)
    expect(Math.hypot(x - 1_176_569.053, y - 1_891_771.703)).toBeLessThan(0.01)
  })
})

describeWithShared('the coordinates of a year', () => {
  it('are those that the portal gives in feet, within a hundredth of a foot', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'geo-'))
    const duck = await openDuck({ threads: 1, spillFolder: folder })
    const places = `(FROM ${literal(shared('data', 'crimes_2017.parquet'))} WHERE latitude IS NOT NULL)`
    const { columns, rows } = await readColumns(duck, places, ['latitude', 'longitude', 'x_coordinate', 'y_coordinate'])
    let worstFeet = 0
    for (let i = 0; i < rows; i++) {
      const { x, y } = projectToIllinoisEast(columns.latitude![i]!, columns.longitude![i]!)
      worstFeet = Math.max(worstFeet, Math.hypot(x - columns.x_coordinate![i]!, y - columns.y_coordinate![i]!))
    }
    duck.close()
    rmSync(folder, { recursive: true })
    expect(rows).toBeGreaterThan(260_000)
    expect(worstFeet).toBeLessThan(0.01)
  })
})
