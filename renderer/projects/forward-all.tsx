import { type ProjectKey, type ResourceKey, whyNotForwardable } from '../../electron/contract/catalog.ts';
import type { SessionState } from '../../electron/contract/session.ts';
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

const resourcesIn = (state: SessionState, key: ProjectKey) =>
  Object.values(state.resources).filter((resource) => resource.projectKey === key);

/** A paused resource with a wish keeps the switch from being off, but does not keep it from being on. */
export function summariseAll(state: SessionState, key: ProjectKey): All {
  const resources = resourcesIn(state, key);
  const able = resources.filter((resource) => !whyNotForwardable(resource));
  const isWished = (id: ResourceKey) => state.forwards[id]?.wish.on ?? false;
  const wished = resources.filter((resource) => isWished(resource.key));
  if (wished.length === 0) return { checked: false, able: able.length };
  return { checked: able.every((resource) => isWished(resource.key)) ? true : 'mixed', able: able.length };
}

export function ForwardAll({ projectKey }: { readonly projectKey: ProjectKey }) {
  const send = useSend();
  const copy = useSessionCopy();
  const { checked, able } = useSession((state) => summariseAll(state, projectKey), shallow);
  const set = (on: boolean) => {
    const state = copy.read();
    if (!state) return;
    const ids = resourcesIn(state, projectKey)
      .filter((resource) => (on ? !whyNotForwardable(resource) : state.forwards[resource.key]?.wish.on))
      .map((resource) => resource.key);
    void send({ type: 'forwards.set', ids, on });
  };
  return (
    <div className="forward-all">
      <span className="forward-all-label" aria-hidden>
        {text.list.forwardAll}
      </span>
      <MixedSwitch
        label={text.list.forwardAll}
        checked={checked}
        disabled={able === 0 && checked === false}
        onChange={set}
      />
    </div>
  );
}
