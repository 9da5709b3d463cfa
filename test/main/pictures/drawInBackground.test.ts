import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createJobs } from '../../../src/main/jobs/jobs.ts'
import { drawInBackground } from '../../../src/main/pictures/drawInBackground.ts'
import { CancelledError } from '../../../src/shared/errors.ts'

describe('drawing in the background', () => {
  function open() {
    const jobs = createJobs()
    const log: string[] = []
    const held = new Map<string, () => void>()
    const drawing = drawInBackground(jobs, (runId, signal) => {
      log.push(`draws ${runId}`)
      return new Promise((resolve, reject) => {
        held.set(runId, () => {
          log.push(`drew ${runId}`)
          resolve(undefined)
        })
        signal.addEventListener('abort', () => {
          log.push(`leaves ${runId}`)
          reject(new CancelledError())
        })
      })
    })
    /** Starts a run; returns how to end it. */
    async function run(runId: string): Promise<() => void> {
      let end = () => {}
      const ended = new Promise<void>((resolve) => {
        end = resolve
      })
      await jobs.start(async ({ onEvent }) => {
        onEvent({ type: 'run-started', runId })
        await ended
      })
      return end
    }
    return { jobs, log, held, drawing, run }
  }

  it('begins when a run has ended, and leaves the machine to the next run', async () => {
    const { log, held, drawing, run } = open()
    const endFirst = await run('first')
    await turn()
    expect(log).toEqual([])
    endFirst()
    await expect.poll(() => log).toEqual(['draws first'])
    const endSecond = await run('second')
    await expect.poll(() => log).toEqual(['draws first', 'leaves first'])
    endSecond()
    await expect.poll(() => log.at(-1)).toBe('draws first')
    held.get('first')?.()
    await expect.poll(() => log.slice(-2)).toEqual(['drew first', 'draws second'])
    await drawing.close()
    expect(log.at(-1)).toBe('leaves second')
  })

  it('waits while it is paused', async () => {
    const { log, held, drawing, run } = open()
    ;(await run('one'))()
    await expect.poll(() => log).toEqual(['draws one'])
    await drawing.pause()
    expect(log).toEqual(['draws one', 'leaves one'])
    drawing.resume()
    await expect.poll(() => log.at(-1)).toBe('draws one')
    held.get('one')?.()
    await turn()
    await drawing.close()
    expect(log.at(-1)).toBe('drew one')
  })
})
