import { describe, expect, it } from 'vitest'
import { dueTimes, MOST_MONTHS } from '../../../src/main/schedule/due.ts'

const CHICAGO = 'America/Chicago'

function due(cron: string, handledUntil: string, now: string) {
  return dueTimes({ cron, zone: CHICAGO }, Date.parse(handledUntil), Date.parse(now)).map(
    ({ time, cause, skipped }) => [new Date(time).toISOString(), skipped ? 'skipped' : cause],
  )
}

describe('what is due', () => {
  it('is nothing between two times, and a time exactly once', () => {
    expect(due('@monthly', '2017-02-01T06:00:00Z', '2017-03-01T05:59:59Z')).toEqual([])
    expect(due('@monthly', '2017-02-01T06:00:00Z', '2017-03-01T06:00:00Z')).toEqual([
      ['2017-03-01T06:00:00.000Z', 'schedule'],
    ])
    expect(due('@monthly', '2017-03-01T06:00:00Z', '2017-03-01T06:00:15Z')).toEqual([])
  })

  it('is each month that was missed, oldest first', () => {
    expect(due('@monthly', '2017-02-01T06:00:00Z', '2017-05-01T05:00:30Z')).toEqual([
      ['2017-03-01T06:00:00.000Z', 'catch_up'],
      ['2017-04-01T05:00:00.000Z', 'catch_up'],
      ['2017-05-01T05:00:00.000Z', 'schedule'],
    ])
  })

  it('is one run for all that a sleeping machine missed within a month', () => {
    expect(due('@hourly', '2017-03-10T06:00:00Z', '2017-03-13T12:40:00Z')).toEqual([
      ['2017-03-13T12:00:00.000Z', 'catch_up'],
    ])
    expect(due('* * * * *', '2017-01-31T12:00:00Z', '2017-02-02T12:00:00Z')).toEqual([
      ['2017-02-01T05:59:00.000Z', 'catch_up'],
      ['2017-02-02T12:00:00.000Z', 'schedule'],
    ])
  })

  it('passes over what is more than a year ago, and says so', () => {
    const times = due('@monthly', '2016-01-01T06:00:00Z', '2017-06-15T06:00:00Z')
    expect(times.map(([, cause]) => cause)).toEqual([
      ...Array(5).fill('skipped'),
      ...Array(MOST_MONTHS).fill('catch_up'),
    ])
  })

  it('is nothing while the clock is behind what was handled already', () => {
    expect(due('@daily', '2017-05-01T06:00:00Z', '2017-04-01T06:00:00Z')).toEqual([])
  })
})
