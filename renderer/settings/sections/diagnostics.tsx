import { FileText } from 'lucide-react';
import { useSend } from '../../send.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { SettingRow } from '../rows.tsx';

export function DiagnosticsSection() {
  const send = useSend();
  return (
    <SettingRow title={text.settings.logTitle} hint={text.settings.logHint}>
      <Button small icon={FileText} onClick={() => void send({ type: 'log.show' })}>
        {text.settings.log}
      </Button>
    </SettingRow>
  );
}
