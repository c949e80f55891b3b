import type { Activity } from '../../electron/contract/activity.ts';
import type { ForwardId } from '../../electron/contract/forward.ts';
import type { CalmState } from '../../electron/contract/session.ts';
import { shallow, useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { useMoves } from '../view.ts';
import { ActivityLine } from './activity-row.tsx';

const MOST = 6;

/** The newest entries about one forward. */
function lastOf(state: CalmState, id: ForwardId): readonly Activity[] {
  const found: Activity[] = [];
  for (const entry of Object.values(state.activity).toReversed()) {
    if (entry.forward === id) found.push(entry);
    if (found.length === MOST) break;
  }
  return found;
}

/** What happened to this forward lately, and the way to everything that did. */
export function ForwardActivity({ id, name }: { readonly id: ForwardId; readonly name: string }) {
  const { show, search } = useMoves();
  const entries = useSession((state) => lastOf(state, id), shallow);
  if (entries.length === 0) return null;
  const all = () => {
    show({ kind: 'activity' });
    search(name);
  };
  return (
    <section className="forward-activity">
      <div className="forward-activity-head">
        <h3 className="about-heading">{text.activity.title}</h3>
        <button type="button" className="link" aria-label={text.activity.show} onClick={all}>
          {text.activity.all}
        </button>
      </div>
      <ol>
        {entries.map((entry) => (
          <li key={entry.id} className="activity-row">
            <ActivityLine entry={entry} short />
          </li>
        ))}
      </ol>
    </section>
  );
}
