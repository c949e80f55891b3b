import { KeyStoreSetting } from '../../account/key-store-setting.tsx';
import { RESTORES } from '../../../electron/contract/restore-policies.ts';
import { CloseActionRow } from '../../desktop/close-action-row.tsx';
import { text } from '../../text/text.ts';
import { Choice } from '../../ui/choice.tsx';
import { SettingRow, SwitchRow, useSettings } from '../rows.tsx';

function RestoreRow() {
  const [{ restore }, change] = useSettings();
  const words = text.groups.settings;
  return (
    <SettingRow title={words.restore} hint={words.restoreHint}>
      <Choice
        label={words.restore}
        value={restore}
        options={RESTORES.map((value) => ({ value, label: text.groups.restore[value] }))}
        onChange={(next) => change({ restore: next })}
      />
    </SettingRow>
  );
}

export function GeneralSection() {
  return (
    <>
      <RestoreRow />
      <SwitchRow name="launchAtLogin" title={text.launchAtLogin.title} hint={text.launchAtLogin.hint} />
      <CloseActionRow />
      <KeyStoreSetting />
    </>
  );
}
