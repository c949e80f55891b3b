import { text } from '../text/text.ts';
import { keyName } from '../ui/media.ts';
import './details.css';

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['↑', '↓'], text.empty.keys.move],
  [[text.keys.space], text.empty.keys.toggle],
  [[text.keys.enter], text.empty.keys.open],
  [[keyName('D')], text.empty.keys.star],
  [['/'], text.empty.keys.search],
  [[keyName('K')], text.shortcuts.palette],
  [['?'], text.shortcuts.title],
];

/** The pane before anything is selected: what will stand here, and the keys worth knowing. */
export function DetailsEmpty() {
  return (
    <div className="details-none">
      <h2 className="empty-title">{text.empty.details}</h2>
      <p className="empty-text">{text.empty.detailsText}</p>
      <dl className="details-keys">
        {KEYS.map(([keys, words]) => (
          <div className="details-key" key={words}>
            <dt>
              {keys.map((key) => (
                <kbd className="key" key={key}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
