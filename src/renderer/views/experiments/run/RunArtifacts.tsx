import { Button, Code, Group, NavLink, Paper, ScrollArea, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import { Chart } from '../../../chart/Chart.tsx'
import { fileUrl, type Outputs, useTRPC } from '../../../link.ts'
import { Icon } from '../../../parts/icons.tsx'
import { Queried } from '../../../parts/Queried.tsx'
import { EmptyState } from '../../../parts/states.tsx'
import { formatBytes } from '../../../words/formats.ts'
import type { Run } from '../runs.ts'
import { figureOf, isFigure } from './figures.ts'

/** The files of a run, one of them in view. */
export function RunArtifacts({ run }: { run: Run }) {
  const [chosen, setChosen] = useState(run.artifacts[0]?.path)
  if (chosen === undefined) return <EmptyState icon="file" title={text('experiments.run.no_artifacts')} />
  return (
    <Group align="stretch" wrap="nowrap" gap="md">
      <ScrollArea w={270} h="calc(100dvh - 290px)" mih={320} type="auto" style={{ flexShrink: 0 }}>
        {run.artifacts.map(({ path, bytes }) => (
          <NavLink
            key={path}
            component="button"
            px="xs"
            py={5}
            active={path === chosen}
            aria-current={path === chosen ? 'true' : undefined}
            leftSection={<Icon name={isFigure(path) ? 'chart' : 'file'} size={14} />}
            label={path}
            title={path}
            styles={{ label: { fontSize: 12, overflowWrap: 'anywhere' } }}
            rightSection={
              <Text size="xs" c="dimmed" className="numbers">
                {formatBytes(bytes)}
              </Text>
            }
            onClick={() => setChosen(path)}
          />
        ))}
      </ScrollArea>
      <Paper bg="var(--wb-panel)" p="md" style={{ flex: 1, minWidth: 0 }}>
        <Artifact key={chosen} runId={run.id} path={chosen} />
      </Paper>
    </Group>
  )
}

function Artifact({ runId, path }: { runId: string; path: string }) {
  const trpc = useTRPC()
  const artifact = useQuery(trpc.runs.artifact.queryOptions({ runId, path }, { staleTime: Number.POSITIVE_INFINITY }))
  return (
    <Queried query={artifact} height={360}>
      {(known) => (
        <>
          <Group justify="space-between" mb="sm" wrap="nowrap">
            <Text size="sm" fw={600} truncate title={known.path}>
              {text('experiments.artifact.size', { path: known.path, size: formatBytes(known.bytes) })}
            </Text>
            <Button
              component="a"
              href={fileUrl(known.url)}
              download
              size="xs"
              variant="default"
              leftSection={<Icon name="download" size={14} />}
              style={{ flexShrink: 0 }}
            >
              {text('experiments.artifact.save')}
            </Button>
          </Group>
          <ArtifactContent artifact={known} />
        </>
      )}
    </Queried>
  )
}

function ArtifactContent({ artifact }: { artifact: Outputs['runs']['artifact'] }) {
  switch (artifact.kind) {
    case 'binary':
      return (
        <EmptyState icon="file" title={text('experiments.artifact.binary')}>
          {text('experiments.artifact.binary.why')}
        </EmptyState>
      )
    case 'text':
      return <Content path={artifact.path} content={artifact.text} />
    case 'json': {
      const figure = figureOf(artifact.value)
      if (figure !== undefined) {
        return <Chart figure={figure} name={artifact.path.replace(/^.*\/|\.json$/g, '')} height={400} />
      }
      return <Content path={artifact.path} content={JSON.stringify(artifact.value, null, 2)} />
    }
  }
}

/** Text longer than this slows the window down; the file itself has all of it. */
const SHOWN_CHARACTERS = 200_000

function Content({ path, content }: { path: string; content: string }) {
  return (
    <ScrollArea h="calc(100dvh - 370px)" mih={260} type="auto" viewportProps={{ tabIndex: 0, 'aria-label': path }}>
      <Code block bg="transparent" p={0}>
        {content.length > SHOWN_CHARACTERS ? `${content.slice(0, SHOWN_CHARACTERS)}\n…` : content}
      </Code>
    </ScrollArea>
  )
}
