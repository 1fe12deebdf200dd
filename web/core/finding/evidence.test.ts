import { expect, test } from 'vitest'
import { KIND_ORDER } from '@/core/format/words'
import {
  evidenceInSentence,
  explainEvidence,
  freshOf,
  nameEvidence,
  QUESTIONS,
  SECTIONS_OF,
  tellScore,
  tellSufficiency,
} from './evidence'
import helps from './evidenceHelp.json'

test('every type of evidence is explained, and leads to its facts', () => {
  for (const kind of KIND_ORDER) {
    for (const type of Object.keys(helps[kind])) {
      const { name, help, section, question } = explainEvidence(kind, type)
      expect(name).not.toBe('')
      expect(help.length, `${kind} ${type}`).toBeGreaterThan(0)
      expect(SECTIONS_OF[kind], `${kind} ${type}`).toContain(section)
      if (question !== null) expect(QUESTIONS[question]).toBeDefined()
    }
  }
})

test('a type that is newer than the page still has a name', () => {
  expect(explainEvidence('IMPERSONATION', 'moon_phase')).toEqual({
    name: 'Moon phase',
    help: [],
    section: null,
    question: null,
  })
  expect(nameEvidence('isrc_of_the_moon')).toBe('ISRC of the moon')
})

test('every type of evidence has a title that a sentence can take', () => {
  expect(explainEvidence('CONTENT_FARM', 'any_signal').name).toBe('Members reported by another system')
  expect(evidenceInSentence('isrc_on_page')).toBe('ISRCs already on the page')
  expect(evidenceInSentence('p_line_ties')).toBe('P-line in common')
  expect(evidenceInSentence('name_lookalike')).toBe('likeness of the names')
})

test('a score is told as a share that is never all or nothing', () => {
  expect(tellScore(0.999)).toContain('more than 99')
  expect(tellScore(0.623)).toContain('about 62')
  expect(tellScore(0.001)).toContain('fewer than 1')
  expect(tellScore(0.85)).toContain('would be true if')
})

test('less known is told as less', () => {
  const levels = [1, 0.6, 0.3, 0.1].map((known) => tellSufficiency(known).level)
  expect(new Set(levels).size).toBe(4)
})

test('what is new since a dismissal is found by its sentence, with how it stood then', () => {
  const evidence = [
    { type: 'payee', text: 'No payee in common' },
    { type: 'titles', text: 'Both pages have 2 titles' },
  ]
  const news = [
    'Both pages have 2 titles (weighed 0.4 when it was dismissed, 3.5 now)',
    'Gone (not known when it was dismissed)',
  ]
  expect([...freshOf(news, evidence)]).toEqual([['titles', 'weighed 0.4 when it was dismissed, 3.5 now']])
})
