import { Code } from '@mantine/core'
import { currentLocale, text } from '../../../shared/messages/index.ts'
import type { LogLine } from '../../../shared/pipeline/stepDetails.ts'
import { EmptyState } from '../../parts/states.tsx'

const COLOURS: Record<LogLine['level'], string | undefined> = {
  debug: 'var(--mantine-color-dimmed)',
  info: undefined,
  warn: 'var(--wb-warn)',
  error: 'var(--wb-bad)',
}

/** What was logged while a step was at work. */
export function StepLog({ lines }: { lines: readonly LogLine[] }) {
  if (lines.length === 0) return <EmptyState icon="file" title={text('pipeline_view.no_log')} />
  const time = new Intl.DateTimeFormat(currentLocale(), { timeStyle: 'medium' })
  return (
    <Code block mah={520} style={{ overflow: 'auto', whiteSpace: 'pre-wrap' }} tabIndex={0} role="log">
      {lines.map(({ time: at, level, message }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
        <div key={index} style={{ color: COLOURS[level] }}>
          {time.format(at)} {level.toUpperCase().padEnd(5)} {message}
        </div>
      ))}
    </Code>
  )
}
