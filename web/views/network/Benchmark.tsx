import { useEffect, useMemo, useRef, useState } from 'react'
import { formatCount } from '@/core/format/numbers'
import { type FrameRate, frameRate, madeUpNetwork } from '@/core/network/benchmark'
import { CanvasDriver } from './driver'

const SECONDS = 6
/** Frames before this are left out: the canvas is finding out how fast it is. */
const WARM_MS = 500

/**
 * A made-up network of so many nodes, panned and zoomed for some seconds while frames are counted. `data-fps` of the page's root element holds the
 * result, for tests.
 */
export function Benchmark({ count }: { count: number }) {
  const place = useRef<HTMLDivElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const made = useMemo(() => madeUpNetwork(count), [count])
  const [rate, setRate] = useState<(FrameRate & { fullMs: number }) | null>(null)
  useEffect(() => {
    if (place.current === null || overlay.current === null) return
    delete document.documentElement.dataset.fps
    setRate(null)
    const driver = new CanvasDriver(place.current, overlay.current)
    driver.show(made.network, made.places)
    driver.fit(undefined, true)
    const camera = driver.sigma.getCamera()
    const home = camera.getState()
    const times: number[] = []
    let [begun, frame] = [0, 0]
    const move = (now: number) => {
      // the first drawing makes the card's programs, which is no frame of a movement
      if (begun === 0 && driver.hold.fullMs > 0) begun = now
      if (begun === 0) {
        frame = requestAnimationFrame(move)
        return
      }
      const at = (now - begun) / 1000
      if (now - begun > WARM_MS) times.push(now)
      if (at > SECONDS) {
        camera.setState(home)
        const measured = frameRate(times)
        document.documentElement.dataset.fps = measured.fps.toFixed(1)
        setRate({ ...measured, fullMs: driver.hold.fullMs })
        return
      }
      const ratio = home.ratio * (0.65 + 0.35 * Math.cos(at * 1.5))
      camera.setState({
        x: home.x + 0.25 * home.ratio * Math.sin(at * 2),
        y: home.y + 0.2 * home.ratio * Math.sin(at * 1.3),
        ratio,
      })
      frame = requestAnimationFrame(move)
    }
    frame = requestAnimationFrame(move)
    return () => {
      cancelAnimationFrame(frame)
      driver.end()
    }
  }, [made])
  return (
    <div className="network-view benchmark">
      <div className="network-bar" role="status">
        <h1>Benchmark</h1>
        <p>
          {formatCount(made.network.nodes.size)} made-up nodes, {formatCount(made.network.edges.size)} ties:{' '}
          {rate === null
            ? 'measuring while panning and zooming…'
            : `${rate.fps.toFixed(1)} frames a second over ${rate.seconds.toFixed(1)} s, the longest frame ${rate.worstMs.toFixed(0)} ms; drawing everything took ${rate.fullMs.toFixed(0)} ms`}
        </p>
      </div>
      <div className="network-canvas" role="img" aria-label="The made-up network">
        <div ref={place} className="network-stage" />
        <canvas ref={overlay} className="network-overlay" />
      </div>
    </div>
  )
}
