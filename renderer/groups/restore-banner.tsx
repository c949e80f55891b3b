import { RotateCw } from 'lucide-react';
import { resourceName } from '../../electron/contract/catalog.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';

const MOST_NAMES = 3;

/** What was on when the app last ended, asked about once for all of them. */
export function RestoreBanner() {
  const send = useSend();
  const ids = useSession((state) => state.restorable);
  const names = useSession((state) =>
    state.restorable
      .slice(0, MOST_NAMES)
      .map((id) => resourceName(state.resources[id], id))
      .join(', '),
  );
  const words = text.groups.restorable;
  if (ids.length === 0) return null;
  const told = ids.length > MOST_NAMES ? words.more(names, ids.length - MOST_NAMES) : names;
  return (
    <section className="banner" aria-label={words.label} data-severity="info">
      <RotateCw className="banner-icon" size={16} strokeWidth={2} aria-hidden />
      <p className="banner-words">
        <strong>{words.title(ids.length)}</strong> <span className="banner-text">{words.text(told)}</span>
      </p>
      <Button small onClick={() => void send({ type: 'forwards.restore', on: false })}>
        {words.notNow}
      </Button>
      <Button small look="primary" onClick={() => void send({ type: 'forwards.restore', on: true })}>
        {words.reconnect}
      </Button>
    </section>
  );
}
