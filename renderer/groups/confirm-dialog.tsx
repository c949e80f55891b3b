import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { parseResourceKey, resourceName, type ResourceKey } from '../../electron/contract/catalog.ts';
import type { GuardedCommand } from '../../electron/contract/groups.ts';
import { ResourceIcon } from '../projects/resource-icon.tsx';
import { useSend } from '../send.ts';
import { useSession, useSessionCopy } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useMoves, useView } from '../view.ts';
import { guardedIds } from './guarded-ids.ts';
import { stopChoices } from './keeping.tsx';
import './confirm-dialog.css';

const MOST = 5;

function Item({ id }: { readonly id: ResourceKey }) {
  const resource = useSession((state) => state.resources[id]);
  const target = parseResourceKey(id);
  const project = useSession((state) => state.projects[resource?.projectKey ?? '']?.name ?? target?.projectId ?? '');
  return (
    <li className="confirm-item">
      <ResourceIcon resource={resource} />
      <bdi className="confirm-name truncate">{resourceName(resource, id)}</bdi>
      <bdi className="confirm-project truncate">{project}</bdi>
    </li>
  );
}

function Question({ command, onClose }: { readonly command: GuardedCommand; readonly onClose: () => void }) {
  const send = useSend();
  const copy = useSessionCopy();
  const words = text.groups.production;
  // As it was when it was asked: what changes behind the question must not change what it is about.
  const [{ production, others }] = useState(() => {
    const state = copy.read();
    return state ? guardedIds(state, command) : { production: [], others: 0 };
  });
  const [stop, setStop] = useState('0');
  const confirm = async () => {
    onClose();
    if (stop !== '0') {
      const minutes = Number(stop);
      await Promise.all(production.map((id) => send({ type: 'forward.stop-after', id, minutes })));
    }
    await send({ ...command, confirmed: true });
  };
  return (
    <div className="confirm">
      <h2 className="confirm-title">
        <span className="confirm-sign">
          <ShieldAlert size={18} strokeWidth={2} aria-hidden />
        </span>
        {words.confirmTitle(production.length)}
      </h2>
      <ul className="confirm-items">
        {production.slice(0, MOST).map((id) => (
          <Item key={id} id={id} />
        ))}
        {production.length > MOST ? <li className="confirm-more">{text.list.more(production.length - MOST)}</li> : null}
      </ul>
      <p className="confirm-text">{words.confirmText}</p>
      {others > 0 ? <p className="confirm-text">{words.confirmOthers(others)}</p> : null}
      <div className="confirm-stop">
        <span aria-hidden>{words.stop}</span>
        <Select label={words.stop} value={stop} options={stopChoices()} onChange={setStop} />
      </div>
      <div className="confirm-buttons">
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button look="production" onClick={() => void confirm()}>
          {words.confirm}
        </Button>
      </div>
    </div>
  );
}

/** Asked wherever production would be switched on: from this window, or from the tray in its place. */
export function ConfirmDialog() {
  const send = useSend();
  const { lay } = useMoves();
  const own = useView((view) => (view.over?.kind === 'confirm' ? view.over.command : undefined));
  const asked = useSession((state) => (state.confirmation.state === 'asked' ? state.confirmation.command : undefined));
  const command = own ?? asked;
  // Stays while the sheet goes.
  const [shown, setShown] = useState(command);
  if (command && command !== shown) setShown(command);
  const close = () => {
    if (own) lay(undefined);
    if (asked) void send({ type: 'confirmation.dismiss' });
  };
  return (
    <Sheet open={command !== undefined} from="center" label={text.groups.production.menu} onClose={close}>
      {shown ? <Question key={JSON.stringify(shown)} command={shown} onClose={close} /> : null}
    </Sheet>
  );
}
