import { UnstyledButton } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { memo, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { text } from '../../shared/messages/index.ts'
import { EmptyState, LoadingState } from '../parts/states.tsx'
import { go, href, useRoutes } from '../router.ts'
import { componentOf, fetchViews, forgetComponent } from '../views/loading.ts'
import { VIEWS, type View, type ViewProps, viewOf } from '../views/views.ts'
import type { Command } from './commands.ts'
import styles from './Frame.module.css'
import { Navigation } from './Navigation.tsx'
import { Palette } from './Palette.tsx'
import { StatusBar, type StatusItem } from './StatusBar.tsx'
import { type Chip, TopBar } from './TopBar.tsx'
import { ViewBoundary } from './ViewBoundary.tsx'

interface FrameProps {
  chips: readonly Chip[]
  /** Buttons at the right of the top bar. */
  actions: ReactNode
  commands: readonly Command[]
  status: readonly StatusItem[]
  /** What the whole window must know, above the view: a lost connection. */
  banner: ReactNode
}

/** The window around a view: top bar, navigation, status. Alt and a digit goes to a view. */
export function Frame({ chips, actions, commands, status, banner }: FrameProps) {
  const { route, shown } = useRoutes()
  const view = viewOf(shown.view)
  const main = useRef<HTMLElement>(null)
  useEffect(fetchViews, [])
  useHotkeys(VIEWS.map(({ name }, index) => [`alt+${index + 1}`, () => go(href(name))]))

  return (
    <div className={styles.frame}>
      <UnstyledButton className={styles.skip} onClick={() => main.current?.focus()}>
        {text('window.skip')}
      </UnstyledButton>
      <TopBar chips={chips} actions={actions} />
      <Navigation current={viewOf(route.view)?.name} />
      <main ref={main} className={styles.main} tabIndex={-1} aria-busy={shown.view !== route.view}>
        {banner}
        <div className={styles.view}>
          <ViewBoundary key={view?.name} onRetry={() => view !== undefined && forgetComponent(view)}>
            <Suspense fallback={<LoadingState />}>
              {view === undefined ? <UnknownView name={shown.view} /> : <ShownView view={view} route={shown} />}
            </Suspense>
          </ViewBoundary>
        </div>
      </main>
      <StatusBar items={status} />
      <Palette commands={commands} />
    </div>
  )
}

// Not drawn again with the frame around it, which is to show at once where a click leads.
const ShownView = memo(({ view, route }: ViewProps & { view: View }) => {
  const Component = componentOf(view)
  return <Component route={route} />
})

function UnknownView({ name }: { name: string }) {
  return (
    <EmptyState icon="search" title={text('window.unknown_view.title')}>
      {text('window.unknown_view.message', { view: name })}
    </EmptyState>
  )
}
