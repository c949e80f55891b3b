import {
  Braces,
  Check,
  Copy,
  Database,
  ExternalLink,
  KeyRound,
  type LucideIcon,
  SquareTerminal,
  Terminal,
} from 'lucide-react';
import { useState } from 'react';
import type { Forward, Tunnel } from '../../electron/contract/forward.ts';
import {
  type KitRole,
  isPublic,
  kitFormats,
  kitNotes,
  kitOpeners,
  maskedUri,
  roleOf,
} from '../../electron/contract/kit.ts';
import type { KitFormat, KitOpener } from '../../electron/contract/kit-formats.ts';
import { formatName, openerName } from '../../electron/contract/kit-words.ts';
import { addressOf } from '../../electron/contract/session.ts';
import { tunnelsOf } from '../forwards/state.ts';
import { ProblemCard } from '../problems/problem-card.tsx';
import { portName } from '../projects/resource-words.ts';
import { useSend } from '../send.ts';
import { shallow, useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { isMac } from '../ui/media.ts';
import { Select } from '../ui/select.tsx';
import { useCopied } from './copied.ts';
import { CopyMenu } from './copy-menu.tsx';
import { useOpenKey } from './open-key.ts';
import { RevealBox } from './reveal-box.tsx';
import './kit.css';

const OPENER_ICONS: Readonly<Record<KitOpener, LucideIcon>> = {
  browser: ExternalLink,
  tableplus: Database,
  dbeaver: Database,
  terminal: SquareTerminal,
};
/** Beside the button for the best one; the rest is in its menu. */
const QUICK: readonly (readonly [KitFormat, LucideIcon])[] = [
  ['dotenv', Braces],
  ['command', Terminal],
  ['password', KeyRound],
];

/** Which of the state the strings of this forward are made of. */
function useKitState(forward: Forward) {
  return useSession(
    ({ resources, hostnames }) => ({
      forwards: { [forward.id]: forward },
      resources: resources[forward.id] ? { [forward.id]: resources[forward.id] } : {},
      hostnames,
    }),
    (a, b) => a.hostnames === b.hostnames && shallow(a.forwards, b.forwards) && shallow(a.resources, b.resources),
  ) as Parameters<typeof kitFormats>[0];
}

/** The port that most want: the one with the longest list, then the first. */
function bestOf(tunnels: readonly Tunnel[], count: (id: string) => number): Tunnel | undefined {
  return tunnels.reduce<Tunnel | undefined>(
    (best, each) => (best && count(best.id) >= count(each.id) ? best : each),
    undefined,
  );
}

function tunnelLabel(tunnel: Tunnel, all: readonly Tunnel[]): string {
  const ports = new Set(all.map((each) => each.port.number));
  const port = ports.size > 1 ? `${portName(tunnel.port)} ${tunnel.port.number}` : '';
  return [tunnel.instance ?? '', port].filter(Boolean).join(' · ') || portName(tunnel.port);
}

/** What the button says for a moment after something was copied. */
function saidOf(copied: string | undefined, role: KitRole, seconds: number): string | undefined {
  if (copied === undefined || copied.startsWith('open ')) return undefined;
  const stays = isPublic(role, copied as KitFormat) || copied === 'dbeaver' || seconds === 0;
  return stays ? text.kit.copied : text.kit.copiedFor(seconds);
}

type OpenersProps = {
  readonly role: KitRole;
  /** Never empty; the first has the key. */
  readonly openers: readonly KitOpener[];
  readonly onOpen: (opener: KitOpener) => void;
};

function Openers({ role, openers, onOpen }: OpenersProps) {
  const [first] = openers;
  useOpenKey(first && (() => onOpen(first)));
  return (
    <>
      {openers.map((opener) => {
        const Icon = OPENER_ICONS[opener];
        const hasKey = opener === first;
        return (
          <button
            type="button"
            className="kit-action"
            key={opener}
            aria-keyshortcuts={hasKey ? (isMac ? 'Meta+Enter' : 'Control+Enter') : undefined}
            onClick={() => onOpen(opener)}
          >
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            {openerName(role, opener)}
            {hasKey ? (
              <span className="kit-keys" aria-hidden>
                <kbd className="key">{isMac ? '⌘' : text.keys.ctrl}</kbd>
                <kbd className="key">{text.keys.enter}</kbd>
              </span>
            ) : null}
          </button>
        );
      })}
    </>
  );
}

/** Strings to connect with: one button for the best, a menu for the others, and programs to open them in. */
export function KitSection({ forward }: { readonly forward: Forward }) {
  const send = useSend();
  const state = useKitState(forward);
  const status = useSession((all) => all.kit[forward.id]);
  const here = useSession((all) => all.openers);
  const seconds = useSession((all) => all.settings.clipboardSeconds);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const { copied, busy, run } = useCopied();

  const bound = tunnelsOf(forward).filter((tunnel) => addressOf(tunnel));
  const tunnel = bound.find(({ id }) => id === chosen) ?? bestOf(bound, (id) => kitFormats(state, id).length);
  if (!tunnel) return null;

  const { id } = tunnel;
  const role = roleOf(state, forward, tunnel);
  const formats = kitFormats(state, id);
  const openers = kitOpeners(state, id, here);
  const masked = maskedUri(state, id);
  const isEngine = role.kind === 'engine' || role.kind === 'management';
  const first: KitFormat = isEngine ? 'uri' : 'host-port';
  const copy = (format: KitFormat) =>
    run(format, () =>
      send(
        format === 'host-port' ? { type: 'copy.address', tunnelId: id } : { type: 'kit.copy', tunnelId: id, format },
      ),
    );
  const said = saidOf(copied, role, seconds);
  const isPasswordCopied = copied === 'open dbeaver' || (copied === 'open tableplus' && !isMac);
  const open = (opener: KitOpener) =>
    run(`open ${opener}`, () =>
      send(
        opener === 'browser' && role.kind === 'web'
          ? { type: 'open.address', tunnelId: id }
          : { type: 'kit.open', tunnelId: id, with: opener },
      ),
    );
  const quick = isEngine ? QUICK.filter(([format]) => formats.includes(format)) : [];

  return (
    <section className="kit" aria-label={text.kit.label}>
      {bound.length > 1 ? (
        <Select
          label={text.kit.port}
          value={id}
          options={bound.map((each) => ({
            value: each.id,
            label: tunnelLabel(each, bound),
            note: each.port.protocol,
          }))}
          onChange={setChosen}
        />
      ) : null}
      <div className="kit-main">
        <Button look="primary" icon={said === undefined ? Copy : Check} busy={busy} onClick={() => copy(first)}>
          {said ??
            (isEngine ? (role.kind === 'engine' ? text.kit.copyUri : text.kit.copyUrl) : text.details.copyAddress)}
        </Button>
        <CopyMenu role={role} formats={formats} onCopy={copy} />
      </div>
      <output className={isPasswordCopied ? 'kit-note' : 'visually-hidden'}>
        {isPasswordCopied ? text.kit.passwordCopied : said}
      </output>
      {status?.state === 'failed' ? (
        <ProblemCard problem={status.problem} scope={{ accountId: forward.target.accountId }} />
      ) : null}
      {isEngine && masked !== undefined ? (
        <RevealBox tunnelId={id} masked={masked} hasSecret={role.kind === 'engine' && !isPublic(role, 'uri')} />
      ) : null}
      {kitNotes(state, id).map((note) => (
        <p className="kit-note" key={note}>
          {text.kit.note[note]}
        </p>
      ))}
      {openers.length + quick.length > 0 ? (
        <div className="card kit-actions">
          {openers.length > 0 ? <Openers role={role} openers={openers} onOpen={open} /> : null}
          {quick.map(([format, Icon]) => (
            <button type="button" className="kit-action" key={format} disabled={busy} onClick={() => copy(format)}>
              <Icon size={16} strokeWidth={1.75} aria-hidden />
              {text.kit.copyAs(formatName(role, format))}
            </button>
          ))}
        </div>
      ) : null}
    </section>
  );
}
