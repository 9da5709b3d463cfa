import type { ViewProps } from '../views.ts'
import { CompareRuns } from './CompareRuns.tsx'
import { Comparisons } from './comparison/Comparisons.tsx'
import { RunList } from './RunList.tsx'
import { RunPage } from './run/RunPage.tsx'

/** Runs: all of them, one, or some side by side. */
export default function Experiments({ route: { path, query } }: ViewProps) {
  const [first, second] = path
  if (first === undefined) return <RunList query={query} />
  if (first === 'compare') return <CompareRuns runIds={(query.get('runs') ?? '').split(',').filter(Boolean)} />
  if (first === 'comparison') return <Comparisons runId={second} />
  return <RunPage key={first} runId={first} tab={query.get('tab') ?? undefined} />
}
