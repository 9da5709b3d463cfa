import { Fragment } from 'react'
import { text } from '../../shared/messages/index.ts'
import { Icon } from '../parts/icons.tsx'
import { href } from '../router.ts'
import { VIEWS, type View } from '../views/views.ts'
import styles from './Frame.module.css'

const GROUPS: View['group'][] = ['work', 'production', 'app']

/** The views at the left, in their groups. */
export function Navigation({ current }: { current: string | undefined }) {
  return (
    <nav className={styles.nav} aria-label={text('window.navigation')}>
      {GROUPS.map((group) => {
        const views = VIEWS.filter((view) => view.group === group)
        if (views.length === 0) return null
        return (
          <Fragment key={group}>
            {group === 'production' && <div className={styles.group}>{text('window.nav.production')}</div>}
            {group === 'app' && <div className={styles.group} />}
            {views.map(({ name, label, icon }) => (
              <a
                key={name}
                className={styles.link}
                href={href(name)}
                title={text(label)}
                aria-current={name === current ? 'page' : undefined}
              >
                <Icon name={icon} />
                <span>{text(label)}</span>
              </a>
            ))}
          </Fragment>
        )
      })}
    </nav>
  )
}
