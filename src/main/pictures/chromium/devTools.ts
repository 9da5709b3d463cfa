import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { CancelledError } from '../../../shared/errors.ts'

/** A Chromium without a window, driven by its DevTools protocol over two pipes: it listens on no port. */
export interface DevTools {
  /** Calls a method, of the browser or, with a session, of one of its pages. */
  call<T>(method: string, params: object, result: z.ZodType<T>, session?: string): Promise<T>
  /** Calls `listener` with each event of that name. */
  on(event: string, listener: (params: unknown, session: string | undefined) => void): void
  /** Ends the browser, and waits until it is gone. */
  close(): Promise<void>
}

const SWITCHES = [
  '--headless',
  '--remote-debugging-pipe',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--hide-scrollbars',
  '--mute-audio',
  '--no-default-browser-check',
  '--no-first-run',
]

const messageSchema = z.union([
  z.object({ id: z.int(), result: z.unknown() }),
  z.object({ id: z.int(), error: z.object({ message: z.string() }) }),
  z.object({ method: z.string(), params: z.unknown(), sessionId: z.string().optional() }),
])

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** Starts `program` with `profile` as its own folder. On abort it is killed, and what was called rejects. */
export function startDevTools(program: string, profile: string, signal: AbortSignal): DevTools {
  const args = [...SWITCHES, `--user-data-dir=${profile}`, 'about:blank']
  // Chromium's own sandbox cannot be had by root.
  if (process.getuid?.() === 0) args.unshift('--no-sandbox')
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
  const [, , , input, output] = child.stdio
  if (!(input instanceof Writable) || !(output instanceof Readable)) throw new Error('no pipes to Chromium')
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, (params: unknown, session: string | undefined) => void>()
  let lastId = 0
  let ended: Error | undefined

  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  const cancel = () => {
    end(new CancelledError())
    child.kill('SIGKILL')
  }
  signal.addEventListener('abort', cancel, { once: true })
  child.once('error', end)
  child.once('exit', (code) => {
    signal.removeEventListener('abort', cancel)
    end(new Error(`${program} ended with ${code}`))
  })
  // Its end is told by `exit`.
  input.on('error', () => {})
  readMessages(output, (text) => {
    const message = messageSchema.parse(JSON.parse(text))
    if ('method' in message) return listeners.get(message.method)?.(message.params, message.sessionId)
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if ('error' in message) call?.reject(new Error(message.error.message))
    else call?.resolve(message.result)
  })

  return {
    async call(method, params, result, session) {
      if (ended !== undefined) throw ended
      const id = ++lastId
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
      input.write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`)
      return result.parse(await answer)
    },
    on: (event, listener) => listeners.set(event, listener),
    close: () => endProcess(child),
  }
}

/** Messages end with a zero byte each. */
function readMessages(output: Readable, take: (message: string) => void): void {
  let rest: Buffer[] = []
  output.on('data', (chunk: Buffer) => {
    let start = 0
    for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, start)) {
      take(Buffer.concat([...rest, chunk.subarray(start, at)]).toString('utf8'))
      rest = []
      start = at + 1
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
  })
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
