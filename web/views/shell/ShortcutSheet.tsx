import { Dialog } from '@/views/shared/Dialog'
import { offeredShortcuts } from '@/views/shared/useShortcuts'

/** Every key that works now, the view's own first. */
export function ShortcutSheet({ close }: { close: () => void }) {
  return (
    <Dialog title="Keys" close={close}>
      <div className="body">
        <h2>Keys</h2>
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
