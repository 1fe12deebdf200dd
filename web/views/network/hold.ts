import type { Camera } from 'sigma'
import type { CameraState } from 'sigma/types'
import type { Point } from '@/core/network/geometry'

/** What is needed of sigma. */
type Held = {
  getCamera: () => Camera
  graphToViewport: (point: Point, from: { cameraState: CameraState }) => Point
  getStageCanvas: () => HTMLCanvasElement
  getWebGLContext: () => WebGL2RenderingContext
  on: (event: 'afterRender', listener: () => void) => unknown
}

/** A drawing of everything that takes longer than this cannot follow the hand: 30 frames a second leave 33 ms. */
const SLOW_MS = 30
/** The camera rests when it has not moved for so long. */
const REST_MS = 140
const POLL_MS = 4

/**
 * Keep up with the hand where drawing everything takes too long, as it does without a graphics card: while the camera moves, the last picture is
 * moved and scaled with it, and drawn anew when it rests. No drawing begins before the one before is done. Where drawing is fast enough nothing is held back. How long it takes is measured at
 * each drawing, so a machine or a network that turns slow or fast is noticed.
 */
export class Hold {
  /** How long the last drawing of everything took, in ms; 0 before the first. */
  fullMs = 0
  /** Leave the names out while moving: two layers take twice the time of one where there is no graphics card. */
  hidesNames = false
  private readonly sigma: Held
  private readonly overlay: HTMLElement
  private readonly layers: HTMLElement[]
  private readonly drawFull: (() => void)[]
  private drawn: CameraState = { x: 0.5, y: 0.5, angle: 0, ratio: 1 }
  private moves = 0
  private rest: ReturnType<typeof setTimeout> | undefined
  private poll: ReturnType<typeof setTimeout> | undefined

  constructor(sigma: Held, overlay: HTMLElement) {
    this.sigma = sigma
    this.overlay = overlay
    this.layers = [sigma.getStageCanvas(), overlay]
    for (const layer of this.layers) layer.style.transformOrigin = '0 0'
    const camera = sigma.getCamera()
    this.drawFull = camera.listeners('updated').map((listener) => () => listener(camera.getState()))
    camera.removeAllListeners('updated')
    camera.on('updated', () => this.follow())
    sigma.on('afterRender', () => this.noteDrawn())
  }

  private follow(): void {
    clearTimeout(this.rest)
    this.moves += 1
    const isBusy = this.poll !== undefined
    if (this.fullMs <= SLOW_MS && !isBusy) {
      this.redraw()
      return
    }
    this.movePicture()
    this.rest = setTimeout(() => this.redrawAtRest(this.moves), REST_MS)
  }

  /** Two frames without a move make a rest: on a busy machine time alone would pass between two moves. */
  private redrawAtRest(moves: number): void {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (moves === this.moves) this.redraw()
      }),
    )
  }

  /** Draw everything now. */
  redraw(): void {
    clearTimeout(this.rest)
    for (const draw of this.drawFull) draw()
  }

  /** Put the last picture where it would be drawn now. */
  private movePicture(): void {
    const place = (x: number, cameraState: CameraState) =>
      this.sigma.graphToViewport({ x, y: 0 }, { cameraState })
    const now = this.sigma.getCamera().getState()
    const [from, fromFar] = [place(0, this.drawn), place(1000, this.drawn)]
    const [to, toFar] = [place(0, now), place(1000, now)]
    const scale = (toFar.x - to.x) / (fromFar.x - from.x)
    const transform = `translate(${to.x - scale * from.x}px, ${to.y - scale * from.y}px) scale(${scale})`
    for (const layer of this.layers) layer.style.transform = transform
    this.overlay.style.visibility = this.hidesNames ? 'hidden' : ''
  }

  private noteDrawn(): void {
    this.drawn = this.sigma.getCamera().getState()
    for (const layer of this.layers) layer.style.transform = ''
    this.overlay.style.visibility = ''
    this.measure()
  }

  /** Ask the graphics card, or what stands in for it, when it is done with this drawing. */
  private measure(): void {
    if (this.poll !== undefined) return
    const gl = this.sigma.getWebGLContext()
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
    if (fence === null) return
    gl.flush()
    const begun = performance.now()
    const look = () => {
      if (gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED) {
        this.fullMs = performance.now() - begun
        gl.deleteSync(fence)
        this.poll = undefined
      } else this.poll = setTimeout(look, POLL_MS)
    }
    this.poll = setTimeout(look, 0)
  }

  end(): void {
    this.moves += 1
    clearTimeout(this.rest)
    clearTimeout(this.poll)
  }
}
