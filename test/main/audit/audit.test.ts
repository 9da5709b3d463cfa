import { join } from 'node:path'
import Libsql from 'libsql'
import { describe, expect, it } from 'vitest'
import { openAudit } from '../../../src/main/audit/audit.ts'
import { auditCsv } from '../../../src/main/audit/export.ts'
import { openDatabase } from '../../../src/main/tracking/database.ts'
import { MIGRATIONS } from '../../../src/main/tracking/migrations/index.ts'
import { temporaryFolder } from '../../support.ts'

const event = { kind: 'retraining_started', reason: 'It was time.', actor: 'schedule:monthly' } as const

/** A log of four events, and the file to change behind the app's back. */
async function log() {
  const file = join(temporaryFolder(), 'workbench.db')
  const database = await openDatabase(file)
  const audit = openAudit(database, () => 1000)
  for (let k = 0; k < 4; k++) await audit.append({ ...event, details: { k } })
  return { file, database, audit }
}

/** Changes the file as another program would: triggers do not keep it out. */
function tamper(file: string, sql: string): void {
  const database = new Libsql(file)
  database.exec('DROP TRIGGER audit_events_refuse_update; DROP TRIGGER audit_events_refuse_delete;')
  database.exec(sql)
  database.close()
}

describe('the audit log', () => {
  it('keeps what it is told, newest first, and finds by kind, time and page', async () => {
    const { database, audit } = await log()
    await audit.append({ kind: 'schedule_paused', schedule: 'monthly', reason: '', actor: 'me' })
    expect((await audit.list()).map(({ id, kind }) => [id, kind])).toEqual([
      [5, 'schedule_paused'],
      ...[4, 3, 2, 1].map((id) => [id, 'retraining_started']),
    ])
    expect(await audit.list({ kinds: ['schedule_paused'] })).toMatchObject([
      { schedule: 'monthly', actor: 'me', time: 1000 },
    ])
    expect((await audit.list({ before: 4, limit: 2 })).map(({ id }) => id)).toEqual([3, 2])
    expect(await audit.list({ since: 1001 })).toEqual([])
    expect((await audit.list({ before: 2 }))[0]!.details).toEqual({ k: 0 })
    await database.close()
  })

  it('is whole while only the app writes it', async () => {
    const { database, audit } = await log()
    const [newest] = await audit.list({ limit: 1 })
    expect(await audit.verify()).toEqual({ intact: true, events: 4, head: newest!.hash })
    await database.close()
  })

  it.each([
    ['a changed reason', `UPDATE audit_events SET reason = 'none' WHERE id = 2`, { event: 2, problem: 'changed' }],
    ['a changed time', 'UPDATE audit_events SET time = 1 WHERE id = 4', { event: 4, problem: 'changed' }],
    ['an event taken out', 'DELETE FROM audit_events WHERE id = 3', { event: 3, problem: 'missing' }],
    ['the newest taken off', 'DELETE FROM audit_events WHERE id = 4', { event: 4, problem: 'missing' }],
  ])('shows %s by another program', async (_what, sql, found) => {
    const { file, database } = await log()
    await database.close()
    tamper(file, sql)
    const again = await openDatabase(file)
    expect(await openAudit(again).verify()).toEqual({ intact: false, ...found })
    // Also after the app went on writing.
    await openAudit(again).append(event)
    expect(await openAudit(again).verify()).toEqual({ intact: false, ...found })
    await again.close()
  })

  it('takes over the events of a registry from before, in order and chained', async () => {
    const file = join(temporaryFolder(), 'workbench.db')
    const earlier = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name < '0005'))
    const old = await openDatabase(file, earlier)
    await old.close()
    const direct = new Libsql(file)
    direct.exec(`INSERT INTO registered_models VALUES ('m', '', 0, 1)`)
    direct.exec(`
      INSERT INTO registry_events (time, model, action, alias, from_version, to_version, reason, actor)
      VALUES (7, 'm', 'registered', NULL, NULL, 1, 'best', 'ana'), (8, 'm', 'promoted', 'champion', NULL, 1, 'first', 'ana')`)
    direct.close()
    const database = await openDatabase(file)
    const audit = openAudit(database)
    expect(await audit.verify()).toMatchObject({ intact: true, events: 2 })
    expect(await audit.list()).toMatchObject([
      { id: 2, kind: 'promoted', time: 8, toVersion: 1, alias: 'champion', actor: 'ana' },
      { id: 1, kind: 'registered', time: 7, toVersion: 1, reason: 'best' },
    ])
    await database.close()
  })

  it('is exported oldest first, and what a spreadsheet would take for a formula is text', async () => {
    const { database, audit } = await log()
    await audit.append({ ...event, reason: '=1+1, "quoted"' })
    const lines = auditCsv(await audit.list())
      .trimEnd()
      .split('\n')
    expect(lines).toHaveLength(6)
    expect(lines[0]).toMatch(/^id,time,kind,model,/)
    expect(lines[1]).toMatch(/^1,1970-01-01T00:00:01.000Z,retraining_started,/)
    expect(lines[5]).toContain(`"'=1+1, ""quoted"""`)
    await database.close()
  })
})
