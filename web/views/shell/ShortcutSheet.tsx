import { useState } from 'react'
import { areLettersOn, setLetters } from '@/core/keyboard/letters'
import { Dialog } from '@/views/shared/Dialog'
import { offeredShortcuts } from '@/views/shared/useShortcuts'

/** Every key that works now, the view's own first. */
export function ShortcutSheet({ close }: { close: () => void }) {
  const [letters, setLettersShown] = useState(areLettersOn)
  const turn = (on: boolean) => {
    setLetters(on)
    setLettersShown(on)
  }
  return (
    <Dialog title="Keys" close={close}>
      <div className="body">
        <h2>Keys</h2>
        <label className="row nowrap">
          <input type="checkbox" checked={letters} onChange={(event) => turn(event.target.checked)} />
          <span>
            Keys of one letter or sign do something{' '}
            <span className="soft">
              {letters
                ? '(turn off if you speak to your computer or hit keys by chance)'
                : '(off: of these keys only Escape, Enter and the arrows work; the button ? shows this again)'}
            </span>
          </span>
        </label>
        {offeredShortcuts()
          .toReversed()
          .filter((group) => group.shortcuts.length > 0)
          .map((group) => (
            <section key={group.title} className="stack">
              <h3>{group.title}</h3>
              <dl className="shortcut-list">
                {group.shortcuts.map((shortcut) => (
                  <div key={shortcut.keys}>
                    <dt>
                      {shortcut.keys.split(' ').map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dt>
                    <dd>{shortcut.does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        <form method="dialog" className="row end">
          <button type="submit" className="button">
            Close
          </button>
        </form>
      </div>
    </Dialog>
  )
}
