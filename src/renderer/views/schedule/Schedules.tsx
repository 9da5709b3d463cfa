import { Alert, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../shared/messages/index.ts'
import { type Outputs, useTRPC } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { History } from './History.tsx'
import { ScheduleCard } from './ScheduleCard.tsx'

const LOOK_MS = 5_000

/** Each schedule with its coming runs, who does them, and what ran. */
export function Schedules() {
  const trpc = useTRPC()
  const state = useQuery(trpc.schedule.state.queryOptions(undefined, { refetchInterval: LOOK_MS }))
  return (
    <Stack gap="md">
      <Queried query={state} height={320}>
        {({ schedules, executor, current, now }) => (
          <>
            <Doer executor={executor} />
            {schedules.map((schedule) => (
              <ScheduleCard
                key={schedule.name}
                schedule={schedule}
                now={now}
                current={current.filter((run) => run.schedule === schedule.name)}
              />
            ))}
          </>
        )}
      </Queried>
      <History refetchMs={LOOK_MS} />
    </Stack>
  )
}

/** Who does the scheduled runs, where it is not this window. */
function Doer({ executor }: { executor: Outputs['schedule']['state']['executor'] }) {
  if (executor?.here) return null
  const words =
    executor === null
      ? text('schedule_view.nobody')
      : text('schedule_view.elsewhere', {
          executor: text(`schedule.executor.${executor.kind}`, { pid: String(executor.pid) }),
        })
  return (
    <Alert variant="light" color="gray" icon={<Icon name="info" />} p="xs">
      {words}
    </Alert>
  )
}
