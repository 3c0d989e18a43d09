/** Whether two points are near enough to be one door (docs/SPEC.md DUP-3). WGS 84, latitude and longitude in degrees. Pure. */

export type Point = readonly [latitude: number, longitude: number]

/** People put the point of one compound this far apart, metres. */
const NEAR_METRES = 300
/** Further apart no two reports mean one place, metres. */
const FAR_METRES = 3_000
const METRES_A_DEGREE = 111_320
/** Twice the reach of `near`, as degrees of latitude. */
const SQUARE = (2 * NEAR_METRES) / METRES_A_DEGREE

/** `near`, `far`, or undefined where nobody can tell. */
export function nearness(a: Point | undefined, b: Point | undefined): 'near' | 'far' | undefined {
  if (a === undefined || b === undefined) return undefined
  const north = (a[0] - b[0]) * METRES_A_DEGREE
  const east = (a[1] - b[1]) * METRES_A_DEGREE * Math.cos((((a[0] + b[0]) / 2) * Math.PI) / 180)
  const metres = Math.hypot(north, east)
  return metres <= NEAR_METRES ? 'near' : metres >= FAR_METRES ? 'far' : undefined
}

/** The squares a point lies in, in four nets laid half a square apart: two points that are near share one at least. */
export function squaresOf(point: Point | undefined): readonly string[] {
  if (point === undefined) return []
  // Below 60° north or south, twice the width makes up for degrees of longitude being shorter there.
  const y = point[0] / SQUARE
  const x = point[1] / (2 * SQUARE)
  return [0, 0.5].flatMap(dy => [0, 0.5].map(dx => `${2 * dy + dx * 4}/${Math.floor(y + dy)}/${Math.floor(x + dx)}`))
}
