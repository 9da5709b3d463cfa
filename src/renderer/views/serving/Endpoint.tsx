import { Anchor, Button, Group, NumberInput, ScrollArea, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { currentLocale, text } from '../../../shared/messages/index.ts'
import type { ServingState } from '../../../shared/serving/servingState.ts'
import { Chart } from '../../chart/Chart.tsx'
import { useTRPC } from '../../link.ts'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { Icon } from '../../parts/icons.tsx'
import { KeyFigures } from '../../parts/KeyFigures.tsx'
import { Section } from '../../parts/Section.tsx'
import { ErrorState, LoadingState } from '../../parts/states.tsx'
import { formatNumber } from '../../words/formats.ts'
import { Snippets } from './Snippets.tsx'

/** The endpoint: started and stopped, its address, its requests as they come, and code to ask it. */
export function Endpoint({ state }: { state: ServingState | undefined }) {
  const trpc = useTRPC()
  const settings = useQuery(trpc.settings.get.queryOptions())
  const [typedPort, setPort] = useState<number | string>()
  const starting = useMutation(trpc.serving.start.mutationOptions())
  const stopping = useMutation(trpc.serving.stop.mutationOptions())
  if (state === undefined || settings.data === undefined) return <LoadingState height={300} />
  const port = typedPort ?? settings.data.settings.servingPort ?? settings.data.defaults.servingPort
  const isPort = typeof port === 'number' && port >= 1 && port <= 65_535
  const { address } = state

  return (
    <Stack gap="md">
      <Section
        title={text('serving_view.endpoint')}
        actions={
          address === null ? (
            <Group gap="xs" align="center" wrap="nowrap">
              <Text size="sm" component="label" htmlFor="serving-port">
                {text('serving_view.port')}
              </Text>
              <NumberInput
                id="serving-port"
                w={96}
                size="xs"
                min={1}
                max={65_535}
                allowDecimal={false}
                thousandSeparator=""
                hideControls
                value={port}
                error={!isPort}
                onChange={setPort}
              />
              <Button
                size="xs"
                leftSection={<Icon name="play" size={14} />}
                loading={starting.isPending}
                disabled={!isPort}
                onClick={() => isPort && starting.mutate({ port })}
              >
                {text('serving_view.start')}
              </Button>
            </Group>
          ) : (
            <Button
              size="xs"
              variant="default"
              leftSection={<Icon name="stop" size={14} />}
              loading={stopping.isPending}
              onClick={() => stopping.mutate()}
            >
              {text('serving_view.stop')}
            </Button>
          )
        }
      >
        {starting.error !== null && address === null && <ErrorState error={starting.error} />}
        {stopping.error !== null && <ErrorState error={stopping.error} />}
        {address === null ? (
          <Text size="sm" c="dimmed">
            {text('serving_view.stopped')}
          </Text>
        ) : (
          <Running state={state} address={address} />
        )}
      </Section>
      <Snippets key={address} />
    </Stack>
  )
}

function Running({ state, address }: { state: ServingState; address: string }) {
  const figure = useMemo(
    () => ({
      data: [
        {
          type: 'bar',
          x: state.perSecond.map((_, index) => index - state.perSecond.length + 1),
          y: state.perSecond,
        },
      ],
      layout: {
        title: { text: text('serving_view.per_second') },
        xaxis: { title: { text: text('serving_view.seconds_ago') } },
        yaxis: { rangemode: 'tozero', title: { text: text('serving_view.requests') } },
      },
    }),
    [state.perSecond],
  )
  return (
    <Stack gap="md">
      <Group gap="sm">
        <Text ff="monospace" fw={600}>
          {address}
        </Text>
        <CopyButton value={address} />
        <Anchor href={`${address}/docs`} target="_blank" rel="noreferrer" size="sm">
          {text('serving_view.docs')}
        </Anchor>
      </Group>
      <KeyFigures
        figures={[
          { label: text('serving_view.requests'), value: formatNumber(state.requests) },
          { label: text('serving_view.refused'), value: formatNumber(state.refused) },
        ]}
      />
      <Chart figure={figure} name="requests" height={160} />
      <LastRequests last={state.last} />
    </Stack>
  )
}

function LastRequests({ last }: { last: ServingState['last'] }) {
  const label = text('serving_view.last')
  if (last.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {text('serving_view.last.none')}
      </Text>
    )
  }
  const time = new Intl.DateTimeFormat(currentLocale(), { timeStyle: 'medium' })
  return (
    <ScrollArea.Autosize mah={220} type="auto" viewportProps={{ tabIndex: 0, 'aria-label': label }}>
      <Table className="numbers" aria-label={label} stickyHeader verticalSpacing={3}>
        <Table.Thead>
          <Table.Tr>
            {(['time', 'request', 'status', 'took'] as const).map((name) => (
              <Table.Th key={name} bg="var(--wb-panel)" ta={name === 'took' || name === 'status' ? 'right' : 'left'}>
                {text(`serving_view.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {last.map(({ time: at, method, path, status, elapsedMs }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: requests have no other identity
            <Table.Tr key={`${at} ${index}`}>
              <Table.Td>{time.format(at)}</Table.Td>
              <Table.Td ff="monospace">{`${method} ${path}`}</Table.Td>
              <Table.Td ta="right" c={status >= 400 ? 'var(--wb-bad)' : 'var(--mantine-color-text)'}>
                {status}
              </Table.Td>
              <Table.Td ta="right">{`${formatNumber(elapsedMs, 1)} ms`}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}
