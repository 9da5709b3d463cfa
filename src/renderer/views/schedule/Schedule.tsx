import { Button, Tabs } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { Icon } from '../../parts/icons.tsx'
import { Page } from '../../parts/Page.tsx'
import { go, href } from '../../router.ts'
import type { ViewProps } from '../views.ts'
import { AuditLog } from './AuditLog.tsx'
import { Policy } from './Policy.tsx'
import { ScheduleDialog } from './ScheduleDialog.tsx'
import { Schedules } from './Schedules.tsx'

const TABS = ['schedules', 'policy', 'audit'] as const

/** What runs by itself and when, when a model is trained anew, and the log of what came of it. */
export default function Schedule({ route: { path } }: ViewProps) {
  const tab = TABS.find((name) => name === path[0]) ?? 'schedules'
  const [adding, setAdding] = useState(false)
  return (
    <Page
      title={text('window.nav.schedule')}
      description={text('schedule_view.description')}
      actions={
        tab === 'schedules' && (
          <Button
            variant="default"
            size="xs"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => setAdding(true)}
          >
            {text('schedule_view.add')}
          </Button>
        )
      }
    >
      <Tabs value={tab} onChange={(value) => go(href('schedule', value === null ? [] : [value]), { replace: true })}>
        <Tabs.List mb="md">
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {text(`schedule_view.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="schedules">{tab === 'schedules' && <Schedules />}</Tabs.Panel>
        <Tabs.Panel value="policy">{tab === 'policy' && <Policy />}</Tabs.Panel>
        <Tabs.Panel value="audit">{tab === 'audit' && <AuditLog />}</Tabs.Panel>
      </Tabs>
      {adding && <ScheduleDialog schedule={undefined} onClose={() => setAdding(false)} />}
    </Page>
  )
}
