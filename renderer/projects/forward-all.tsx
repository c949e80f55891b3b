import {
  type ProjectKey,
  type Resource,
  type ResourceKey,
  whyNotForwardable,
} from '../../electron/contract/catalog.ts';
import type { CalmState } from '../../electron/contract/session.ts';
import { useSend } from '../send.ts';
import { shallow, useSession, useSessionCopy } from '../session.ts';
import { text } from '../text/text.ts';
import { MixedSwitch } from '../ui/switch.tsx';
import './forward-all.css';

type All = {
  readonly checked: boolean | 'mixed';
  /** What turning on means: whatever can be forwarded now. */
  readonly able: number;
};

type Which = { readonly projectKey: ProjectKey } | { readonly keys: readonly ResourceKey[] };

function resourcesIn(state: CalmState, which: Which): readonly Resource[] {
  if ('projectKey' in which)
    return Object.values(state.resources).filter((each) => each.projectKey === which.projectKey);
  return which.keys.flatMap((key) => state.resources[key] ?? []);
}

/** A paused resource with a wish keeps the switch from being off, but does not keep it from being on. */
export function summariseAll(state: CalmState, which: Which): All {
  const resources = resourcesIn(state, which);
  const able = resources.filter((resource) => !whyNotForwardable(resource));
  const isWished = (id: ResourceKey) => state.forwards[id]?.wish.on ?? false;
  const wished = resources.filter((resource) => isWished(resource.key));
  if (wished.length === 0) return { checked: false, able: able.length };
  return { checked: able.every((resource) => isWished(resource.key)) ? true : 'mixed', able: able.length };
}

/** Of a whole project, whatever a search shows of it; or of these rows, as a section's head has it. */
export function ForwardAll({ name, ...which }: Which & { readonly name?: string }) {
  const send = useSend();
  const copy = useSessionCopy();
  const { checked, able } = useSession((state) => summariseAll(state, which), shallow);
  const set = (on: boolean) => {
    const state = copy.read();
    if (!state) return;
    const ids = resourcesIn(state, which)
      .filter((resource) => (on ? !whyNotForwardable(resource) : state.forwards[resource.key]?.wish.on))
      .map((resource) => resource.key);
    void send({ type: 'forwards.set', ids, on });
  };
  return (
    <div className="forward-all">
      {name === undefined ? (
        <span className="forward-all-label" aria-hidden>
          {text.list.forwardAll}
        </span>
      ) : null}
      <MixedSwitch
        label={name === undefined ? text.list.forwardAll : text.list.forwardAllOf(name)}
        checked={checked}
        disabled={able === 0 && checked === false}
        onChange={set}
      />
    </div>
  );
}
