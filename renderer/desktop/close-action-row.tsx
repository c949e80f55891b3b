import type { Settings } from '../../electron/contract/settings.ts';
import { SettingRow, useSettings } from '../settings/rows.tsx';
import { text } from '../text/text.ts';
import { Choice } from '../ui/choice.tsx';

const ACTIONS: readonly Settings['closeAction'][] = ['ask', 'hide', 'quit'];

export function CloseActionRow() {
  const [{ closeAction }, change] = useSettings();
  const { title, hint } = text.closeAction;
  return (
    <SettingRow title={title} hint={hint}>
      <Choice
        label={title}
        value={closeAction}
        options={ACTIONS.map((value) => ({ value, label: text.closeAction[value] }))}
        onChange={(value) => change({ closeAction: value })}
      />
    </SettingRow>
  );
}
