import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { appRoot } from '../../src/main/appRoot.ts'
import type { Seconds } from './targets.ts'

const PYTHON = '/usr/bin/python3'

/** The Python stack, ready to do a piece of work whenever it is asked to: in turn with ours, under the same conditions. */
export interface Peer {
  /** Does a piece of work once; undefined where it has none of that name. `result` is the score of a search. */
  measure(what: string): Promise<(Seconds & { result: number | null }) | undefined>
  close(): void
}

export interface PeerOptions {
  /** With train.f64, test.f64, scaled.f64 and folds.u8. */
  folder: string
  threads: number
  features: number
  /** 0 where no scaled rows are there. */
  scaledFeatures: number
  scoredRows: number
  trials: number
}

/** Undefined where there is no Python, or one that lacks the libraries. */
export async function openPeer(options: PeerOptions): Promise<Peer | undefined> {
  if (!existsSync(PYTHON)) return undefined
  const { folder, threads, features, scaledFeatures, scoredRows, trials } = options
  const script = join(appRoot, 'bench', 'learners', 'peer.py')
  const args = [threads, features, scaledFeatures, scoredRows, trials].map(String)
  const child = spawn(PYTHON, [script, folder, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    return done === true ? undefined : JSON.parse(value)
  }
  const opened: { ready: string[] } | undefined = await next()
  if (opened === undefined) return undefined
  return {
    async measure(what) {
      if (!opened.ready.includes(what)) return undefined
      child.stdin.write(`${what}\n`)
      return next()
    },
    close: () => child.stdin.end(),
  }
}
