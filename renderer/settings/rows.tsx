import type { ReactNode } from 'react';
import type { Settings } from '../../electron/contract/settings.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { Switch } from '../ui/switch.tsx';

/** What is set, what it means, and behind it the control. */
export function SettingRow({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="setting">
      <div className="setting-words">
        <h3>{title}</h3>
        {hint ? <p>{hint}</p> : null}
      </div>
      {children}
    </div>
  );
}

type SwitchName = { [Name in keyof Settings]: Settings[Name] extends boolean ? Name : never }[keyof Settings];

export function useSettings(): readonly [Settings, (change: Partial<Settings>) => void] {
  const send = useSend();
  const settings = useSession((state) => state.settings);
  return [settings, (change) => void send({ type: 'settings.change', settings: change })];
}

/** A setting that is on or off. */
export function SwitchRow({
  name,
  title,
  hint,
}: {
  readonly name: SwitchName;
  readonly title: string;
  readonly hint?: ReactNode;
}) {
  const [settings, change] = useSettings();
  return (
    <SettingRow title={title} hint={hint}>
      <Switch label={title} checked={settings[name]} onChange={(on) => change({ [name]: on })} />
    </SettingRow>
  );
}
