import { ListTree } from 'lucide-react';
import type { Resource } from '../../electron/contract/catalog.ts';
import type { Forward } from '../../electron/contract/forward.ts';
import { hasWebPort } from '../forwards/guard-field.tsx';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Switch } from '../ui/switch.tsx';
import { useMoves } from '../view.ts';
import './inspector.css';

/** Whether the requests of the forward's HTTP ports are kept, and the way to them. */
export function InspectField({
  forward,
  resource,
}: {
  readonly forward: Forward;
  readonly resource: Resource | undefined;
}) {
  const send = useSend();
  const { show } = useMoves();
  const { id } = forward;
  const isOn = useSession((state) => state.inspector.on[id] === true);
  if (!hasWebPort(forward, resource)) return null;
  return (
    <section className="guard inspect" aria-label={text.inspector.label}>
      <div className="guard-head">
        <h3 className="about-heading">{text.inspector.label}</h3>
        <Switch
          label={text.inspector.label}
          checked={isOn}
          onChange={(on) => void send({ type: 'inspector.set', id, on })}
        />
      </div>
      <p className="guard-note">{text.inspector.note}</p>
      {isOn ? (
        <Button small icon={ListTree} onClick={() => show({ kind: 'inspector', id })}>
          {text.inspector.show}
        </Button>
      ) : null}
    </section>
  );
}
