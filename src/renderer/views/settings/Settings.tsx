import { SimpleGrid, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../../shared/messages/index.ts'
import { useTRPC } from '../../link.ts'
import { Page } from '../../parts/Page.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { go, href } from '../../router.ts'
import type { ViewProps } from '../views.ts'
import { About } from './About.tsx'
import { Appearance } from './Appearance.tsx'
import { NumberSetting } from './NumberSetting.tsx'
import { Secrets } from './Secrets.tsx'
import { TestedSetting } from './TestedSetting.tsx'

/** Settings of the workspace, and what the app is. */
export default function Settings({ route: { path } }: ViewProps) {
  const trpc = useTRPC()
  const settings = useQuery(trpc.settings.get.queryOptions())
  const tab = path[0] === 'about' ? 'about' : 'general'
  return (
    <Page title={text('settings_view.title')} description={text('settings_view.description')}>
      <Tabs
        value={tab}
        onChange={(value) => go(href('settings', value === 'about' ? ['about'] : []), { replace: true })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="general">{text('settings_view.tab.general')}</Tabs.Tab>
          <Tabs.Tab value="about">{text('settings_view.tab.about')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="general">
          <Queried query={settings} height={480}>
            {({ settings: set, defaults, secrets, keepsSecrets }) => (
              <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
                <Section title={text('settings_view.source')}>
                  <TestedSetting key={set.portal} name="portal" value={set.portal} fallback={defaults.portal} />
                </Section>
                <Section title={text('settings_view.storage')}>
                  <TestedSetting key={set.store} name="store" value={set.store} fallback={defaults.store} />
                </Section>
                <Section title={text('settings_view.secrets')}>
                  <Secrets secrets={secrets} keepsSecrets={keepsSecrets} />
                </Section>
                <SimpleGrid cols={1} spacing="md">
                  <Section title={text('settings_view.engine')}>
                    <SimpleGrid cols={2} spacing="sm">
                      <NumberSetting
                        key={`port ${set.servingPort}`}
                        name="servingPort"
                        value={set.servingPort}
                        fallback={defaults.servingPort}
                      />
                      <NumberSetting
                        key={`threads ${set.threads}`}
                        name="threads"
                        value={set.threads}
                        fallback={defaults.threads}
                      />
                    </SimpleGrid>
                  </Section>
                  <Section title={text('settings_view.look')}>
                    <Appearance theme={set.theme ?? 'system'} />
                  </Section>
                </SimpleGrid>
              </SimpleGrid>
            )}
          </Queried>
        </Tabs.Panel>
        <Tabs.Panel value="about">
          <About />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
