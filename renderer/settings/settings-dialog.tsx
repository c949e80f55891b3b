import { FileText } from 'lucide-react';
import type { Settings } from '../../electron/contract/settings.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { DialogHead } from '../ui/dialog-head.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Switch } from '../ui/switch.tsx';
import { useMoves, useView } from '../view.ts';
import './settings-dialog.css';

const THEMES: readonly Settings['theme'][] = ['system', 'light', 'dark'];

function SettingsPanes() {
  const send = useSend();
  const settings = useSession((state) => state.settings);
  const change = (part: Partial<Settings>) => void send({ type: 'settings.change', settings: part });
  return (
    <div className="settings-body scroll">
      <section className="setting">
        <h3 className="setting-words">{text.settings.appearance}</h3>
        <Choice
          label={text.settings.appearance}
          value={settings.theme}
          options={THEMES.map((theme) => ({ value: theme, label: text.settings.theme[theme] }))}
          onChange={(theme) => change({ theme })}
        />
      </section>
      <section className="setting">
        <div className="setting-words">
          <h3>{text.settings.reconnect}</h3>
          <p>{text.settings.reconnectHint}</p>
        </div>
        <Switch
          label={text.settings.reconnect}
          checked={settings.reconnectAtLaunch}
          onChange={(reconnectAtLaunch) => change({ reconnectAtLaunch })}
        />
      </section>
      <section className="setting">
        <div className="setting-words">
          <h3>{text.settings.troubleshooting}</h3>
          <p>{text.settings.logHint}</p>
        </div>
        <Button small icon={FileText} onClick={() => void send({ type: 'log.show' })}>
          {text.settings.log}
        </Button>
      </section>
    </div>
  );
}

export function SettingsDialog() {
  const { lay } = useMoves();
  const open = useView((view) => view.over?.kind === 'settings');
  return (
    <Sheet open={open} from="center" label={text.settings.title} onClose={() => lay(undefined)}>
      <DialogHead title={text.settings.title} close={text.settings.close} onClose={() => lay(undefined)} />
      <SettingsPanes />
    </Sheet>
  );
}
