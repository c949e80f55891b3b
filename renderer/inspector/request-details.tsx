import { Check, ChevronDown, Copy, Repeat, X } from 'lucide-react';
import { useState } from 'react';
import type { InspectedDetail, InspectedMessage } from '../../electron/contract/inspector.ts';
import { useCopied } from '../kit/copied.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { bytes } from '../text/format.ts';
import { text } from '../text/text.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { isSafe, pretty, statusTone, statusWords } from './entries.ts';
import './request-details.css';

const words = text.inspector;

function Body({ message }: { readonly message: InspectedMessage }) {
  const { body } = message;
  const size = bytes(message.bytes);
  if (body.kind === 'none') return <p className="request-note">{words.noBody}</p>;
  if (body.kind === 'binary') return <p className="request-note">{words.binary(body.type, size)}</p>;
  if (body.kind === 'packed') return <p className="request-note">{words.packed(body.coding, size)}</p>;
  return (
    <>
      {body.isCut ? <p className="request-note">{words.cutBody(size)}</p> : null}
      <pre className="request-body mono selectable" translate="no">
        {body.isJson ? pretty(body.text) : body.text}
      </pre>
    </>
  );
}

function Message({ message }: { readonly message: InspectedMessage }) {
  return (
    <>
      <h3 className="about-heading">{words.headers}</h3>
      <dl className="request-fields mono selectable" translate="no">
        {message.fields.map(([name, value], index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a header may come twice, and none of them moves
          <div key={index}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3 className="about-heading">{words.body}</h3>
      <Body message={message} />
    </>
  );
}

function CopyAsCurl({ id }: { readonly id: number }) {
  const send = useSend();
  const seconds = useSession((state) => state.settings.clipboardSeconds);
  const { copied, busy, run } = useCopied();
  const copy = (real: boolean) =>
    run(real ? 'real' : 'masked', () => send({ type: 'inspector.copy', requestId: id, ...(real && { real }) }));
  const said = copied === 'real' && seconds > 0 ? words.copiedFor(seconds) : words.copied;
  return (
    <div className="request-copy">
      <Button small icon={copied === undefined ? Copy : Check} busy={busy} onClick={() => copy(false)}>
        {copied === undefined ? words.copy : said}
      </Button>
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            className="button"
            data-look="plain"
            data-small
            aria-label={words.copyMore}
            title={words.copyMore}
          >
            <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
          </button>
        }
      >
        <MenuItem onSelect={() => copy(false)}>{words.copyMasked}</MenuItem>
        <MenuItem note={words.copyRealNote} onSelect={() => copy(true)}>
          {words.copyReal}
        </MenuItem>
      </Menu>
      <output className="visually-hidden">{copied === undefined ? null : said}</output>
    </div>
  );
}

/** Sends it again. One that may change something is asked about first, on the button itself. */
function Replay({ detail: { entry, isWhole } }: { readonly detail: InspectedDetail }) {
  const send = useSend();
  const [isAsked, setAsked] = useState(false);
  const { copied: done, busy, run } = useCopied();
  const replay = () => {
    if (!isSafe(entry.method) && !isAsked) return setAsked(true);
    setAsked(false);
    run('replay', () => send({ type: 'inspector.replay', requestId: entry.id }));
  };
  return (
    <>
      <Button
        small
        look={isAsked ? 'danger' : 'plain'}
        icon={done === undefined ? Repeat : Check}
        busy={busy}
        disabled={!isWhole}
        title={isWhole ? undefined : words.notWhole}
        onClick={replay}
        onBlur={() => setAsked(false)}
      >
        {isAsked ? words.replayAgain(entry.method) : words.replay}
      </Button>
      <output className="visually-hidden">{done === undefined ? null : words.replaying}</output>
    </>
  );
}

/** All about one request, without its secrets. */
export function RequestDetails({
  detail,
  onClose,
}: {
  readonly detail: InspectedDetail;
  readonly onClose: () => void;
}) {
  const [part, setPart] = useState<'response' | 'request'>('response');
  const { entry, request, response } = detail;
  const { firstByteMs, tookMs } = entry;
  const message = part === 'request' ? request : response;
  const note = words.stateNote[entry.state];
  return (
    <>
      <header className="request-details-head">
        <h2 className="request-title mono selectable">
          <span className="request-verb">{entry.method}</span> <bdi>{entry.path}</bdi>
        </h2>
        <IconButton label={words.close} icon={X} onClick={onClose} />
      </header>
      <div className="request-facts">
        <Badge tone={statusTone(entry)}>{statusWords(entry)}</Badge>
        {firstByteMs === undefined ? null : (
          <span>
            {tookMs === undefined
              ? words.firstByte(words.ms(firstByteMs))
              : words.timing(words.ms(firstByteMs), words.ms(tookMs))}
          </span>
        )}
      </div>
      {note ? <p className="request-note">{note}</p> : null}
      <div className="request-acts">
        <Replay key={entry.id} detail={detail} />
        <CopyAsCurl id={entry.id} />
      </div>
      <div className="request-parts">
        <Choice
          label={words.part}
          value={part}
          options={(['response', 'request'] as const).map((value) => ({ value, label: words.parts[value] }))}
          onChange={setPart}
        />
        {message ? <bdi className="request-bytes">{bytes(message.bytes)}</bdi> : null}
      </div>
      {/* It scrolls, so the keyboard must be able to be in it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="request-message scroll" tabIndex={0} aria-label={words.parts[part]}>
        {message ? <Message message={message} /> : <p className="request-note">{words.noAnswer}</p>}
      </section>
    </>
  );
}
