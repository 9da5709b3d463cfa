import { Alert, Button, Group, Loader, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import type { StepProgress } from '../../../shared/pipeline/runState.ts'
import { type Inputs, type Outputs, pathOfFile, useTRPCClient } from '../../link.ts'
import { FileChoice } from '../../newRun/FileChoice.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Section } from '../../parts/Section.tsx'
import { ErrorState } from '../../parts/states.tsx'
import { columnLabel } from '../../words/columns.ts'
import { formatShare } from '../../words/formats.ts'

type Subject = NonNullable<Outputs['monitoring']['subject']>
type Source = Inputs['monitoring']['check']['current']

interface CheckFormProps {
  subject: Subject
  onDone(runId: string): void
}

/** What to compare to the champion, and a check of it, with progress and cancel. */
export function CheckForm({ subject, onDone }: CheckFormProps) {
  const client = useTRPCClient()
  const running = useRef<{ unsubscribe(): void }>(undefined)
  const [chosen, setChosen] = useState<string>(subject.runs.length > 0 ? 'newest' : 'file')
  const [file, setFile] = useState<File>()
  const [since, setSince] = useState('')
  const [progress, setProgress] = useState<StepProgress>()
  const check = useMutation({
    async mutationFn() {
      setProgress(undefined)
      const current = await sourceOf(chosen, file)
      return new Promise<string>((resolve, reject) => {
        running.current = client.monitoring.check.subscribe(
          { model: subject.model, current, ...(since === '' ? {} : { since }) },
          {
            onData(step) {
              if (step.type === 'done') resolve(step.result.runId)
              else setProgress(step.progress)
            },
            onError: reject,
          },
        )
      })
    },
    onSuccess: onDone,
  })
  const cancel = () => {
    running.current?.unsubscribe()
    check.reset()
  }

  return (
    <Section title={text('monitoring_view.check.of', { model: subject.model, version: String(subject.version) })}>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <Select
            w={320}
            allowDeselect={false}
            label={text('monitoring_view.compare')}
            value={chosen}
            onChange={(value) => value !== null && setChosen(value)}
            data={choicesOf(subject)}
          />
          <TextInput
            w={170}
            type="date"
            label={text('monitoring_view.since')}
            value={since}
            onChange={(event) => setSince(event.currentTarget.value)}
          />
          <Button
            leftSection={<Icon name="monitoring" />}
            disabled={check.isPending || (chosen === 'file' && file === undefined)}
            onClick={() => check.mutate()}
          >
            {text('monitoring_view.check')}
          </Button>
        </Group>
        {chosen === 'file' && <FileChoice file={file} onChoose={setFile} />}
        {check.isPending && (
          <Alert color="accent" variant="light" role="status">
            <Group justify="space-between">
              <Group gap="xs">
                <Loader size={16} />
                <Text size="sm">
                  {text('monitoring_view.checking')} {progress !== undefined && progressWords(progress)}
                </Text>
              </Group>
              <Button size="xs" variant="default" onClick={cancel}>
                {text('window.cancel')}
              </Button>
            </Group>
          </Alert>
        )}
        {check.error !== null && <ErrorState error={check.error} />}
      </Stack>
    </Section>
  )
}

function choicesOf({ runs }: Subject) {
  return [
    ...(runs.length > 0 ? [{ value: 'newest', label: text('monitoring_view.source.newest') }] : []),
    ...runs.map(({ runId, name }) => ({ value: runId, label: text('monitoring_view.source.run', { name }) })),
    { value: 'file', label: text('monitoring_view.source.file') },
    { value: 'predictions', label: text('monitoring_view.source.predictions') },
  ]
}

async function sourceOf(chosen: string, file: File | undefined): Promise<Source> {
  if (chosen === 'newest' || chosen === 'predictions') return { kind: chosen }
  if (chosen === 'file' && file !== undefined) return { kind: 'file', path: await pathOfFile(file) }
  return { kind: 'run', runId: chosen }
}

function progressWords({ done, total, what }: StepProgress): string {
  const share = total === 0 ? '' : formatShare(done / total, 0)
  return what === null ? share : `${share} · ${columnLabel(what)}`
}
