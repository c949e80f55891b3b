import type { Resource } from '../../electron/contract/catalog.ts';
import type { Forward } from '../../electron/contract/forward.ts';
import { DEFAULT_GUARD, GUARDS } from '../../electron/contract/guard-levels.ts';
import { engineOf, type KitEngine } from '../../electron/contract/kit.ts';
import { useSend } from '../send.ts';
import { text } from '../text/text.ts';
import { Select } from '../ui/select.tsx';
import './guard-field.css';

const OPTIONS = GUARDS.map((guard) => ({ value: guard, ...text.guard.of[guard] }));

const portsOf = (forward: Forward, resource: Resource | undefined) => [
  ...Object.values(forward.tunnels).map(({ port }) => port),
  ...(resource?.ports ?? []),
];

export function hasWebPort(forward: Forward, resource: Resource | undefined): boolean {
  return portsOf(forward, resource).some(({ protocol }) => protocol === 'HTTP');
}

/** Of databases what they speak is known, and no browser speaks it. */
const DATABASES: ReadonlySet<KitEngine | undefined> = new Set(['postgresql', 'mysql', 'redis', 'mongodb']);

function hasGuard(forward: Forward, resource: Resource | undefined): boolean {
  const mayBeWeb = !DATABASES.has(engineOf(resource));
  return portsOf(forward, resource).some(({ protocol }) => protocol === 'HTTP' || (mayBeWeb && protocol !== 'UDP'));
}

/** Which requests to the forward's ports are answered on this computer instead of in the cluster. */
export function GuardField({
  forward,
  resource,
}: {
  readonly forward: Forward;
  readonly resource: Resource | undefined;
}) {
  const send = useSend();
  if (!hasGuard(forward, resource)) return null;
  const guard = forward.wish.guard ?? DEFAULT_GUARD;
  return (
    <section className="guard">
      <div className="guard-head">
        <h3 className="about-heading">{text.guard.label}</h3>
        <Select
          label={text.guard.label}
          value={guard}
          options={OPTIONS}
          onChange={(next) => void send({ type: 'forward.guard', id: forward.id, guard: next })}
        />
      </div>
      <p className="guard-note">{text.guard.of[guard].note}</p>
    </section>
  );
}
