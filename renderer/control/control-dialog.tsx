import { useEffect, useState } from 'react';
import type { ControlRequest, Scope } from '../../electron/contract/control.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Switch } from '../ui/switch.tsx';
import '../ui/ask.css';
import './control.css';

/** A question that takes another one's place must not get the click that was meant for that one. */
const SEEN_MS = 700;

function useSeen(): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(true), SEEN_MS);
    return () => clearTimeout(timer);
  }, []);
  return isSeen;
}

function Asked({ request }: { readonly request: ControlRequest }) {
  const send = useSend();
  const isSeen = useSeen();
  const [allowed, setAllowed] = useState<Scope[]>([...request.scopes]);
  const answer = (scopes: Scope[]) => void send({ type: 'control.answer', id: request.id, scopes });
  const set = (scope: Scope, on: boolean) =>
    setAllowed(request.scopes.filter((each) => (each === scope ? on : allowed.includes(each))));
  return (
    <div className="ask">
      <h2 className="ask-title">{text.control.askTitle(request.name)}</h2>
      <p className="ask-text">{text.control.askText}</p>
      <ul className="control-list">
        {request.scopes.map((scope) => {
          const [title, note] = text.control.scopes[scope];
          return (
            <li key={scope} className="control-line">
              <div className="control-words">
                <span className="control-name">{title}</span>
                <span className="control-note">{note}</span>
              </div>
              <Switch label={title} checked={allowed.includes(scope)} onChange={(on) => set(scope, on)} />
            </li>
          );
        })}
      </ul>
      <div className="ask-buttons">
        <Button onClick={() => answer([])}>{text.control.refuse}</Button>
        <Button look="primary" disabled={!isSeen || allowed.length === 0} onClick={() => answer(allowed)}>
          {text.control.allow}
        </Button>
      </div>
    </div>
  );
}

/** A program waits for the user's word. The oldest is asked first; closing the dialog refuses it. */
export function ControlDialog() {
  const send = useSend();
  const request = useSession((state) => Object.values(state.control.requests).sort((a, b) => a.at - b.at)[0]);
  // The words stay while the dialog fades.
  const [last, setLast] = useState(request);
  if (request && request !== last) setLast(request);
  const shown = request ?? last;
  return (
    <Sheet
      open={request !== undefined}
      from="center"
      label={shown ? text.control.askTitle(shown.name) : ''}
      onClose={() => {
        if (request) void send({ type: 'control.answer', id: request.id, scopes: [] });
      }}
    >
      {shown ? <Asked key={shown.id} request={shown} /> : null}
    </Sheet>
  );
}
