import { setLocale } from '../shared/messages/index.ts'
import type { DrawPicture } from '../shared/picture.ts'
import { figurePicture } from './chart/exportFigure.ts'

/** 1500 × 900 pixels: enough for a report, and a run has some forty of them. */
const SCALE = 1.5

/** The page without a window that draws the pictures which are stored with runs: `DRAW_PICTURE` of shared/picture.ts. */
const draw: DrawPicture = (figure, locale) => {
  setLocale(locale)
  return figurePicture(figure, 'png', SCALE)
}

Object.assign(globalThis, { drawPicture: draw })
