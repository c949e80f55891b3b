import { ArrowLeftRight, Check, TriangleAlert } from 'lucide-react';
import type { ForwardId } from '../../electron/contract/forward.ts';
import type { NameConflict } from '../../electron/contract/hostnames.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { useForwardName } from './names.ts';
import './conflicts.css';

function OwnerForward({ id }: { readonly id: ForwardId }) {
  const name = useForwardName(id);
  return (
    <bdi className="truncate" title={name}>
      {name}
    </bdi>
  );
}

function OwnerName({ conflict: { owner, address } }: { readonly conflict: NameConflict }) {
  if (owner === 'hosts-file') return text.hostnames.owner.hostsFile(address);
  if (owner === 'portside') return text.hostnames.owner.portside(address);
  return <OwnerForward id={owner} />;
}

/** A forward that goes without the name, and the way to give it the name where another forward has it. */
function Loser({ name, id, offered }: { readonly name: string; readonly id: ForwardId; readonly offered: boolean }) {
  const send = useSend();
  const said = useForwardName(id);
  return (
    <li className="conflict-side">
      <span className="conflict-none" aria-hidden />
      <bdi className="truncate" title={said}>
        {said}
      </bdi>
      <span className="conflict-role">{text.hostnames.lacks}</span>
      {offered ? (
        <Button
          small
          icon={ArrowLeftRight}
          aria-label={`${text.hostnames.hereInstead}: ${name}, ${said}`}
          onClick={() => void send({ type: 'hostnames.prefer', name, id })}
        >
          {text.hostnames.hereInstead}
        </Button>
      ) : null}
    </li>
  );
}

/** By whose the name is, where the user cannot give it to another forward. */
const HINTS: Readonly<Record<string, string>> = {
  'hosts-file': text.hostnames.hostsFileHint,
  portside: text.hostnames.portsideHint,
  reserved: text.hostnames.reservedHint,
  address: text.hostnames.addressHint,
};

function Conflict({ name, all }: { readonly name: string; readonly all: readonly NameConflict[] }) {
  const [first] = all;
  if (!first) return null;
  const { owner } = first;
  const hint = HINTS[owner] ?? '';
  const offered = hint === '';
  return (
    <li className="conflict">
      <p className="conflict-name">
        <TriangleAlert size={14} strokeWidth={2} aria-hidden />
        <bdi className="mono truncate selectable" title={name}>
          {name}
        </bdi>
      </p>
      <ul>
        {owner === 'reserved' || owner === 'address' ? null : (
          <li className="conflict-side">
            <Check className="conflict-has" size={14} strokeWidth={2} aria-hidden />
            <OwnerName conflict={first} />
            {offered ? <span className="conflict-role">{text.hostnames.has}</span> : null}
          </li>
        )}
        {all.map(({ loser }) =>
          loser === undefined ? null : <Loser key={loser} name={name} id={loser} offered={offered} />,
        )}
      </ul>
      {hint ? <p className="conflict-hint">{hint}</p> : null}
    </li>
  );
}

/** Names that do not lead where a forward wishes them to, each with who has it. */
export function Conflicts() {
  const conflicts = useSession((state) => state.hostnames.conflicts);
  if (conflicts.length === 0) return null;
  const byName = new Map<string, NameConflict[]>();
  for (const conflict of conflicts) byName.set(conflict.name, [...(byName.get(conflict.name) ?? []), conflict]);
  return (
    <section className="names-section">
      <h3 className="names-heading">{text.hostnames.conflicts}</h3>
      <ul className="card conflicts">
        {[...byName].map(([name, all]) => (
          <Conflict key={name} name={name} all={all} />
        ))}
      </ul>
    </section>
  );
}
