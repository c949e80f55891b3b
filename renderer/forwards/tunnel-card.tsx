import { needsSignIn } from '../../electron/contract/problem-account.ts';
import { addressOf } from '../../electron/contract/session.ts';
import type { ForwardId, Tunnel } from '../../electron/contract/forward.ts';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useSend } from '../send.ts';
import { text } from '../text/text.ts';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { portName } from '../projects/resource-words.ts';
import { CardLine, PlainLine } from './card-line.tsx';
import { HostnameLines } from './hostname-line.tsx';
import { PlaceForm } from './place-form.tsx';
import { addressText } from './places.tsx';
import { RateDown, RateUp, TrafficCurve } from './traffic.tsx';
import './tunnel-card.css';

function tunnelWords(tunnel: Tunnel): string | undefined {
  switch (tunnel.status.kind) {
    case 'open':
      return tunnel.status.checking ? text.forward.checking : undefined;
    case 'starting':
      return text.forward.starting;
    case 'retrying':
      return text.forward.reconnectingShort;
    case 'failed':
      return needsSignIn(tunnel.status.problem) ? text.forward.signInAgain : text.forward.failed;
    case 'closing':
      return tunnel.status.connections > 0 ? text.forward.draining(tunnel.status.connections) : text.forward.closing;
  }
}

/** One port: how much goes through it and where it is. All lines stand from the start, so nothing jumps when it opens. */
export function TunnelCard({ forwardId, tunnel }: { readonly forwardId: ForwardId; readonly tunnel: Tunnel }) {
  const send = useSend();
  const address = addressOf(tunnel);
  const name = portName(tunnel.port);
  const words = tunnelWords(tunnel);
  const ids = [tunnel.id];
  const [editing, setEditing] = useState(false);
  const edit = (
    <IconButton
      label={text.details.editAddress(name)}
      icon={Pencil}
      size={14}
      aria-expanded={editing}
      onClick={() => setEditing(!editing)}
    />
  );
  const form = editing ? <PlaceForm forwardId={forwardId} tunnel={tunnel} onClose={() => setEditing(false)} /> : null;
  return (
    <section className="card tunnel" aria-label={name}>
      <div className="tunnel-head">
        <h3 className="tunnel-name" title={name}>
          <bdi className="truncate">{name}</bdi>
        </h3>
        <Badge>{tunnel.port.protocol}</Badge>
        <span className="tunnel-rates">
          {words ? <span className="tunnel-words">{words}</span> : null}
          {words ? null : <RateDown tunnels={ids} />}
          {words ? null : <RateUp tunnels={ids} />}
        </span>
      </div>
      <TrafficCurve id={tunnel.id} port={name} />
      <dl className="card-lines">
        {address ? (
          <CardLine
            label={text.details.address}
            value={addressText(address)}
            copyLabel={text.details.copyThis(addressText(address))}
            copy={() => send({ type: 'copy.address', tunnelId: tunnel.id })}
            end={edit}
            below={form}
          />
        ) : (
          <PlainLine label={text.details.address} end={edit} below={form}>
            {tunnel.status.kind === 'starting' ? <Skeleton width="middle" /> : text.details.noAddress}
          </PlainLine>
        )}
        <HostnameLines forwardId={forwardId} tunnel={tunnel} />
        {tunnel.instance === undefined ? (
          <PlainLine label={text.details.instance}>{text.details.anyInstance}</PlainLine>
        ) : (
          <CardLine label={text.details.instance} value={tunnel.instance} />
        )}
      </dl>
    </section>
  );
}
