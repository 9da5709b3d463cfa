import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { UserError } from '../../shared/errors.ts'
import { EVERY_EVENT, openAudit } from '../audit/audit.ts'
import { auditCsv } from '../audit/export.ts'
import { contentType } from '../contentType.ts'
import { scoredFolder } from '../jobs/scoreToCache.ts'
import { calibrationSchema } from '../learners/calibration/calibration.ts'
import { exportModel } from '../learners/exchange/exportModel.ts'
import { EXPORT_FORMATS, type ExportFormat } from '../learners/exchange/formats.ts'
import { decodeModel } from '../learners/modelFile.ts'
import { cardPage } from '../modelCard/page/page.ts'
import { readCard } from '../modelCard/readCard.ts'
import type { ModelContent } from '../registry/modelFolder.ts'
import { readColumnBytes } from '../tables/columnBytes.ts'
import { findTable, localFiles } from '../tables/runTables.ts'
import type { ApiContext } from './context.ts'
import { zipStream } from './zip.ts'

/** A file of the workspace as a window fetches or downloads it. */
export interface ServedFile {
  /** What it is saved as. */
  name: string
  type: string
  /** Undefined where it is not known before the end. */
  bytes: number | undefined
  body: Readable
  headers?: Record<string, string>
}

/**
 * What lies at `files/…` in a window, in both shells:
 * - `artifacts/<run>/<path>`: an artifact
 * - `models/<model>/<version>`: a version's folder, zipped; with `?format=native|onnx|xgboost` its learner in that format
 *   or with `?card=html|json` its card
 * - `scored/<id>/<name>`: a file that was scored
 * - `audit/log/audit.csv`, `audit/log/audit.json`: the audit log
 * - `tables/<step>/<table>?run=`: a table of a run, as Parquet
 * - `columns/<step>/<table>?run=&names=a,b`: numbers of a table, column by column, as little-endian float64; the header
 *   `x-rows` tells how many each has, null is NaN
 *
 * Undefined for any other path. @throws UserError for what is not there
 */
export async function findFile(
  path: string,
  search: URLSearchParams,
  { workbench, reader }: ApiContext,
  signal: AbortSignal,
): Promise<ServedFile | undefined> {
  const [kind, first, second, ...rest] = path.split('/').map(decoded)
  if (first === undefined || second === undefined) return undefined
  const runId = search.get('run') ?? undefined
  switch (kind) {
    case 'artifacts': {
      const run = await workbench.tracking.runs.get(first)
      const wanted = [second, ...rest].join('/')
      const artifact = run.artifacts.find((candidate) => candidate.path === wanted)
      if (artifact === undefined) throw new UserError('artifact_missing', { run: first, path: wanted })
      return onDisk(workbench.tracking.artifacts.locate(run.id, artifact.path), basename(wanted))
    }
    case 'models': {
      const version = await workbench.registry.version(first, Number(second))
      const name = `${first}-${version.version}`
      const asPage = search.get('card') === 'html'
      if (asPage || search.get('card') === 'json') {
        const card = await readCard(version, workbench.tracking)
        const bytes = Buffer.from(asPage ? cardPage(card) : `${JSON.stringify(card, null, 2)}\n`)
        const file = `${name}-card.${asPage ? 'html' : 'json'}`
        return { name: file, type: contentType(file), bytes: bytes.byteLength, body: Readable.from([bytes]) }
      }
      const format = EXPORT_FORMATS.find((known) => known === search.get('format'))
      if (format !== undefined) return exported(await workbench.registry.read(version), format, name)
      return { name: `${name}.zip`, type: 'application/zip', bytes: undefined, body: zipStream(version.folder, name) }
    }
    case 'scored': {
      if (!UUID.test(first)) return undefined
      return onDisk(join(scoredFolder(workbench), first, basename(second)), basename(second)).catch(() => undefined)
    }
    case 'audit': {
      if (first !== 'log' || (second !== 'audit.csv' && second !== 'audit.json')) return undefined
      const events = await openAudit(workbench.tracking.database).list({ limit: EVERY_EVENT })
      const isCsv = second === 'audit.csv'
      const content = Buffer.from(isCsv ? auditCsv(events) : JSON.stringify(events, null, 2))
      const type = isCsv ? 'text/csv; charset=utf-8' : 'application/json'
      return { name: second, type, bytes: content.byteLength, body: Readable.from([content]) }
    }
    case 'tables': {
      const table = await findTable({ step: first, table: second, runId }, workbench, signal)
      const [file] = await localFiles(table, workbench, signal)
      return file === undefined ? undefined : onDisk(file, `${table.view}.parquet`)
    }
    case 'columns': {
      const table = await findTable({ step: first, table: second, runId }, workbench, signal)
      const files = await localFiles(table, workbench, signal)
      const names = (search.get('names') ?? '').split(',').filter((name) => name !== '')
      const { rows, bytes } = await reader.ask(signal, (connection) => readColumnBytes(connection, files, names))
      return {
        name: `${table.view}.f64`,
        type: 'application/octet-stream',
        bytes: bytes.byteLength,
        body: Readable.from([bytes]),
        headers: { 'x-rows': String(rows) },
      }
    }
    default:
      return undefined
  }
}

function exported(content: ModelContent, format: ExportFormat, name: string): ServedFile {
  const bytes = exportModel(decodeModel(content.model), calibrationSchema.parse(content.calibration), format)
  const extension = { native: 'bin', onnx: 'onnx', xgboost: 'json' }[format]
  const body = Readable.from([bytes])
  return { name: `${name}.${extension}`, type: 'application/octet-stream', bytes: bytes.byteLength, body }
}

async function onDisk(file: string, name: string): Promise<ServedFile> {
  const { size } = await stat(file)
  return { name, type: contentType(name), bytes: size, body: createReadStream(file, { highWaterMark: 1 << 18 }) }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Headers that make a browser save a file under its name. What a run wrote is never shown as a page of the app. */
export function downloadHeaders({ name, type, bytes, headers }: ServedFile): Record<string, string> {
  return {
    'content-type': type,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': 'no-store',
    ...(bytes === undefined ? {} : { 'content-length': String(bytes) }),
    ...headers,
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
