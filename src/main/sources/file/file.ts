import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { throwIfCancelled, UserError } from '../../../shared/errors.ts'
import { type Duck, literal } from '../../duck.ts'
import type { Job } from '../../progress.ts'
import { describeRejection, type Rejected } from '../rejected.ts'
import type { Download, DownloadRequest, RawMonth, Source, Station } from '../source.ts'
import { stationsFor } from '../stations.ts'
import { addDays, type DayWindow, monthsOf, windowBefore } from '../window.ts'
import { rowsWithin } from '../windowRows.ts'
import { digestOf } from './digest.ts'
import { type InspectedFile, inspectFile } from './inspect.ts'
import { dayRange, writeMonths } from './months.ts'

/** Raised when the same file gives other months. */
const VERSION = 1

/** A larger file may hold decades: its newest day is looked up first, so that only the window's months are written. */
const LARGE_FILE_BYTES = 256 * 1024 ** 2

/**
 * A file exported from the portal: CSV with API or Title Case headers, Parquet, JSON array or JSON lines; CSV and JSON
 * also gzipped. The kind is told by the content. The default run date is the day after the newest incident.
 *
 * `download` throws UserErrors `sources.file.*` and `sources.stations.*`.
 */
export function createFileSource(path: string, { largeFileBytes = LARGE_FILE_BYTES } = {}): Source {
  return {
    request: { kind: 'file', path },
    async identify(request, { signal }) {
      const stations = await stationsFor(request.stationsFile)
      return contentHash(await digestOf(await inspectFile(path), signal), request, stations)
    },
    async download(request, job) {
      const stations = await stationsFor(request.stationsFile)
      const file = await inspectFile(path)
      const [digest, { date, months, rejected }] = await together(job.signal, (signal) => [
        digestOf(file, signal),
        readMonths(file, file.bytes >= largeFileBytes, request, {
          signal,
          progress: (progress) => job.progress(progress),
        }),
      ])
      return {
        label: basename(path),
        generated: false,
        date,
        months,
        stations,
        contentHash: contentHash(digest, request, stations),
        rejected,
        notes: [],
      }
    },
  }
}

/** The file's bytes, the window that months are kept for, and the stations decide what a download holds. */
function contentHash(
  digest: string,
  { date, days }: Pick<DownloadRequest, 'date' | 'days'>,
  stations: Station[],
): string {
  return createHash('sha256')
    .update(JSON.stringify([VERSION, digest, date ?? null, days, stations]))
    .digest('hex')
}

type Read = Pick<Download, 'date' | 'months'> & { rejected: Rejected[] }

async function readMonths(file: InspectedFile, large: boolean, request: DownloadRequest, job: Job): Promise<Read> {
  const { duck, workFolder, days } = request
  const known = request.date ?? (large ? await defaultDate(file, request, job) : undefined)
  const wanted = known === undefined ? undefined : windowBefore(known, days)
  const { months, rejected } = await writeMonths(duck, file, workFolder, wanted, job)
  const date = known ?? (await dayAfterNewest(duck, months))
  if (date === undefined) throw nothingReadable(file, rejected)
  const window = windowBefore(date, days)
  const touched = new Set(monthsOf(window))
  const kept: RawMonth[] = []
  for (const month of months) {
    if (touched.has(month.month)) kept.push(month)
    else await rm(month.file)
  }
  if ((await rowsWithin(duck, kept, window)) === 0) throw await emptyWindow(file, request, window, rejected, job)
  return { date, months: kept, rejected }
}

/** The day after the newest incident, looked up before the months are written. */
async function defaultDate(file: InspectedFile, request: DownloadRequest, job: Job): Promise<string | undefined> {
  const range = await dayRange(request.duck, file, request.workFolder, job)
  return range === undefined ? undefined : addDays(range.last, 1)
}

async function dayAfterNewest(duck: Duck, months: RawMonth[]): Promise<string | undefined> {
  const last = months.at(-1)
  if (last === undefined) return undefined
  const [row] = await duck.rows<{ day: string }>(
    `SELECT strftime(max(date), '%Y-%m-%d') AS day FROM read_parquet(${literal(last.file)})`,
  )
  return addDays(row!.day, 1)
}

function nothingReadable(file: InspectedFile, rejected: Rejected[]): UserError {
  const rows = rejected.reduce((sum, { rows: count }) => sum + count, 0)
  if (rows === 0) return new UserError('sources.file.noRows', { path: file.path })
  return new UserError('sources.file.noReadableRows', {
    path: file.path,
    rows,
    why: describeRejection(rejected[0]!.reason),
  })
}

/** The error of a window without incidents, which tells the days that the file does have. */
async function emptyWindow(
  file: InspectedFile,
  { duck, workFolder }: DownloadRequest,
  { from, to }: DayWindow,
  rejected: Rejected[],
  job: Job,
): Promise<UserError> {
  const range = await dayRange(duck, file, workFolder, job)
  if (range === undefined) return nothingReadable(file, rejected)
  return new UserError('sources.file.emptyWindow', { path: file.path, from, to, ...range })
}

/** Runs both; when one fails the other is stopped, and both have ended before this rejects with the first failure. */
async function together<A, B>(
  signal: AbortSignal,
  start: (signal: AbortSignal) => [Promise<A>, Promise<B>],
): Promise<[A, B]> {
  const failure = new AbortController()
  const running = start(AbortSignal.any([signal, failure.signal]))
  try {
    return await Promise.all(running)
  } catch (error) {
    failure.abort()
    await Promise.allSettled(running)
    throwIfCancelled(signal)
    throw error
  }
}
