import type { ControlClient, ControlEntry } from '../../electron/contract/control.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { SettingRow, SwitchRow } from '../settings/rows.tsx';
import { moment } from '../text/format.ts';
import { text } from '../text/text.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { useMinute } from '../ui/clock.ts';
import './control.css';

function Client({ client }: { readonly client: ControlClient }) {
  const send = useSend();
  const now = useMinute();
  const { name, scopes, lastAt = client.since } = client;
  return (
    <li className="control-line">
      <div className="control-words">
        <bdi className="control-name">{name}</bdi>
        <span className="control-note">
          {scopes.map((scope) => text.control.scopes[scope][0]).join(' · ')} ·{' '}
          {text.control.lastSeen(moment(lastAt, now))}
        </span>
      </div>
      <Button
        small
        aria-label={text.control.removeOf(name)}
        onClick={() => void send({ type: 'control.revoke', id: client.id })}
      >
        {text.control.remove}
      </Button>
    </li>
  );
}

function Entry({ entry }: { readonly entry: ControlEntry }) {
  const now = useMinute();
  return (
    <li className="control-line">
      <div className="control-words">
        <bdi className="control-what">{entry.what}</bdi>
        <span className="control-note">
          {moment(entry.at, now)} · <bdi>{entry.name}</bdi>
        </span>
      </div>
      {entry.ok ? null : <Badge tone="warn">{text.control.refused}</Badge>}
    </li>
  );
}

/** Whether programs may ask, who was let in, and what they did. */
export function ControlSection() {
  const clients = useSession((state) => state.control.clients);
  const entries = useSession((state) => state.control.entries);
  return (
    <>
      <SwitchRow name="localControl" title={text.control.setting} hint={text.control.settingHint} />
      <SettingRow title={text.control.clients}>
        {Object.keys(clients).length === 0 ? <p className="control-none">{text.control.none}</p> : null}
      </SettingRow>
      <ul className="control-list">
        {Object.values(clients).map((client) => (
          <Client key={client.id} client={client} />
        ))}
      </ul>
      <SettingRow title={text.control.log}>
        {entries.length === 0 ? <p className="control-none">{text.control.logNone}</p> : null}
      </SettingRow>
      <ul className="control-list">
        {entries.toReversed().map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
    </>
  );
}
