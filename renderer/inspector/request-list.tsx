import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { Repeat } from 'lucide-react';
import type { Inspected, RequestId } from '../../electron/contract/inspector.ts';
import { bytes, clockTime } from '../text/format.ts';
import { text } from '../text/text.ts';
import { makeMoves } from '../ui/arrow-keys.ts';
import { Badge } from '../ui/badge.tsx';
import { useWindowed } from '../ui/windowed.ts';
import { statusTone, statusWords } from './entries.ts';

const ROW_PX = 34;
const MOVES = makeMoves(10);

function RequestLine({ entry }: { readonly entry: Inspected }) {
  const size = entry.requestBytes + entry.responseBytes;
  return (
    <>
      <time className="request-time mono" dateTime={new Date(entry.at).toISOString()}>
        {clockTime(entry.at)}
      </time>
      <span className="request-method mono truncate">{entry.method}</span>
      <span className="request-path mono truncate" title={entry.path}>
        {entry.isReplay ? (
          <>
            <Repeat size={12} strokeWidth={2} aria-hidden className="request-replay" />
            <span className="visually-hidden">{text.inspector.replayed} </span>
          </>
        ) : null}
        <bdi>{entry.path}</bdi>
      </span>
      <span className="request-status">
        <Badge tone={statusTone(entry)} title={text.inspector.stateNote[entry.state] || undefined}>
          {statusWords(entry)}
        </Badge>
      </span>
      <bdi className="request-took">{entry.tookMs === undefined ? '…' : text.inspector.ms(entry.tookMs)}</bdi>
      <bdi className="request-size">{bytes(size)}</bdi>
    </>
  );
}

/** One row for each request; arrows move through them, and the details follow. */
export function RequestList({
  entries,
  chosen,
  onChoose,
}: {
  readonly entries: readonly Inspected[];
  readonly chosen: RequestId | undefined;
  readonly onChoose: (id: RequestId, how: 'moved' | 'opened') => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const pending = useRef<RequestId | undefined>(undefined);
  const at = entries.findIndex((entry) => entry.id === chosen);
  const stop = Math.max(0, at);
  const { shown, height, scrollTo } = useWindowed({
    count: entries.length,
    scroller,
    sizeOf: () => ROW_PX,
    keyOf: (index) => String(entries[index]?.id),
    kept: stop,
    overscan: 12,
  });
  // The row to focus may only be there after this very render.
  useLayoutEffect(() => {
    if (pending.current === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-request="${pending.current}"]`);
    if (!row) return;
    pending.current = undefined;
    row.focus({ preventScroll: true });
  });
  const keys = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const index = move(stop, entries.length);
    const next = entries[index];
    if (!next) return;
    event.preventDefault();
    pending.current = next.id;
    scrollTo(index);
    onChoose(next.id, 'moved');
  };
  const { columns } = text.inspector;
  return (
    <div className="requests">
      <div className="request-row request-head" aria-hidden>
        <span className="request-time">{columns.time}</span>
        <span className="request-method">{columns.method}</span>
        <span className="request-path">{columns.path}</span>
        <span className="request-status">{columns.status}</span>
        <span className="request-took">{columns.took}</span>
        <span className="request-size">{columns.size}</span>
      </div>
      <div className="request-scroll scroll" ref={scroller}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- moves between the buttons in it */}
        <ol className="request-rows" style={{ height }} aria-label={text.inspector.list} onKeyDown={keys}>
          {shown.map((index) => {
            const entry = entries[index];
            return entry ? (
              <li
                key={entry.id}
                style={{ top: index * ROW_PX }}
                aria-posinset={index + 1}
                aria-setsize={entries.length}
              >
                <button
                  type="button"
                  className="request-row"
                  data-request={entry.id}
                  tabIndex={index === stop ? 0 : -1}
                  aria-current={entry.id === chosen || undefined}
                  onClick={() => onChoose(entry.id, 'opened')}
                >
                  <RequestLine entry={entry} />
                </button>
              </li>
            ) : null;
          })}
        </ol>
      </div>
    </div>
  );
}
