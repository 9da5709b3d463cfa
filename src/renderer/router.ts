import { useDeferredValue, useMemo, useSyncExternalStore } from 'react'

/** Where the window is: `#/pipeline/features?tab=sql` is the view `pipeline`, its path `['features']` and its query. */
export interface Route {
  view: string
  path: string[]
  query: URLSearchParams
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

function parse(hash: string): Route {
  const [path, query] = hash.replace(/^#\/?/, '').split('?')
  const [view, ...rest] = path.split('/').filter(Boolean).map(decode)
  return { view: view ?? '', path: rest, query: new URLSearchParams(query) }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/**
 * The current route, and the one whose view is shown: another view follows when it has been drawn aside, so that whoever
 * asks for it sees at once that they were heard.
 */
export function useRoutes(): { route: Route; shown: Route } {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash)
  const deferred = useDeferredValue(hash)
  const route = useMemo(() => parse(hash), [hash])
  const drawn = useMemo(() => parse(deferred), [deferred])
  return { route, shown: hash !== deferred && route.view === drawn.view ? route : drawn }
}

/** The hash of a place, for a link's href: `href('experiments', [runId], { tab: 'params' })`. */
export function href(view: string, path: readonly string[] = [], query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString()
  return `#/${[view, ...path].map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`
}

/** Goes to a place. `replace` leaves no step to come back to, for tabs, filters and selections. */
export function go(place: string, { replace = false } = {}): void {
  if (!replace) {
    window.location.hash = place
    return
  }
  window.history.replaceState(null, '', place)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}
