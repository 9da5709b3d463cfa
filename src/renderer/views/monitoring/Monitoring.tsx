import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { Page } from '../../parts/Page.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { go, href } from '../../router.ts'
import { GeneratedNotice } from '../registry/ModelOverview.tsx'
import type { ViewProps } from '../views.ts'
import { CheckForm } from './CheckForm.tsx'
import { CheckReport } from './CheckReport.tsx'
import { PastChecks } from './PastChecks.tsx'

const LOOK_MS = 10_000

/** Whether the champion's world still is the one that it was trained on: a check now, its report, and those before. */
export default function Monitoring({ route: { path, query } }: ViewProps) {
  const trpc = useTRPC()
  const subject = useQuery(trpc.monitoring.subject.queryOptions({}))
  const checks = useQuery(trpc.monitoring.checks.queryOptions({}, { refetchInterval: LOOK_MS }))
  const shown = path[0] ?? checks.data?.[0]?.runId

  return (
    <Page title={text('monitoring_view.title')} description={text('monitoring_view.description')}>
      <Queried query={subject} height={480}>
        {(subject) =>
          subject === null ? (
            <EmptyState
              icon="monitoring"
              title={text('monitoring_view.no_champion')}
              action={
                <Button component="a" href={href('pipeline')}>
                  {text('experiments.empty.go')}
                </Button>
              }
            >
              {text('monitoring_view.no_champion.why')}
            </EmptyState>
          ) : (
            <Stack gap="md">
              {subject.generated && <GeneratedNotice />}
              <CheckForm
                subject={subject}
                onDone={(runId) => {
                  void checks.refetch()
                  go(href('monitoring', [runId]))
                }}
              />
              <Queried query={checks} height={320}>
                {(checks) =>
                  shown === undefined ? (
                    <EmptyState icon="monitoring" title={text('monitoring_view.none')}>
                      {text('monitoring_view.none.why')}
                    </EmptyState>
                  ) : (
                    <>
                      <CheckReport runId={shown} column={query.get('column') ?? undefined} />
                      <PastChecks checks={checks} shown={shown} />
                    </>
                  )
                }
              </Queried>
            </Stack>
          )
        }
      </Queried>
    </Page>
  )
}
