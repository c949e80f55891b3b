import { useRef, useState } from 'react';
import type { Hostnames } from '../../electron/contract/hostnames.ts';
import { ProblemCard } from '../problems/problem-card.tsx';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { DialogHead } from '../ui/dialog-head.tsx';
import { useWidth } from '../ui/media.ts';
import { Sheet } from '../ui/sheet.tsx';
import { Switch } from '../ui/switch.tsx';
import { useMoves, useView } from '../view.ts';
import { Conflicts } from './conflicts.tsx';
import { Facts } from './facts.tsx';
import { Leftovers } from './leftovers.tsx';
import { ManualLines } from './manual-lines.tsx';
import { sayHostnames } from './state.ts';
import './hostnames-dialog.css';

/** The wish, and what has become of it. */
function Wish({
  hostnames,
  armed,
  onChange,
}: {
  readonly hostnames: Hostnames;
  readonly armed: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  const { icon: Icon, tone, sentence } = sayHostnames(hostnames);
  return (
    <section className="names-wish">
      <span className="names-wish-icon" data-tone={tone}>
        <Icon className="names-shield" data-tone={tone} size={20} strokeWidth={1.75} aria-hidden />
      </span>
      <div className="names-wish-words">
        <h3>{text.hostnames.switch}</h3>
        <output>{armed ? text.hostnames.state.armed : sentence}</output>
      </div>
      <Switch label={text.hostnames.switch} checked={hostnames.wished || armed} onChange={onChange} />
    </section>
  );
}

function Panes({ onClose }: { readonly onClose: () => void }) {
  const send = useSend();
  const hostnames = useSession((state) => state.hostnames);
  const { state, wished, how, problem } = hostnames;
  /** Switched on here, but the explanation below is not confirmed yet: nobody but this dialog knows. */
  const [isArmed, setArmed] = useState(false);
  const armed = isArmed && !wished;
  const allow = useRef<HTMLButtonElement>(null);

  const toggle = (on: boolean) => {
    if (!on && wished) void send({ type: 'hostnames.set', on: false });
    setArmed(on && !wished);
    if (on) allow.current?.focus();
  };
  const confirm = async () => {
    if (!wished && !(await send({ type: 'hostnames.set', on: true }))) return;
    await send({ type: 'hostnames.allow' });
  };

  const confirmable = !wished || state === 'off' || state === 'waiting' || state === 'asking';
  const needsHands = state === 'unavailable';
  return (
    <div className="names-body scroll">
      <Wish hostnames={hostnames} armed={armed} onChange={toggle} />
      {wished && problem ? <ProblemCard problem={problem} scope="hostnames" /> : null}
      {needsHands ? <ManualLines /> : null}
      {state === 'kept' && how ? <p className="names-hint">{text.hostnames.how[how]}</p> : null}
      {state === 'kept' ? null : <Facts />}
      {confirmable && state !== 'kept' ? (
        <div className="names-buttons">
          <Button onClick={onClose}>{text.hostnames.notNow}</Button>
          <Button ref={allow} look="primary" busy={state === 'asking'} onClick={() => void confirm()}>
            {state === 'asking' ? text.hostnames.allowing : text.hostnames.allow}
          </Button>
        </div>
      ) : null}
      <Conflicts />
      <Leftovers />
      {needsHands ? null : <ManualLines />}
    </div>
  );
}

/** All about cluster names. The system's prompt is only ever asked for from here, below the words that explain it. */
export function HostnamesDialog() {
  const { lay } = useMoves();
  const compact = useWidth() === 'compact';
  const open = useView((view) => view.over?.kind === 'hostnames');
  const close = () => lay(undefined);
  return (
    <Sheet open={open} from={compact ? 'bottom' : 'center'} label={text.hostnames.title} onClose={close}>
      <DialogHead title={text.hostnames.title} close={text.hostnames.close} onClose={close} />
      <Panes onClose={close} />
    </Sheet>
  );
}
