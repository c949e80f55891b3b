import { type KeyboardEvent, useState } from 'react';
import { readPress } from '../../electron/contract/accelerator.ts';
import { describe } from '../../electron/contract/problem.ts';
import { useSession } from '../session.ts';
import { SettingRow, useSettings } from '../settings/rows.tsx';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { isMac } from '../ui/media.ts';
import './global-shortcut-row.css';

const words = text.globalShortcut;
const MAC_KEYS: Readonly<Record<string, string>> = { Control: '⌃', Alt: '⌥', Shift: '⇧', Super: '⌘' };
const KEYS: Readonly<Record<string, string>> = { ...words.key, Up: '↑', Down: '↓', Left: '←', Right: '→' };
const shownKey = (key: string) => (isMac ? MAC_KEYS[key] : undefined) ?? KEYS[key] ?? key;

function Keys({ accelerator }: { readonly accelerator: string }) {
  return (
    <span className="shortcut-keys">
      {accelerator.split('+').map((key) => (
        <kbd className="key" key={key}>
          {shownKey(key)}
        </kbd>
      ))}
    </span>
  );
}

/** Takes the next keys that are pressed; Esc and leaving the button take nothing. */
export function GlobalShortcutRow() {
  const [{ globalShortcut }, change] = useSettings();
  const failure = useSession((state) => state.desktop.shortcutProblem);
  const [recording, setRecording] = useState<'no' | 'yes' | 'unfit'>('no');

  const onKeyDown = (event: KeyboardEvent) => {
    if (recording === 'no') return;
    // Tab leaves, as everywhere.
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setRecording('no');
      return;
    }
    const press = readPress(event);
    if (press === 'waiting') return;
    if (press === 'unfit') {
      setRecording('unfit');
      return;
    }
    setRecording('no');
    change({ globalShortcut: press.accelerator });
  };

  const said =
    recording === 'unfit'
      ? words.unfit(['Control', 'Alt', 'Shift', 'Super'].map(shownKey).join(', '))
      : failure && recording === 'no'
        ? describe(failure).text
        : undefined;
  return (
    <SettingRow title={words.title} hint={words.hint}>
      <div className="global-shortcut">
        {globalShortcut && recording === 'no' ? <Keys accelerator={globalShortcut} /> : null}
        <Button
          small
          aria-pressed={recording !== 'no'}
          onClick={() => setRecording(recording === 'no' ? 'yes' : 'no')}
          onBlur={() => setRecording('no')}
          onKeyDown={onKeyDown}
        >
          {recording === 'no' ? (globalShortcut ? words.change : words.record) : words.press}
        </Button>
        {globalShortcut && recording === 'no' ? (
          <Button small onClick={() => change({ globalShortcut: '' })}>
            {words.remove}
          </Button>
        ) : null}
      </div>
      {said ? <output className="global-shortcut-said">{said}</output> : null}
    </SettingRow>
  );
}
