import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { ResourceKey } from '../../electron/contract/catalog.ts';
import { useWidth } from '../ui/media.ts';
import { useWindowed } from '../ui/windowed.ts';
import { useView } from '../view.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ForwardAll } from './forward-all.tsx';
import { useListKeys } from './list-keys.ts';
import { ResourceRow } from './resource-row.tsx';
import type { Section } from './sections.ts';
import './resource-list.css';

/** As the style sheet has them: rows keep their height whatever happens to them, so nothing has to be measured. */
const ROW_PX = 56;
const HEAD_PX = 40;
const OVERSCAN = 6;

type Item = { readonly section: number; readonly row: number; readonly key: string };

/** Heads and rows in one line; a head has the row -1. */
const itemsOf = (sections: readonly Section[]): readonly Item[] =>
  sections.flatMap(({ id, keys }, section) => [
    { section, row: -1, key: id },
    ...keys.map((key, row) => ({ section, row, key })),
  ]);

/** Which rows of which section are to be rendered. The row with the focus is among them, wherever the list is scrolled. */
function useVisible(sections: readonly Section[], stop: ResourceKey | undefined, query: string) {
  const scroller = useRef<HTMLDivElement>(null);
  const items = useMemo(() => itemsOf(sections), [sections]);
  const kept = useMemo(() => items.findIndex(({ key, row }) => row >= 0 && key === stop), [items, stop]);
  const { shown, height, scrollTo } = useWindowed({
    count: items.length,
    scroller,
    sizeOf: (index) => (items[index]?.row === -1 ? HEAD_PX : ROW_PX),
    keyOf: (index) => `${items[index]?.section}/${items[index]?.key}`,
    kept,
    overscan: OVERSCAN,
    coveredStart: HEAD_PX,
  });
  // The best match stands first; who had scrolled down would not see it.
  const shownFor = useRef(query);
  useEffect(() => {
    if (shownFor.current === query) return;
    shownFor.current = query;
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [query]);
  const rows = new Map<number, number[]>();
  for (const index of shown) {
    const item = items[index];
    if (item) rows.set(item.section, [...(rows.get(item.section) ?? []), item.row]);
  }
  const scrollToKey = (key: ResourceKey) => {
    const index = items.findIndex((item) => item.row >= 0 && item.key === key);
    if (index >= 0) scrollTo(index);
  };
  return { scroller, rows, height, scrollTo: scrollToKey };
}

/** Top of each section, from the top of all. */
function topsOf(sections: readonly Section[]): readonly number[] {
  let top = 0;
  return sections.map(({ keys }) => {
    const own = top;
    top += HEAD_PX + keys.length * ROW_PX;
    return own;
  });
}

function SectionHead({ section, children }: { readonly section: Section; readonly children?: ReactNode }) {
  return (
    <div className="list-head">
      <h2 className="list-title" id={`section-${section.id}`}>
        <bdi className="truncate">{section.title}</bdi>
        <span className="list-count">{section.keys.length}</span>
      </h2>
      {children}
    </div>
  );
}

/**
 * All sections are one list to the keyboard: arrows pass from the last service to the first addon. Only the rows on the
 * screen exist, so a list of ten thousand costs what one of twenty does.
 */
export function ResourceList({
  sections,
  headEnd,
  noteOf,
}: {
  readonly sections: readonly Section[];
  /** Stands at the end of the first section's head, and no other has anything there. */
  readonly headEnd?: ReactNode;
  /** Said of a row while it is not live. */
  readonly noteOf?: (section: string, key: ResourceKey) => string | undefined;
}) {
  const compact = useWidth() === 'compact';
  const cursor = useView((view) => view.cursor);
  const marked = useView((view) => view.marked);
  const query = useView((view) => view.query);
  const keys = useMemo(() => sections.flatMap((section) => section.keys), [sections]);
  const known = useMemo(() => new Set(keys), [keys]);
  const stop = cursor !== undefined && known.has(cursor) ? cursor : keys[0];
  const { scroller, rows, scrollTo, height } = useVisible(sections, stop, query);
  const handlers = useListKeys({ keys, stop, scroller, scrollTo });
  const tops = topsOf(sections);

  return (
    <>
      <div className="list scroll" ref={scroller} data-marking={marked.size > 0 || undefined} {...handlers}>
        <div className="list-room" style={{ height }}>
          {sections.map((section, index) => {
            const shown = rows.get(index);
            if (!shown) return null;
            return (
              <section
                key={section.id}
                className="list-section"
                style={{ top: tops[index] }}
                aria-labelledby={`section-${section.id}`}
              >
                <SectionHead section={section}>
                  {index === 0 ? headEnd : null}
                  {compact ? null : <ForwardAll keys={section.keys} name={section.title} />}
                </SectionHead>
                <ul style={{ height: section.keys.length * ROW_PX }}>
                  {shown.map((row) => {
                    const key = section.keys[row];
                    return key === undefined ? null : (
                      <ResourceRow
                        key={key}
                        id={key}
                        top={row * ROW_PX}
                        position={row + 1}
                        count={section.keys.length}
                        tabStop={key === stop}
                        note={noteOf?.(section.id, key)}
                      />
                    );
                  })}
                </ul>
              </section>
            );
          })}
        </div>
      </div>
      <BulkBar keys={keys} />
    </>
  );
}
