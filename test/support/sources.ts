import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Duck, literal, openDuck } from '../../src/main/duck.ts'
import type { Download, DownloadRequest } from '../../src/main/sources/source.ts'
import { createFolderStore } from '../../src/main/storage/folder.ts'
import { INCIDENT_COLUMNS, type IncidentColumn } from '../../src/shared/pipeline/incident.ts'
import { temporaryFolder } from '../support.ts'
import type { ApiIncident } from './incidents.ts'

/** A request with its own folders, store and DuckDB, closed when the test ends. */
export async function downloadRequest(overrides: Partial<DownloadRequest> = {}): Promise<DownloadRequest> {
  const folder = temporaryFolder()
  const work = join(folder, 'work')
  mkdirSync(work)
  const duck = overrides.duck ?? (await temporaryDuck(folder))
  return {
    date: undefined,
    days: 365,
    workFolder: mkdtempSync(join(work, 'run-')),
    store: createFolderStore(join(folder, 'data')),
    stationsFile: undefined,
    ...overrides,
    duck,
  }
}

async function temporaryDuck(folder: string): Promise<Duck> {
  const duck = await openDuck({ threads: 2, spillFolder: join(folder, 'spill') })
  onTestFinished(() => duck.close())
  return duck
}

/** All rows of a download in id order, values as text (null where there is none). */
export async function rowsOf(duck: Duck, { months }: Download): Promise<Record<IncidentColumn, string | null>[]> {
  const files = months.map(({ file }) => literal(file)).join(', ')
  const list = Object.keys(INCIDENT_COLUMNS).map((column) => `CAST(${column} AS VARCHAR) AS ${column}`)
  return duck.rows(`SELECT ${list.join(', ')} FROM read_parquet([${files}]) AS t ORDER BY t.id, t.updated_on`)
}

/** What `rowsOf` gives for incidents of the API. */
export function expectedRows(incidents: ApiIncident[]): Record<IncidentColumn, string | null>[] {
  return incidents
    .toSorted((a, b) => Number(a.id) - Number(b.id))
    .map((incident) => {
      const row: Partial<Record<IncidentColumn, string | null>> = {}
      for (const [column, type] of Object.entries(INCIDENT_COLUMNS) as [IncidentColumn, string][]) {
        row[column] = asText(incident[column], type)
      }
      return row as Record<IncidentColumn, string | null>
    })
}

function asText(value: string | boolean | undefined, type: string): string | null {
  if (value === undefined) return null
  if (type === 'TIMESTAMP') return String(value).slice(0, 19).replace('T', ' ')
  if (type === 'DOUBLE') return /\./.test(String(value)) ? String(Number(value)) : `${value}.0`
  return String(value)
}
