const day = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const minute = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
  timeZone: 'UTC',
})

/** `24 Nov 2026`-like; a dash for what is not known. Days and times are UTC, as in the catalog. */
export const formatDay = (date: string | null | undefined): string =>
  date == null ? '–' : day.format(new Date(date))

/** A time to the minute, UTC. */
export const formatTime = (time: string | null | undefined): string =>
  time == null ? '–' : `${minute.format(new Date(time))} UTC`
