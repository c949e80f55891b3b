import { Check, ChevronsUpDown, Globe, SquareTerminal } from 'lucide-react';
import { useEffect } from 'react';
import type { CliLogin } from '../../electron/contract/sign-in.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Menu, MenuGroup, MenuItem } from '../ui/menu.tsx';
import { hostName } from './account-words.ts';

/** The one that the command line uses, else the first. */
const preferred = (list: readonly CliLogin[]) => list.find((each) => each.isCurrent) ?? list[0];

function CliButton({
  list,
  disabled,
  onChoose,
}: {
  readonly list: readonly CliLogin[];
  readonly disabled: boolean;
  readonly onChoose: (login: CliLogin) => void;
}) {
  const first = preferred(list);
  if (!first) return null;
  const words = (
    <span className="way-words">
      {text.signIn.cli}
      {list.length === 1 ? <Badge title={hostName(first.host)}>{first.name}</Badge> : null}
    </span>
  );
  if (list.length === 1) {
    return (
      <Button icon={SquareTerminal} disabled={disabled} onClick={() => onChoose(first)}>
        {words}
      </Button>
    );
  }
  const trigger = (
    <Button icon={SquareTerminal} disabled={disabled} end={ChevronsUpDown}>
      {words}
    </Button>
  );
  return (
    <Menu trigger={trigger} align="center">
      <MenuGroup heading={text.signIn.cliHeading}>
        {list.map((each) => (
          <MenuItem
            key={`${each.name} ${each.host}`}
            note={hostName(each.host)}
            end={each.isCurrent ? <Check size={16} strokeWidth={1.75} aria-label={text.signIn.cliCurrent} /> : null}
            onSelect={() => onChoose(each)}
          >
            {each.name}
          </MenuItem>
        ))}
      </MenuGroup>
    </Menu>
  );
}

/** Without a token at hand: in the browser, or as the official command line is signed in already. */
export function Ways({
  prominent,
  disabled,
  onBrowser,
  onCli,
}: {
  readonly prominent: boolean;
  readonly disabled: boolean;
  readonly onBrowser: () => void;
  readonly onCli: (login: CliLogin) => void;
}) {
  const send = useSend();
  const { list, problem } = useSession((state) => state.cliLogins);
  useEffect(() => void send({ type: 'cli-logins.list' }), [send]);
  return (
    <div className="ways">
      <Button look={prominent ? 'primary' : 'plain'} icon={Globe} disabled={disabled} onClick={onBrowser}>
        {text.signIn.browser}
      </Button>
      <CliButton list={list} disabled={disabled} onChoose={onCli} />
      {problem ? (
        <p className="ways-note">{text.signIn.cliUnreadable(String(problem.args?.['reason'] ?? ''))}</p>
      ) : null}
      <p className="ways-or">
        <span>{text.signIn.or}</span>
      </p>
    </div>
  );
}
