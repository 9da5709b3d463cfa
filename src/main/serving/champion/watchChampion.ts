import type { Champion, ChampionSource, Reload } from './champion.ts'

export interface WatchOptions {
  /** Something that changes with the champion (version, alias, threshold…); undefined when there is none. Cheap. */
  revision(): Promise<string | undefined> | string | undefined
  /** Loads the champion whole, or rejects. */
  load(): Promise<Champion | undefined>
  /** Milliseconds between two looks at the revision. */
  pollMs?: number
  /** A look or a load by the clock failed; the old champion keeps answering. */
  onError(error: unknown): void
}

export interface WatchedChampion extends ChampionSource {
  /** Stops looking. */
  close(): void
}

const RETRY_MS = 30_000

/**
 * Follows the registry's champion: looks at its revision each second and swaps the reference once the new one is loaded
 * whole. Starts without a champion: await `reload()` for the first.
 */
export function watchChampion({ revision, load, pollMs = 1000, onError }: WatchOptions): WatchedChampion {
  const listeners = new Set<(champion: Champion | undefined) => void>()
  let champion: Champion | undefined
  let loadedRevision: string | undefined
  let running: Promise<Reload> | undefined
  let next: Promise<Reload> | undefined
  let failed: { revision: string | undefined; at: number } | undefined
  let looking = false

  async function loadNow(): Promise<Reload> {
    const wanted = await revision()
    if (wanted === loadedRevision) return { changed: false, champion }
    try {
      // Loaded before anything is assigned: whoever asks meanwhile gets the old one, whole.
      const loaded = wanted === undefined ? undefined : await load()
      champion = loaded
      loadedRevision = wanted
      failed = undefined
    } catch (error) {
      failed = { revision: wanted, at: Date.now() }
      throw error
    }
    for (const listener of listeners) listener(champion)
    return { changed: true, champion }
  }

  function start(): Promise<Reload> {
    const mine = loadNow().finally(() => {
      if (running === mine) running = undefined
    })
    running = mine
    return mine
  }

  function reload(): Promise<Reload> {
    if (next !== undefined) return next
    if (running === undefined) return start()
    // The load under way may have read an older revision, so one more follows it, shared by all who ask meanwhile.
    next = running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return start()
      })
    return next
  }

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    try {
      const seen = await revision()
      const triedLately = failed !== undefined && failed.revision === seen && Date.now() - failed.at < RETRY_MS
      if (seen !== loadedRevision && !triedLately) await reload()
    } catch (error) {
      onError(error)
    } finally {
      looking = false
    }
  }

  const timer = setInterval(() => void look(), pollMs)
  timer.unref()

  return {
    current: () => champion,
    reload,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => clearInterval(timer),
  }
}
