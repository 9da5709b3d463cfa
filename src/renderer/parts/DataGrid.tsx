import { ActionIcon, Group, Loader, Pill, Stack, Text } from '@mantine/core'
import { text } from '../../shared/messages/index.ts'
import type { Cell, FILTER_OPERATORS, TableColumn, TablePage } from '../../shared/pipeline/tables.ts'
import { formatNumber } from '../words/formats.ts'
import styles from './DataGrid.module.css'
import { FilterForm } from './FilterForm.tsx'
import { Icon } from './icons.tsx'
import { ErrorState } from './states.tsx'

/** Laying out a page is what one waits for; some fifteen rows are seen at once. */
export const PAGE_ROWS = 50

export interface GridFilter {
  column: string
  operator: (typeof FILTER_OPERATORS)[number]
  value: string
}

/** What of a table is looked at. */
export interface GridView {
  filters: GridFilter[]
  sort: { column: string; descending: boolean } | undefined
  /** From 0, of `PAGE_ROWS` rows each. */
  page: number
}

interface DataGridProps {
  /** Name of the table, for screen readers. */
  label: string
  page: TablePage
  view: GridView
  onView(view: GridView): void
  fetching: boolean
  /** Why the last change of the view was refused. */
  error: unknown
  height?: number | string
}

/** A page of a table, sorted and filtered where it lies. */
export function DataGrid({
  label,
  page,
  view,
  onView,
  fetching,
  error,
  height = 'calc(100dvh - 420px)',
}: DataGridProps) {
  const { columns, rows, total, passing } = page
  const from = view.page * PAGE_ROWS
  const range = { from: rows.length === 0 ? 0 : from + 1, to: from + rows.length, total }
  const sortBy = (column: string) => {
    const isSorted = view.sort?.column === column
    const sort = isSorted && view.sort?.descending ? undefined : { column, descending: isSorted }
    onView({ ...view, sort, page: 0 })
  }
  const withoutFilter = (filter: GridFilter) =>
    onView({ ...view, filters: view.filters.filter((other) => other !== filter), page: 0 })

  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap={6}>
          <FilterForm
            columns={columns}
            onAdd={(filter) => onView({ ...view, filters: [...view.filters, filter], page: 0 })}
          />
          {view.filters.map((filter) => {
            const words = [filter.column, filter.operator, filter.value].filter(Boolean).join(' ')
            return (
              <Pill
                key={words}
                withRemoveButton
                onRemove={() => withoutFilter(filter)}
                removeButtonProps={{
                  'aria-label': text('grid.filter.remove', { filter: words }),
                  tabIndex: 0,
                  'aria-hidden': false,
                }}
              >
                {words}
              </Pill>
            )
          })}
        </Group>
        <Group gap={6} wrap="nowrap" className="numbers">
          {fetching && <Loader size={14} />}
          <Text size="xs" c="dimmed" aria-live="polite" style={{ whiteSpace: 'nowrap' }}>
            {passing === total ? text('grid.rows', range) : text('grid.passing', { ...range, passing })}
          </Text>
          <ActionIcon
            aria-label={text('grid.previous')}
            disabled={view.page === 0}
            onClick={() => onView({ ...view, page: view.page - 1 })}
          >
            <Icon name="left" />
          </ActionIcon>
          <ActionIcon
            aria-label={text('grid.next')}
            disabled={from + rows.length >= passing}
            onClick={() => onView({ ...view, page: view.page + 1 })}
          >
            <Icon name="right" />
          </ActionIcon>
        </Group>
      </Group>
      {error !== null && error !== undefined && <ErrorState error={error} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section className={styles.scroll} style={{ height, minHeight: 220 }} tabIndex={0} aria-label={label}>
        <table className={`${styles.table} numbers`}>
          <thead>
            <tr>
              {columns.map((column) => {
                const sorted = view.sort?.column === column.name ? view.sort : undefined
                const direction = sorted?.descending ? 'descending' : 'ascending'
                return (
                  <th
                    key={column.name}
                    scope="col"
                    className={isNumeric(column) ? styles.number : undefined}
                    aria-sort={sorted === undefined ? 'none' : direction}
                    title={`${column.name}, ${column.type}`}
                  >
                    <button type="button" className={styles.sort} onClick={() => sortBy(column.name)}>
                      {column.name}
                      {sorted !== undefined && <Icon name={sorted.descending ? 'down' : 'up'} size={12} />}
                    </button>
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is told by its place on the page only
              <tr key={index}>
                {row.map((value, column) => (
                  <GridCell key={columns[column]?.name} value={value} column={columns[column]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <Text c="dimmed" size="sm" p="md">
            {text('grid.none')}
          </Text>
        )}
      </section>
    </Stack>
  )
}

function GridCell({ value, column }: { value: Cell; column: TableColumn | undefined }) {
  if (value === null) return <td className={styles.empty}>null</td>
  const shown = typeof value === 'number' && isFraction(column) ? formatNumber(value, 6) : String(value)
  return (
    <td className={typeof value === 'number' ? styles.number : undefined} title={String(value)}>
      {shown}
    </td>
  )
}

function isFraction(column: TableColumn | undefined): boolean {
  return column !== undefined && /^(DOUBLE|FLOAT|DECIMAL)/.test(column.type)
}

function isNumeric(column: TableColumn): boolean {
  return isFraction(column) || /INT/.test(column.type)
}
