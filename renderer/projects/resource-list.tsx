import type { ReactNode } from 'react';
import { arrowKeys } from '../ui/arrow-keys.ts';
import { useView } from '../view.ts';
import { ResourceRow } from './resource-row.tsx';
import type { Section } from './sections.ts';
import './resource-list.css';

/** All sections are one list to the keyboard: arrows pass from the last service to the first addon. */
export function ResourceList({
  sections,
  headEnd,
}: {
  readonly sections: readonly Section[];
  /** Stands at the end of the first section's head. */
  readonly headEnd?: ReactNode;
}) {
  const cursor = useView((view) => view.cursor);
  const keys = sections.flatMap((section) => section.keys);
  const stop = cursor !== undefined && keys.includes(cursor) ? cursor : keys[0];
  return (
    <div className="list scroll" ref={arrowKeys}>
      {sections.map((section, index) => (
        <section key={section.id} className="list-section" aria-labelledby={`section-${section.id}`}>
          <div className="list-head">
            <h2 className="list-title" id={`section-${section.id}`}>
              <bdi>{section.title}</bdi>
              <span className="list-count">{section.keys.length}</span>
            </h2>
            {index === 0 ? headEnd : null}
          </div>
          <ul>
            {section.keys.map((key) => (
              <ResourceRow key={key} id={key} tabStop={key === stop} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
