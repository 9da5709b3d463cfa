import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectToIllinoisEast } from '../../../src/main/geo/illinoisEast.ts'
import { parseCsv } from '../../../src/main/sources/csv.ts'
import { readStations, shippedStations, stationsFor } from '../../../src/main/sources/stations.ts'
import { UserError } from '../../../src/shared/errors.ts'
import { describeWithShared, shared, temporaryFolder } from '../../support.ts'

function fileWith(content: string, name = 'stations.csv'): string {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, content)
  return path
}

async function failure(content: string): Promise<[string, UserError['params']]> {
  const error: unknown = await readStations(fileWith(content)).catch((thrown) => thrown)
  if (!(error instanceof UserError)) throw new Error('no UserError was thrown', { cause: error })
  return [error.code, error.params]
}

describe('the police stations', () => {
  it('that ship are the 22 of the districts, Headquarters not among them', async () => {
    const stations = await stationsFor(undefined)
    expect(stations).toHaveLength(22)
    expect(stations[0]).toEqual({ district: '1', name: 'Central', x: 1176569.053, y: 1891771.703 })
    expect(stations.at(-1)).toMatchObject({ district: '25', name: 'Grand Central' })
  })

  it('come from a CSV with either header style', async () => {
    const api = 'district,district_name,address,x_coordinate,y_coordinate\n'
    const title = 'DISTRICT,DISTRICT NAME,ADDRESS,X COORDINATE,Y COORDINATE\n'
    const rows =
      'Headquarters,Headquarters,x,1177731.4,1881697.4\n018,Near North,"1160 N\nLarrabee",1172080.029,1908086.526\n7,Englewood,y,1167659.2,1863005.5\n'
    for (const header of [api, title]) {
      expect(await readStations(fileWith(header + rows))).toEqual([
        { district: '7', name: 'Englewood', x: 1167659.2, y: 1863005.5 },
        { district: '18', name: 'Near North', x: 1172080.029, y: 1908086.526 },
      ])
    }
  })

  it('come from a JSON array of the API, text for numbers', async () => {
    const json = JSON.stringify([
      { district: '1', district_name: 'Central', x_coordinate: '1176569.053', y_coordinate: '1891771.703' },
    ])
    expect(await readStations(fileWith(json))).toEqual([(await shippedStations())[0]])
  })

  it('with latitude and longitude only are projected to feet', async () => {
    const content = 'DISTRICT,DISTRICT NAME,LATITUDE,LONGITUDE\n1,Central,41.85837259,-87.62735617\n'
    const [central] = await readStations(fileWith(content))
    expect(central!.x).toBeCloseTo(1176569.053, 0)
    expect(central!.y).toBeCloseTo(1891771.703, 0)
  })

  it('that cannot be used are refused, saying which row and why', async () => {
    const header = 'district,district_name,x_coordinate,y_coordinate\n'
    expect(await failure('name,street\na,b\n')).toMatchObject([
      'sources.stations.missingColumns',
      { columns: 'district, district_name, x_coordinate, y_coordinate' },
    ])
    expect(await failure(`${header}1,Central,1176569,1891771\n2,Wentworth,1175864,\n`)).toMatchObject([
      'sources.stations.badRow',
      { row: 2, column: 'y_coordinate', value: '' },
    ])
    expect(await failure(`${header}1,Central,41.85,-87.62\n`)).toMatchObject([
      'sources.stations.badRow',
      { row: 1, column: 'x_coordinate', value: '41.85' },
    ])
    expect(await failure(`${header}one,Central,1176569,1891771\n`)).toMatchObject([
      'sources.stations.badRow',
      { row: 1, column: 'district' },
    ])
    expect(await failure(`${header}1,A,1176569,1891771\n01,B,1176569,1891771\n`)).toMatchObject([
      'sources.stations.duplicate',
      { district: '1' },
    ])
    expect((await failure(`${header}Headquarters,HQ,1177731,1881697\n`))[0]).toBe('sources.stations.none')
    expect((await failure(''))[0]).toBe('sources.file.empty')
    expect((await failure('<html></html>'))[0]).toBe('sources.file.html')
    expect((await failure('[{"district": '))[0]).toBe('sources.file.unknown')
    await expect(readStations('/nowhere/stations.csv')).rejects.toMatchObject({ code: 'sources.file.missing' })
  })
})

describeWithShared('the portal’s own table of stations', () => {
  it('gives the stations that ship', async () => {
    expect(await readStations(shared('data', 'police_stations.csv'))).toEqual(await shippedStations())
  })

  it('projects to its own coordinates in feet, to less than half a foot', async () => {
    const [header, ...rows] = parseCsv(readFileSync(shared('data', 'police_stations.csv'), 'utf8'))
    const [x, y, latitude, longitude] = ['x_coordinate', 'y_coordinate', 'latitude', 'longitude'].map((name) =>
      header!.indexOf(name),
    )
    for (const row of rows) {
      const point = projectToIllinoisEast(Number(row[latitude!]), Number(row[longitude!]))
      expect(Math.hypot(point.x - Number(row[x!]), point.y - Number(row[y!]))).toBeLessThan(0.5)
    }
  })
})
