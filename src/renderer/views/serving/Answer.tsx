import { List, Table, Text } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import type { Outputs } from '../../link.ts'
import { Section } from '../../parts/Section.tsx'
import { columnLabel } from '../../words/columns.ts'
import { formatNumber, formatShare } from '../../words/formats.ts'
import styles from './Answer.module.css'

/** The probability against the threshold, in words and as a bar; or what is missing. */
export function Answer({ answer }: { answer: Outputs['serving']['predict'] | undefined }) {
  return (
    <Section title={text('serving_view.answer')}>
      <div aria-live="polite">
        {answer === undefined ? (
          <Text size="sm" c="dimmed">
            {text('serving_view.answer.none')}
          </Text>
        ) : answer.ok ? (
          <Probability answer={answer} />
        ) : (
          <>
            <Text size="sm" c="var(--wb-bad)">
              {text('serving_view.answer.problems')}
            </Text>
            <List size="sm">
              {answer.problems.map(({ loc, msg }) => (
                <List.Item key={`${loc.join('.')} ${msg}`}>
                  {[...(loc.length > 0 ? [columnLabel(String(loc.at(-1)))] : []), msg].join(': ')}
                </List.Item>
              ))}
            </List>
          </>
        )}
      </div>
    </Section>
  )
}

type Answered = Extract<Outputs['serving']['predict'], { ok: true }>

function Probability({ answer }: { answer: Answered }) {
  const { probability, threshold, prediction, features, model, model_version } = answer
  const percent = (share: number) => `${Math.min(100, Math.max(0, share * 100))}%`
  return (
    <>
      <Text size="xs" c="dimmed">
        {text('serving_view.answer.probability')}
      </Text>
      <Text fz={34} fw={700} lh={1.2} className="numbers">
        {formatShare(probability)}
      </Text>
      <div className={styles.track} aria-hidden>
        <div className={styles.bar} style={{ width: percent(probability) }} data-arrest={prediction} />
        <div className={styles.threshold} style={{ left: percent(threshold) }} />
      </div>
      <Text size="sm" mt={6}>
        {text(prediction ? 'serving_view.answer.yes' : 'serving_view.answer.no', {
          threshold: formatShare(threshold),
        })}
      </Text>
      <Text size="xs" c="dimmed">
        {text('serving_view.answer.model', { model, version: model_version })}
      </Text>
      <details className={styles.details}>
        <summary>{text('serving_view.answer.features')}</summary>
        <Table className="numbers" verticalSpacing={3} aria-label={text('serving_view.answer.features')}>
          <Table.Tbody>
            {features.map(({ name, value }) => (
              <Table.Tr key={name}>
                <Table.Th fw={400}>{columnLabel(name)}</Table.Th>
                <Table.Td ta="right">{formatNumber(value, 5)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </>
  )
}
