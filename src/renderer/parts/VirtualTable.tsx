import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type ReactNode, useEffect, useRef } from 'react'
import { Icon } from './icons.tsx'
import styles from './VirtualTable.module.css'

export interface VirtualColumn<Row> {
  id: string
  label: ReactNode
  /** What stands in the cell when the pointer rests on it; the label's own text where absent. */
  hint?: string
  /** A CSS width of a grid column that begins with its least px: `90px`, `minmax(200px, 1fr)`. */
  width: string
  numeric?: boolean
  sortable?: boolean
  cell(row: Row): ReactNode
}

interface VirtualTableProps<Row> {
  /** What the table holds, for screen readers. */
  label: string
  columns: readonly VirtualColumn<Row>[]
  count: number
  /** Undefined while it is fetched. */
  rowAt(index: number): Row | undefined
  /** Told which rows are in sight, when that changes. */
  onRange(first: number, last: number): void
  sort?: { by: string; descending: boolean } | undefined
  onSort?(by: string): void
  isSelected?(row: Row): boolean
}

const ROW_HEIGHT = 32

/** A long table of which only the rows in sight are drawn. Scrolls with the keyboard as any region does. */
export function VirtualTable<Row>({
  label,
  columns,
  count,
  rowAt,
  onRange,
  sort,
  onSort,
  isSelected,
}: VirtualTableProps<Row>) {
  const scroll = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    // The head stands above the rows.
    scrollMargin: ROW_HEIGHT,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onRange(first, last), [onRange, first, last])
  // Head and rows are grids of their own: a width that no content changes keeps their columns in line.
  const grid = {
    gridTemplateColumns: columns.map(({ width }) => width).join(' '),
    minWidth: columns.reduce((sum, { width }) => sum + leastWidth(width), 0),
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section ref={scroll} className={styles.scroll} tabIndex={0} aria-label={label}>
      {/* biome-ignore lint/a11y/useSemanticElements: the rows of a table element cannot be placed freely */}
      <div role="table" aria-label={label} aria-rowcount={count + 1} className="numbers">
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="rowgroup">
          {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above */}
          <div role="row" className={styles.head} style={grid} aria-rowindex={1}>
            {columns.map((column) => (
              <Heading key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="rowgroup" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start }) => {
            const row = rowAt(index)
            return (
              // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above
              <div
                key={index}
                role="row"
                aria-rowindex={index + 2}
                data-selected={row !== undefined && isSelected?.(row) ? true : undefined}
                className={styles.row}
                style={{ ...grid, transform: `translateY(${start - ROW_HEIGHT}px)` }}
              >
                <Cells row={row} columns={columns} />
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}

/** The px that a column takes at least: `214` of `minmax(214px, 1fr)`. */
function leastWidth(width: string): number {
  return Number(/\d+/.exec(width)?.[0] ?? 0)
}

function Heading<Row>({
  column,
  sort,
  onSort,
}: {
  column: VirtualColumn<Row>
  sort: VirtualTableProps<Row>['sort']
  onSort: VirtualTableProps<Row>['onSort']
}) {
  const { id, label, hint, numeric, sortable } = column
  const sorted = sort?.by === id ? sort : undefined
  const direction = sorted?.descending ? 'descending' : 'ascending'
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the cells of a table element cannot be placed freely
    <div
      role="columnheader"
      aria-sort={sorted === undefined ? undefined : direction}
      title={hint}
      className={numeric ? `${styles.cell} ${styles.number}` : styles.cell}
    >
      {sortable ? (
        <button type="button" className={styles.sort} onClick={() => onSort?.(id)}>
          <span>{label}</span>
          {sorted !== undefined && <Icon name={sorted.descending ? 'down' : 'up'} size={12} />}
        </button>
      ) : (
        label
      )}
    </div>
  )
}

interface CellsProps<Row> {
  row: Row | undefined
  columns: readonly VirtualColumn<Row>[]
}

function AllCells<Row>({ row, columns }: CellsProps<Row>): ReactNode {
  return columns.map(({ id, numeric, cell }) => (
    // biome-ignore lint/a11y/useSemanticElements: the cells of a table element cannot be placed freely
    <div key={id} role="cell" className={numeric ? `${styles.cell} ${styles.number}` : styles.cell}>
      {row === undefined ? null : cell(row)}
    </div>
  ))
}

/** A row is drawn once while it is in sight, however often the table scrolls. `memo` forgets the type parameter. */
const Cells = memo(AllCells) as typeof AllCells
