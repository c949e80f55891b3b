import { type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import type { ForwardId, Tunnel } from '../../electron/contract/forward.ts';
import { addressOf } from '../../electron/contract/session.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { useEscape } from '../ui/escape.ts';
import { Field } from '../ui/field.tsx';
import { checkDraft } from './place-check.ts';
import './place-form.css';

/** Where one port is served on this computer. Empty fields are automatic; what is typed is checked at each letter. */
export function PlaceForm({
  forwardId,
  tunnel,
  onClose,
}: {
  readonly forwardId: ForwardId;
  readonly tunnel: Tunnel;
  readonly onClose: () => void;
}) {
  const send = useSend();
  const port = tunnel.port.number;
  const chosen = useSession((state) => state.forwards[forwardId]?.wish.local?.[port]);
  const address = addressOf(tunnel);
  const [draft, setDraft] = useState({ host: chosen?.host ?? '', port: chosen?.port?.toString() ?? '' });
  useEscape(true, onClose);
  const first = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => first.current?.querySelector('input')?.focus(), []);
  const wrong = useSession(
    (state) => {
      const { host, port: wrongPort } = checkDraft(state, { id: forwardId, port }, draft);
      return [host, wrongPort] as const;
    },
    (a, b) => a[0] === b[0] && a[1] === b[1],
  );
  const choice = useSession((state) =>
    JSON.stringify(checkDraft(state, { id: forwardId, port }, draft).choice ?? null),
  );

  const place = async (host: string | undefined, localPort: number | undefined) => {
    const command = { ...(host !== undefined && { host }), ...(localPort !== undefined && { localPort }) };
    if (await send({ type: 'forward.place', id: forwardId, port, ...command })) onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wished = JSON.parse(choice) as { host?: string; port?: number } | null;
    if (wished) void place(wished.host, wished.port);
  };

  return (
    <form className="place-form" ref={first} aria-label={text.place.title} onSubmit={submit}>
      <div className="place-fields">
        <Field
          label={text.place.host}
          className="mono"
          placeholder={address?.host ?? text.place.automatic}
          value={draft.host}
          error={wrong[0]}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setDraft({ ...draft, host: event.target.value })}
        />
        <Field
          label={text.place.port}
          inputMode="numeric"
          placeholder={address?.port.toString() ?? port.toString()}
          value={draft.port}
          error={wrong[1]}
          autoComplete="off"
          onChange={(event) => setDraft({ ...draft, port: event.target.value })}
        />
      </div>
      <p className="place-hint">{text.place.hint}</p>
      <div className="place-buttons">
        {chosen ? (
          <Button small look="quiet" onClick={() => void place(undefined, undefined)}>
            {text.place.reset}
          </Button>
        ) : null}
        <span className="place-gap" />
        <Button small onClick={onClose}>
          {text.ui.cancel}
        </Button>
        <Button small submit look="primary" disabled={choice === 'null'}>
          {text.place.save}
        </Button>
      </div>
    </form>
  );
}
