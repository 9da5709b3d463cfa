import { Button, Group, SegmentedControl, Stack, Switch, Text } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'
import { Page } from '../../parts/Page.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../parts/states.tsx'
import { type VirtualColumn, VirtualTable } from '../../parts/VirtualTable.tsx'
import { go, href } from '../../router.ts'
import { ColumnChoice } from './ColumnChoice.tsx'
import styles from './Experiments.module.css'
import { FIRST_COLUMNS, nameColumn, runColumn } from './runColumns.tsx'
import { COMPARE_LIMIT, type Run } from './runs.ts'
import { SearchBox } from './SearchBox.tsx'
import { NewTuning } from './tuning/NewTuning.tsx'
import { useFirstRuns, useRunPages, type Wanted } from './useRunPages.ts'

const KINDS = ['training', 'tuning', 'pipeline', 'stage', 'all'] as const

/** All runs, searched, sorted, and chosen for comparison. The address says what is shown. */
export function RunList({ query }: { query: URLSearchParams }) {
  const trpc = useTRPC()
  const search = query.get('q') ?? ''
  const kind = KINDS.find((known) => known === query.get('kind')) ?? 'training'
  const deleted = query.get('deleted') === 'yes'
  const sort = { by: query.get('sort') ?? 'start_time', descending: query.get('order') !== 'up' }
  const [columns, setColumns] = useLocalStorage<readonly string[]>({
    key: 'arrest-workbench.run-columns',
    defaultValue: FIRST_COLUMNS,
    getInitialValueInEffect: false,
  })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const keys = useQuery(trpc.runs.keys.queryOptions())
  const wanted = { search, ...(kind === 'all' ? {} : { kind }), deleted, sort }
  const first = useFirstRuns(wanted)
  const total = first.data?.total ?? 0
  const show = (changed: Record<string, string>) => {
    const shown = new Map([...query, ...Object.entries(changed)].filter(([, value]) => value !== ''))
    for (const [name, value] of Object.entries(changed)) if (value === '') shown.delete(name)
    go(href('experiments', [], Object.fromEntries(shown)), { replace: true })
  }
  const sortBy = (by: string) => show({ sort: by, order: by === sort.by && sort.descending ? 'up' : '' })
  const choose = useCallback(
    (id: string) =>
      setChosen((before) =>
        before.includes(id)
          ? before.filter((other) => other !== id)
          : before.length < COMPARE_LIMIT
            ? [...before, id]
            : before,
      ),
    [],
  )
  const shownColumns = useMemo(
    () => [choiceColumn(chosen, choose), nameColumn(), ...columns.map(runColumn)],
    [chosen, choose, columns],
  )
  const isFiltered = search !== '' || deleted || kind !== 'training'

  return (
    <Page
      fill
      title={text('experiments.title')}
      description={text('experiments.description')}
      actions={
        <>
          {chosen.length > 0 && (
            <Button variant="subtle" onClick={() => setChosen([])}>
              {text('experiments.unselect')}
            </Button>
          )}
          <NewTuning />
          <Button
            leftSection={<Icon name="compare" />}
            disabled={chosen.length < 2}
            onClick={() => go(href('experiments', ['compare'], { runs: chosen.join(',') }))}
          >
            {chosen.length < 2
              ? text('experiments.compare.first')
              : text('experiments.compare', { count: chosen.length })}
          </Button>
        </>
      }
    >
      <Stack gap="xs" style={{ flex: 1, minHeight: 0 }}>
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <SearchBox
            key={deleted ? 'deleted' : kind}
            search={search}
            onSearch={(q) => show({ q })}
            error={first.error}
          />
          <SegmentedControl
            size="xs"
            aria-label={text('experiments.kind')}
            value={kind}
            onChange={(value) => show({ kind: value === 'training' ? '' : value })}
            data={KINDS.map((value) => ({ value, label: text(`experiments.kind.${value}`) }))}
          />
          <ColumnChoice
            keys={keys.data ?? { metrics: [], params: [], tags: [] }}
            chosen={columns}
            onChoose={setColumns}
            onReset={() => setColumns(FIRST_COLUMNS)}
          />
        </Group>
        <Group justify="space-between" gap="md" className="numbers">
          <Text size="xs" c="dimmed" aria-live="polite">
            {text('experiments.found', { total })}
            {chosen.length > 0 && ` · ${text('experiments.selected', { count: chosen.length, limit: COMPARE_LIMIT })}`}
          </Text>
          <Switch
            size="xs"
            label={text('experiments.deleted')}
            checked={deleted}
            onChange={(event) => show({ deleted: event.currentTarget.checked ? 'yes' : '' })}
          />
        </Group>
        {first.data === undefined ? (
          first.error === null ? (
            <LoadingState height={400} />
          ) : search === '' ? (
            <ErrorState error={first.error} onRetry={() => void first.refetch()} />
          ) : null
        ) : total === 0 ? (
          <NoRuns isFiltered={isFiltered} onClear={() => go(href('experiments', [], { kind: 'all' }))} />
        ) : (
          <RunTable wanted={wanted} sort={sort} columns={shownColumns} total={total} chosen={chosen} onSort={sortBy} />
        )}
      </Stack>
    </Page>
  )
}

interface RunTableProps {
  wanted: Wanted
  sort: { by: string; descending: boolean }
  columns: readonly VirtualColumn<Run>[]
  total: number
  chosen: readonly string[]
  onSort(by: string): void
}

/** The table alone: scrolling draws nothing else anew. */
function RunTable({ wanted, sort, columns, total, chosen, onSort }: RunTableProps) {
  const { rowAt, onRange } = useRunPages(wanted)
  return (
    <VirtualTable
      label={text('experiments.title')}
      columns={columns}
      count={total}
      rowAt={rowAt}
      onRange={onRange}
      sort={sort}
      onSort={onSort}
      isSelected={(run) => chosen.includes(run.id)}
    />
  )
}

function choiceColumn(chosen: readonly string[], choose: (id: string) => void): VirtualColumn<Run> {
  const isFull = chosen.length >= COMPARE_LIMIT
  return {
    id: 'chosen',
    label: <span className="visually-hidden">{text('window.compare')}</span>,
    width: '38px',
    cell: ({ id, name }) => (
      <input
        type="checkbox"
        className={styles.choice}
        aria-label={text('experiments.select', { run: name })}
        checked={chosen.includes(id)}
        disabled={isFull && !chosen.includes(id)}
        onChange={() => choose(id)}
      />
    ),
  }
}

function NoRuns({ isFiltered, onClear }: { isFiltered: boolean; onClear(): void }) {
  if (isFiltered) {
    return (
      <EmptyState
        icon="search"
        title={text('experiments.nothing')}
        action={
          <Button size="xs" variant="default" onClick={onClear}>
            {text('experiments.nothing.clear')}
          </Button>
        }
      >
        {text('experiments.nothing.why')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon="experiments"
      title={text('experiments.empty')}
      action={
        <Button component="a" href={href('pipeline')}>
          {text('experiments.empty.go')}
        </Button>
      }
    >
      {text('experiments.empty.why')}
    </EmptyState>
  )
}
