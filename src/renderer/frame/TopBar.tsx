import { UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import type { ReactNode } from 'react'
import { text } from '../../shared/messages/index.ts'
import styles from './Frame.module.css'

export interface Chip {
  label: string
  /** Drawn as a warning: data that was made up. */
  warning?: boolean
}

interface TopBarProps {
  chips: readonly Chip[]
  actions: ReactNode
}

const MODIFIER = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

/** The app's name, what is being worked on, search, and what can be done everywhere. */
export function TopBar({ chips, actions }: TopBarProps) {
  return (
    <header className={styles.top}>
      <span className={styles.name}>Arrest Workbench</span>
      <div className={`${styles.chips} numbers`}>
        {chips.map(({ label, warning }) => (
          <span key={label} title={label} className={warning ? `${styles.chip} ${styles.warning}` : styles.chip}>
            {label}
          </span>
        ))}
      </div>
      <UnstyledButton className={styles.search} onClick={spotlight.open} aria-keyshortcuts="Control+K Meta+K">
        <span>{text('window.search')}</span>
        <kbd style={{ font: 'inherit', whiteSpace: 'nowrap' }}>{text('window.search.key', { modifier: MODIFIER })}</kbd>
      </UnstyledButton>
      {actions}
    </header>
  )
}
