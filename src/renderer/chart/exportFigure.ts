import type { PlotlyFigure } from '../../shared/pipeline/stepDetails.ts'
import { saveFile } from '../saveFile.ts'
import { csvOf, figureTable } from './figureTable.ts'
import { themedFigure } from './themedFigure.ts'

const WIDTH = 1000
const HEIGHT = 600

/** A chart with its title as a picture in the colours of paper, as a `data:` URL. `scale`: its pixels a point. */
export async function figurePicture(figure: PlotlyFigure, format: 'png' | 'svg', scale: number): Promise<string> {
  const { Plotly } = await import('./plotly.ts')
  const themed = themedFigure(figure, false, { titled: true })
  return Plotly.toImage(themed, { format, width: WIDTH, height: HEIGHT, scale })
}

/** Saves a chart as a picture. */
export async function saveFigureImage(figure: PlotlyFigure, name: string, format: 'png' | 'svg'): Promise<void> {
  saveFile(`${name}.${format}`, blobOf(await figurePicture(figure, format, format === 'png' ? 2 : 1)))
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
