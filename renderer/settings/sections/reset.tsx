import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { useMoves } from '../../view.ts';
import { SettingRow } from '../rows.tsx';

export function ResetSection() {
  const { lay } = useMoves();
  return (
    <SettingRow title={text.settings.resetTitle} hint={text.settings.resetHint}>
      <Button small look="danger" aria-haspopup="dialog" onClick={() => lay({ kind: 'reset' })}>
        {text.settings.reset}
      </Button>
    </SettingRow>
  );
}
