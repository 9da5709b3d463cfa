import { runPipeline } from '../../../src/main/pipeline/runPipeline.ts'
import { createFileSource } from '../../../src/main/sources/file/file.ts'
import type { Workbench } from '../../../src/main/workbench.ts'
import type { DistributionDrift, DriftReport } from '../../../src/shared/monitoring/drift.ts'
import { recipeSchema } from '../../../src/shared/pipeline/recipe.ts'
import type { ApiIncident } from '../../support/incidents.ts'

/** Trains a small champion on a file of incidents. */
export async function trainOn(file: string, workbench: Workbench): Promise<void> {
  const recipe = recipeSchema.parse({
    name: 'quick',
    train: { learners: ['decision-tree'], folds: 2, params: { 'decision-tree': { max_depth: 6 } } },
  })
  const nothing = { date: undefined, stationsFile: undefined, fromStage: undefined, toStage: undefined }
  await runPipeline(
    {
      ...{ source: createFileSource(file), recipe, ...nothing },
      ...{ csv: false, allowSchemaChange: false, retryWaitMs: 0, now: new Date(), actor: 'test' },
    },
    workbench,
    { signal: new AbortController().signal, onEvent() {} },
  )
}

/** Generated incidents happen at any time of day alike; here most happen early. */
export function early(incidents: readonly ApiIncident[]): ApiIncident[] {
  return incidents.map((incident) => ({ ...incident, date: withHour(incident, (hour) => Math.floor(hour ** 2 / 24)) }))
}

/** The same incidents, so many hours later. */
export function later(incidents: readonly ApiIncident[], hours: number): ApiIncident[] {
  return incidents.map((incident) => {
    const time = Date.parse(`${String(incident.date)}Z`) + hours * 3_600_000
    return { ...incident, date: new Date(time).toISOString().slice(0, 23) }
  })
}

function withHour(incident: ApiIncident, of: (hour: number) => number): string {
  const date = String(incident.date)
  return `${date.slice(0, 11)}${String(of(Number(date.slice(11, 13)))).padStart(2, '0')}${date.slice(13)}`
}

/** Names of what moved, in alphabetical order. */
export function moved(columns: readonly DistributionDrift[]): string[] {
  return columns
    .filter((column) => column.moved)
    .map(({ name }) => name)
    .sort()
}

/** What was found, in short: `field_moved hour`. */
export function found({ findings }: DriftReport): string[] {
  return findings.map((finding) => ('field' in finding ? `${finding.kind} ${finding.field}` : finding.kind)).sort()
}
