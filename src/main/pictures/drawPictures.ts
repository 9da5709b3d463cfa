import { sql } from 'kysely'
import { CancelledError } from '../../shared/errors.ts'
import type { Tracking } from '../tracking/tracking.ts'
import type { Workbench } from '../workbench.ts'
import type { OpenPainter } from './painter.ts'

export interface Drawn {
  /** False where this machine has no browser to draw with. */
  able: boolean
  /** Pictures that were stored. */
  drawn: number
  /** Figures that could not be drawn; the log says why. */
  failed: number
}

/**
 * Stores each figure of ended runs also as PNG (`figures/roc.png` beside `figures/roc.json`), where it is not yet: of one
 * run and those within it, or of all. What is stored when it is cancelled stays; the rest is found the next time.
 *
 * @throws CancelledError
 */
export async function drawPictures(
  { tracking, logger }: Pick<Workbench, 'tracking' | 'logger'>,
  openPainter: OpenPainter,
  { runId, signal }: { runId?: string; signal: AbortSignal },
): Promise<Drawn> {
  const figures = await undrawnFigures(tracking, runId)
  const result: Drawn = { able: true, drawn: 0, failed: 0 }
  if (figures.length === 0) return result
  if (signal.aborted) throw new CancelledError()
  const painter = await openPainter(signal)
  if (painter === undefined) {
    logger.info({ figures: figures.length }, 'no Chromium, Chrome or Edge here: charts are stored as JSON only')
    return { ...result, able: false }
  }
  try {
    for (const { run_id, path } of figures) {
      if (signal.aborted) throw new CancelledError()
      try {
        const figure = await tracking.artifacts.read(run_id, path)
        const picture = await painter.paint(figure.toString('utf8'))
        await tracking.artifacts.write(run_id, pictureOf(path), picture)
        result.drawn++
      } catch (error) {
        if (signal.aborted) throw new CancelledError()
        result.failed++
        logger.warn({ err: error, run: run_id, path }, 'chart not stored as PNG')
      }
    }
  } finally {
    await painter.close()
  }
  return result
}

function pictureOf(path: string): string {
  return path.replace(/\.json$/, '.png')
}

/** The newest runs' first. */
async function undrawnFigures(
  { database }: Tracking,
  runId: string | undefined,
): Promise<{ run_id: string; path: string }[]> {
  const root = runId ?? null
  const { rows } = await sql<{ run_id: string; path: string }>`
    WITH RECURSIVE family (id) AS (
      SELECT id FROM runs WHERE id = ${root} OR (${root} IS NULL AND parent_id IS NULL)
      UNION ALL
      SELECT runs.id FROM runs JOIN family ON runs.parent_id = family.id
    )
    SELECT figure.run_id, figure.path
    FROM family
    JOIN runs USING (id)
    JOIN artifacts AS figure ON figure.run_id = runs.id
    LEFT JOIN artifacts AS picture
      ON picture.run_id = figure.run_id AND picture.path = replace(figure.path, '.json', '.png')
    WHERE figure.path LIKE 'figures/%.json'
      AND picture.path IS NULL
      AND runs.status <> 'RUNNING'
      AND runs.deleted_at IS NULL
    ORDER BY figure.run_id DESC, figure.path
  `.execute(database.sql)
  return rows
}
