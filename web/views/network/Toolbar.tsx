import type { RefObject } from 'react'
import type { Tool } from './Canvas'
import { useNetworkState } from './context'
import { Filters } from './Filters'
import { FindBox } from './FindBox'
import { Popover } from './Popover'

const TOOLS: { tool: Tool; name: string; help: string }[] = [
  { tool: 'move', name: 'Move', help: 'Drag the canvas or a node; drag with Shift to draw a lasso' },
  { tool: 'lasso', name: 'Lasso', help: 'Draw around nodes to select them; with Shift they are added' },
  { tool: 'box', name: 'Box', help: 'Draw a rectangle to select nodes; with Shift they are added' },
]

type ToolbarProps = {
  field: RefObject<HTMLInputElement | null>
  tool: Tool
  setTool: (tool: Tool) => void
  tidy: () => void
  share: () => void
  saveImage: () => void
  saveJson: () => void
  isEmpty: boolean
}

/** The bar over the canvas. */
export function Toolbar({ field, tool, setTool, tidy, share, saveImage, saveJson, isEmpty }: ToolbarProps) {
  const { search, act } = useNetworkState()
  return (
    <div className="network-bar">
      <FindBox field={field} add={act.add} />
      {!isEmpty && (
        <>
          <fieldset className="network-group">
            <legend className="visually-hidden">What dragging does</legend>
            {TOOLS.map(({ tool: one, name, help }) => (
              <button
                key={one}
                type="button"
                className="button"
                aria-pressed={tool === one}
                title={help}
                onClick={() => setTool(one)}
              >
                {name}
              </button>
            ))}
          </fieldset>
          <fieldset className="network-group">
            <legend className="visually-hidden">Layout</legend>
            <button
              type="button"
              className="button"
              aria-pressed={search.layout === undefined}
              title="What is tied is near. Nodes that are there stay where they are. (l)"
              onClick={() => act.place(undefined)}
            >
              By ties
            </button>
            <button
              type="button"
              className="button"
              aria-pressed={search.layout === 'rings'}
              title="Rings around the selected node: as many steps away, as far out. (l)"
              onClick={() => act.place('rings')}
            >
              Rings
            </button>
          </fieldset>
          <button
            type="button"
            className="button"
            title="Lay all out anew; unpins what was pinned"
            onClick={tidy}
          >
            Tidy
          </button>
          <button type="button" className="button" title="Show all (f)" onClick={() => act.fit()}>
            Fit
          </button>
          <Filters />
          <span className="grow" />
          <Popover title="Share" className="end">
            <button type="button" className="button" onClick={share}>
              Copy link to this view
            </button>
            <button type="button" className="button" onClick={saveImage}>
              Save as picture (PNG)
            </button>
            <button type="button" className="button" onClick={saveJson}>
              Save as data (JSON)
            </button>
          </Popover>
        </>
      )}
    </div>
  )
}
