import type { WithoutKeyStore } from '../../electron/contract/key-store.ts';
import { useSession } from '../session.ts';
import { SettingRow, useSettings } from '../settings/rows.tsx';
import { text } from '../text/text.ts';
import { Ask } from '../ui/ask.tsx';
import { Choice } from '../ui/choice.tsx';
import { useMoves, useView } from '../view.ts';

const CHOICES: readonly WithoutKeyStore[] = ['run', 'file'];

/** Only where the computer has no key store: elsewhere there is nothing to choose. */
export function KeyStoreSetting() {
  const { lay } = useMoves();
  const keyStore = useSession((state) => state.keyStore);
  const [{ withoutKeyStore }, change] = useSettings();
  if (keyStore.kind !== 'none') return null;
  return (
    <SettingRow
      title={text.keyStore.title}
      hint={`${text.keyStore.why[keyStore.why]} ${text.keyStore.hints[withoutKeyStore]}`}
    >
      <Choice
        label={text.keyStore.title}
        value={withoutKeyStore}
        options={CHOICES.map((value) => ({ value, label: text.keyStore.choices[value] }))}
        onChange={(next) => {
          if (next === 'run') change({ withoutKeyStore: next });
          else lay({ kind: 'key-file' });
        }}
      />
    </SettingRow>
  );
}

/** The weaker way is taken by who has read what it means. */
export function KeyFileDialog() {
  const { lay } = useMoves();
  const open = useView((view) => view.over?.kind === 'key-file');
  const [, change] = useSettings();
  return (
    <Ask
      open={open}
      title={text.keyStore.ask}
      action={text.keyStore.askDo}
      onConfirm={() => change({ withoutKeyStore: 'file' })}
      onClose={() => lay(undefined)}
    >
      {text.keyStore.askText}
    </Ask>
  );
}
