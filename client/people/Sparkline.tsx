interface Props {
  readonly values: readonly number[]
  /** Read out instead of the picture. */
  readonly label: string
}

const WIDTH = 96
const HEIGHT = 22

/** How many changes in each step of the time, as small bars. */
export function Sparkline({ values, label }: Props) {
  const most = Math.max(1, ...values)
  const step = WIDTH / Math.max(1, values.length)
  const bars = values.flatMap((value, at) => {
    if (value === 0) return []
    const height = Math.max(1.5, (value / most) * HEIGHT)
    return [
      `M${(at * step).toFixed(2)} ${HEIGHT}h${Math.max(0.7, step * 0.8).toFixed(2)}v${-height}h${-Math.max(0.7, step * 0.8).toFixed(2)}z`,
    ]
  })
  return (
    <svg
      className="spark"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      <path d={bars.join('')} fill="currentColor" />
    </svg>
  )
}
