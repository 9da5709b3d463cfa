import { Autocomplete, Button, Checkbox, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import type { ServedChampion } from '../../../shared/serving/servingState.ts'
import { type Outputs, useTRPC } from '../../link.ts'
import { Section } from '../../parts/Section.tsx'
import { notifyProblem } from '../../problems.ts'
import { columnLabel } from '../../words/columns.ts'
import { formatShare } from '../../words/formats.ts'
import { Answer } from './Answer.tsx'
import { CHOICES, instanceOf, type Typed } from './incident.ts'
import { PlaceMap } from './PlaceMap.tsx'
import { Waterfall } from './Waterfall.tsx'

type Form = NonNullable<Outputs['serving']['form']>

const SUGGESTED = 40

interface IncidentFormProps {
  champion: ServedChampion
  form: Form
}

/** Asks for one incident: fields that the champion needs, its place on a map, and the answer beside them. */
export function IncidentForm({ champion, form }: IncidentFormProps) {
  const trpc = useTRPC()
  const needs: ReadonlySet<string> = new Set(champion.requiredIncidentFields)
  const choices = CHOICES.filter((field) => needs.has(field)).map((field) => ({
    field,
    values: form.choices.find(({ column }) => column === field)?.values ?? [],
  }))
  const [typed, setTyped] = useState<Typed>(() => firstValues(choices, form))
  const asking = useMutation(trpc.serving.predict.mutationOptions({ onError: notifyProblem }))
  const problems = asking.data?.ok === false ? asking.data.problems : []
  const problemOf = (field: string) => problems.find(({ loc }) => loc.at(-1) === field)?.msg
  const set = (changed: Typed) => setTyped((before) => ({ ...before, ...changed }))
  const ask = (event: FormEvent) => {
    event.preventDefault()
    asking.mutate({ model: champion.model, instance: instanceOf(typed) })
  }
  const place = { x: Number(typed.x_coordinate), y: Number(typed.y_coordinate) }

  return (
    <form onSubmit={ask} noValidate>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Stack gap="md">
          <Section title={text('serving_view.incident')}>
            <SimpleGrid cols={2} spacing="sm">
              {needs.has('date') && (
                <TextInput
                  type="datetime-local"
                  label={text('serving_view.date')}
                  value={typed.date ?? ''}
                  error={problemOf('date')}
                  onChange={(event) => set({ date: event.currentTarget.value })}
                />
              )}
              {choices.map(({ field, values }) => (
                <Autocomplete
                  key={field}
                  label={columnLabel(field)}
                  data={matching(values, typed[field])}
                  filter={({ options }) => options}
                  value={typed[field] ?? ''}
                  error={problemOf(field)}
                  description={describe(typed[field], values)}
                  inputWrapperOrder={['label', 'input', 'description', 'error']}
                  onChange={(value) => set({ [field]: value })}
                />
              ))}
            </SimpleGrid>
            {needs.has('domestic') && (
              <Checkbox
                mt="sm"
                label={text('serving_view.domestic')}
                checked={typed.domestic === 'true'}
                onChange={(event) => set({ domestic: String(event.currentTarget.checked) })}
              />
            )}
            <Group justify="flex-end" mt="sm">
              <Button type="submit" loading={asking.isPending}>
                {text('serving_view.ask')}
              </Button>
            </Group>
          </Section>
          <Answer answer={asking.data} />
          {asking.data?.ok && asking.data.why !== null && (
            <Waterfall why={asking.data.why} probability={asking.data.probability} />
          )}
        </Stack>
        <Section title={text('serving_view.place')}>
          <PlaceMap
            place={place}
            stations={form.stations}
            onPlace={({ x, y }) => set({ x_coordinate: String(Math.round(x)), y_coordinate: String(Math.round(y)) })}
          />
          <SimpleGrid cols={2} spacing="sm" mt="sm">
            {(['x_coordinate', 'y_coordinate'] as const).map((field) => (
              <TextInput
                key={field}
                inputMode="decimal"
                label={columnLabel(field)}
                value={typed[field] ?? ''}
                error={problemOf(field)}
                onChange={(event) => set({ [field]: event.currentTarget.value })}
              />
            ))}
          </SimpleGrid>
        </Section>
      </SimpleGrid>
    </form>
  )
}

/** The most common values that hold what was typed; of a value that is whole, all values, to choose another. */
function matching(values: Form['choices'][number]['values'], typed = ''): string[] {
  const whole = values.some(({ value }) => value === typed)
  const wanted = whole ? '' : typed.trim().toUpperCase()
  const found: string[] = []
  for (const { value } of values) {
    if (found.length === SUGGESTED) break
    if (value.toUpperCase().includes(wanted)) found.push(value)
  }
  return found
}

/** How common a value is, or that it was never seen. */
function describe(value: string | undefined, values: Form['choices'][number]['values']): string | undefined {
  if (value === undefined || value.trim() === '') return undefined
  const known = values.find((choice) => choice.value === value)
  return known === undefined
    ? text('serving_view.unseen')
    : text('serving_view.choice', { value, share: formatShare(known.share) })
}

/** The most common incident, now, at the first station: a form that can be asked at once. */
function firstValues(choices: { field: (typeof CHOICES)[number]; values: { value: string }[] }[], form: Form): Typed {
  const [station] = form.stations
  const now = new Date()
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  return {
    date: local,
    domestic: 'false',
    ...(station === undefined
      ? {}
      : { x_coordinate: String(Math.round(station.x)), y_coordinate: String(Math.round(station.y)) }),
    ...Object.fromEntries(choices.map(({ field, values }) => [field, values[0]?.value ?? ''])),
  }
}
