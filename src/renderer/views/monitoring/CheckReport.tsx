import { Button, Group, SimpleGrid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { currentLocale, text } from '../../../shared/messages/index.ts'
import { describeCompared, scoreWords, shareWords } from '../../../shared/monitoring/driftWords.ts'
import { Chart } from '../../chart/Chart.tsx'
import { fileUrl, useTRPC } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'
import { KeyFigures } from '../../parts/KeyFigures.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { formatNumber } from '../../words/formats.ts'
import { ColumnDetail } from './ColumnDetail.tsx'
import { ColumnTable } from './ColumnTable.tsx'
import { NewValues } from './NewValues.tsx'
import { Verdict } from './Verdict.tsx'

interface CheckReportProps {
  runId: string
  /** `inputs.hour`: the column that is looked at. */
  column: string | undefined
}

/** What one check found. */
export function CheckReport({ runId, column }: CheckReportProps) {
  const trpc = useTRPC()
  const found = useQuery(trpc.monitoring.report.queryOptions({ runId }))
  return (
    <Queried query={found} height={640}>
      {({ report, figures, pages, json }) => {
        const { current, performance, predictions, meanProbability } = report
        return (
          <Stack gap="md">
            <Verdict report={report} />
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <span>{describeCompared(report)}</span>
              <Group gap="xs" wrap="nowrap">
                <Button
                  component="a"
                  size="xs"
                  variant="default"
                  href={fileUrl(pages[currentLocale()])}
                  download
                  leftSection={<Icon name="download" size={14} />}
                >
                  {text('monitoring_view.save.html')}
                </Button>
                <Button component="a" size="xs" variant="default" href={fileUrl(json)} download>
                  JSON
                </Button>
              </Group>
            </Group>
            <KeyFigures
              figures={[
                { label: text('monitoring_view.farthest'), value: scoreWords(report.score) },
                { label: text('drift.rows'), value: formatNumber(current.rows) },
                {
                  label: text('monitoring_view.mean'),
                  value:
                    meanProbability === null
                      ? '–'
                      : `${shareWords(meanProbability.reference)} → ${shareWords(meanProbability.current)}`,
                },
                {
                  label: text('drift.metric.mcc'),
                  value:
                    performance?.current == null || performance.reference === null
                      ? '–'
                      : `${scoreWords(performance.reference.mcc.value)} → ${scoreWords(performance.current.mcc.value)}`,
                },
              ]}
            />
            {column !== undefined && <ColumnDetail runId={runId} column={column} />}
            {report.inputs.length > 0 && (
              <Section title={text('drift.inputs')}>
                <ColumnTable of="inputs" runId={runId} columns={report.inputs} />
              </Section>
            )}
            <NewValues columns={report.inputs} />
            {report.features.length > 0 && (
              <Section title={text('drift.features')}>
                <ColumnTable of="features" runId={runId} columns={report.features} />
              </Section>
            )}
            <SimpleGrid cols={{ base: 1, lg: 2 }}>
              {figures.predictions !== null && predictions !== null && (
                <Section>
                  <Chart figure={figures.predictions} name="predictions" title={text('drift.predictions')} />
                </Section>
              )}
              {figures.performance.map(({ metric, figure }) => (
                <Section key={metric}>
                  <Chart
                    figure={figure}
                    name={metric}
                    title={text('drift.figure.performance', { metric: text(`drift.metric.${metric}`) })}
                  />
                </Section>
              ))}
            </SimpleGrid>
          </Stack>
        )
      }}
    </Queried>
  )
}
