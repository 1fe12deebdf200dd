import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatCount, formatProbability, formatWeight } from '@/core/format/numbers'
import { KINDS } from '@/core/format/words'
import {
  CHANGES,
  type FindingList,
  type ListName,
  type NightReport,
  type ReportFinding,
} from '@/core/runs/report'
import { endText, LIST_HELP, LIST_NAMES } from '@/core/runs/words'
import { Sentence } from '@/views/shared/Text'
import { KindTag } from '@/views/shared/tags'
import { ScoreBars } from './charts'
import { numeric, RunsTable } from './RunsTable'

const SHOWN_FIRST = 10

/** What became of findings, by kind and then one by one. */
export function ChangesPart({ report }: { report: NightReport }) {
  const since = report.date ?? undefined
  return (
    <section className="panel" aria-labelledby="found">
      <header>
        <h2 id="found">Found and changed</h2>
        <span className="soft">In brackets: how many of them are more likely right than not</span>
      </header>
      <RunsTable
        columns={[
          'Kind',
          numeric('Said', 'All that the night said, without the dismissed ones'),
          numeric('Likely (before)', 'More likely right than not, beside the night before'),
          ...CHANGES.map((name) => numeric(LIST_NAMES[name], LIST_HELP[name])),
          {
            name: 'Scores',
            help: 'By tenths from 0 to 1; the line is the night before; heights are square roots',
          },
        ]}
      >
        {report.kinds.map((row) => (
          <tr key={row.kind}>
            <th scope="row">
              <Link
                to="/"
                search={{ kind: row.kind, since }}
                title={`Waiting ${KINDS[row.kind].plural.toLowerCase()} changed since that day`}
              >
                {KINDS[row.kind].plural}
              </Link>
            </th>
            <td className="number">{formatCount(row.listed - row.dismissed)}</td>
            <td className="number">
              {formatCount(row.likely)} <span className="soft">({formatCount(row.likelyBefore)})</span>
            </td>
            {CHANGES.map((name) => (
              <ChangeCell key={name} told={row.changes[name]} />
            ))}
            <td>{row.scores && <ScoreBars tonight={row.scores.tonight} before={row.scores.before} />}</td>
          </tr>
        ))}
      </RunsTable>
      {report.lists.map((list, place) => (
        <ListPart key={list.name} list={list} open={place === 0} />
      ))}
    </section>
  )
}

function ChangeCell({ told }: { told: { all: number; likely: number } | undefined }) {
  if (told === undefined || told.all === 0) return <td className="number soft">0</td>
  return (
    <td className="number">
      <strong>{formatCount(told.all)}</strong> <span className="soft">({formatCount(told.likely)})</span>
    </td>
  )
}

function ListPart({ list, open }: { list: FindingList; open: boolean }) {
  const [all, setAll] = useState(false)
  const shown = all ? list.rows : list.rows.slice(0, SHOWN_FIRST)
  const unlisted = list.total - list.rows.length
  return (
    <details className="run-list" open={open}>
      <summary>
        <strong>{LIST_NAMES[list.name]}</strong> <span className="number">{formatCount(list.total)}</span>{' '}
        <span className="soft">{LIST_HELP[list.name]}</span>
      </summary>
      <ol className={list.rows.some(hasMoved) ? 'moved' : undefined}>
        {shown.map((row) => (
          <ListLine key={row.id} row={row} list={list.name} />
        ))}
      </ol>
      {shown.length < list.rows.length && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          Show all {formatCount(list.rows.length)}
        </button>
      )}
      {unlisted > 0 && (
        <p className="soft">
          {formatCount(unlisted)} more {unlisted === 1 ? 'is' : 'are'} in the night’s findings.jsonl.
        </p>
      )}
    </details>
  )
}

/** Whether its score is another than the night before. */
const hasMoved = (row: ReportFinding): boolean => row.scoreBefore !== null && row.scoreBefore !== row.score

function ListLine({ row, list }: { row: ReportFinding; list: ListName }) {
  const [fact] = row.evidence
  return (
    <li className="run-finding">
      <span className="number">
        {hasMoved(row) && row.scoreBefore !== null && (
          <span className="soft">{formatProbability(row.scoreBefore)} → </span>
        )}
        {formatProbability(row.score)}
      </span>
      <KindTag kind={row.kind} />
      <span className="grow">
        <Link to="/findings/$id" params={{ id: row.id }}>
          <Sentence>{endText(row)}</Sentence>
        </Link>
        {fact && (
          <span className="run-fact">
            <span className={list === 'gone' ? 'number soft' : 'number run-weight'}>
              {formatWeight(fact.weight)}
            </span>{' '}
            <Sentence>{fact.text}</Sentence>
          </span>
        )}
      </span>
    </li>
  )
}
