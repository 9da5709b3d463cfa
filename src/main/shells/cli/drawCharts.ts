import { CancelledError, UserError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'
import { chromiumPainter } from '../../pictures/chromium/chromiumPainter.ts'
import { findChromium } from '../../pictures/chromium/findChromium.ts'
import { type Drawn, drawPictures } from '../../pictures/drawPictures.ts'
import type { Workbench } from '../../workbench.ts'
import type { CommandContext } from './program.ts'

/** Stores the charts of all runs as PNG. @throws UserError `pictures.no_browser` */
export async function drawAllCharts(workbench: Workbench, { signal }: CommandContext): Promise<Drawn> {
  const drawn = await drawPictures(workbench, chromiumPainter(workbench.workspace), { signal })
  if (!drawn.able) throw new UserError('pictures.no_browser')
  return drawn
}

/**
 * Stores the charts of a run that is done, and told, as PNG, where there is a browser to draw with. That they could not
 * be, or were not any more, takes nothing from the run.
 */
export async function drawChartsOf(
  runId: string,
  workbench: Workbench,
  { signal, terminal }: CommandContext,
): Promise<void> {
  if (findChromium(workbench.workspace.environment) !== undefined) terminal.notice(text('pictures.drawing'))
  try {
    await drawPictures(workbench, chromiumPainter(workbench.workspace), { runId, signal })
  } catch (error) {
    if (!(error instanceof CancelledError))
      workbench.logger.warn({ err: error, run: runId }, 'charts not stored as PNG')
  }
}
