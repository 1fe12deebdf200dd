/** The colours that the canvas draws with, as `rgb()` texts. */
export type Palette = {
  ground: string
  panel: string
  text: string
  soft: string
  line: string
  track: string
  accent: string
  subject: string
  target: string
  nodes: Record<string, string>
}

const NODE_COLOURS = ['artist', 'group', 'work', 'company', 'money', 'person', 'identifier']

/** The theme's colours as they are now. The canvas knows no custom properties, so a hidden element tells what they come to. */
export function readPalette(): Palette {
  const probe = document.createElement('span')
  probe.hidden = true
  document.body.append(probe)
  const read = (name: string): string => {
    probe.style.color = `var(${name})`
    return getComputedStyle(probe).color
  }
  const palette = {
    ground: read('--ground'),
    panel: read('--panel'),
    text: read('--text'),
    soft: read('--text-soft'),
    line: read('--line-strong'),
    track: read('--line'),
    accent: read('--accent'),
    subject: read('--for-bar'),
    target: read('--text-soft'),
    nodes: Object.fromEntries(NODE_COLOURS.map((name) => [name, read(`--node-${name}`)])),
  }
  probe.remove()
  return palette
}

/** Call back when the theme turns, by the page's own switch or by the system. Returns: what ends that. */
export function onThemeChange(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const own = new MutationObserver(changed)
  own.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  system.addEventListener('change', changed)
  return () => {
    own.disconnect()
    system.removeEventListener('change', changed)
  }
}

/** The colour at this share of opacity, 0 to 1. */
export function faded(color: string, opacity: number): string {
  const parts = color.match(/[\d.]+/g) ?? ['128', '128', '128']
  return `rgba(${parts.slice(0, 3).join(', ')}, ${opacity})`
}
