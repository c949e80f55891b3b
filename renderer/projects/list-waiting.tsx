import { CloudOff } from 'lucide-react';
import { text } from '../text/text.ts';
import { Empty } from '../ui/empty.tsx';
import { Skeleton, type SkeletonWidth } from '../ui/skeleton.tsx';
import './resource-list.css';

const ROWS: readonly (readonly [SkeletonWidth, SkeletonWidth])[] = [
  ['short', 'long'],
  ['middle', 'middle'],
  ['short', 'middle'],
  ['middle', 'long'],
  ['short', 'short'],
];

/** The list's shape before there is a list; said once to those who do not see it. */
export function ListWaiting() {
  return (
    <output className="list">
      <span className="visually-hidden">{text.list.loading}</span>
      <div className="list-section">
        <div className="list-head">
          <Skeleton width="short" thin />
        </div>
        {ROWS.map(([name, places]) => (
          <div className="list-waiting" key={`${name}${places}`}>
            <span className="list-waiting-icon" />
            <span className="list-waiting-words">
              <Skeleton width={name} />
              <Skeleton width={places} thin />
            </span>
          </div>
        ))}
      </div>
    </output>
  );
}

/** The list could not be read yet. Why stands in the banner above; this only keeps an empty page from claiming emptiness. */
export function ListUnknown() {
  return (
    <Empty icon={CloudOff} title={text.empty.unknown}>
      {text.empty.unknownText}
    </Empty>
  );
}
