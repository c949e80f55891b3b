import { CloseActionRow } from '../../desktop/close-action-row.tsx';
import { text } from '../../text/text.ts';
import { SwitchRow } from '../rows.tsx';

export function GeneralSection() {
  return (
    <>
      <SwitchRow name="reconnectAtLaunch" title={text.settings.reconnect} hint={text.settings.reconnectHint} />
      <CloseActionRow />
    </>
  );
}
