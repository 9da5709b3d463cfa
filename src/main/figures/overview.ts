import { type Figure, layout } from './figure.ts'

export interface CountBy {
  key: string
  incidents: number
  arrests: number
}

/** Incidents by a category with those that ended in an arrest. */
export function incidentsBy(title: string, counts: CountBy[]): Figure {
  const x = counts.map(({ key }) => key)
  return {
    data: [
      { type: 'bar', name: 'no arrest', x, y: counts.map(({ incidents, arrests }) => incidents - arrests) },
      { type: 'bar', name: 'arrest', x, y: counts.map(({ arrests }) => arrests) },
    ],
    layout: layout({ title, x: '', y: 'incidents' }, { barmode: 'stack', xaxis: { type: 'category' } }),
  }
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Incidents by hour (columns) and weekday (rows, 0 = Monday). */
export function hourByWeekday(counts: { weekday: number; hour: number; incidents: number }[]): Figure {
  const z = WEEKDAYS.map(() => new Array<number>(24).fill(0))
  for (const { weekday, hour, incidents } of counts) z[weekday]![hour] = incidents
  return {
    data: [{ type: 'heatmap', x: Array.from({ length: 24 }, (_, hour) => hour), y: WEEKDAYS, z, colorscale: 'Blues' }],
    layout: layout({ title: 'Incidents by hour and weekday', x: 'hour', y: '' }),
  }
}
