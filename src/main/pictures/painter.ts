import type { Locale } from '../../shared/messages/index.ts'
import { PICTURE_PAGE } from '../../shared/picture.ts'

/** A page that draws figures, in a browser without a window. */
export interface Painter {
  /** A PNG of a figure, given as the JSON that is stored. Rejects where Plotly cannot draw it. */
  paint(figure: string): Promise<Uint8Array>
  close(): Promise<void>
}

/** Opens a painter; undefined where this machine has no browser to paint with. On abort it is closed at once. */
export type OpenPainter = (signal: AbortSignal) => Promise<Painter | undefined>

/** The script that draws a figure on the page `PICTURE_PAGE`: a promise of a `data:` URL. */
export function paintScript(figure: string, locale: Locale): string {
  // Parsed and written again, so that it is JSON and nothing else.
  return `drawPicture(${JSON.stringify(JSON.parse(figure))}, ${JSON.stringify(locale)})`
}

/** The bytes of what that script gives. */
export function pictureBytes(url: unknown): Uint8Array {
  const prefix = 'data:image/png;base64,'
  if (typeof url !== 'string' || !url.startsWith(prefix)) throw new Error(`${PICTURE_PAGE} gave no PNG`)
  return Buffer.from(url.slice(prefix.length), 'base64')
}
