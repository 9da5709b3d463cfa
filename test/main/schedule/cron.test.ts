import { afterEach, describe, expect, it } from 'vitest'
import { checkTimetable, dayIn, lastTimeBefore, nextTimes } from '../../../src/main/schedule/cron.ts'
import { setLocale } from '../../../src/shared/messages/index.ts'
import { scheduleSentence } from '../../../src/shared/schedule/scheduleSentence.ts'

const CHICAGO = 'America/Chicago'
const iso = (times: number[]) => times.map((time) => new Date(time).toISOString())

function next(cron: string, after: string, count = 3, zone = CHICAGO): string[] {
  return iso(nextTimes({ cron, zone }, Date.parse(after), count))
}

describe('the next times of a schedule', () => {
  it('@monthly is midnight in Chicago on the first, in winter and in summer', () => {
    expect(next('@monthly', '2017-02-15T00:00:00Z')).toEqual([
      '2017-03-01T06:00:00.000Z',
      '2017-04-01T05:00:00.000Z',
      '2017-05-01T05:00:00.000Z',
    ])
  })

  it('a time that the change to summer time leaves out comes at the first one that there is', () => {
    expect(next('30 2 * * *', '2017-03-11T12:00:00Z', 2)).toEqual([
      '2017-03-12T08:00:00.000Z',
      '2017-03-13T07:30:00.000Z',
    ])
  })

  it('a time that the change to winter time brings twice comes once', () => {
    expect(next('30 1 * * *', '2017-11-04T12:00:00Z', 2)).toEqual([
      '2017-11-05T06:30:00.000Z',
      '2017-11-06T07:30:00.000Z',
    ])
  })

  it('every hour stays every hour across both changes', () => {
    for (const after of ['2017-03-12T06:30:00Z', '2017-11-05T05:30:00Z']) {
      const times = nextTimes({ cron: '@hourly', zone: CHICAGO }, Date.parse(after), 5)
      expect(times.slice(1).map((time, k) => time - times[k]!)).toEqual(Array(4).fill(3_600_000))
    }
  })

  it('looking back finds the times that looking on gave, across both changes', () => {
    for (const cron of ['30 2 * * *', '30 1 * * *', '@hourly', '@monthly']) {
      const timetable = { cron, zone: CHICAGO }
      for (const from of ['2017-03-11T12:00:00Z', '2017-11-04T12:00:00Z']) {
        const times = nextTimes(timetable, Date.parse(from), 30)
        for (const [k, time] of times.slice(1).entries()) expect(lastTimeBefore(timetable, time)).toBe(times[k])
      }
    }
  })

  it('says what is wrong with what was typed', () => {
    const wrong = (cron: string, zone = CHICAGO) => {
      try {
        checkTimetable({ cron, zone }, 0)
        return 'nothing'
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error
      }
    }
    expect(wrong('@monthly')).toBe('nothing')
    for (const cron of ['61 * * * *', '* * *', 'soon', '* * * * * *', ''])
      expect(wrong(cron)).toBe('schedule.invalid_cron')
    expect(wrong('0 0 31 2 *')).toBe('schedule.never')
    expect(wrong('@daily', 'Mars/Olympus')).toBe('schedule.invalid_zone')
  })

  it('a day is that of the zone, whatever the machine’s is', () => {
    expect(dayIn(CHICAGO, Date.parse('2017-03-01T05:59:59Z'))).toBe('2017-02-28')
    expect(dayIn(CHICAGO, Date.parse('2017-03-01T06:00:00Z'))).toBe('2017-03-01')
  })
})

describe('a schedule in words', () => {
  afterEach(() => setLocale('en'))

  it.each([
    ['@monthly', 'on day 1 of each month at 00:00, Chicago time'],
    ['30 3 15 * *', 'on day 15 of each month at 03:30, Chicago time'],
    ['@weekly', 'each Sunday at 00:00, Chicago time'],
    ['0 6 * * 1,5', 'each Monday and Friday at 06:00, Chicago time'],
    ['@daily', 'every day at 00:00, Chicago time'],
    ['@hourly', 'every hour at minute 0, Chicago time'],
    ['*/15 * * * *', 'every 15 minutes, Chicago time'],
    ['* * * * *', 'every minute, Chicago time'],
    ['0 2 4 7 *', 'each year on 4 July at 02:00, Chicago time'],
    ['0 9-17 * * 1-5', 'at the times of “0 9-17 * * 1-5”, Chicago time'],
  ])('%s is "%s"', (cron, words) => {
    expect(scheduleSentence({ cron, zone: CHICAGO })).toBe(words)
  })

  it('speaks Spanish', () => {
    setLocale('es')
    expect(scheduleSentence({ cron: '@monthly', zone: CHICAGO })).toBe(
      'el día 1 de cada mes a las 00:00, hora de Chicago',
    )
  })
})
