import { X } from 'lucide-react';
import { type Resource, type ResourceKey, resourceName, whyNotForwardable } from '../../electron/contract/catalog.ts';
import type { Forward } from '../../electron/contract/forward.ts';
import { troubleOf } from '../../electron/contract/status.ts';
import { ForwardActivity } from '../activity/forward-activity.tsx';
import { InstanceField, PortsField } from '../forwards/choices.tsx';
import { Verified } from '../forwards/verified.tsx';
import { ForwardChips } from '../forwards/forward-chips.tsx';
import { ForwardSwitch } from '../forwards/forward-switch.tsx';
import { GuardField } from '../forwards/guard-field.tsx';
import { NextTry } from '../forwards/state-badge.tsx';
import { retryOf, rowState, tunnelsOf } from '../forwards/state.ts';
import { TunnelCard } from '../forwards/tunnel-card.tsx';
import { KeepingFields } from '../groups/keeping.tsx';
import { StarButton } from '../groups/star.tsx';
import { HostnamesNote } from '../hostnames/note.tsx';
import { InspectField } from '../inspector/inspect-field.tsx';
import { KitSection } from '../kit/kit-section.tsx';
import { ProblemCard } from '../problems/problem-card.tsx';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { IconButton } from '../ui/button.tsx';
import { useMoves } from '../view.ts';
import { About } from './about.tsx';
import { Instances } from './instances.tsx';
import { ResourceIcon } from './resource-icon.tsx';
import { typeName } from './resource-words.ts';
import './details.css';

/** `PostgreSQL 16.4 · running · 1 replica`; of a service the usual one instance goes without saying. */
function subtitle(resource: Resource | undefined): string {
  if (!resource) return '';
  const type = typeName(resource.type);
  const parts = [
    resource.version ? `${type} ${resource.version}` : type,
    text.details.stateWithin(text.state[resource.state]),
  ];
  const { instances: count, target } = resource;
  if (count !== undefined && target.kind === 'addon') parts.push(text.details.replicas(count));
  if (count !== undefined && target.kind !== 'addon' && count !== 1) parts.push(text.details.instanceCount(count));
  return parts.join(' · ');
}

function Trouble({ forward, resource }: { readonly forward: Forward; readonly resource: Resource | undefined }) {
  const online = useSession((state) => state.online);
  const trouble = troubleOf(forward);
  const retry = retryOf(forward);
  if (!trouble) return null;
  const why = resource && whyNotForwardable(resource);
  if (resource && (why === 'paused' || why === 'build-service')) return null;
  return (
    <ProblemCard problem={trouble} scope={{ forward: forward.id, accountId: forward.target.accountId }}>
      {retry && online ? <NextTry dueAt={retry.dueAt} /> : null}
    </ProblemCard>
  );
}

/** All about one resource and its forward. Stands beside the list, or lies over it where there is no room. */
export function Details({ id, closable }: { readonly id: ResourceKey; readonly closable: boolean }) {
  const { select } = useMoves();
  const resource = useSession((state) => state.resources[id]);
  const forward = useSession((state) => state.forwards[id]);
  const online = useSession((state) => state.online);
  const name = resourceName(resource, id);
  const state = rowState(forward, resource, online);
  const why = resource && whyNotForwardable(resource);
  const tunnels = state.summary === 'off' ? [] : tunnelsOf(forward);
  const hasNames = tunnels.some((tunnel) => tunnel.hostnames.length > 0);
  return (
    <>
      <header className="details-head">
        <ResourceIcon resource={resource} large />
        <div className="details-words">
          <div className="details-name">
            <h2 className="details-title" title={name}>
              <bdi className="truncate">{name}</bdi>
            </h2>
            <StarButton id={id} name={name} />
          </div>
          <p className="details-about" title={subtitle(resource)}>
            <bdi className="truncate">{subtitle(resource)}</bdi>
          </p>
        </div>
        <ForwardSwitch id={id} name={name} />
        {closable ? <IconButton label={text.details.close} icon={X} onClick={() => select(undefined)} /> : null}
      </header>
      <div className="details-body scroll">
        <ForwardChips id={id} forward={forward} resource={resource} state={state} />
        {forward && state.summary !== 'off' ? <Verified forward={forward} /> : null}
        {forward && state.summary !== 'off' ? <Trouble forward={forward} resource={resource} /> : null}
        {why && resource ? <p className="details-why">{text.whyNotText[why](resource.name)}</p> : null}
        {tunnels.map((tunnel) => (
          <TunnelCard key={tunnel.id} forwardId={id} tunnel={tunnel} />
        ))}
        {hasNames ? <HostnamesNote /> : null}
        {forward && tunnels.length > 0 ? <KitSection forward={forward} /> : null}
        <ForwardActivity id={id} name={name} />
        {forward ? <PortsField forward={forward} resource={resource} /> : null}
        {forward ? <InstanceField forward={forward} /> : null}
        {forward ? <GuardField forward={forward} resource={resource} /> : null}
        {forward ? <InspectField forward={forward} resource={resource} /> : null}
        {why === 'build-service' ? null : <KeepingFields id={id} forward={forward} />}
        {state.summary === 'off' && !why ? <p className="details-why">{text.details.offText}</p> : null}
        {resource ? <About resource={resource} showPorts={tunnels.length === 0} /> : null}
        <Instances id={id} />
      </div>
    </>
  );
}
