import './sparkline.css';

const WIDTH = 240;
const HEIGHT = 32;

/** Values from old to new on a fixed frame. `floor` is the value that fills the height at least, so that noise stays small. */
export function Sparkline({
  values,
  floor,
  label,
}: {
  readonly values: readonly number[];
  readonly floor: number;
  readonly label: string;
}) {
  const top = Math.max(floor, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map((value, index) => {
    const x = (index * step).toFixed(1);
    const y = (HEIGHT - 2 - (value / top) * (HEIGHT - 6)).toFixed(1);
    return `${x},${y}`;
  });
  const line = `M${points.join('L')}`;
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path className="sparkline-area" d={`${line}L${WIDTH},${HEIGHT}L0,${HEIGHT}Z`} />
      <path className="sparkline-line" d={line} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
