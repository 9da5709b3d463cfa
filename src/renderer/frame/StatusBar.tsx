import { text } from '../../shared/messages/index.ts'
import styles from './Frame.module.css'

export interface StatusItem {
  label: string
  tone?: 'live' | 'lost'
  /** More of it, where the label is short. */
  detail?: string
}

/** What the engine is doing, at the foot of the window. The last item stands at the right. */
export function StatusBar({ items }: { items: readonly StatusItem[] }) {
  return (
    <footer className={`${styles.status} numbers`}>
      <h2 className="visually-hidden">{text('window.status')}</h2>
      {items.map(({ label, tone, detail }) => (
        <span key={label} className={tone === undefined ? undefined : styles[tone]} title={detail ?? label}>
          {tone !== undefined && <span aria-hidden>● </span>}
          {label}
        </span>
      ))}
    </footer>
  )
}
