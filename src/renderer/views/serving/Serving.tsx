import { Badge, Button, Group, Stack, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { Page } from '../../parts/Page.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { go, href } from '../../router.ts'
import { GeneratedNotice } from '../registry/ModelOverview.tsx'
import type { ViewProps } from '../views.ts'
import { Batch } from './Batch.tsx'
import { Endpoint } from './Endpoint.tsx'
import { IncidentForm } from './IncidentForm.tsx'
import { Trial } from './Trial.tsx'

const TABS = ['one', 'file', 'endpoint', 'trial'] as const

/** The champion: asked here for one incident or a file, or by other programs over HTTP. */
export default function Serving({ route: { query } }: ViewProps) {
  const trpc = useTRPC()
  const state = useSubscription(trpc.serving.state.subscriptionOptions())
  const champion = useQuery(trpc.serving.champion.queryOptions({}))
  const form = useQuery(trpc.serving.form.queryOptions({}))
  const tab = TABS.find((known) => known === query.get('tab')) ?? 'one'
  return (
    <Page
      title={text('serving_view.title')}
      description={text('serving_view.description')}
      actions={
        champion.data && (
          <Button component="a" variant="subtle" href={href('registry', [champion.data.model, champion.data.version])}>
            {text('serving_view.answer.model', champion.data)}
          </Button>
        )
      }
    >
      <Queried query={champion} height={480}>
        {(known) =>
          known === null ? (
            <EmptyState
              icon="serving"
              title={text('serving_view.none')}
              action={
                <Button component="a" href={href('pipeline')}>
                  {text('experiments.empty.go')}
                </Button>
              }
            >
              {text('serving_view.none.why')}
            </EmptyState>
          ) : (
            <Stack gap="md">
              {known.generated && <GeneratedNotice />}
              <Tabs
                value={tab}
                onChange={(value) => go(href('serving', [], { tab: value ?? 'one' }), { replace: true })}
              >
                <Tabs.List mb="md">
                  <Tabs.Tab value="one">{text('serving_view.tab.one')}</Tabs.Tab>
                  <Tabs.Tab value="file">{text('serving_view.tab.file')}</Tabs.Tab>
                  <Tabs.Tab value="endpoint">
                    <Group gap={6} component="span">
                      {text('serving_view.tab.endpoint')}
                      {state.data?.address && (
                        <Badge size="sm" component="span" color="green" variant="dot">
                          {new URL(state.data.address).port}
                        </Badge>
                      )}
                    </Group>
                  </Tabs.Tab>
                  <Tabs.Tab value="trial">{text('serving_view.tab.trial')}</Tabs.Tab>
                </Tabs.List>
                <Tabs.Panel value="one">
                  <Queried query={form} height={420}>
                    {(offered) =>
                      offered && (
                        <IncidentForm key={`${known.model} ${known.version}`} champion={known} form={offered} />
                      )
                    }
                  </Queried>
                </Tabs.Panel>
                <Tabs.Panel value="file">
                  <Batch />
                </Tabs.Panel>
                <Tabs.Panel value="endpoint">
                  <Endpoint state={state.data} />
                </Tabs.Panel>
                <Tabs.Panel value="trial">{tab === 'trial' && <Trial />}</Tabs.Panel>
              </Tabs>
            </Stack>
          )
        }
      </Queried>
    </Page>
  )
}
