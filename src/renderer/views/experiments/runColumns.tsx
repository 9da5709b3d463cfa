import { text } from '../../../shared/messages/index.ts'
import type { VirtualColumn } from '../../parts/VirtualTable.tsx'
import { href } from '../../router.ts'
import { formatDuration, formatNumber, formatScore, formatTime } from '../../words/formats.ts'
import styles from './Experiments.module.css'
import { RunStatus } from './RunStatus.tsx'
import { elapsedMs, paramWords, type Run } from './runs.ts'

/** What the list shows until the user chooses: keys of the search's language. */
export const FIRST_COLUMNS = [
  'status',
  'start_time',
  'duration',
  'params.learner',
  'metrics.mcc',
  'metrics.auc',
  'metrics.f1',
  'metrics.brier',
] as const

/** Columns that every run has. */
export const RUN_COLUMNS = ['status', 'start_time', 'duration', 'note'] as const
type RunColumn = (typeof RUN_COLUMNS)[number]

/** The run's name, which leads to its page. */
export function nameColumn(): VirtualColumn<Run> {
  return {
    id: 'name',
    label: text('experiments.name'),
    width: 'minmax(240px, 1fr)',
    sortable: true,
    cell: ({ id, name }) => (
      <a href={href('experiments', [id])} className={styles.name} title={name}>
        {name}
      </a>
    ),
  }
}

/** How a key is shown: one of the run's own columns, or a metric, parameter or tag by its name. */
export function runColumn(key: string): VirtualColumn<Run> {
  const own = RUN_COLUMNS.find((column) => column === key)
  if (own !== undefined) return ownColumn(own)
  const [of, name] = splitKey(key)
  const numeric = of === 'metrics'
  // Room for the name, and for a score with four decimals.
  const width = numeric ? `${Math.max(74, 28 + 8 * name.length)}px` : '146px'
  return { id: key, label: name, hint: key, width, numeric, sortable: true, cell: (run) => shownValue(run, of, name) }
}

/** `metrics.mcc` → `metrics`, `mcc`. */
export function splitKey(key: string): [string, string] {
  const dot = key.indexOf('.')
  return [key.slice(0, dot), key.slice(dot + 1)]
}

function ownColumn(id: RunColumn): VirtualColumn<Run> {
  const label = text(`experiments.${id}`)
  switch (id) {
    case 'status':
      return { id, label, width: '84px', sortable: true, cell: ({ status }) => <RunStatus status={status} /> }
    case 'start_time':
      return {
        id,
        label,
        width: '176px',
        sortable: true,
        cell: ({ startTime }) => <span>{formatTime(startTime)}</span>,
      }
    case 'duration':
      return {
        ...{ id, label, width: '74px', sortable: true, numeric: true },
        cell: (run) => <span>{formatDuration(elapsedMs(run))}</span>,
      }
    case 'note':
      return { id, label, width: '220px', sortable: true, cell: ({ note }) => <span title={note}>{note}</span> }
  }
}

function shownValue(run: Run, of: string, name: string) {
  if (of === 'metrics') {
    const value = run.metrics[name]
    return value === undefined || value === null ? null : <span title={String(value)}>{formatMetric(value)}</span>
  }
  const value = of === 'params' ? run.params[name] : run.tags[name]
  if (value === undefined) return null
  return <span title={value}>{of === 'params' ? paramWords(value) : value}</span>
}

/** Counts as whole numbers, scores with four decimals, so that a column lines up. */
export function formatMetric(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 100 ? formatNumber(value, 1) : formatScore(value, 4)
}
