import { ActionIcon, Group, JsonInput, MultiSelect, Select, TextInput, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import type { Outputs } from '../../../link.ts'
import { Icon } from '../../../parts/icons.tsx'
import { columnLabel } from '../../../words/columns.ts'
import { formatNumber } from '../../../words/formats.ts'
import { learnerWords } from '../../../words/runWords.ts'
import { type FieldKind, fieldKind, problemOfParameter, readField } from './parameterValues.ts'

type Parameter = Outputs['pipeline']['recipe']['parameters'][number]

interface ParameterFieldProps {
  parameter: Parameter
  value: unknown
  /** What the last run used, as text. */
  used: string | undefined
  isChanged: boolean
  /** Undefined takes the change back. Called with allowed values only. */
  onChange(value: unknown): void
}

/** A parameter of the recipe: the control that fits what is allowed, with what is wrong beside it. */
export function ParameterField({ parameter, value, isChanged, onChange }: ParameterFieldProps) {
  const kind = fieldKind(parameter.schema)
  const name = parameter.name.split('.').slice(1).join('.')
  const common = {
    label: name,
    description: [parameter.description, hint(kind), text('parameters.default', { value: written(parameter.default) })]
      .filter(Boolean)
      .join('. '),
    size: 'sm',
    style: { flex: 1 },
  }
  const change = (next: unknown) =>
    onChange(JSON.stringify(next) === JSON.stringify(parameter.default) ? undefined : next)
  return (
    <Group align="flex-end" wrap="nowrap" gap="xs">
      <Control kind={kind} name={parameter.name} value={value} common={common} onChange={change} />
      <Tooltip label={text('parameters.reset')} disabled={!isChanged}>
        <ActionIcon
          mb={4}
          aria-label={`${text('parameters.reset')}: ${name}`}
          disabled={!isChanged}
          onClick={() => onChange(undefined)}
        >
          <Icon name="retry" />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}

interface ControlProps {
  kind: FieldKind
  /** Of the parameter in the recipe. */
  name: string
  value: unknown
  common: { label: string; description: string; size: string; style: { flex: number } }
  onChange(value: unknown): void
}

function Control({ kind, name, value, common, onChange }: ControlProps) {
  switch (kind.kind) {
    case 'choice':
      return (
        <Select
          {...common}
          allowDeselect={false}
          data={kind.values}
          value={String(value)}
          onChange={(next) => onChange(next)}
        />
      )
    case 'choices':
      return <ChoicesControl values={kind.values} name={name} value={value} common={common} onChange={onChange} />
    case 'number':
    case 'texts':
    case 'text':
    case 'json':
      return <TypedControl key={JSON.stringify(value)} {...{ kind, name, value, common, onChange }} />
  }
}

function ChoicesControl({
  values,
  name,
  value,
  common,
  onChange,
}: Omit<ControlProps, 'kind'> & { values: readonly string[] }) {
  const chosen = Array.isArray(value) ? value.map(String) : []
  const [problem, setProblem] = useState<string>()
  return (
    <MultiSelect
      {...common}
      data={values.map((choice) => ({ value: choice, label: learnerWords(choice) }))}
      value={chosen}
      error={problem}
      onChange={(next) => {
        const chosen = values.filter((choice) => next.includes(choice))
        const wrong = problemOfParameter(name, chosen)
        setProblem(wrong)
        if (wrong === undefined) onChange(chosen)
      }}
    />
  )
}

/** A value that is typed: it is taken over when the field is left or Enter is pressed, if it is allowed. */
function TypedControl({ kind, name, value, common, onChange }: ControlProps) {
  const [typed, setTyped] = useState(() => asTyped(value, kind))
  const [problem, setProblem] = useState<string>()
  const check = (next: string) => {
    setTyped(next)
    setProblem(readField(next, kind, name).problem)
  }
  const take = () => {
    const read = readField(typed, kind, name)
    if (read.problem === undefined && typed !== asTyped(value, kind)) onChange(read.value)
  }
  if (kind.kind === 'json') {
    return (
      <JsonInput
        {...common}
        autosize
        minRows={2}
        maxRows={10}
        value={typed}
        error={problem}
        onChange={check}
        onBlur={take}
      />
    )
  }
  return (
    <TextInput
      {...common}
      inputMode={kind.kind === 'number' ? 'decimal' : 'text'}
      value={typed}
      error={problem}
      onChange={(event) => check(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  )
}

function asTyped(value: unknown, kind: FieldKind): string {
  if (value === null || value === undefined) return ''
  if (kind.kind === 'json') return JSON.stringify(value, null, 2)
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** What may stand in place of a number. */
function hint(kind: FieldKind): string {
  if (kind.kind !== 'number' || kind.words.length === 0) return ''
  return text('parameters.or_word', { words: kind.words.join(', ') })
}

/** A default as people read it. */
function written(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return text('parameters.none')
  if (Array.isArray(value)) return value.map((item) => columnLabel(learnerWords(String(item)))).join(', ')
  if (typeof value === 'number') return formatNumber(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
