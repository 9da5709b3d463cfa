import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type MouseEvent, useMemo, useRef } from 'react'
import { text } from '../../../shared/messages/index.ts'
import type { Density } from '../../../shared/pipeline/tables.ts'
import { useTRPC } from '../../link.ts'
import { useTableRuns } from '../data/useTableRuns.ts'
import styles from './PlaceMap.module.css'

interface Point {
  /** Feet, Illinois State Plane East. */
  x: number
  y: number
}

interface PlaceMapProps {
  place: Point
  stations: Density['stations']
  onPlace(place: Point): void
}

const CELL_FEET = 1500
const NO_CELLS: Density['cells'] = []

/** Where incidents happened, to click on. The keyboard has the two fields below it. */
export function PlaceMap({ place, stations, onPlace }: PlaceMapProps) {
  const trpc = useTRPC()
  const { shown } = useTableRuns()
  const svg = useRef<SVGSVGElement>(null)
  const density = useQuery(
    trpc.data.density.queryOptions(
      { runId: shown ?? '', cellFeet: CELL_FEET },
      { staleTime: Number.POSITIVE_INFINITY, enabled: shown !== undefined },
    ),
  )
  const cells = density.data?.cells ?? NO_CELLS
  const box = useMemo(() => boxOf([...cells, ...stations]), [cells, stations])
  const most = useMemo(() => cells.reduce((max, { incidents }) => Math.max(max, incidents), 1), [cells])
  const squares = useMemo(
    () =>
      cells.map(({ x, y, incidents }) => (
        <rect
          key={`${x} ${y}`}
          x={x - CELL_FEET / 2}
          y={-y - CELL_FEET / 2}
          width={CELL_FEET}
          height={CELL_FEET}
          className={styles.cell}
          opacity={0.12 + 0.88 * Math.sqrt(incidents / most)}
        />
      )),
    [cells, most],
  )
  const choose = (event: MouseEvent) => {
    const matrix = svg.current?.getScreenCTM()
    if (!matrix) return
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
    onPlace({ x, y: -y })
  }
  const size = Math.max(box.width, box.height)
  const isPlaced = Number.isFinite(place.x) && Number.isFinite(place.y)

  return (
    <>
      <Text size="xs" c="dimmed" mb={6}>
        {text('serving_view.place.how')}
      </Text>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the coordinates are also fields */}
      <svg
        ref={svg}
        className={styles.map}
        viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
        role="img"
        aria-label={text('serving_view.map')}
        onClick={choose}
      >
        {squares}
        {stations.map(({ district, name, x, y }) => (
          <circle key={`${district} ${name}`} cx={x} cy={-y} r={size / 130} className={styles.station}>
            <title>{name}</title>
          </circle>
        ))}
        {isPlaced && (
          <g className={styles.place} strokeWidth={size / 160}>
            <circle cx={place.x} cy={-place.y} r={size / 45} />
            <circle cx={place.x} cy={-place.y} r={size / 300} />
          </g>
        )}
      </svg>
      <div className={styles.legend}>
        <span className={styles.key} data-of="incidents" />
        {text('serving_view.map.incidents')}
        <span className={styles.key} data-of="stations" />
        {text('serving_view.map.stations')}
        <span className={styles.key} data-of="place" />
        {text('serving_view.map.chosen')}
      </div>
    </>
  )
}

/** The box around all points with a margin; north is up, so y is turned. */
function boxOf(points: readonly Point[]) {
  const [first] = points
  if (first === undefined) return { x: 0, y: 0, width: 1, height: 1 }
  let [left, right, bottom, top] = [first.x, first.x, first.y, first.y]
  for (const { x, y } of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    bottom = Math.min(bottom, y)
    top = Math.max(top, y)
  }
  const margin = 2 * CELL_FEET
  return { x: left - margin, y: -top - margin, width: right - left + 2 * margin, height: top - bottom + 2 * margin }
}
