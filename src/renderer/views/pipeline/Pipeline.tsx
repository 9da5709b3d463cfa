import { text } from '../../../shared/messages/index.ts'
import { Page } from '../../parts/Page.tsx'

/** The pipeline, step by step. */
export default function Pipeline() {
  return <Page title={text('window.nav.pipeline')}>{null}</Page>
}
