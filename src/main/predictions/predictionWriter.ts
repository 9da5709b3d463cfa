import { Worker } from 'node:worker_threads'
import { built } from '../appRoot.ts'
import type { LabelSource } from '../tracking/schema.ts'
import { BATCH_ROWS, type Batch, type BatchHead, buffersOf, emptyBatch } from './batch.ts'
import { type Attached, attachedSchema } from './feedback.ts'
import type { LogLimits } from './keepBatches.ts'
import type { Outcome } from './prediction.ts'

/** One prediction as serving has it; `Stream` knows who predicted. */
export interface Answered {
  id: string
  /** Milliseconds since 1970. */
  time: number
  /** Of a shadow's: the id of the prediction that was answered. */
  pairId: string | null
  incidentId: string | null
  /** JSON of the incident's fields. */
  incident: string | null
  probability: number
  prediction: boolean
}

/** Takes the predictions of one version in one arm. */
export interface PredictionStream {
  /** Takes a prediction; `features` from `offset` on are copied. Never waits, never throws. */
  add(answered: Answered, features: Float64Array, offset?: number): void
}

export interface WriterState {
  /** Predictions in the tables. */
  kept: number
  /** Predictions that are lost: more came than could be written, or writing failed. */
  dropped: number
  /** Predictions taken and not written yet. */
  waiting: number
}

/** Keeps predictions in the workspace's tables, on a thread of its own. */
export interface PredictionWriter {
  stream(head: BatchHead): PredictionStream
  /** Resolves when all that was taken before is written, or dropped. */
  flush(): Promise<void>
  /** Says what really happened, after all that was taken before is written. See `PredictionLog.attach`. */
  attach(outcomes: readonly Outcome[], source: LabelSource, time: number): Promise<Attached>
  state(): WriterState
  /** Writes what is left and ends the thread. */
  close(): Promise<void>
}

export interface WriterData {
  /** `workbench.db`. */
  file: string
  limits: LogLimits
}

export interface WriterOptions extends WriterData {
  /** Hears, at most once a minute, why predictions are lost. */
  onError(error: unknown): void
}

export type ToThread = { id: number } & (
  | { kind: 'batch'; batch: Batch }
  | { kind: 'outcomes'; outcomes: readonly Outcome[]; source: LabelSource; time: number }
  | { kind: 'close' }
)
type Work = ToThread extends infer T ? (T extends { id: number } ? Omit<T, 'id'> : never) : never
type FromThread = { id: number } & ({ result: unknown } | { error: string })

/** Four a second: a process that is killed loses well below the last second, also while the disk is busy. */
const FLUSH_MS = 250
/** What may wait in memory for the thread before predictions are dropped: some seconds of the highest rate. */
const WAITING_BYTES = 48e6
/** Of a prediction besides its features and its incident. */
const ROW_BYTES = 200
const TELL_MS = 60_000

/** Starts the thread. Its errors are told to `onError`, and what it could not write is counted as dropped. */
export function openPredictionWriter({ onError, ...data }: WriterOptions): PredictionWriter {
  const worker = new Worker(built('main', 'prediction-writer.js'), { workerData: data })
  worker.unref()
  const pending = new Map<number, { resolve(result: unknown): void; reject(error: unknown): void }>()
  const open = new Set<{ move(): void }>()
  let lastId = 0
  let kept = 0
  let dropped = 0
  let waiting = 0
  let waitingBytes = 0
  let toldAt = Number.NEGATIVE_INFINITY
  let ended: unknown

  worker.on('message', (answer: FromThread) => {
    const asked = pending.get(answer.id)
    pending.delete(answer.id)
    if ('error' in answer) asked?.reject(new Error(answer.error))
    else asked?.resolve(answer.result)
  })
  const end = (error: unknown) => {
    ended = error
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
  }
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the thread that keeps predictions has ended')))

  function ask(work: Work, transfer: ArrayBuffer[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended)
      const id = ++lastId
      pending.set(id, { resolve, reject })
      worker.postMessage({ id, ...work }, transfer)
    })
  }

  function lose(rows: number, error: unknown): void {
    dropped += rows
    const now = Date.now()
    if (now - toldAt < TELL_MS) return
    toldAt = now
    onError(error)
  }

  function send(batch: Batch, bytes: number): void {
    const { rows } = batch
    ask({ kind: 'batch', batch }, buffersOf(batch))
      .then(
        () => {
          kept += rows
        },
        (error: unknown) => lose(rows, error),
      )
      .finally(() => {
        waiting -= rows
        waitingBytes -= bytes
      })
  }

  function stream(head: BatchHead): PredictionStream {
    let batch: Batch | undefined
    let bytes = 0
    const own = {
      move() {
        open.delete(own)
        if (batch === undefined) return
        send(batch, bytes)
        batch = undefined
        bytes = 0
      },
    }
    const rowBytes = ROW_BYTES + head.width * 8

    return {
      add({ id, time, pairId, incidentId, incident, probability, prediction }, features, offset = 0) {
        if (waitingBytes > WAITING_BYTES) {
          lose(1, new Error('predictions come faster than they can be written'))
          return
        }
        if (batch === undefined) {
          batch = emptyBatch(head)
          open.add(own)
        }
        const row = batch.rows++
        batch.ids.push(id)
        batch.times[row] = time
        batch.pairIds.push(pairId)
        batch.incidentIds.push(incidentId)
        batch.incidents.push(incident)
        for (let k = 0; k < head.width; k++) batch.features[row * head.width + k] = features[offset + k]!
        batch.probabilities[row] = probability
        batch.predictions[row] = prediction ? 1 : 0
        waiting++
        const cost = rowBytes + (incident === null ? 0 : incident.length)
        waitingBytes += cost
        bytes += cost
        if (batch.rows === BATCH_ROWS) own.move()
      },
    }
  }

  function moveAll(): void {
    for (const each of open) each.move()
  }

  const timer = setInterval(moveAll, FLUSH_MS)
  timer.unref()

  return {
    stream,
    async flush() {
      moveAll()
      // The thread takes its messages in turn: no outcomes are answered after all batches before.
      await ask({ kind: 'outcomes', outcomes: [], source: 'api', time: 0 })
    },
    async attach(outcomes, source, time) {
      moveAll()
      return attachedSchema.parse(await ask({ kind: 'outcomes', outcomes, source, time }))
    },
    state: () => ({ kept, dropped, waiting }),
    async close() {
      clearInterval(timer)
      worker.ref()
      moveAll()
      if (ended === undefined) await ask({ kind: 'close' }).catch(() => undefined)
      await worker.terminate()
    },
  }
}
