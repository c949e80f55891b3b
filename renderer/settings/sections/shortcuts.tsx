import { GlobalShortcutRow } from '../../desktop/global-shortcut-row.tsx';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { useMoves } from '../../view.ts';
import { SettingRow } from '../rows.tsx';

export function ShortcutsSection() {
  const { lay } = useMoves();
  return (
    <>
      <GlobalShortcutRow />
      <SettingRow title={text.shortcuts.row} hint={text.shortcuts.rowHint}>
        <Button small aria-haspopup="dialog" onClick={() => lay({ kind: 'shortcuts' })}>
          {text.shortcuts.show}
        </Button>
      </SettingRow>
    </>
  );
}
