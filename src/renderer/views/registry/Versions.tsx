import { Anchor, Table } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import { Section } from '../../parts/Section.tsx'
import { href } from '../../router.ts'
import { formatScore, formatTime } from '../../words/formats.ts'
import { learnerWords, metricWords } from '../../words/runWords.ts'
import { Aliases } from './Aliases.tsx'
import { type Model, withAlias } from './models.ts'
import { PromoteButton } from './PromoteButton.tsx'

const METRICS = ['mcc', 'auc', 'brier'] as const

/** All versions of a model, the newest first. */
export function Versions({ model }: { model: Model }) {
  const champion = withAlias(model, 'champion')
  return (
    <Section title={text('registry.versions')}>
      <Table.ScrollContainer minWidth={860} type="native">
        <Table className="numbers" aria-label={text('registry.versions')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('registry.number')}</Table.Th>
              <Table.Th>{text('registry.aliases')}</Table.Th>
              <Table.Th>{text('registry.stage')}</Table.Th>
              <Table.Th>{text('registry.learner')}</Table.Th>
              {METRICS.map((name) => (
                <Table.Th key={name} ta="right">
                  {metricWords(name)}
                </Table.Th>
              ))}
              <Table.Th>{text('registry.created')}</Table.Th>
              <Table.Th>
                <span className="visually-hidden">{text('registry.promote')}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {model.versions.map((version) => (
              <Table.Tr key={version.version}>
                <Table.Td>
                  <Anchor
                    size="sm"
                    style={{ whiteSpace: 'nowrap' }}
                    href={href('registry', [model.name, String(version.version)])}
                    aria-label={text('registry.open_card', { version: String(version.version) })}
                  >
                    {text('registry.version', { version: String(version.version) })}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <Aliases aliases={version.aliases} />
                </Table.Td>
                <Table.Td>{version.stage}</Table.Td>
                <Table.Td>{learnerWords(version.learner)}</Table.Td>
                {METRICS.map((name) => {
                  const value = version.metrics[name]
                  return (
                    <Table.Td key={name} ta="right">
                      {typeof value === 'number' ? formatScore(value, 4) : '–'}
                    </Table.Td>
                  )
                })}
                <Table.Td>{formatTime(version.createdAt)}</Table.Td>
                <Table.Td ta="right">
                  {version !== champion && <PromoteButton version={version} champion={champion} />}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}
