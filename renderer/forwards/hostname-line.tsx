import { Check, CircleDashed, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { ForwardId, Tunnel } from '../../electron/contract/forward.ts';
import { type NameConflict, workingNames } from '../../electron/contract/hostnames.ts';
import { markOf, type NameMark, useForwardName } from '../hostnames/names.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { CardLine } from './card-line.tsx';

const MARKS = { leads: Check, off: CircleDashed, taken: TriangleAlert } as const;

function Mark({ kind }: { readonly kind: NameMark['kind'] }) {
  const Icon = MARKS[kind];
  return (
    <span className="name-mark" data-kind={kind} title={text.hostnames.mark[kind]}>
      <Icon size={14} strokeWidth={2} aria-hidden />
      <span className="visually-hidden">{text.hostnames.mark[kind]}</span>
    </span>
  );
}

function TakenByForward({
  id,
  name,
  owner,
}: {
  readonly id: ForwardId;
  readonly name: string;
  readonly owner: string;
}) {
  const send = useSend();
  const said = useForwardName(owner);
  return (
    <>
      <span className="truncate" title={said}>
        {text.hostnames.takenBy(said)}
      </span>
      <button
        type="button"
        className="link"
        aria-label={`${text.hostnames.hereInstead}: ${name}`}
        onClick={() => void send({ type: 'hostnames.prefer', name: name.toLowerCase(), id })}
      >
        {text.hostnames.hereInstead}
      </button>
    </>
  );
}

/** Who has the name instead, and the way to have it here where that is another forward. */
function Taken({
  id,
  name,
  conflict,
}: {
  readonly id: ForwardId;
  readonly name: string;
  readonly conflict: NameConflict;
}) {
  const { owner, address } = conflict;
  if (owner === 'hosts-file') return text.hostnames.takenByHosts(address);
  if (owner === 'portside') return text.hostnames.takenByPortside(address);
  if (owner === 'reserved') return text.hostnames.takenReserved;
  if (owner === 'address') return text.hostnames.takenAddress(address);
  return <TakenByForward id={id} name={name} owner={owner} />;
}

/** The names of a port, each with a mark whether it leads here. */
export function HostnameLines({ forwardId, tunnel }: { readonly forwardId: ForwardId; readonly tunnel: Tunnel }) {
  const send = useSend();
  const hostnames = useSession((state) => state.hostnames);
  const forward = useSession((state) => state.forwards[forwardId]);
  const working = useMemo(
    () => (forward ? workingNames({ hostnames, forwards: { [forwardId]: forward } }, forwardId, tunnel.id) : []),
    [hostnames, forward, forwardId, tunnel.id],
  );
  return tunnel.hostnames.map((hostname, index) => {
    const isElsewhere = forward?.wish.local?.[tunnel.port.number]?.host !== undefined;
    const mark = markOf(hostnames, forwardId, hostname, working);
    return (
      <CardLine
        key={hostname}
        label={text.details.hostname}
        repeated={index > 0}
        value={hostname}
        mark={<Mark kind={mark.kind} />}
        note={
          mark.kind === 'taken' ? (
            <Taken id={forwardId} name={hostname} conflict={mark.conflict} />
          ) : isElsewhere && hostnames.state === 'kept' ? (
            text.hostnames.chosenAddress
          ) : null
        }
        copyLabel={text.details.copyThis(hostname)}
        copy={() => send({ type: 'copy.hostname', tunnelId: tunnel.id, hostname })}
      />
    );
  });
}
