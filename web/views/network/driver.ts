import Graph from 'graphology'
import type { Attributes } from 'graphology-types'
import Sigma from 'sigma'
import type { MouseCoords } from 'sigma/types'
import type { Point } from '@/core/network/geometry'
import { type CanvasNetwork, nodeRows } from '@/core/network/network'
import { sizesOf } from '@/core/network/sizes'
import { type EdgeAttributes, edgeAttributes, type NodeAttributes, nodeAttributes } from './attributes'
import { Hold } from './hold'
import { cameraFor, drawOverlay, MANY, type Marked } from './overlay'
import { onThemeChange, type Palette, readPalette } from './palette'
import { PRIMITIVES } from './primitives'

/** Something under the pointer, and where that is on the canvas. */
export type Under = { kind: 'node' | 'edge'; id: string; at: Point } | null

/** What happens on the canvas. `isMore`: with Shift, Ctrl or Command: add to the selection. */
export type CanvasEvents = {
  pick: (under: Under, isMore: boolean) => void
  open: (node: string) => void
  menu: (node: string, at: Point) => void
  hover: (under: Under) => void
  pin: (node: string, at: Point) => void
}

/** What is highlighted. `way`: nodes and edges of a path. */
export type Highlight = {
  selected: ReadonlySet<string>
  edge: string | null
  way: { nodes: ReadonlySet<string>; edges: ReadonlySet<string> } | null
  pinned: ReadonlySet<string>
}

type NodeState = { isFaint: boolean }
type EdgeState = { isFaint: boolean; isStrong: boolean }
type CanvasSigma = Sigma<
  NodeAttributes,
  EdgeAttributes,
  Attributes,
  NodeState,
  EdgeState,
  object,
  typeof PRIMITIVES
>

/** Half of the square, in layout units, that the camera's first ratio shows. It never changes, so that nothing moves when nodes come. */
const HALF = 500
/** More edges than these are not looked for under the pointer: that takes a drawing of all of them. */
const PICKABLE_EDGES = 1_500
/** A style that a state turns on. */
const when = <State extends string, Then, Else>(whenState: State, on: Then, off: Else) => ({
  whenState,
  // biome-ignore lint/suspicious/noThenProperty: sigma's word
  then: on,
  else: off,
})
const NOTHING: Highlight = { selected: new Set(), edge: null, way: null, pinned: new Set() }

/** The WebGL canvas: sigma, what is drawn over it, and what the pointer does. It holds no state of the view but the camera and what is hovered. */
export class CanvasDriver {
  readonly sigma: CanvasSigma
  events: CanvasEvents | null = null
  private readonly graph = new Graph<NodeAttributes, EdgeAttributes>({ type: 'mixed', multi: true })
  private readonly overlay: HTMLCanvasElement
  private readonly font: string
  private readonly endTheme: () => void
  /** What keeps the canvas at the hand's speed. */
  readonly hold: Hold
  private palette: Palette = readPalette()
  private order: string[] = []
  private highlight = NOTHING
  private hovered: Under = null
  private network: CanvasNetwork = { nodes: new Map(), edges: new Map() }
  private places: ReadonlyMap<string, Point> = new Map()

  constructor(container: HTMLElement, overlay: HTMLCanvasElement) {
    this.overlay = overlay
    this.font = getComputedStyle(document.body).fontFamily
    this.sigma = this.makeSigma(container)
    this.sigma.setCustomBBox({ x: [-HALF, HALF], y: [-HALF, HALF] })
    this.sigma.on('afterRender', () => this.draw())
    this.hold = new Hold(this.sigma, overlay)
    this.listen()
    this.endTheme = onThemeChange(() => this.repaint())
  }

  private makeSigma(container: HTMLElement): CanvasSigma {
    return new Sigma<
      NodeAttributes,
      EdgeAttributes,
      Attributes,
      NodeState,
      EdgeState,
      object,
      typeof PRIMITIVES
    >(this.graph, container, {
      primitives: PRIMITIVES,
      customNodeState: { isFaint: false },
      customEdgeState: { isFaint: false, isStrong: false },
      styles: {
        nodes: {
          x: { attribute: 'x' },
          y: { attribute: 'y' },
          size: { attribute: 'size' },
          color: { attribute: 'color' },
          shape: { attribute: 'shape' },
          ringColor: { attribute: 'ringColor' },
          ringGround: { attribute: 'ringGround' },
          ringShare: { attribute: 'ringShare' },
          opacity: when('isFaint', 0.18, 1),
          depth: when('isFaint', 'nodes', 'topNodes'),
          backdropVisibility: 'hidden',
        },
        edges: {
          size: when('isStrong', (attributes) => attributes.size + 2, { attribute: 'size' }),
          color: when('isStrong', () => this.palette.accent, { attribute: 'color' }),
          dashSize: { attribute: 'dashSize' },
          opacity: when('isFaint', 0.15, 1),
          depth: when('isStrong', 'topEdges', 'edges'),
        },
      },
      settings: {
        renderLabels: false,
        renderEdgeLabels: false,
        itemSizesReference: 'screen',
        zoomToSizeRatioFunction: (ratio) => (ratio < 1 ? ratio ** 0.3 : Math.sqrt(ratio)),
        enableNodeDrag: true,
        enableEdgeEvents: true,
        enableCameraRotation: false,
        enableCameraMouseRotation: false,
        minEdgeThickness: 1,
        stagePadding: 0,
        inertiaDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
        minCameraRatio: 0.05,
        maxCameraRatio: 80,
        nodePickingPadding: 3,
      },
    })
  }

  private listen(): void {
    const { sigma } = this
    const at = ({ x, y }: Point) => ({ x, y })
    const isMore = ({ original }: MouseCoords) => original.shiftKey || original.ctrlKey || original.metaKey
    sigma.on('clickNode', ({ node, event }) =>
      this.events?.pick({ kind: 'node', id: node, at: at(event) }, isMore(event)),
    )
    sigma.on('clickEdge', ({ edge, event }) =>
      this.events?.pick({ kind: 'edge', id: edge, at: at(event) }, false),
    )
    sigma.on('clickStage', ({ event }) => this.events?.pick(null, isMore(event)))
    sigma.on('doubleClickNode', (payload) => {
      payload.preventSigmaDefault()
      this.events?.open(payload.node)
    })
    sigma.on('rightClickNode', ({ node, event }) => {
      event.original.preventDefault()
      this.events?.menu(node, at(event))
    })
    sigma.on('rightClickStage', ({ event }) => event.original.preventDefault())
    sigma.on('enterNode', ({ node, event }) => this.hover({ kind: 'node', id: node, at: at(event) }))
    sigma.on('leaveNode', () => this.hover(null))
    sigma.on('enterEdge', ({ edge, event }) => this.hover({ kind: 'edge', id: edge, at: at(event) }))
    sigma.on('leaveEdge', () => this.hover(null))
    sigma.on('nodeDragStart', () => this.hover(null))
    sigma.on('nodeDragEnd', ({ node }) => {
      const { x, y } = this.graph.getNodeAttributes(node)
      this.events?.pin(node, { x, y })
    })
  }

  private hover(under: Under): void {
    this.hovered = under
    this.showStates()
    this.events?.hover(under)
  }

  /** Show this network; a node without a place is left out. */
  show(network: CanvasNetwork, places: ReadonlyMap<string, Point>): void {
    this.network = network
    this.places = places
    const { graph, palette } = this
    const [picked] = this.highlight.selected
    const isNew = picked !== undefined && !graph.hasNode(picked) && graph.order > 0
    const sizes = sizesOf(network)
    for (const key of graph.edges()) if (!network.edges.has(key)) graph.dropEdge(key)
    for (const id of graph.nodes()) if (!network.nodes.has(id) || !places.has(id)) graph.dropNode(id)
    for (const [id, node] of network.nodes) {
      const place = places.get(id)
      if (place !== undefined) graph.mergeNode(id, nodeAttributes(node, place, sizes.get(id) ?? 5, palette))
    }
    for (const [key, edge] of network.edges) {
      if (!graph.hasNode(edge.source) || !graph.hasNode(edge.target)) continue
      const attributes = edgeAttributes(edge, palette)
      if (graph.hasEdge(key)) graph.mergeEdgeAttributes(key, attributes)
      else graph.addEdgeWithKey(key, edge.source, edge.target, attributes)
    }
    this.order = nodeRows(network).map((row) => row.node.id)
    this.hold.hidesNames = this.order.length > MANY
    this.sigma.setSetting('enableEdgeEvents', network.edges.size <= PICKABLE_EDGES)
    this.showStates()
    if (isNew) this.bringIntoSight(picked)
  }

  /** Show what is selected and which way is followed. */
  mark(highlight: Highlight): void {
    this.highlight = highlight
    this.showStates()
    const [id] = highlight.selected
    if (id !== undefined && highlight.selected.size === 1) this.bringIntoSight(id)
  }

  private bringIntoSight(id: string): void {
    const at = this.where(id)
    const { width, height } = this.sigma.getDimensions()
    if (at === null || (at.x > 0 && at.y > 0 && at.x < width && at.y < height)) return
    void this.sigma
      .getCamera()
      .animate(this.sigma.graphToFramedGraph(this.graph.getNodeAttributes(id)), { duration: 200 })
  }

  /** The nodes that stay bright, or null where all do: of a way, or around what is hovered. */
  private focus(): Set<string> | null {
    const { hovered, highlight, graph } = this
    if (hovered?.kind === 'node' && graph.hasNode(hovered.id))
      return new Set([hovered.id, ...graph.neighbors(hovered.id)])
    if (hovered?.kind === 'edge' && graph.hasEdge(hovered.id)) return new Set(graph.extremities(hovered.id))
    return highlight.way === null ? null : new Set(highlight.way.nodes)
  }

  private showStates(): void {
    const { graph, sigma, highlight, hovered } = this
    const focus = this.focus()
    const [faint, bright]: [string[], string[]] = [[], []]
    graph.forEachNode((id) => (focus === null || focus.has(id) ? bright : faint).push(id))
    const [thin, plain, strong]: [string[], string[], string[]] = [[], [], []]
    graph.forEachEdge((key, _attributes, source, target) => {
      const isOnWay = highlight.way?.edges.has(key) === true
      const isHovered =
        hovered !== null && (hovered.id === key || hovered.id === source || hovered.id === target)
      if (isOnWay || highlight.edge === key || (isHovered && hovered.kind === 'edge')) strong.push(key)
      else if (focus === null || isHovered) plain.push(key)
      else thin.push(key)
    })
    sigma.setNodesState(faint, { isFaint: true }).setNodesState(bright, { isFaint: false })
    sigma.setEdgesState(thin, { isFaint: true, isStrong: false })
    sigma.setEdgesState(plain, { isFaint: false, isStrong: false })
    sigma.setEdgesState(strong, { isFaint: false, isStrong: true })
    sigma.scheduleRender()
  }

  private repaint(): void {
    this.palette = readPalette()
    this.show(this.network, this.places)
    this.sigma.scheduleRefresh()
  }

  private draw(): void {
    const { width, height } = this.sigma.getDimensions()
    const ratio = window.devicePixelRatio
    if (this.overlay.width !== width * ratio) this.overlay.width = width * ratio
    if (this.overlay.height !== height * ratio) this.overlay.height = height * ratio
    const context = this.overlay.getContext('2d')
    if (context === null) return
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    const hovered = this.hovered?.kind === 'node' ? this.hovered.id : null
    const marked: Marked = { ...this.highlight, focus: this.focus(), hovered }
    drawOverlay(context, this.sigma, this.graph, this.order, marked, this.palette, this.font)
  }

  /** Show these nodes, or all. `isSudden`: without the camera's flight. */
  fit(ids?: readonly string[], isSudden = false): void {
    const nodes = (ids ?? this.graph.nodes()).filter((id) => this.graph.hasNode(id))
    if (nodes.length === 0) return
    this.sigma.refresh()
    const points = nodes.map((id) => this.graph.getNodeAttributes(id))
    const camera = cameraFor(this.sigma, points)
    const isStill = isSudden || matchMedia('(prefers-reduced-motion: reduce)').matches
    if (isStill) {
      this.sigma.getCamera().setState(camera)
      this.hold.redraw()
    } else void this.sigma.getCamera().animate(camera, { duration: 250 })
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera()
    void camera.animate(
      { ratio: camera.getBoundedRatio(camera.getState().ratio / factor) },
      { duration: 120 },
    )
  }

  /** By the camera as it is now; sigma itself may be a picture behind. */
  private toScreen(point: Point): Point {
    return this.sigma.graphToViewport(point, { cameraState: this.sigma.getCamera().getState() })
  }

  /** Where a node is on the canvas, in CSS pixels; null if it is not drawn. */
  where(id: string): Point | null {
    return this.graph.hasNode(id) ? this.toScreen(this.graph.getNodeAttributes(id)) : null
  }

  /** The nodes whose middle a test holds of, given in CSS pixels. */
  nodesWhere(test: (point: Point) => boolean): string[] {
    return this.graph.filterNodes((_id, attributes) => test(this.toScreen(attributes)))
  }

  /** What is on the canvas now, as one picture on the theme's ground. */
  picture(): HTMLCanvasElement {
    this.sigma.refresh()
    const picture = document.createElement('canvas')
    picture.width = this.overlay.width
    picture.height = this.overlay.height
    const context = picture.getContext('2d')
    if (context !== null) {
      context.fillStyle = this.palette.ground
      context.fillRect(0, 0, picture.width, picture.height)
      context.drawImage(this.sigma.getStageCanvas(), 0, 0, picture.width, picture.height)
      context.drawImage(this.overlay, 0, 0)
    }
    return picture
  }

  colours(): Palette {
    return this.palette
  }

  end(): void {
    this.endTheme()
    this.hold.end()
    this.sigma.kill()
  }
}
