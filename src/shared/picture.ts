import type { Locale } from './messages/index.ts'
import type { PlotlyFigure } from './pipeline/stepDetails.ts'

/** The page of the renderer that draws pictures. */
export const PICTURE_PAGE = 'picture.html'

/** What that page has as `drawPicture`: a figure to a `data:` URL of a PNG, in the colours of paper. */
export type DrawPicture = (figure: PlotlyFigure, locale: Locale) => Promise<string>
