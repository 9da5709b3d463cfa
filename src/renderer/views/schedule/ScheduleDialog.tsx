import { Button, Group, Modal, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { recordedText, text } from '../../../shared/messages/index.ts'
import { DEFAULT_ZONE, SCHEDULE_PRESETS } from '../../../shared/schedule/schedule.ts'
import { timeInZone } from '../../../shared/timeInZone.ts'
import { type Outputs, useTRPC } from '../../link.ts'
import { ErrorState } from '../../parts/states.tsx'

type Schedule = Outputs['schedule']['state']['schedules'][number]
type Source = Schedule['request']['source']['kind']

const OWN = 'own'
const SOURCES: Source[] = ['demo', 'socrata', 'file']

interface ScheduleDialogProps {
  /** The one to change; undefined for a new one. */
  schedule: Schedule | undefined
  onClose(): void
}

/** Sets when a schedule is due and what it runs; says what the fields mean, or what is wrong, beside them. */
export function ScheduleDialog({ schedule, onClose }: ScheduleDialogProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState(schedule?.name ?? '')
  const [cron, setCron] = useState(schedule?.cron ?? '@monthly')
  const [isOwn, setOwn] = useState(!SCHEDULE_PRESETS.some((preset) => preset === cron))
  const [zone, setZone] = useState(schedule?.zone ?? DEFAULT_ZONE)
  const [source, setSource] = useState<Source>(schedule?.request.source.kind ?? 'socrata')
  const [path, setPath] = useState(schedule?.request.source.kind === 'file' ? schedule.request.source.path : '')
  const [retrain, setRetrain] = useState(schedule?.retrain ?? 'always')
  const [retries, setRetries] = useState<number | string>(schedule?.retries ?? 3)
  const [timetable] = useDebouncedValue({ cron: cron.trim() || '-', zone }, 200)
  const checked = useQuery(
    trpc.schedule.check.queryOptions(timetable, {
      placeholderData: (previous: Outputs['schedule']['check'] | undefined) => previous,
    }),
  )
  const saving = useMutation(
    trpc.schedule.set.mutationOptions({
      onSuccess: () => {
        onClose()
        return queryClient.invalidateQueries({ queryKey: trpc.schedule.pathKey() })
      },
    }),
  )
  const { cron: cronProblem, zone: zoneProblem } = checked.data?.problems ?? {}
  const isNamed = /^[a-z0-9][a-z0-9_-]{0,49}$/.test(name)
  const isReady =
    isNamed &&
    cronProblem === undefined &&
    zoneProblem === undefined &&
    (source !== 'file' || path.trim() !== '') &&
    typeof retries === 'number'

  function save(event: FormEvent): void {
    event.preventDefault()
    if (!isReady || typeof retries !== 'number') return
    const before = schedule?.request
    const chosen = before?.source.kind === source && source !== 'file' ? before.source : sourceOf(source, path.trim())
    const request = { ...before, source: chosen }
    saving.mutate({ name, cron, zone, request, retrain, retries })
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={schedule === undefined ? text('schedule_view.add') : text('schedule_view.schedule', { name })}
      closeButtonProps={{ 'aria-label': text('window.close') }}
    >
      <form onSubmit={save}>
        <Stack gap="sm">
          {schedule === undefined && (
            <TextInput
              label={text('schedule_view.name')}
              description={text('schedule_view.name.what')}
              value={name}
              error={name === '' || isNamed ? undefined : text('schedule.invalid_name', { name })}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          <SimpleGrid cols={2} spacing="sm">
            <Select
              label={text('schedule_view.when')}
              allowDeselect={false}
              value={isOwn ? OWN : cron}
              data={[
                ...SCHEDULE_PRESETS.map((preset) => ({ value: preset, label: text(`schedule_view.preset.${preset}`) })),
                { value: OWN, label: text('schedule_view.preset.own') },
              ]}
              onChange={(value) => {
                setOwn(value === OWN)
                setCron(value === OWN ? '0 3 1 * *' : (value ?? cron))
              }}
            />
            <Select
              label={text('schedule_view.zone')}
              searchable
              allowDeselect={false}
              value={zone}
              data={[...new Set([zone, DEFAULT_ZONE, 'UTC', ...Intl.supportedValuesOf('timeZone')])]}
              error={zoneProblem && recordedText(zoneProblem.code, zoneProblem.params)}
              onChange={(value) => setZone(value ?? zone)}
            />
          </SimpleGrid>
          {isOwn && (
            <TextInput
              label={text('schedule_view.cron')}
              description={text('schedule_view.cron.what')}
              spellCheck={false}
              value={cron}
              error={cronProblem && recordedText(cronProblem.code, cronProblem.params)}
              onChange={(event) => setCron(event.currentTarget.value)}
            />
          )}
          <Text size="sm" c="dimmed" aria-live="polite">
            {checked.data?.sentence !== undefined &&
              checked.data.sentence !== null &&
              text('schedule_view.means', {
                sentence: checked.data.sentence,
                next: checked.data.next.map((time) => timeInZone(time, zone)).join('; '),
              })}
          </Text>
          <SimpleGrid cols={2} spacing="sm">
            <Select
              label={text('new_run.source')}
              allowDeselect={false}
              value={source}
              data={SOURCES.map((value) => ({ value, label: text(`new_run.source.${value}`) }))}
              onChange={(value) => setSource(SOURCES.find((known) => known === value) ?? source)}
            />
            <Select
              label={text('schedule_view.retrain')}
              allowDeselect={false}
              value={retrain}
              data={(['always', 'when_needed'] as const).map((value) => ({
                value,
                label: text(`schedule.retrain.${value}`),
              }))}
              onChange={(value) => setRetrain(value === 'when_needed' ? 'when_needed' : 'always')}
            />
          </SimpleGrid>
          {source === 'file' && (
            <TextInput
              label={text('schedule_view.path')}
              description={text('schedule_view.path.what')}
              spellCheck={false}
              value={path}
              onChange={(event) => setPath(event.currentTarget.value)}
            />
          )}
          <NumberInput
            label={text('schedule_view.retries')}
            description={text('schedule_view.retries.what')}
            min={0}
            max={20}
            allowDecimal={false}
            maw={260}
            value={retries}
            onChange={setRetries}
          />
          {saving.error !== null && <ErrorState error={saving.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text('window.cancel')}
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={!isReady}>
              {text('schedule_view.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function sourceOf(kind: Source, path: string): Schedule['request']['source'] {
  return kind === 'file' ? { kind, path } : { kind }
}
