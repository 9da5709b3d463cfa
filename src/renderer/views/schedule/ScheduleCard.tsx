import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { recordedText, text } from '../../../shared/messages/index.ts'
import { scheduleSentence } from '../../../shared/schedule/scheduleSentence.ts'
import { timeInZone } from '../../../shared/timeInZone.ts'
import { type Outputs, useTRPC } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'
import { Section } from '../../parts/Section.tsx'
import { notify, notifyProblem } from '../../problems.ts'
import { formatAgo, formatTime } from '../../words/formats.ts'
import { ScheduleDialog } from './ScheduleDialog.tsx'

type State = Outputs['schedule']['state']

interface ScheduleCardProps {
  schedule: State['schedules'][number]
  /** What of it runs or waits. */
  current: State['current']
  now: number
}

/** A schedule in words, its coming runs, and what can be done with it. */
export function ScheduleCard({ schedule, current, now }: ScheduleCardProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [editing, setEditing] = useState(false)
  const changed = () => queryClient.invalidateQueries({ queryKey: trpc.schedule.pathKey() })
  const options = { onError: notifyProblem, onSuccess: changed }
  const pause = useMutation(trpc.schedule.pause.mutationOptions(options))
  const resume = useMutation(trpc.schedule.resume.mutationOptions(options))
  const runNow = useMutation(
    trpc.schedule.runNow.mutationOptions({
      onError: notifyProblem,
      onSuccess: () => {
        notify({ message: text('schedule_view.requested') })
        return changed()
      },
    }),
  )
  const { name, paused, request, retrain, retries, next, zone } = schedule
  const sentence = scheduleSentence(schedule)
  return (
    <Section
      title={text('schedule_view.schedule', { name })}
      actions={
        <Group gap="xs" wrap="nowrap">
          <Button size="xs" variant="default" loading={runNow.isPending} onClick={() => runNow.mutate({ name })}>
            {text('schedule_view.run_now')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setEditing(true)}>
            {text('schedule_view.edit')}
          </Button>
          <Button
            size="xs"
            variant={paused ? 'filled' : 'default'}
            loading={pause.isPending || resume.isPending}
            leftSection={paused ? <Icon name="play" size={14} /> : undefined}
            onClick={() => (paused ? resume : pause).mutate({ name })}
          >
            {text(paused ? 'schedule_view.resume' : 'schedule_view.pause')}
          </Button>
        </Group>
      }
    >
      <Group align="flex-start" justify="space-between" gap="xl">
        <Stack gap={4} maw="60ch">
          <Group gap="xs">
            <Text fz={17} fw={600}>
              {sentence.charAt(0).toUpperCase() + sentence.slice(1)}
            </Text>
            {paused && <Badge color="gray">{text('schedule.paused')}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {text('schedule_view.what', {
              source: text(`new_run.source.${request.source.kind}`),
              retrain: text(`schedule.retrain.${retrain}`),
              retries,
            })}
          </Text>
          {request.source.kind === 'file' && (
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {request.source.path}
            </Text>
          )}
          {current.map((run) => (
            <Text key={run.id} size="sm" aria-live="polite">
              {text(run.status === 'running' ? 'schedule_view.running' : 'schedule_view.waiting', {
                date: run.date,
                time: formatTime(run.notBefore),
              })}
              {run.error !== null && ` ${recordedText(run.error.code, run.error.params)}`}
            </Text>
          ))}
        </Stack>
        <div>
          <Text size="xs" c="dimmed" mb={2}>
            {text('schedule_view.next')}
          </Text>
          {next.length === 0 ? (
            <Text size="sm">{text('schedule_view.next.none')}</Text>
          ) : (
            <ol style={{ margin: 0, paddingInlineStart: 18 }} className="numbers">
              {next.map((time) => (
                <li key={time}>
                  <Text size="sm" span>
                    {timeInZone(time, zone)}
                  </Text>{' '}
                  <Text size="xs" c="dimmed" span>
                    {formatAgo(time, now)}
                  </Text>
                </li>
              ))}
            </ol>
          )}
        </div>
      </Group>
      {editing && <ScheduleDialog schedule={schedule} onClose={() => setEditing(false)} />}
    </Section>
  )
}
