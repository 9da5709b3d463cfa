import { onTestFinished } from 'vitest'
import { createSocrataSource, type SocrataOptions } from '../../../../src/main/sources/socrata/socrata.ts'
import type { Download, DownloadRequest } from '../../../../src/main/sources/source.ts'
import type { ApiIncident } from '../../../support/incidents.ts'
import {
  CRIMES,
  type SodaOptions,
  type SodaRequest,
  type SodaServer,
  startSodaServer,
} from '../../../support/sodaServer.ts'
import { downloadRequest } from '../../../support/sources.ts'
import { quietJob } from '../../../support.ts'

export const YEAR = '2018-01-01'
/** Waits that a test can wait for. */
export const retry = { attempts: 4, firstWaitMs: 5, mostWaitMs: 20, patienceMs: 3000, silenceMs: 2000 }
const stationRows = [
  { district: '1', district_name: 'Central', x_coordinate: '1176569.053', y_coordinate: '1891771.703' },
  { district: 'Headquarters', district_name: 'Headquarters', x_coordinate: '1177731.4', y_coordinate: '1881697.4' },
]

export async function portalWith(options: SodaOptions = {}): Promise<SodaServer> {
  const server = await startSodaServer({ stations: stationRows, ...options })
  onTestFinished(() => server.close())
  return server
}

export function source(server: { url: string }, options: Partial<SocrataOptions> = {}) {
  return createSocrataSource({ portal: server.url, now: () => new Date(0), pageRows: 100, retry, ...options })
}

export async function request(overrides: Partial<DownloadRequest> = {}): Promise<DownloadRequest> {
  return downloadRequest({ date: YEAR, ...overrides })
}

export function download(
  server: SodaServer,
  wanted: DownloadRequest,
  options?: Partial<SocrataOptions>,
): Promise<Download> {
  return source(server, options).download(wanted, quietJob())
}

/** Sorts out what was asked, and forgets it: pages of whole months, and questions for changes, by month. */
export function asked(server: SodaServer): { whole: string[]; changes: string[] } {
  const crimes = server.requests
    .splice(0)
    .filter(({ dataset, query }) => dataset === CRIMES && query.$limit !== undefined)
  const months = (requests: SodaRequest[]) => [...new Set(requests.map(monthOf))].sort()
  const isChanges = ({ query }: SodaRequest) => query.$where?.includes('updated_on') ?? false
  return { whole: months(crimes.filter((r) => !isChanges(r))), changes: months(crimes.filter(isChanges)) }
}

export function monthOf({ query }: SodaRequest): string {
  return /date >= '(\d{4}-\d\d)/.exec(query.$where ?? '')?.[1] ?? ''
}

export function crimesOf(server: SodaServer): ApiIncident[] {
  return server.datasets.get(CRIMES) as ApiIncident[]
}

export const MONTHS = Array.from({ length: 12 }, (_, k) => `2017-${String(k + 1).padStart(2, '0')}`)
