import { Alert, Button, FileButton, Group, List, Loader, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { fileUrl, type Outputs, pathOfFile, useTRPCClient } from '../../link.ts'
import { Icon } from '../../parts/icons.tsx'
import { KeyFigures } from '../../parts/KeyFigures.tsx'
import { Section } from '../../parts/Section.tsx'
import { EmptyState, ErrorState } from '../../parts/states.tsx'
import { formatNumber, formatShare } from '../../words/formats.ts'
import styles from './Batch.module.css'

type Step = Outputs['serving']['scoreFile'] extends AsyncIterable<infer S> ? S : never
type ScoredFile = Extract<Step, { type: 'done' }>['result']

/** A dropped file goes to the champion, and comes back with a probability in each row. */
export function Batch() {
  const client = useTRPCClient()
  const running = useRef<{ unsubscribe(): void }>(undefined)
  const [over, setOver] = useState(false)
  const [done, setDone] = useState(0)
  const scoring = useMutation({
    async mutationFn(file: File) {
      const path = await pathOfFile(file)
      setDone(0)
      return new Promise<ScoredFile>((resolve, reject) => {
        running.current = client.serving.scoreFile.subscribe(
          { path },
          {
            onData(step) {
              if (step.type === 'done') resolve(step.result)
              else setDone(step.progress.done)
            },
            onError: reject,
          },
        )
      })
    },
  })
  const drop = (event: DragEvent) => {
    // Elsewhere in the window a dropped file is the source of a run.
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file !== undefined) scoring.mutate(file)
  }
  const take = (file: File | null) => {
    if (file !== null) scoring.mutate(file)
  }
  const stop = () => {
    running.current?.unsubscribe()
    scoring.reset()
  }
  const name = scoring.variables?.name ?? ''

  return (
    <Stack gap="md">
      <section
        className={styles.zone}
        data-over={over}
        aria-label={text('serving_view.drop')}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <EmptyState
          icon="file"
          title={text('serving_view.drop')}
          action={
            <FileButton onChange={take} accept=".csv,.gz,.json,.parquet" disabled={scoring.isPending}>
              {(props) => (
                <Button variant="default" {...props}>
                  {text('serving_view.drop.choose')}
                </Button>
              )}
            </FileButton>
          }
        >
          {text('serving_view.drop.what')}
        </EmptyState>
      </section>
      {scoring.isPending && (
        <Alert color="accent" variant="light" role="status">
          <Group justify="space-between">
            <Group gap="xs">
              <Loader size={16} />
              <Text size="sm">
                {text('serving_view.scoring', { file: name })} {done > 0 && formatNumber(done)}
              </Text>
            </Group>
            <Button size="xs" variant="default" onClick={stop}>
              {text('window.cancel')}
            </Button>
          </Group>
        </Alert>
      )}
      {scoring.error !== null && <ErrorState error={scoring.error} />}
      {scoring.data !== undefined && (
        <Section
          title={text('serving_view.scored', { file: name })}
          actions={
            <Button component="a" href={fileUrl(scoring.data.url)} download leftSection={<Icon name="download" />}>
              {text('serving_view.scored.save')}
            </Button>
          }
        >
          <KeyFigures
            figures={[
              { label: text('serving_view.scored.rows'), value: formatNumber(scoring.data.rows) },
              { label: text('serving_view.scored.scored'), value: formatNumber(scoring.data.scored) },
              { label: text('serving_view.scored.arrests'), value: formatNumber(scoring.data.arrests) },
              {
                label: text('serving_view.scored.mean'),
                value: scoring.data.meanProbability === null ? '–' : formatShare(scoring.data.meanProbability),
              },
            ]}
          />
          {scoring.data.unscored.length > 0 && (
            <>
              <Text size="sm" fw={600} mt="sm">
                {text('serving_view.scored.unscored')}
              </Text>
              <List size="sm" className="numbers">
                {scoring.data.unscored.map(({ reason, rows }) => (
                  <List.Item key={reason}>
                    {formatNumber(rows)}: {reason}
                  </List.Item>
                ))}
              </List>
            </>
          )}
        </Section>
      )}
    </Stack>
  )
}
