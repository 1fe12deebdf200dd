const STORED = 'namesake-letters'

/** Whether keys of a single letter, digit or sign do something: those who speak to their computer turn them off (WCAG 2.1.4). */
export const areLettersOn = (): boolean => localStorage.getItem(STORED) !== 'off'

export function setLetters(on: boolean): void {
  if (on) localStorage.removeItem(STORED)
  else localStorage.setItem(STORED, 'off')
}
