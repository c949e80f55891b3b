import { useSession } from '../../session.ts';
import { sayHostnames } from '../../hostnames/state.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { useMoves } from '../../view.ts';
import { SettingRow } from '../rows.tsx';

/** Names are asked for in their dialog alone, which tells first what the system's prompt is for. */
export function HostnamesSection() {
  const { lay } = useMoves();
  const { sentence } = sayHostnames(useSession((state) => state.hostnames));
  return (
    <SettingRow title={text.hostnames.switch} hint={sentence}>
      <Button small aria-haspopup="dialog" onClick={() => lay({ kind: 'hostnames' })}>
        {text.settings.hostnamesOpen}
      </Button>
    </SettingRow>
  );
}
