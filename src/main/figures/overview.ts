import { type Figure, layout } from './figure.ts'

export interface CountBy {
  key: string
  incidents: number
  arrests: number
}

/** Incidents by a category with those that ended in an arrest. */
export function incidentsBy(title: string, counts: CountBy[]): Figure {
  const places = counts.map(({ key }) => key)
  const series = [
    { name: 'no arrest', values: counts.map(({ incidents, arrests }) => incidents - arrests) },
    { name: 'arrest', values: counts.map(({ arrests }) => arrests) },
  ]
  // Long names are read along a line, the first one on top.
  if (places.some((place) => place.length > LONG_NAME)) {
    return {
      data: series.map(({ name, values }) => ({ type: 'bar', orientation: 'h', name, x: values, y: places })),
      layout: layout(
        { title, x: 'incidents', y: '' },
        { barmode: 'stack', yaxis: { type: 'category', autorange: 'reversed' } },
      ),
    }
  }
  return {
    data: series.map(({ name, values }) => ({ type: 'bar', name, x: places, y: values })),
    layout: layout({ title, x: '', y: 'incidents' }, { barmode: 'stack', xaxis: { type: 'category' } }),
  }
}

const LONG_NAME = 12

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Incidents by hour (columns) and weekday (rows, 0 = Monday). */
export function hourByWeekday(counts: { weekday: number; hour: number; incidents: number }[]): Figure {
  const z = WEEKDAYS.map(() => new Array<number>(24).fill(0))
  for (const { weekday, hour, incidents } of counts) z[weekday]![hour] = incidents
  return {
    data: [{ type: 'heatmap', x: Array.from({ length: 24 }, (_, hour) => hour), y: WEEKDAYS, z, colorscale: 'Blues' }],
    layout: layout({ title: 'Incidents by hour and weekday', x: 'hour', y: '' }, { yaxis: { autorange: 'reversed' } }),
  }
}
