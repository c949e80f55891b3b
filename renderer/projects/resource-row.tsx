import { type KeyboardEvent, memo } from 'react';
import { addressOf } from '../../electron/contract/session.ts';
import { resourceName, type Resource, type ResourceKey } from '../../electron/contract/catalog.ts';
import type { Forward } from '../../electron/contract/forward.ts';
import { ForwardSwitch } from '../forwards/forward-switch.tsx';
import { ProductionBadge } from '../groups/production.tsx';
import { RowStar } from '../groups/star.tsx';
import { useShownHosts } from '../hostnames/names.ts';
import { LocalPlaces, RemotePlaces } from '../forwards/places.tsx';
import { StateBadge } from '../forwards/state-badge.tsx';
import { type RowState, rowState, tunnelsOf } from '../forwards/state.ts';
import { RateDown } from '../forwards/traffic.tsx';
import { useSend } from '../send.ts';
import { useSession, useSessionCopy } from '../session.ts';
import { text } from '../text/text.ts';
import { Dot } from '../ui/badge.tsx';
import { hasCommandKey, useWidth } from '../ui/media.ts';
import { useMoves, useView } from '../view.ts';
import { ResourceIcon } from './resource-icon.tsx';
import { useShownRow } from './shown.ts';
import { shortType } from './resource-words.ts';
import './resource-row.css';

/** The second line: what it is, and where it is reached or why not. */
function RowPlaces({
  id,
  resource,
  forward,
  state,
}: {
  id: ResourceKey;
  resource: Resource | undefined;
  forward: Forward | undefined;
  state: RowState;
}) {
  const tunnels = tunnelsOf(forward);
  const hosts = useShownHosts(id);
  const bound = state.summary !== 'off' && tunnels.some((tunnel) => addressOf(tunnel));
  const named = bound && Object.keys(hosts).length > 0;
  const kind =
    resource?.target.kind === 'addon' ? [shortType(resource), ...(resource.tls ? [text.forward.tls] : [])] : [];
  const ports = resource?.ports ?? [];
  return (
    <span className="row-places truncate" data-bound={bound || undefined} data-named={named || undefined}>
      {kind.length > 0 ? <span className="row-kind">{kind.join(' · ')}</span> : null}
      {kind.length > 0 && (bound || state.reason || ports.length > 0) ? (
        <span className="row-kind">{' · '}</span>
      ) : null}
      {bound ? <LocalPlaces tunnels={tunnels} hosts={hosts} /> : null}
      {!bound && state.reason ? <span data-tone={state.badge?.tone}>{state.reason}</span> : null}
      {!bound && !state.reason ? <RemotePlaces ports={ports} /> : null}
    </span>
  );
}

/** The column before the switch. Taken only while there is something to say; the words before it start where they did. */
function RowTruth({
  forward,
  state,
  note,
}: {
  forward: Forward | undefined;
  state: RowState;
  note: string | undefined;
}) {
  const whole = state.summary === 'live';
  const tone = whole && !state.badge ? 'ok' : 'warn';
  return (
    <span className="row-truth">
      {forward && (whole || state.summary === 'partial') ? (
        <>
          <span className="row-live" data-tone={tone}>
            <Dot shape={whole ? 'full' : 'half'} tone={tone} />
            {text.forward.live}
          </span>
          <RateDown tunnels={Object.keys(forward.tunnels)} />
        </>
      ) : null}
      {note !== undefined && state.summary === 'off' ? <span className="row-note">{note}</span> : null}
    </span>
  );
}

/**
 * One resource. The whole row opens its details, Space turns its forward on or off, Ctrl D or ⌘ D makes it a favourite; only the row with the cursor is a tab
 * stop. It reads nothing but its own entries, so a change elsewhere does not render it.
 */
export const ResourceRow = memo(function ResourceRow({
  id,
  top,
  position,
  count,
  tabStop,
  note,
}: {
  readonly id: ResourceKey;
  /** Pixels from the top of its section's rows. */
  readonly top: number;
  /** From one, among all rows of its section: only some of them are in the page. */
  readonly position: number;
  readonly count: number;
  readonly tabStop: boolean;
  readonly note?: string | undefined;
}) {
  const send = useSend();
  const moves = useMoves();
  const copy = useSessionCopy();
  useShownRow(id);
  const resource = useSession((state) => state.resources[id]);
  const forward = useSession((state) => state.forwards[id]);
  const online = useSession((state) => state.online);
  const selected = useView((view) => view.selected === id);
  const marked = useView((view) => view.marked.has(id));
  const name = resourceName(resource, id);
  const state = rowState(forward, resource, online);
  const live = state.summary === 'live';
  const compact = useWidth() === 'compact';
  const copied = useView((view) => view.copied === id);

  const toggleByKey = (event: KeyboardEvent) => {
    if (hasCommandKey(event) && event.key.toLowerCase() === 'd') {
      event.preventDefault();
      if (event.type !== 'keydown' || event.repeat) return;
      void send({ type: 'favourite.set', id, on: copy.read()?.favourites[id] === undefined });
    }
    if (event.key !== ' ') return;
    event.preventDefault();
    if (event.type === 'keydown' && !event.repeat) void send({ type: 'forward.set', id, on: !forward?.wish.on });
  };

  return (
    <li
      className="row"
      style={{ top }}
      aria-label={name}
      aria-posinset={position}
      aria-setsize={count}
      data-key={id}
      data-selected={selected || undefined}
      data-marked={marked || undefined}
    >
      <button
        type="button"
        className="row-open"
        tabIndex={tabStop ? 0 : -1}
        aria-current={selected || undefined}
        onClick={() => moves.select(id)}
        onFocus={() => moves.setCursor(id)}
        onKeyDown={toggleByKey}
        onKeyUp={toggleByKey}
      >
        <ResourceIcon resource={resource} marked={marked} />
        <span className="row-words">
          <span className="row-head">
            <bdi className="row-name truncate" title={name}>
              {name}
            </bdi>
            {marked ? <span className="visually-hidden">{text.bulk.marked}</span> : null}
            <ProductionBadge id={id} short={compact} />
            {compact ? null : <StateBadge state={state} />}
          </span>
          {compact && state.badge && !live ? (
            <StateBadge state={state} plain />
          ) : (
            <RowPlaces id={id} resource={resource} forward={forward} state={state} />
          )}
        </span>
        <RowTruth forward={forward} state={state} note={note} />
      </button>
      <output className="row-copied">{copied ? text.ui.copied : null}</output>
      <RowStar id={id} name={name} />
      <ForwardSwitch id={id} name={name} tabIndex={tabStop ? 0 : -1} />
    </li>
  );
});
