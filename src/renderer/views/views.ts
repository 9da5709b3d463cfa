import type { ComponentType } from 'react'
import type { PlainCode } from '../../shared/messages/index.ts'
import type { IconName } from '../parts/icons.tsx'
import type { Route } from '../router.ts'

/** What a view gets: where in it the window is. */
export interface ViewProps {
  route: Route
}

/** A view of the window, as the navigation and the command palette show it. */
export interface View {
  /** First segment of its address. */
  name: string
  label: PlainCode
  icon: IconName
  /** Where in the navigation: the work, what is in production, or the app itself at the end. */
  group: 'work' | 'production' | 'app'
  load(): Promise<{ default: ComponentType<ViewProps> }>
}

/** The views that exist, in the order of the navigation. The first one is shown at the start. */
export const VIEWS: readonly View[] = [
  {
    name: 'pipeline',
    label: 'window.nav.pipeline',
    icon: 'pipeline',
    group: 'work',
    load: () => import('./pipeline/Pipeline.tsx'),
  },
  {
    name: 'data',
    label: 'window.nav.data',
    icon: 'data',
    group: 'work',
    load: () => import('./data/Data.tsx'),
  },
  {
    name: 'experiments',
    label: 'window.nav.experiments',
    icon: 'experiments',
    group: 'work',
    load: () => import('./experiments/Experiments.tsx'),
  },
  {
    name: 'registry',
    label: 'window.nav.registry',
    icon: 'registry',
    group: 'work',
    load: () => import('./registry/Registry.tsx'),
  },
  {
    name: 'serving',
    label: 'window.nav.serving',
    icon: 'serving',
    group: 'production',
    load: () => import('./serving/Serving.tsx'),
  },
  {
    name: 'monitoring',
    label: 'window.nav.monitoring',
    icon: 'monitoring',
    group: 'production',
    load: () => import('./monitoring/Monitoring.tsx'),
  },
  {
    name: 'schedule',
    label: 'window.nav.schedule',
    icon: 'schedule',
    group: 'production',
    load: () => import('./schedule/Schedule.tsx'),
  },
  {
    name: 'settings',
    label: 'window.nav.settings',
    icon: 'settings',
    group: 'app',
    load: () => import('./settings/Settings.tsx'),
  },
]

/** The view of an address; the first one for the empty address, undefined for a name that is none. */
export function viewOf(name: string): View | undefined {
  return name === '' ? VIEWS[0] : VIEWS.find((view) => view.name === name)
}
