import { History, SearchX } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { Activity } from '../../electron/contract/activity.ts';
import { useSession, useSessionCopy } from '../session.ts';
import { text } from '../text/text.ts';
import { PageHeader } from '../projects/page-header.tsx';
import { Choice } from '../ui/choice.tsx';
import { Empty } from '../ui/empty.tsx';
import { useWindowed } from '../ui/windowed.ts';
import { useMoves, useView } from '../view.ts';
import { ActivityLine } from './activity-row.tsx';
import { type ActivityFilter, passesFilter, sentenceOf, subjectOf } from './entries.ts';
import './activity.css';

const ROW_PX = 36;
const FILTERS: readonly ActivityFilter[] = ['all', 'trouble', 'connections', 'wishes'];

/** Newest first, by filter and by the words of the search. */
function useShown(filter: ActivityFilter): readonly Activity[] {
  const copy = useSessionCopy();
  const activity = useSession((state) => state.activity);
  const query = useView((view) => view.query.trim().toLocaleLowerCase());
  return useMemo(() => {
    const state = copy.read();
    const isFound = (entry: Activity) => {
      if (!query || !state) return true;
      const hay = `${subjectOf(state, entry)}\n${entry.port ?? ''}\n${sentenceOf(entry)}`.toLocaleLowerCase();
      return query.split(/\s+/).every((word) => hay.includes(word));
    };
    return Object.values(activity)
      .toReversed()
      .filter((entry) => passesFilter(entry, filter) && isFound(entry));
  }, [copy, activity, query, filter]);
}

function Entries({ entries }: { readonly entries: readonly Activity[] }) {
  const { select } = useMoves();
  const scroller = useRef<HTMLDivElement>(null);
  const { shown, height } = useWindowed({
    count: entries.length,
    scroller,
    sizeOf: () => ROW_PX,
    keyOf: (index) => String(entries[index]?.id),
    kept: -1,
    overscan: 12,
  });
  return (
    // It scrolls, so the keyboard must be able to be in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="activity-list scroll" ref={scroller} tabIndex={0} aria-label={text.activity.title}>
      <ol className="activity-rows" style={{ height }}>
        {shown.map((index) => {
          const entry = entries[index];
          if (!entry) return null;
          const { forward } = entry;
          return (
            <li key={entry.id} style={{ top: index * ROW_PX }} aria-posinset={index + 1} aria-setsize={entries.length}>
              {forward === undefined ? (
                <span className="activity-row">
                  <ActivityLine entry={entry} />
                </span>
              ) : (
                <button type="button" className="activity-row" onClick={() => select(forward)}>
                  <ActivityLine entry={entry} />
                </button>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** What happened to all forwards in this run. */
export function ActivityPage() {
  const [filter, setFilter] = useState<ActivityFilter>('all');
  const entries = useShown(filter);
  const isEmpty = useSession((state) => Object.keys(state.activity).length === 0);
  return (
    <>
      <PageHeader title={text.activity.title} about={text.activity.about} />
      <div className="activity-bar">
        <Choice
          label={text.activity.shown}
          value={filter}
          options={FILTERS.map((each) => ({ value: each, label: text.activity.filters[each] }))}
          onChange={setFilter}
        />
      </div>
      {entries.length > 0 ? <Entries entries={entries} /> : null}
      {entries.length === 0 ? (
        <Empty icon={isEmpty ? History : SearchX} title={isEmpty ? text.activity.empty : text.activity.none}>
          {isEmpty ? text.activity.emptyText : text.activity.noneText}
        </Empty>
      ) : null}
    </>
  );
}
