import { ActionIcon, Group, Menu, SegmentedControl, Title, Tooltip } from '@mantine/core'
import { type ReactNode, useId, useMemo, useState } from 'react'
import { text } from '../../shared/messages/index.ts'
import type { PlotlyFigure } from '../../shared/pipeline/stepDetails.ts'
import { Icon } from '../parts/icons.tsx'
import { SimpleTable } from '../parts/SimpleTable.tsx'
import { notifyProblem } from '../problems.ts'
import Drawing from './Drawing.tsx'
import { describeFigure } from './describeFigure.ts'
import { saveFigureData, saveFigureImage } from './exportFigure.ts'
import { isHorizontal, titleOf, valuesOf } from './figureParts.ts'
import { figureTable } from './figureTable.ts'

interface ChartProps {
  figure: PlotlyFigure
  /** Name of exported files, without ending. */
  name: string
  /** The figure's own title where absent. */
  title?: string
  /** One sentence for those who do not see the chart; made from its data where absent. */
  summary?: string
  height?: number
  /** More buttons beside those of every chart. */
  actions?: ReactNode
}

/** What bars across need so that each has its name, in px. */
function heightOfBars({ data }: PlotlyFigure): number {
  const bars = data.filter((trace) => trace.type === 'bar' && isHorizontal(trace))
  const most = Math.max(0, ...bars.map(({ y }) => valuesOf(y).length))
  return most === 0 ? 0 : 80 + 15 * most
}

/** A chart with its title, its data as a table, and export. Takes its height before it is drawn, so that nothing jumps. */
export function Chart({
  figure,
  name,
  title = titleOf(figure.layout.title),
  summary,
  height = 320,
  actions,
}: ChartProps) {
  const [shown, setShown] = useState<'chart' | 'table'>('chart')
  const titleId = useId()
  const drawnHeight = Math.max(height, heightOfBars(figure))
  const table = useMemo(() => figureTable(figure), [figure])
  const described = useMemo(() => summary ?? describeFigure(figure, title), [summary, figure, title])
  const saveImage = (format: 'png' | 'svg') => void saveFigureImage(figure, name, format).catch(notifyProblem)

  return (
    <figure aria-labelledby={titleId} style={{ margin: 0 }}>
      <Group justify="space-between" wrap="nowrap" mb={8} mih={30}>
        <Title order={2} id={titleId}>
          {title}
        </Title>
        <Group gap={4} wrap="nowrap">
          {actions}
          <SegmentedControl
            size="xs"
            value={shown}
            onChange={(value) => setShown(value === 'table' ? 'table' : 'chart')}
            aria-label={text('chart.shown_as')}
            data={[
              { value: 'chart', label: text('chart.chart') },
              { value: 'table', label: text('chart.table') },
            ]}
          />
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <Tooltip label={text('chart.export')}>
                <ActionIcon aria-label={text('chart.export')}>
                  <Icon name="download" />
                </ActionIcon>
              </Tooltip>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => saveImage('png')}>{text('chart.export.png')}</Menu.Item>
              <Menu.Item onClick={() => saveImage('svg')}>{text('chart.export.svg')}</Menu.Item>
              <Menu.Item onClick={() => saveFigureData(figure, name, 'csv')}>{text('chart.export.csv')}</Menu.Item>
              <Menu.Item onClick={() => saveFigureData(figure, name, 'json')}>{text('chart.export.json')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      <figcaption className="visually-hidden">{described}</figcaption>
      {shown === 'chart' ? (
        <Drawing figure={figure} height={drawnHeight} />
      ) : (
        <SimpleTable label={title} columns={table.columns} rows={table.rows} height={drawnHeight} />
      )}
    </figure>
  )
}
