import { Button, Select, Tabs } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import { Page } from '../../parts/Page.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { go, href } from '../../router.ts'
import { formatTime } from '../../words/formats.ts'
import type { ViewProps } from '../views.ts'
import { Overview } from './Overview.tsx'
import { Query } from './Query.tsx'
import { Tables } from './Tables.tsx'
import { useTableRuns } from './useTableRuns.ts'

const TABS = ['tables', 'overview', 'query'] as const

/** The tables of a run: to look into, in charts, and to query. */
export default function Data({ route: { path, query } }: ViewProps) {
  const { runs, known, shown } = useTableRuns(query.get('run') ?? undefined)
  const tab = TABS.find((name) => name === path[0]) ?? 'tables'
  const show = (to: string, run = query.get('run')) =>
    go(href('data', [to], run === null ? {} : { run }), { replace: true })
  return (
    <Page
      title={text('data_view.title')}
      description={text('data_view.description')}
      actions={
        known.length > 1 && (
          <Select
            w={390}
            allowDeselect={false}
            aria-label={text('data_view.run')}
            value={shown ?? null}
            data={known.map(({ id, name, startTime }) => ({ value: id, label: `${name}, ${formatTime(startTime)}` }))}
            onChange={(run) => run !== null && show(tab, run)}
          />
        )
      }
    >
      <Queried query={runs} height={480}>
        {() =>
          shown === undefined ? (
            <EmptyState
              icon="data"
              title={text('data_view.empty')}
              action={
                <Button component="a" href={href('pipeline')}>
                  {text('experiments.empty.go')}
                </Button>
              }
            >
              {text('data_view.empty.why')}
            </EmptyState>
          ) : (
            <Tabs value={tab} onChange={(value) => show(value ?? 'tables')}>
              <Tabs.List mb="md">
                {TABS.map((name) => (
                  <Tabs.Tab key={name} value={name}>
                    {text(`data_view.tab.${name}`)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value="tables">
                <Tables runId={shown} />
              </Tabs.Panel>
              <Tabs.Panel value="overview">
                <Overview runId={shown} />
              </Tabs.Panel>
              <Tabs.Panel value="query">
                <Query key={`${shown} ${query.get('sql')}`} runId={shown} statement={query.get('sql') ?? undefined} />
              </Tabs.Panel>
            </Tabs>
          )
        }
      </Queried>
    </Page>
  )
}
