import type { Instance, ResourceKey } from '../../electron/contract/catalog.ts';
import { describe } from '../../electron/contract/problem.ts';
import { useSession } from '../session.ts';
import { duration } from '../text/format.ts';
import { text } from '../text/text.ts';
import { Dot } from '../ui/badge.tsx';
import { useMinute } from '../ui/clock.ts';
import { plainWord } from './resource-words.ts';
import './instances.css';

const MINUTE_MS = 60_000;

const DOTS = {
  running: { shape: 'full', tone: 'ok' },
  starting: { shape: 'half', tone: 'warn' },
  stopping: { shape: 'half', tone: 'mute' },
  failed: { shape: 'square', tone: 'danger' },
  ended: { shape: 'ring', tone: 'mute' },
  unknown: { shape: 'ring', tone: 'mute' },
} as const;

function InstanceLine({ instance, now }: { readonly instance: Instance; readonly now: number }) {
  const { name, state, detail, since } = instance;
  const age = since === undefined || state !== 'running' ? undefined : now - since;
  const words = text.instances;
  // The clock here moves twice a minute.
  const said = state === 'unknown' && detail ? plainWord(detail) : words.state[state];
  const upFor = age === undefined ? said : age < MINUTE_MS ? words.upNow : words.upFor(duration(age));
  return (
    <li className="instance">
      <Dot {...DOTS[state]} />
      <bdi className="instance-name truncate selectable" title={name}>
        {name}
      </bdi>
      <span className="instance-state" title={said}>
        {upFor}
      </span>
    </li>
  );
}

/** The running copies of a resource, once somebody has looked. */
export function Instances({ id }: { readonly id: ResourceKey }) {
  const instances = useSession((state) => state.instances[id]);
  const now = useMinute();
  if (!instances || (instances.list.length === 0 && !instances.problem)) return null;
  const { list, problem } = instances;
  return (
    <section className="about" aria-label={text.instances.label}>
      <h3 className="about-heading">
        {text.instances.label}
        {list.length > 0 ? <span className="instances-count">{list.length}</span> : null}
      </h3>
      {list.length > 0 ? (
        <ul className="instances">
          {list.map((each) => (
            <InstanceLine key={each.name} instance={each} now={now} />
          ))}
        </ul>
      ) : null}
      {problem ? <p className="about-text">{text.instances.unread(describe(problem).title)}</p> : null}
    </section>
  );
}
