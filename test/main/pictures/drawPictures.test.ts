import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { confusionMatrix, rocCurve } from '../../../src/main/figures/evaluation.ts'
import { mutualInformationBars, rowFlow } from '../../../src/main/figures/pipeline.ts'
import { chromiumPainter } from '../../../src/main/pictures/chromium/chromiumPainter.ts'
import { drawPictures } from '../../../src/main/pictures/drawPictures.ts'
import type { OpenPainter } from '../../../src/main/pictures/painter.ts'
import { openWorkbench, type Workbench } from '../../../src/main/workbench.ts'
import { CancelledError } from '../../../src/shared/errors.ts'
import { chromiumPath, describeWithChromium } from '../../support/browsers.ts'
import { coloursOf, readPng } from '../../support/png.ts'
import { temporaryFolder } from '../../support.ts'

const FIGURES = {
  confusion_matrix: confusionMatrix(
    { trueNegatives: 900, falsePositives: 20, falseNegatives: 60, truePositives: 150 },
    0.5,
  ),
  mutual_information: mutualInformationBars(
    [
      ['iucr_freq', 0.2],
      ['day_of_week_sin', 0.01],
    ],
    0.05,
  ),
  roc: rocCurve({ x: [0, 0.1, 1], y: [0, 0.8, 1] }, 0.85),
  rows: rowFlow([
    { name: 'merge', rows: 100, dropped: {} },
    { name: 'enrich', rows: 98, dropped: { no_coordinates: 2 } },
  ]),
}
const PICTURES = Object.keys(FIGURES).map((name) => `figures/${name}.png`)

describeWithChromium('the pictures of stored charts', () => {
  let workbench: Workbench

  beforeEach(async () => {
    const env = { ARREST_WORKBENCH_CHROMIUM: chromiumPath }
    workbench = await openWorkbench({ workspace: temporaryFolder(), store: undefined, threads: 1, env, cwd: '/' })
  })
  afterEach(() => workbench.close())

  async function storeRun(figures: Record<string, unknown>, parentId?: string): Promise<string> {
    const within = parentId === undefined ? {} : { parentId }
    const run = await workbench.tracking.startRun({ experiment: 'e', name: 'r', kind: 'training', ...within })
    for (const [name, figure] of Object.entries(figures)) await run.logJson(`figures/${name}.json`, figure)
    await run.finish('FINISHED')
    return run.id
  }
  async function picturesOf(runId: string): Promise<string[]> {
    const { artifacts } = await workbench.tracking.runs.get(runId)
    return artifacts.map(({ path }) => path).filter((path) => path.endsWith('.png'))
  }
  function draw(options: { runId?: string; signal?: AbortSignal; painter?: OpenPainter } = {}) {
    const { signal = new AbortController().signal, painter = chromiumPainter(workbench.workspace), ...rest } = options
    return drawPictures(workbench, painter, { signal, ...rest })
  }

  it('lie beside each chart of a run and of those within it, and show it', async () => {
    const runId = await storeRun({ roc: FIGURES.roc })
    const child = await storeRun(FIGURES, runId)
    const other = await storeRun({ roc: FIGURES.roc })
    expect(await draw({ runId })).toEqual({ able: true, drawn: 5, failed: 0 })
    expect(await picturesOf(runId)).toEqual(['figures/roc.png'])
    expect(await picturesOf(child)).toEqual(PICTURES)
    expect(await picturesOf(other)).toEqual([])
    for (const path of PICTURES) {
      const picture = readPng(await workbench.tracking.artifacts.read(child, path))
      expect([picture.width, picture.height]).toEqual([1500, 900])
      const [[paper, share], ...ink] = coloursOf(picture)
      // Text and lines have many shades at their edges; a blank or torn picture has not.
      expect(ink.length).toBeGreaterThan(20)
      expect(paper).toMatch(/,255$/)
      expect(share).toBeLessThan(0.99)
    }
    // The bars are in the colour of the window's charts on paper, #0072b2.
    const bars = coloursOf(readPng(await workbench.tracking.artifacts.read(child, 'figures/mutual_information.png')))
    expect(bars.slice(0, 3).map(([colour]) => colour)).toContain('0,114,178,255')

    expect(await draw()).toEqual({ able: true, drawn: 1, failed: 0 })
    expect(await draw()).toEqual({ able: true, drawn: 0, failed: 0 })
  })

  it('are left out where a chart is none, and where there is nothing to draw with', async () => {
    const runId = await storeRun({ broken: { data: 'no traces' }, roc: FIGURES.roc })
    expect(await draw({ painter: async () => undefined })).toEqual({ able: false, drawn: 0, failed: 0 })
    expect(await draw()).toEqual({ able: true, drawn: 1, failed: 1 })
    expect(await picturesOf(runId)).toEqual(['figures/roc.png'])
  })

  it('are cancelled at once, leaving no browser behind, and drawn the next time', async () => {
    const runId = await storeRun(FIGURES)
    const controller = new AbortController()
    const painter: OpenPainter = async (signal) => {
      const opened = await chromiumPainter(workbench.workspace)(signal)
      let painted = 0
      return {
        close: opened!.close,
        paint(figure) {
          if (painted++ === 1) controller.abort()
          return opened!.paint(figure)
        },
      }
    }
    await expect(draw({ signal: controller.signal, painter })).rejects.toThrow(CancelledError)
    expect(await picturesOf(runId)).toHaveLength(1)
    expect(readdirSync(workbench.workspace.paths.temporary)).toEqual([])
    expect(await draw()).toEqual({ able: true, drawn: 3, failed: 0 })
    expect(await picturesOf(runId)).toEqual(PICTURES)
  })
})
