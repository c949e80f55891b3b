import { Play, Square, X } from 'lucide-react';
import { useMemo } from 'react';
import { type ResourceKey, whyNotForwardable } from '../../electron/contract/catalog.ts';
import { addressOf } from '../../electron/contract/session.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { useEscape } from '../ui/escape.ts';
import { useMoves, useView } from '../view.ts';
import './bulk-bar.css';

/** What can be done with all marked rows. Lies over the list's end, which makes room for it: no row moves. */
export function BulkBar({ keys }: { readonly keys: readonly ResourceKey[] }) {
  const send = useSend();
  const { unmark } = useMoves();
  const marked = useView((view) => view.marked);
  const ids = useMemo(() => (marked.size === 0 ? [] : keys.filter((key) => marked.has(key))), [keys, marked]);
  const able = useSession((state) => ids.some((id) => canStart(state, id)));
  const wished = useSession((state) => ids.some((id) => state.forwards[id]?.wish.on));
  const bound = useSession((state) =>
    ids.some((id) => Object.values(state.forwards[id]?.tunnels ?? {}).some((tunnel) => addressOf(tunnel))),
  );
  useEscape(ids.length > 0, unmark);
  if (ids.length === 0) return <output className="visually-hidden" />;
  return (
    <div className="bulk-room">
      <div className="bulk" role="toolbar" aria-label={text.bulk.label}>
        <output className="bulk-count">{text.bulk.count(ids.length)}</output>
        <Button small icon={Play} disabled={!able} onClick={() => void send({ type: 'forwards.set', ids, on: true })}>
          {text.bulk.start}
        </Button>
        <Button
          small
          icon={Square}
          disabled={!wished}
          onClick={() => void send({ type: 'forwards.set', ids, on: false })}
        >
          {text.bulk.stop}
        </Button>
        <CopyButton small label={text.bulk.copy} disabled={!bound} copy={() => send({ type: 'copy.addresses', ids })} />
        <IconButton label={text.bulk.clear} icon={X} size={14} onClick={unmark} />
      </div>
    </div>
  );
}

function canStart(state: Parameters<Parameters<typeof useSession>[0]>[0], id: ResourceKey): boolean {
  const resource = state.resources[id];
  return !state.forwards[id]?.wish.on && resource !== undefined && !whyNotForwardable(resource);
}
