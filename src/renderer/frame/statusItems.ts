import { text } from '../../shared/messages/index.ts'
import type { PipelineState } from '../../shared/pipeline/runState.ts'
import type { ServingState } from '../../shared/serving/servingState.ts'
import { timeInZone } from '../../shared/timeInZone.ts'
import type { Outputs } from '../link.ts'
import type { Connection } from '../server/live.tsx'
import { formatBytes } from '../words/formats.ts'
import type { StatusItem } from './StatusBar.tsx'

interface Known {
  connection: Connection
  pipeline: PipelineState | undefined
  serving: ServingState | undefined
  info: Outputs['app']['info'] | undefined
  schedule: Outputs['schedule']['state'] | undefined
  /** Of the engine, in bytes. */
  memory: number | undefined
}

/** The status bar's words for what is known of the engine. */
export function statusItems({ connection, pipeline, serving, schedule, info, memory }: Known): StatusItem[] {
  const items: StatusItem[] = [engineItem(connection, pipeline)]
  if (info !== undefined) {
    items.push({ label: text('window.status.workers', { workers: info.threads }) })
  }
  if (memory !== undefined) items.push({ label: text('window.status.memory', { memory: formatBytes(memory) }) })
  if (serving !== undefined) items.push(servingItem(serving))
  const next = schedule && nextTime(schedule)
  if (next !== undefined) items.push({ label: text('window.status.next_run', { time: next }) })
  if (info !== undefined) items.push({ label: text('window.status.workspace', { folder: info.workspace }) })
  return items
}

function engineItem(connection: Connection, pipeline: PipelineState | undefined): StatusItem {
  if (connection === 'lost') return { label: text('window.status.lost'), tone: 'lost' }
  if (connection === 'connecting') return { label: text('window.status.connecting') }
  const step = pipeline?.run?.steps.find(({ state }) => state === 'running')?.step
  if (pipeline?.run?.status !== 'RUNNING' || step === undefined) return { label: text('window.status.ready') }
  return { label: text('window.status.running', { step: text(`step.${step}`) }) }
}

function servingItem({ address, champion }: ServingState): StatusItem {
  if (address === null) return { label: text('window.status.not_serving') }
  if (champion === null) return { label: text('window.status.serving_empty', { address }) }
  const { model, version } = champion
  return { label: text('window.status.serving', { model, version, address: new URL(address).host }), tone: 'live' }
}

/** When the next run of any schedule is due, by the clock of its zone. */
function nextTime({ schedules }: Outputs['schedule']['state']): string | undefined {
  const due = schedules.flatMap(({ next: [time], zone }) => (time === undefined ? [] : [{ time, zone }]))
  const [first] = due.sort((a, b) => a.time - b.time)
  return first && timeInZone(first.time, first.zone)
}
