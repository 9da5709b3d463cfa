import { Button, Group, Kbd, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC, useTRPCClient } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'
import { ErrorState } from '../../parts/states.tsx'
import { QueryTable } from './QueryTable.tsx'

const FIRST = `SELECT primary_type, count(*) AS incidents, avg(arrest::INT) AS arrest_share
FROM enrich
GROUP BY primary_type
ORDER BY incidents DESC
LIMIT 20`

/** Asks the tables of a run in SQL. */
export function Query({ runId, statement = FIRST }: { runId: string; statement?: string | undefined }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const [sql, setSql] = useState(statement)
  const [wasCancelled, setCancelled] = useState(false)
  const running = useRef<AbortController>(undefined)
  const tables = useQuery(trpc.data.tables.queryOptions({ runId }))
  const asking = useMutation({
    mutationFn: (asked: string) => {
      running.current = new AbortController()
      setCancelled(false)
      return client.data.query.mutate({ runId, sql: asked }, { signal: running.current.signal })
    },
  })
  const ask = () => {
    if (sql.trim() !== '' && !asking.isPending) asking.mutate(sql)
  }
  const cancel = () => {
    setCancelled(true)
    running.current?.abort()
  }

  return (
    <Stack gap="sm">
      <Textarea
        autosize
        minRows={5}
        maxRows={14}
        aria-label={text('data_view.query.sql')}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
        value={sql}
        onChange={(event) => setSql(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            ask()
          }
        }}
      />
      <Group justify="space-between" gap="xs">
        <Group gap={4} style={{ flex: 1 }}>
          {tables.data?.map(({ view }) => (
            <Button
              key={view}
              size="compact-xs"
              variant="default"
              fw={400}
              ff="monospace"
              title={text('data_view.query.views')}
              onClick={() => setSql(`FROM ${view}\nLIMIT 100`)}
            >
              {view}
            </Button>
          ))}
        </Group>
        <Group gap="xs" wrap="nowrap">
          <Kbd size="xs">{text('data_view.query.key')}</Kbd>
          {asking.isPending ? (
            <Button size="xs" variant="default" leftSection={<Icon name="stop" size={14} />} onClick={cancel}>
              {text('window.cancel')}
            </Button>
          ) : (
            <Button size="xs" leftSection={<Icon name="play" size={14} />} onClick={ask}>
              {text('data_view.query.run')}
            </Button>
          )}
        </Group>
      </Group>
      <div aria-live="polite">
        {asking.isPending && (
          <Text size="sm" c="dimmed">
            {text('data_view.query.running')}
          </Text>
        )}
        {wasCancelled && !asking.isPending && (
          <Text size="sm" c="dimmed">
            {text('data_view.query.cancelled')}
          </Text>
        )}
      </div>
      {asking.error !== null && !wasCancelled && <ErrorState error={asking.error} />}
      {asking.data !== undefined && <QueryTable result={asking.data} />}
    </Stack>
  )
}
