import { ActionIcon, Button, Group, Tooltip } from '@mantine/core'
import { text } from '../../shared/messages/index.ts'
import type { RunState } from '../../shared/pipeline/runState.ts'
import { Icon } from '../parts/icons.tsx'

interface RunButtonsProps {
  run: RunState | undefined
  starting: boolean
  onRunAll(): void
  onNew(): void
  onCancel(): void
  onCompare: (() => void) | undefined
}

/** The top bar's buttons: compare, a new run, run all; while a run goes on, its end. */
export function RunButtons({ run, starting, onRunAll, onNew, onCancel, onCompare }: RunButtonsProps) {
  const isRunning = run?.status === 'RUNNING'
  return (
    <Group gap={8} wrap="nowrap">
      {onCompare !== undefined && (
        <Button variant="default" size="xs" h={32} onClick={onCompare}>
          {text('window.compare')}
        </Button>
      )}
      {isRunning ? (
        <Tooltip label={text('new_run.elsewhere', { pid: run.pid })} disabled={run.here}>
          <Button
            size="xs"
            h={32}
            color="red"
            variant="outline"
            leftSection={<Icon name="stop" size={14} />}
            disabled={!run.here || run.stopping}
            onClick={onCancel}
          >
            {text(run.stopping ? 'window.stopping' : 'window.cancel')}
          </Button>
        </Tooltip>
      ) : (
        <>
          <Tooltip label={text('new_run.title')}>
            <ActionIcon variant="default" size={32} onClick={onNew} aria-label={text('new_run.title')}>
              <Icon name="plus" />
            </ActionIcon>
          </Tooltip>
          <Button size="xs" h={32} loading={starting} leftSection={<Icon name="play" size={14} />} onClick={onRunAll}>
            {text('window.run_all')}
          </Button>
        </>
      )}
    </Group>
  )
}
