import { text } from '../text/text.ts';
import { DialogHead } from '../ui/dialog-head.tsx';
import { useWidth } from '../ui/media.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useMoves, useView } from '../view.ts';
import { SHORTCUTS } from './keys.ts';
import './shortcuts.css';

function Ways({ ways }: { readonly ways: readonly (readonly string[])[] }) {
  return (
    <dt className="shortcut-ways">
      {ways.map((keys) => (
        <span className="shortcut-keys" key={keys.join('+')}>
          {keys.map((key) => (
            <kbd className="key" key={key}>
              {key}
            </kbd>
          ))}
        </span>
      ))}
    </dt>
  );
}

/** What the keyboard can do, on `?`. */
export function ShortcutsSheet() {
  const { lay } = useMoves();
  const compact = useWidth() === 'compact';
  const open = useView((view) => view.over?.kind === 'shortcuts');
  const close = () => lay(undefined);
  return (
    <Sheet open={open} from={compact ? 'bottom' : 'center'} wide label={text.shortcuts.title} onClose={close}>
      <DialogHead title={text.shortcuts.title} close={text.shortcuts.close} onClose={close} />
      {/* It scrolls in a small window, so the keyboard must be able to be in it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="shortcuts scroll" tabIndex={0}>
        {SHORTCUTS.map(({ title, lines }) => (
          <section key={title} className="shortcut-group">
            <h3 className="about-heading">{title}</h3>
            <dl>
              {lines.map(([ways, words]) => (
                <div className="shortcut" key={words}>
                  <Ways ways={ways} />
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  );
}
