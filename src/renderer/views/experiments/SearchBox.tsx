import { Code, Mark, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { apiErrorOf } from '../../../shared/apiErrors.ts'
import { text } from '../../../shared/messages/index.ts'
import { Icon } from '../../parts/icons.tsx'
import { problemOf } from '../../problems.ts'

interface SearchBoxProps {
  search: string
  onSearch(search: string): void
  /** Why the search that is shown was refused. */
  error: unknown
}

const EXAMPLE = "metrics.mcc > 0.6 and params.learner = 'gradient-boosting'"

/** A search in the language of runs; what cannot be read is shown at its place. */
export function SearchBox({ search, onSearch, error }: SearchBoxProps) {
  const [typed, setTyped] = useState(search)
  const later = useDebouncedCallback(onSearch, 350)
  return (
    <TextInput
      style={{ flex: 1 }}
      size="xs"
      leftSection={<Icon name="search" />}
      aria-label={text('experiments.search')}
      placeholder={EXAMPLE}
      title={text('experiments.search.syntax')}
      spellCheck={false}
      autoComplete="off"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        later(event.currentTarget.value)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onSearch(typed)
      }}
      error={error === null || error === undefined ? undefined : <SearchProblem search={search} error={error} />}
      errorProps={{ role: 'alert', component: 'div' }}
    />
  )
}

function SearchProblem({ search, error }: { search: string; error: unknown }) {
  const position = Number(apiErrorOf(error)?.user?.params.position)
  const at = position - 1
  return (
    <>
      {at >= 0 && (
        <Code block bg="transparent" p={0} mb={2} c="var(--mantine-color-text)">
          {search.slice(0, at)}
          <Mark color="red">{search.slice(at) || '␣'}</Mark>
        </Code>
      )}
      <Text size="xs" component="span">
        {problemOf(error).message}
      </Text>
    </>
  )
}
