import './sparkline.css';

const WIDTH = 240;
const HEIGHT = 32;

/**
 * Values from old to new on a fixed frame; the curve begins with the first that is known. `floor` is the value that fills
 * the height at least, so that noise stays small.
 */
export function Sparkline({
  values,
  floor,
  label,
}: {
  readonly values: readonly (number | undefined)[];
  readonly floor: number;
  readonly label: string;
}) {
  const top = Math.max(floor, ...values.map((value) => value ?? 0));
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.flatMap((value, index) => {
    if (value === undefined) return [];
    const y = HEIGHT - 2 - (value / top) * (HEIGHT - 6);
    return [{ x: (index * step).toFixed(1), y: y.toFixed(1) }];
  });
  const line = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join('');
  const first = points[0];
  return (
    <>
      <span className="visually-hidden">{label}</span>
      <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        <path className="sparkline-ground" d={`M0,${HEIGHT - 2}H${WIDTH}`} vectorEffect="non-scaling-stroke" />
        {first ? <path className="sparkline-area" d={`${line}V${HEIGHT}H${first.x}Z`} /> : null}
        <path className="sparkline-line" d={line} vectorEffect="non-scaling-stroke" />
      </svg>
    </>
  );
}
