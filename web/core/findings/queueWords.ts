import type { Status } from './search'

export const STATUS_NAMES: Record<Status, string> = {
  open: 'Open',
  reopened: 'Reopened',
  unsure: 'Unsure',
  confirmed: 'Confirmed',
  dismissed: 'Dismissed',
}

export const STATUS_HELP: Record<Status, string> = {
  open: 'Nobody has decided yet.',
  reopened: 'It was dismissed, and there is evidence that was not known then.',
  unsure: 'Somebody looked at it, and what is known does not decide it.',
  confirmed: 'Somebody held the claim to be true.',
  dismissed: 'Somebody held the claim to be wrong.',
}
