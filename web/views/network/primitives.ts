import {
  type FragmentLayer,
  layerDashed,
  layerFill,
  pathLine,
  type SDFShape,
  sdfCircle,
  sdfDiamond,
  sdfSquare,
  sdfTriangle,
} from 'sigma/rendering'
import { UNBROKEN } from './attributes'

/** A hexagon that stands on a side. Source: Inigo Quilez, 2D distance functions. */
const hexagon: SDFShape = {
  name: 'hexagon',
  uniforms: [],
  inradiusFactor: 0.866,
  glsl: `
float sdf_hexagon(vec2 uv, float size) {
  const vec3 k = vec3(-0.866025404, 0.5, 0.577350269);
  float inradius = size * 0.866025404;
  vec2 p = abs(uv);
  p -= 2.0 * min(dot(k.xy, p), 0.0) * k.xy;
  p -= vec2(clamp(p.x, -k.z * inradius, k.z * inradius), inradius);
  return length(p) * sign(p.y);
}`,
}

/** An arc just inside a node's edge, clockwise from the top, on a track: as long as a probability is high. */
const ring: FragmentLayer = {
  name: 'ring',
  uniforms: [],
  attributes: [
    {
      name: 'ringColor',
      size: 4,
      type: WebGL2RenderingContext.UNSIGNED_BYTE,
      normalized: true,
      source: 'ringColor',
    },
    {
      name: 'ringGround',
      size: 4,
      type: WebGL2RenderingContext.UNSIGNED_BYTE,
      normalized: true,
      source: 'ringGround',
    },
    { name: 'ringShare', size: 1, type: WebGL2RenderingContext.FLOAT, source: 'ringShare' },
  ],
  glsl: `
vec4 layer_ring(vec4 v_ringColor, vec4 v_ringGround, float v_ringShare) {
  if (v_ringShare <= 0.0 || context.sdf < -0.26) return vec4(0.0);
  float turn = atan(context.uv.x, context.uv.y) / 6.28318530718;
  return fract(turn + 1.0) <= v_ringShare ? v_ringColor : v_ringGround;
}`,
}

export const PRIMITIVES = {
  nodes: {
    shapes: [sdfCircle(), sdfSquare({ cornerRadius: 0.2 }), sdfDiamond(), sdfTriangle(), hexagon],
    variables: {
      ringColor: { type: 'color', default: '#000' },
      ringGround: { type: 'color', default: '#fff' },
      ringShare: { type: 'number', default: 0 },
    },
    layers: [layerFill(), ring],
  },
  // straight lines alone: with sigma's default, which has loops, every edge is a strip of 32 segments
  edges: {
    paths: [pathLine()],
    variables: { dashSize: { type: 'number', default: UNBROKEN } },
    layers: [
      layerDashed({
        dashSize: { attribute: 'dashSize', default: UNBROKEN, mode: 'pixels' },
        gapSize: { value: 6, mode: 'pixels' },
        align: 0,
      }),
    ],
  },
} as const
