import { type Figure, layout } from './figure.ts'

/** Bars of a score by feature, the highest on top, with the threshold that a kept feature exceeds. */
export function mutualInformationBars(scores: [feature: string, nats: number][], threshold: number): Figure {
  const rising = [...scores].sort((a, b) => a[1] - b[1])
  return {
    data: [{ type: 'bar', orientation: 'h', x: rising.map(([, nats]) => nats), y: rising.map(([name]) => name) }],
    layout: layout(
      { title: 'Mutual information with arrest', x: 'nats', y: '' },
      {
        shapes: [
          { type: 'line', x0: threshold, x1: threshold, y0: 0, y1: 1, yref: 'paper', line: { dash: 'dash', width: 1 } },
        ],
      },
    ),
  }
}

/** Correlation (-1 to 1) of each feature with each; `matrix` in the order of the names. */
export function correlationHeatmap(names: string[], matrix: number[][]): Figure {
  const z = matrix.map((row) => row.map((value) => Math.round(value * 1000) / 1000))
  return {
    data: [{ type: 'heatmap', x: names, y: names, z, zmin: -1, zmid: 0, zmax: 1, colorscale: 'RdBu' }],
    layout: layout({ title: 'Correlation of the features', x: '', y: '' }, { yaxis: { autorange: 'reversed' } }),
  }
}

/** Rows of each class at several moments, e.g. before and after balancing. */
export function classCounts(title: string, moments: { name: string; noArrest: number; arrest: number }[]): Figure {
  const x = moments.map(({ name }) => name)
  return {
    data: [
      { type: 'bar', name: 'no arrest', x, y: moments.map(({ noArrest }) => noArrest) },
      { type: 'bar', name: 'arrest', x, y: moments.map(({ arrest }) => arrest) },
    ],
    layout: layout({ title, x: '', y: 'rows' }, { barmode: 'stack' }),
  }
}

/** How rows flow through the stages and where they leave. */
export function rowFlow(steps: { name: string; rows: number; dropped: Record<string, number> }[]): Figure {
  const labels: string[] = []
  const link = { source: [] as number[], target: [] as number[], value: [] as number[] }
  const connect = (source: number, target: number, value: number) => {
    link.source.push(source)
    link.target.push(target)
    link.value.push(value)
  }
  let previous: number | undefined
  for (const { name, rows, dropped } of steps) {
    const node = labels.push(name) - 1
    if (previous !== undefined) {
      connect(previous, node, rows)
      for (const [reason, left] of Object.entries(dropped)) {
        connect(previous, labels.push(`${name}: ${reason.replaceAll('_', ' ')}`) - 1, left)
      }
    }
    previous = node
  }
  return {
    data: [{ type: 'sankey', node: { label: labels }, link }],
    layout: { title: { text: 'Rows through the stages' } },
  }
}
