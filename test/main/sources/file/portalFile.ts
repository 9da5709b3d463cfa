import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Duck } from '../../../../src/main/duck.ts'
import { createFileSource } from '../../../../src/main/sources/file/file.ts'
import type { Download } from '../../../../src/main/sources/source.ts'
import { INCIDENT_COLUMNS, type IncidentColumn } from '../../../../src/shared/pipeline/incident.ts'
import { generateIncidents, toPortalCsv } from '../../../support/incidents.ts'
import { downloadRequest } from '../../../support/sources.ts'
import { quietJob, temporaryFolder } from '../../../support.ts'

export const incidents = generateIncidents(3000, 1)
export const api = toPortalCsv(incidents, 'api')
export const title = toPortalCsv(incidents, 'title')
export const records = incidents.map(({ ':id': _, ...incident }) => incident)
export const lines = records.map((record) => JSON.stringify(record)).join('\n')
export const columns = Object.keys(INCIDENT_COLUMNS) as IncidentColumn[]

export function fileWith(content: string | Uint8Array, name = 'crimes.csv'): string {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, content)
  return path
}

export async function download(
  path: string,
  overrides: Parameters<typeof downloadRequest>[0] = {},
): Promise<{ duck: Duck; result: Download; folder: string }> {
  const request = await downloadRequest(overrides)
  return {
    duck: request.duck,
    result: await createFileSource(path).download(request, quietJob()),
    folder: request.workFolder,
  }
}
