import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { UserError } from '../../shared/errors.ts'
import { VIEWS, type View, type ViewProps } from './views.ts'

const components = new Map<View, LazyExoticComponent<ComponentType<ViewProps>>>()

/** The component of a view, which is fetched when it is first shown. */
export function componentOf(view: View): LazyExoticComponent<ComponentType<ViewProps>> {
  const known = components.get(view)
  if (known !== undefined) return known
  const component = lazy(() =>
    view.load().catch((error: unknown) => {
      throw new UserError('window.view_unreachable').causedBy(error)
    }),
  )
  components.set(view, component)
  return component
}

/** Has a view that could not be fetched fetched anew when it is shown again. */
export function forgetComponent(view: View): void {
  components.delete(view)
}

/** Time for the first view to be drawn, ms. */
const FIRST_VIEW_MS = 1500

/** Fetches all views, one at a time when nothing else is to do: they open at once then, also when the engine is gone. */
export function fetchViews(): () => void {
  const idle: (work: () => void) => void = window.requestIdleCallback ?? setTimeout
  const waiting = [...VIEWS]
  const fetchNext = () => {
    const view = waiting.shift()
    // One that fails is fetched when it is shown, and says so then.
    if (view !== undefined)
      void view.load().then(
        () => idle(fetchNext),
        () => {},
      )
  }
  const timer = setTimeout(() => idle(fetchNext), FIRST_VIEW_MS)
  return () => {
    clearTimeout(timer)
    waiting.length = 0
  }
}
