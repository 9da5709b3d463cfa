import type { PlotlyFigure } from '../../shared/stepDetails.ts'
import { saveFile } from '../saveFile.ts'
import { csvOf, figureTable } from './figureTable.ts'
import { themedFigure } from './themedFigure.ts'

const WIDTH = 1000
const HEIGHT = 600

/** Saves a chart as a picture with its title, in the colours of paper. */
export async function saveFigureImage(figure: PlotlyFigure, name: string, format: 'png' | 'svg'): Promise<void> {
  const { Plotly } = await import('./plotly.ts')
  const themed = themedFigure(figure, false, { titled: true })
  const url = await Plotly.toImage(themed, {
    format,
    width: WIDTH,
    height: HEIGHT,
    scale: format === 'png' ? 2 : 1,
  })
  saveFile(`${name}.${format}`, blobOf(url))
}

/** Saves the data of a chart: as CSV for spreadsheets, or as Plotly's JSON. */
export function saveFigureData(figure: PlotlyFigure, name: string, format: 'csv' | 'json'): void {
  const content = format === 'csv' ? csvOf(figureTable(figure)) : JSON.stringify(figure, null, 2)
  saveFile(`${name}.${format}`, new Blob([content], { type: format === 'csv' ? 'text/csv' : 'application/json' }))
}

/** The content of a data URL. Read by hand, since the Content-Security-Policy lets nothing be fetched but from the app. */
function blobOf(url: string): Blob {
  const comma = url.indexOf(',')
  const [type = ''] = url.slice('data:'.length, comma).split(';')
  const content = url.slice(comma + 1)
  if (!url.slice(0, comma).endsWith(';base64')) return new Blob([decodeURIComponent(content)], { type })
  return new Blob([Uint8Array.from(atob(content), (character) => character.charCodeAt(0))], { type })
}
