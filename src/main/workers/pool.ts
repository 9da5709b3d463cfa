import { setMaxListeners } from 'node:events'
import { Worker } from 'node:worker_threads'
import { CancelledError } from '../../shared/errors.ts'
import { built } from '../appRoot.ts'
import type { TaskInput, TaskName, TaskOutput } from './tasks.ts'

export interface RunOptions {
  signal: AbortSignal
  /** Share of this task that is done, 0-1. */
  onProgress?(share: number): void
}

/** Worker threads that run the tasks of `tasks.ts`. Threads start on first use; a cancelled one is ended and replaced. */
export interface WorkerPool {
  readonly threads: number
  /** Runs one task on the next free thread. Rejects with CancelledError as soon as the signal aborts. */
  run<N extends TaskName>(task: N, input: TaskInput<N>, options: RunOptions): Promise<TaskOutput<N>>
  /** Runs one task a input, all at the same time (at most `threads`): for tasks that wait for each other. */
  runTogether<N extends TaskName>(task: N, inputs: TaskInput<N>[], options: RunOptions): Promise<TaskOutput<N>[]>
  /** Ends all threads. */
  close(): Promise<void>
}

interface Thread {
  worker: Worker
  busy: boolean
}

interface Gang {
  size: number
  start(threads: Thread[]): void
}

type Answer = { id: number } & ({ share: number } | { output: unknown } | { error: unknown })

/** Creates a pool of `threads` worker threads. */
export function createWorkerPool({ threads }: { threads: number }): WorkerPool {
  const all = new Set<Thread>()
  const waiting: Gang[] = []
  let lastId = 0
  let closed = false

  function spawn(): Thread {
    const thread: Thread = { worker: new Worker(built('main', 'worker.js')), busy: false }
    thread.worker.setMaxListeners(0)
    thread.worker.unref()
    all.add(thread)
    return thread
  }

  /** First come, first served: a gang that wants many threads is not starved by later small ones. */
  function dispatch(): void {
    for (let gang = waiting[0]; gang !== undefined && !closed; gang = waiting[0]) {
      const free = [...all].filter((thread) => !thread.busy)
      while (free.length < gang.size && all.size < threads) free.push(spawn())
      if (free.length < gang.size) return
      waiting.shift()
      const members = free.slice(0, gang.size)
      for (const member of members) member.busy = true
      gang.start(members)
    }
  }

  function discard(thread: Thread): Promise<number> {
    all.delete(thread)
    return thread.worker.terminate()
  }

  function ask(thread: Thread, task: TaskName, input: unknown, onShare: (share: number) => void): Promise<unknown> {
    const id = ++lastId
    const { worker } = thread
    worker.ref()
    return new Promise((resolve, reject) => {
      const settle = () => {
        worker.off('message', onMessage)
        worker.off('error', onError)
        worker.off('exit', onExit)
        worker.unref()
      }
      const onMessage = (answer: Answer) => {
        if (answer.id !== id) return
        if ('share' in answer) return onShare(answer.share)
        settle()
        if ('error' in answer) reject(answer.error)
        else resolve(answer.output)
      }
      const onError = (error: unknown) => {
        settle()
        all.delete(thread)
        reject(error)
      }
      const onExit = () => onError(new Error(`worker thread ended during ${task}`))
      worker.on('message', onMessage)
      worker.on('error', onError)
      worker.on('exit', onExit)
      worker.postMessage({ id, task, input })
    })
  }

  function runTogether(task: TaskName, inputs: unknown[], { signal, onProgress }: RunOptions): Promise<unknown[]> {
    if (inputs.length > threads) throw new RangeError(`${inputs.length} tasks at once on ${threads} threads`)
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new CancelledError())
      let members: Thread[] = []
      const cancel = () => {
        const place = waiting.indexOf(gang)
        if (place >= 0) waiting.splice(place, 1)
        for (const member of members) void discard(member)
        reject(new CancelledError())
        dispatch()
      }
      const gang: Gang = {
        size: inputs.length,
        start(threadsOfGang) {
          members = threadsOfGang
          const shares = inputs.map(() => 0)
          const answers = members.map((member, k) =>
            ask(member, task, inputs[k], (share) => {
              shares[k] = share
              onProgress?.(shares.reduce((sum, value) => sum + value, 0) / shares.length)
            }),
          )
          Promise.all(answers)
            .then(resolve, (error) => {
              // The others may wait for the one that failed.
              for (const member of members) void discard(member)
              reject(error)
            })
            .finally(() => {
              signal.removeEventListener('abort', cancel)
              for (const member of members) member.busy = false
              dispatch()
            })
        },
      }
      // Every waiting task listens; that many are no leak.
      setMaxListeners(0, signal)
      signal.addEventListener('abort', cancel, { once: true })
      waiting.push(gang)
      dispatch()
    })
  }

  return {
    threads,
    async run(task, input, options) {
      const [output] = await runTogether(task, [input], options)
      return output as never
    },
    runTogether: runTogether as WorkerPool['runTogether'],
    async close() {
      closed = true
      await Promise.all([...all].map(discard))
    },
  }
}
