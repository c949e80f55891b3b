import { ArrowDown, ArrowUp, Maximize2, Pause, Play, Settings, TriangleAlert, Wifi, WifiOff } from 'lucide-react';
import { pausedIds, standing, totalRates, type CalmState, type SessionState } from '../../electron/contract/session.ts';
import { RequestsLeft } from '../account/requests-left.tsx';
import { HostnamesStatus } from '../hostnames/foot.tsx';
import { useSend } from '../send.ts';
import { shallow, useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Dot } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { useWidth } from '../ui/media.ts';
import { useMoves } from '../view.ts';
import { RateText } from './traffic.tsx';
import './status-bar.css';

const rateIn = (state: SessionState) => totalRates(state).rateIn;
const rateOut = (state: SessionState) => totalRates(state).rateOut;

/** The words that the bar shows, so that only a visible change renders it. */
function summary(state: CalmState) {
  const { live, troubled } = standing(state);
  const trips = Object.values(state.forwards)
    .flatMap(({ tunnels }) => Object.values(tunnels))
    .flatMap(({ status }) => (status.kind === 'open' && status.roundTripMs !== undefined ? [status.roundTripMs] : []))
    .sort((a, b) => a - b);
  const trip = trips[Math.floor(trips.length / 2)];
  return {
    live,
    troubled,
    online: state.online,
    trip: trip === undefined ? '' : text.status.gateway(trip),
  };
}

/** All off for a while, and on again; the tray has the same. */
function PauseAll() {
  const send = useSend();
  const wished = useSession((state) => Object.values(state.forwards).some((forward) => forward.wish.on));
  const paused = useSession(pausedIds, shallow);
  if (wished)
    return (
      <IconButton
        icon={Pause}
        size={13}
        label={text.status.pauseAll}
        onClick={() => void send({ type: 'forwards.pause' })}
      />
    );
  if (paused.length === 0) return null;
  const resume = () => void send({ type: 'forwards.set', ids: paused, on: true });
  return <IconButton icon={Play} size={13} label={text.status.resume(paused.length)} onClick={resume} />;
}

function Network({ online }: { readonly online: boolean }) {
  const Icon = online ? Wifi : WifiOff;
  return (
    <span className="status-part status-net" data-tone={online ? undefined : 'warn'}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {online ? text.status.online : text.status.offline}
    </span>
  );
}

/** Where the wide window has it at the sidebar’s foot. */
function SettingsButton() {
  const { showSettings } = useMoves();
  return <IconButton label={text.sidebar.settings} icon={Settings} size={14} onClick={() => showSettings()} />;
}

function EnlargeButton() {
  const send = useSend();
  const enlarge = () => void send({ type: 'window.resize', to: 'large' });
  return <IconButton label={text.status.enlarge} icon={Maximize2} size={14} onClick={enlarge} />;
}

/**
 * In the compact window hostnames take the place of the network while there is nothing to say of it, and rates are the
 * rows’ own.
 */
export function StatusBar() {
  const compact = useWidth() === 'compact';
  const { live, troubled, online, trip } = useSession(summary, shallow);
  return (
    <footer className="status-bar" aria-label={text.status.label}>
      <span className="status-part">
        <Dot shape={live > 0 ? 'full' : 'ring'} tone={live > 0 ? 'ok' : 'mute'} />
        <bdi>{compact ? text.status.liveShort(live) : text.status.live(live)}</bdi>
        <PauseAll />
      </span>
      {troubled > 0 ? (
        <span className="status-part status-troubled" data-tone="warn" title={text.status.troubled(troubled)}>
          <TriangleAlert size={13} strokeWidth={2} aria-hidden />
          <bdi>{compact ? text.status.troubledShort(troubled) : text.status.troubled(troubled)}</bdi>
        </span>
      ) : null}
      <RequestsLeft />
      {live > 0 && !compact ? (
        <span className="status-part status-rates">
          <span className="status-rate">
            <ArrowDown size={12} strokeWidth={1.75} aria-hidden />
            <RateText read={rateIn} />
          </span>
          <span className="status-rate">
            <ArrowUp size={12} strokeWidth={1.75} aria-hidden />
            <RateText read={rateOut} />
          </span>
        </span>
      ) : null}
      {trip && !compact ? <bdi className="status-part status-trip">{trip}</bdi> : null}
      {online && compact ? <HostnamesStatus /> : <Network online={online} />}
      {compact ? <EnlargeButton /> : null}
      {compact ? <SettingsButton /> : null}
    </footer>
  );
}
